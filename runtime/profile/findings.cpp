#include "runtime/profile/findings.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/base/nearest.h"
#include "runtime/profile/profile.h"
#include "runtime/profile/terminal.h"
#include "runtime/profile/words.h"

namespace treaty::profile {
namespace {

using Weight = Finding::Weight;

constexpr uint64_t small_table = 20;  ///< rows that somebody wrote for this contract, and may have written in vain
constexpr const char* missing_value = "required_missing";

/// What is to be said of one map, gathered in any order.
class Finder {
 public:
  explicit Finder(const MapReport& map) : map_(map) {}

  std::vector<Finding> take() {
    malformed();
    rejected();
    without_match();
    source_key();
    const char* const parks = "parks all but the first with";
    for (size_t i = 0; i < map_.matches.size(); ++i) {
      shared(map_.matches[i], "same_match_value", i == 0 ? "makes one HubSpot record of those with" : parks);
    }
    for (const KeyReport& key : map_.uniques) shared(key, "same_unique_value", parks);
    for (const ReferenceReport& reference : map_.references) references(reference);
    for (const FieldReport& field : map_.fields) values(field);
    for (const LookupReport& lookup : map_.lookups) lookups(lookup);
    if (map_.each && map_.without_items > 0) {
      add(Weight::note, "no_items", "", {map_.without_items},
          fmt::format("{} nothing to go through", count_text({map_.without_items}, "record has", "records have")));
    }
    unknown_fields();
    absent_fields();
    std::ranges::stable_sort(found_, [](const Finding& a, const Finding& b) {
      return a.weight != b.weight ? a.weight < b.weight : a.count.count > b.count.count;
    });
    return std::move(found_);
  }

 private:
  Finding& add(Weight weight, std::string code, std::string subject, Amount count, std::string sentence) {
    return found_.emplace_back(Finding{.weight = weight,
                                       .map = map_.name,
                                       .code = std::move(code),
                                       .subject = std::move(subject),
                                       .count = count,
                                       .sentence = std::move(sentence)});
  }

  void malformed() {
    if (map_.malformed == 0) {
      return;
    }
    Finding& one = add(Weight::finding, "malformed", "", {map_.malformed},
                       count_text({map_.malformed}, "record cannot be read", "records cannot be read"));
    for (const CauseReport& cause : map_.rejections) {
      if (cause.code == "malformed") {
        one.details.push_back(
            fmt::format("{} × {}; {}", number_text(cause.count), cause.sentence, lines_text(cause.lines)));
      }
    }
  }

  /// Every reason there is, also those that a run would not come to because of another.
  void rejected() {
    if (map_.rejected == 0) {
      return;
    }
    std::vector<const CauseReport*> causes;
    for (const FieldReport& field : map_.fields) {
      for (const CauseReport& cause : field.causes) {
        if (field.on_error == "reject" || cause.code == missing_value) causes.push_back(&cause);
      }
    }
    const auto is_of_field = [&](const CauseReport& cause) {
      return std::ranges::find(map_.fields, cause.part, &FieldReport::property) != map_.fields.end();
    };
    for (const CauseReport& cause : map_.rejections) {
      if (cause.code != "malformed" && !is_of_field(cause)) causes.push_back(&cause);
    }
    std::ranges::stable_sort(causes, std::ranges::greater(), &CauseReport::count);
    uint64_t sum = 0;
    for (const CauseReport* cause : causes) sum += cause->count;
    Finding& one = add(
        Weight::finding, "rejected", "", {map_.rejected},
        fmt::format("{} ({}){}", count_text({map_.rejected}, "record is rejected", "records are rejected"),
                    share_text(map_.rejected, map_.read), sum > map_.rejected ? ", some for several reasons" : ""));
    for (const CauseReport* cause : causes) {
      one.details.push_back(fmt::format("{} × {}: {}", number_text(cause->count), cause->part, cause->sentence));
      tell(one, *cause, "  ");
    }
  }

  /// Where a cause is, and its worst offenders.
  static void tell(Finding& finding, const CauseReport& cause, const std::string& indent) {
    finding.details.push_back(indent + place_text(cause.place, cause.lines));
    tell(finding, cause.values, indent);
  }
  static void tell(Finding& finding, const Ranking& ranking, const std::string& indent) {
    for (const Counted& value : ranking.values) {
      finding.details.push_back(indent + offender_text(ranking, value));
    }
    if (const uint64_t rest = rest_of(ranking); rest > 0 && !ranking.values.empty()) {
      finding.details.push_back(fmt::format("{}{} more of other values", indent, number_text(rest)));
    }
  }

  void without_match() {
    if (map_.without_match == 0) {
      return;
    }
    std::string properties;
    for (const KeyReport& match : map_.matches) {
      properties += (properties.empty() ? "" : " or ") + match.name;
    }
    const bool is_one = map_.without_match == 1;
    Finding& one = add(Weight::finding, "no_match_value", properties, {map_.without_match},
                       fmt::format("{} no value of {}: a run parks {}",
                                   count_text({map_.without_match}, "record has", "records have"), properties,
                                   is_one ? "it" : "them"));
    one.details.push_back(lines_text(map_.without_match_lines));
  }

  void source_key() {
    const KeyReport& key = map_.source_key;
    if (key.records.count == 0) {
      return;
    }
    Finding& one = add(Weight::finding, "same_source_key", "", key.records,
                       fmt::format("{} in the data several times, {}: a run takes the last of each",
                                   count_text(key.repeated, "key is", "keys are"),
                                   count_text(key.records, "record in all", "records in all")));
    tell(one, key);
  }

  /// Records that share a value which one alone should have.
  void shared(const KeyReport& key, const char* code, const char* consequence) {
    if (key.records.count == 0) {
      return;
    }
    Finding& one =
        add(Weight::finding, code, key.name, key.records,
            fmt::format("{}: {} shared by {}: a run {} the same", key.name,
                        count_text(key.repeated, "value is", "values are"),
                        count_text(key.records, "record", "records"), consequence));
    tell(one, key);
  }

  static void tell(Finding& finding, const KeyReport& key) {
    for (const Collision& collision : key.examples) {
      finding.details.push_back(fmt::format("{} × {}, {}", number_text(collision.count),
                                            value_text(collision.value, key.is_private),
                                            lines_text(collision.lines)));
    }
  }

  void references(const ReferenceReport& reference) {
    const std::string name =
        "associate " + reference.to + (reference.label.empty() ? "" : " \"" + reference.label + "\"");
    if (!reference.is_checked && reference.references > 0) {
      add(Weight::note, "reference_unchecked", reference.to, {reference.references},
          fmt::format("{}: {} not checked: the records of `{}` are not in the data", name,
                      count_text({reference.references}, "reference is", "references are"), reference.to));
    }
    dangling("reference_absent", name, reference, reference.absent, reference.absent_keys,
             fmt::format("what is not in the data of `{}`", reference.to));
    dangling("reference_unwritten", name, reference, reference.unwritten, reference.unwritten_keys,
             fmt::format("records of `{}` that are filtered or rejected", reference.to));
  }

  void dangling(const char* code, const std::string& name, const ReferenceReport& reference, Amount count,
                const Ranking& keys, const std::string& to) {
    if (count.count == 0) {
      return;
    }
    Finding& one = add(Weight::finding, code, reference.to, count,
                       fmt::format("{}: {} of {} to {}", name, number_text(count),
                                   count_text({reference.references}, "reference leads", "references lead"), to));
    tell(one, keys, "");
  }

  void values(const FieldReport& field) {
    if (field.too_long > 0) {
      add(Weight::finding, "too_long", field.property, {field.too_long},
          fmt::format("{}: {} longer than the 65,536 characters that HubSpot takes; line {}", field.property,
                      count_text({field.too_long}, "value is", "values are"), field.too_long_line));
    }
    if (field.not_options.total > 0) {
      Finding& one = add(Weight::finding, "not_an_option", field.property, {field.not_options.total},
                         fmt::format("{}: {} no option of the property: HubSpot refuses the record", field.property,
                                     count_text({field.not_options.total}, "value is", "values are")));
      tell(one, field.not_options, "");
    }
    if (field.not_emails.total > 0) {
      Finding& one = add(Weight::finding, "not_an_email", field.property, {field.not_emails.total},
                         fmt::format("{}: {} no e-mail address: HubSpot refuses the record", field.property,
                                     count_text({field.not_emails.total}, "value is", "values are")));
      tell(one, field.not_emails, "");
    }
    if (field.failed > 0 && field.on_error != "reject") {
      accepted(field);
    }
    if (field.judged > 0 && field.present == 0 && field.failed == 0) {
      add(Weight::note, "never_filled", field.property, {field.judged},
          fmt::format("{}: no record has a value for it", field.property));
    }
  }

  /// What fails and is answered.
  void accepted(const FieldReport& field) {
    const bool skips = field.on_error == "skip";
    Finding& one = add(Weight::note, skips ? "skipped" : "replaced", field.property, {field.failed},
                       fmt::format("{}: in {} of {} a step fails, and the value is {}", field.property,
                                   number_text(field.failed), count_text({field.judged}, "record", "records"),
                                   skips ? "left out (`on error skip`)" : "replaced (`on error use`)"));
    for (const CauseReport& cause : field.causes) {
      if (cause.code == missing_value) {
        continue;
      }
      one.details.push_back(cause.count == field.failed
                                ? cause.sentence
                                : fmt::format("{} × {}", number_text(cause.count), cause.sentence));
      tell(one, cause, "  ");
    }
  }

  void lookups(const LookupReport& lookup) {
    const std::string step = lookup.place.text.empty() ? lookup.table : step_text(lookup.place.text);
    const std::string name = fmt::format("{}: `{}`", lookup.part, step);
    if (!lookup.loaded_from.empty() && lookup.asked > 0) {
      add(Weight::note, "table_not_known", lookup.part, lookup.distinct,
          fmt::format("{} reads {} when a run begins: {} looked up, and not checked here{}", name, lookup.loaded_from,
                      count_text(lookup.distinct, "value is", "different values are"),
                      lookup.part == "where" ? "; every record passes" : ""));
    }
    if (lookup.has_else && lookup.unknown.total > 0) {
      Finding& one =
          add(Weight::note, "in_else", lookup.part, {lookup.unknown.total},
              fmt::format("{}: {} of {} in no row: `else` answers", name, number_text(lookup.unknown.total),
                          count_text({lookup.asked}, "value is", "values are")));
      tell(one, lookup.unknown, "");
    }
    if (lookup.unused_count > 0 && lookup.asked > 0 && lookup.rows <= small_table) {
      std::string rows;
      for (const std::string& row : lookup.unused) {
        rows += (rows.empty() ? "`" : ", `") + row + "`";
      }
      add(Weight::note, "rows_unused", lookup.part, {lookup.unused_count},
          fmt::format("{}: no record asks for {} of {}: {}", name, number_text(lookup.unused_count),
                      count_text({lookup.rows}, "row", "rows"), rows));
    }
  }

  void unknown_fields() {
    const uint64_t records = map_.records - map_.malformed;
    std::vector<std::string> unknown;
    for (const SourceReport& field : map_.source_fields) {
      if (field.is_unknown) {
        const std::string meant = did_you_mean(field.field.path, map_.absent_fields);
        unknown.push_back(fmt::format("{}: {}, in {} of the records{}", field.field.path,
                                      kinds_text(field.field.kinds), share_text(records - field.missing, records),
                                      meant.empty() ? "" : "; " + meant));
      }
    }
    if (!unknown.empty()) {
      Finding& one =
          add(Weight::note, "unknown_fields", "", {unknown.size()},
              fmt::format("{} neither the document nor the contract knows",
                          count_text({unknown.size()}, "field is in the data that", "fields are in the data that")));
      if (map_.source_is_cut) {
        unknown.emplace_back("and more names than are looked at: are some of them data?");
      }
      one.details = std::move(unknown);
    }
  }

  void absent_fields() {
    if (map_.absent_fields.empty()) {
      return;
    }
    std::string names;
    for (const std::string& name : map_.absent_fields) {
      names += (names.empty() ? "`" : ", `") + name + "`";
    }
    add(Weight::note, "absent_fields", "", {map_.absent_fields.size()},
        fmt::format("{} in no record: {}",
                    count_text({map_.absent_fields.size()}, "field that the contract uses is",
                               "fields that the contract uses are"),
                    names));
  }

  const MapReport& map_;
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> findings_of(const MapReport& map) { return Finder(map).take(); }

std::vector<Finding> findings_of(const Report& report) {
  std::vector<Finding> all;
  for (const MapReport& map : report.maps) {
    std::ranges::move(findings_of(map), std::back_inserter(all));
  }
  return all;
}

bool has_findings(const Report& report) {
  return std::ranges::any_of(findings_of(report), [](const Finding& one) { return one.weight == Weight::finding; });
}

}  // namespace treaty::profile
