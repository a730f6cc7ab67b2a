#include <algorithm>

#include <fmt/format.h>

#include "runtime/profile/findings.h"
#include "runtime/profile/profile.h"
#include "runtime/profile/terminal.h"
#include "runtime/profile/words.h"

namespace treaty::profile {
namespace {

constexpr size_t page_width = 100;
constexpr const char *bold = "\033[1m", *red = "\033[1;31m", *yellow = "\033[33m", *dim = "\033[2m",
                     *plain = "\033[0m";

/// `·` for nothing, so that what is there stands out.
std::string cell(uint64_t part, uint64_t whole) { return part == 0 ? "·" : share_text(part, whole); }

/// `12,345`; `~12,300` where it is an estimate.
std::string distinct_text(Amount amount) {
  const std::string text = number_text(amount);
  return text.starts_with("about ") ? "~" + text.substr(6) : text;
}

/// Of texts only: of numbers and dates the range says more.
std::string length_text(const FieldReport& field) {
  const ValuesReport& values = field.values;
  if (values.count == 0 || field.type != "string") {
    return "";
  }
  return values.shortest == values.longest ? number_text(values.longest)
                                           : number_text(values.shortest) + "–" + number_text(values.longest);
}

std::string frequent_text(const ValuesReport& values, size_t columns) {
  std::string text;
  for (const Counted& value : values.most_frequent.values) {
    if (value.count == 1) {
      break;  // one of many, and the rest is no more frequent
    }
    const std::string one =
        fmt::format("{}{} {}", text.empty() ? "" : ", ", shortened(fit_for_terminal(value.text), 24),
                    share_text(value.count, values.count));
    if (width_of(text) + width_of(one) > columns) {
      return text.empty() ? shortened(one, columns) : text + (width_of(text) + 2 <= columns ? " …" : "");
    }
    text += one;
  }
  return text;
}

/// The one thing that says most of a property's values in so many columns.
std::string values_text(const FieldReport& field, size_t columns) {
  const ValuesReport& values = field.values;
  if (values.count == 0) {
    return "";
  }
  if (field.is_private) {
    return "private";
  }
  if (values.distinct.exact && values.distinct.count == 1 && values.count > 1 &&
      !values.most_frequent.values.empty()) {
    return shortened("always " + fit_for_terminal(values.most_frequent.values[0].text), columns);
  }
  if (values.range) {
    const auto end = [](const std::string& value) { return value.substr(0, std::min<size_t>(value.find('T'), 20)); };
    return shortened(fit_for_terminal(end(values.range->least) + " … " + end(values.range->greatest)), columns);
  }
  if (values.distinct.exact && values.distinct.count == values.count) {
    return "all different";
  }
  return frequent_text(values, columns);
}

class Page {
 public:
  explicit Page(const TextOptions& options) : options_(options) {}

  std::string write(const Report& report) {
    line(fmt::format("{} {}", report.contract, report.version));
    for (const MapReport& map : report.maps) {
      text_ += '\n';
      this->map(map);
    }
    if (!report.unread.empty()) {
      text_ += '\n';
    }
    for (const Unread& one : report.unread) {
      line(paint(one.failed ? red : yellow, one.map) + ": " + fit_for_terminal(one.why));
    }
    sum(report);
    return std::move(text_);
  }

 private:
  [[nodiscard]] std::string paint(const char* tone, const std::string& text) const {
    return options_.color ? tone + text + plain : text;
  }
  void line(const std::string& text) { text_ += text + "\n"; }

  void map(const MapReport& map) {
    line(fmt::format("{}   {} -> {}   {}", paint(bold, map.name), map.source, map.target,
                     paint(dim, shortened(fit_for_terminal(map.file), 48))));
    std::string counts = fmt::format("  {} read", number_text(map.read));
    if (map.each) {
      counts += fmt::format(" in {} records", number_text(map.records));
    }
    const auto count = [&](uint64_t number, const char* what, const char* tone) {
      if (number > 0)
        counts += "   " + (tone != nullptr ? paint(tone, number_text(number) + " " + what)
                                           : number_text(number) + " " + what);
    };
    counts += fmt::format("   {} written", number_text(map.written));
    count(map.filtered, "filtered", nullptr);
    count(map.rejected, "rejected", red);
    count(map.malformed, "malformed", red);
    line(counts + (map.is_limited ? "   (there are more: --limit)" : ""));
    if (!map.broken.empty()) {
      line(paint(red, "  reading ended early: ") + fit_for_terminal(map.broken));
    }
    if (map.read > 0) {
      table(map.fields);
    }
    const std::vector<Finding> found = findings_of(map);
    findings(found, Finding::Weight::finding, "findings", red);
    findings(found, Finding::Weight::note, "notes", yellow);
  }

  void table(const std::vector<FieldReport>& fields) {
    std::vector<const FieldReport*> sorted;
    size_t name_width = 8, distinct_width = 8, length_width = 6;
    for (const FieldReport& field : fields) {
      sorted.push_back(&field);
      name_width = std::clamp(width_of(field.property), name_width, size_t{26});
      distinct_width = std::max(distinct_width, width_of(distinct_text(field.values.distinct)));
      length_width = std::max(length_width, width_of(length_text(field)));
    }
    const auto share = [](uint64_t part, const FieldReport& field) {
      return field.judged == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(field.judged);
    };
    std::ranges::stable_sort(sorted, [&](const FieldReport* a, const FieldReport* b) {
      const double failed_a = share(a->failed, *a), failed_b = share(b->failed, *b);
      return failed_a != failed_b ? failed_a > failed_b : share(a->present, *a) < share(b->present, *b);
    });
    const auto row = [&](const std::string& name, const std::vector<std::string>& shares, const std::string& distinct,
                         const std::string& length, const std::string& values) {
      std::string text = "  " + padded(shortened(name, name_width), name_width, Side::left);
      for (const std::string& one : shares) text += padded(one, 8, Side::right);
      text += "  " + padded(distinct, distinct_width, Side::right) + "  " + padded(length, length_width, Side::right);
      return values.empty() ? text : text + "  " + values;
    };
    const size_t left = 2 + name_width + 4 * 8 + 2 + distinct_width + 2 + length_width + 2;
    text_ += '\n';
    line(paint(dim, row("property", {"filled", "null", "missing", "failed"}, "distinct", "length", "values")));
    for (const FieldReport* field : sorted) {
      line(row(field->property,
               {cell(field->present, field->judged), cell(field->null, field->judged),
                cell(field->missing, field->judged), cell(field->failed, field->judged)},
               field->values.count == 0 ? "" : distinct_text(field->values.distinct), length_text(*field),
               values_text(*field, page_width - std::min(page_width - 12, left))));
    }
  }

  void findings(const std::vector<Finding>& all, Finding::Weight weight, const char* title, const char* tone) {
    bool is_first = true;
    for (const Finding& finding : all) {
      if (finding.weight != weight) {
        continue;
      }
      if (is_first) {
        text_ += '\n';
        line("  " + paint(tone, title));
        is_first = false;
      }
      wrapped(finding.sentence, "  - ", "    ");
      for (size_t i = 0; i < finding.details.size(); ++i) {
        if (i >= 4 * options_.top) {
          line(fmt::format("        … and {} lines more: --top, or --format json", finding.details.size() - i));
          break;
        }
        wrapped(finding.details[i], "        ", "          ");
      }
    }
  }

  /// Breaks lines between words.
  void wrapped(const std::string& text, const std::string& first, const std::string& next) {
    std::string rest = fit_for_terminal(text);
    std::string prefix = first;
    const size_t indent = rest.find_first_not_of(' ');
    while (prefix.size() + width_of(rest) > page_width) {
      size_t at = page_width - prefix.size();
      while (at > 0 && width_of(rest.substr(0, at)) > page_width - prefix.size()) --at;
      const size_t blank = rest.rfind(' ', at);
      if (blank == std::string::npos || blank <= indent) {
        break;
      }
      line(prefix + rest.substr(0, blank));
      rest = rest.substr(blank + 1);
      prefix = next + std::string(indent, ' ');
    }
    line(prefix + rest);
  }

  void sum(const Report& report) {
    uint64_t read = 0, written = 0, lost = 0, findings = 0, notes = 0;
    for (const MapReport& map : report.maps) {
      read += map.read;
      written += map.written;
      lost += map.rejected + map.malformed;
    }
    for (const Finding& finding : findings_of(report)) {
      ++(finding.weight == Finding::Weight::finding ? findings : notes);
    }
    uint64_t unread = 0;
    for (const Unread& one : report.unread) unread += one.failed ? 1 : 0;
    for (const MapReport& map : report.maps) unread += map.broken.empty() ? 0 : 1;
    text_ += '\n';
    // Nothing found in what was not read is no good news.
    if (unread > 0) line(paint(red, fmt::format("not read to the end: {}", count_text({unread}, "map", "maps"))));
    line(fmt::format("{} read, {} would be written, {} rejected or malformed; {}, {}", number_text(read),
                     number_text(written), number_text(lost), count_text({findings}, "finding", "findings"),
                     count_text({notes}, "note", "notes")));
  }

  TextOptions options_;
  std::string text_;
};

}  // namespace

std::string to_text(const Report& report, const TextOptions& options) { return Page(options).write(report); }

}  // namespace treaty::profile
