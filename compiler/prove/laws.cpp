#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/lower/lower.h"
#include "compiler/prove/prove.h"
#include "compiler/prove/samples.h"

namespace treaty::prove {
namespace {

using nlohmann::json;

/// One line that flows both ways, with what its two halves read and write.
struct Line {
  const facts::Map* map = nullptr;
  const ast::FieldLine* line = nullptr;
  std::vector<const facts::Field*> fields;
  std::vector<const facts::ReverseField*> back;
};

std::vector<Line> lines_of(const facts::Facts& facts) {
  std::vector<Line> lines;
  for (const auto& map : facts.maps) {
    for (const facts::ReverseField& field : map->reverse) {
      if (field.line->arrow != ast::Arrow::both) {
        continue;
      }
      auto known = std::ranges::find(lines, field.line, &Line::line);
      if (known == lines.end()) {
        lines.push_back({.map = map.get(), .line = field.line, .fields = {}, .back = {}});
        known = lines.end() - 1;
        for (const facts::Field& forward : map->fields) {
          if (forward.line == field.line) {
            known->fields.push_back(&forward);
          }
        }
      }
      known->back.push_back(&field);
    }
  }
  return lines;
}

bool written(const std::vector<interpret::Result>& outcomes) {
  return !outcomes.empty() && outcomes.front().status == TREATY_WRITTEN;
}

bool all_present(const interpret::Result& outcome) {
  return std::ranges::all_of(outcome.fields, [](const auto& field) { return field.state == TREATY_PRESENT; });
}

/// The properties as HubSpot gives them: texts.
std::string stored(const Line& line, const interpret::Result& outcome) {
  json record = json::object();
  for (size_t i = 0; i < line.fields.size(); ++i) {
    record[line.fields[i]->property] = outcome.fields[i].text;
  }
  return record.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// One field of the source, as its system holds it.
std::string raw(const facts::ReverseField& field, const interpret::FieldValue& value) {
  if (value.state != TREATY_PRESENT) {
    return "null";
  }
  switch (field.value->type.kind) {
    case types::Kind::integer:
    case types::Kind::decimal:
    case types::Kind::boolean:
      return value.text;
    case types::Kind::list: {
      json list = json::array();
      for (size_t at = 0; at <= value.text.size();) {
        const size_t end = std::min(value.text.find(';', at), value.text.size());
        list.push_back(value.text.substr(at, end - at));
        at = end + 1;
      }
      return list.dump();
    }
    default:
      return json(value.text).dump(-1, ' ', false, json::error_handler_t::replace);
  }
}

/// The same value: numbers up to what 34 digits cannot hold.
bool same(const std::string& a, const std::string& b) {
  if (a == b) {
    return true;
  }
  char* end_a = nullptr;
  char* end_b = nullptr;
  const double x = std::strtod(a.c_str(), &end_a);
  const double y = std::strtod(b.c_str(), &end_b);
  const bool numbers = !a.empty() && !b.empty() && *end_a == '\0' && *end_b == '\0';
  return numbers && std::abs(x - y) <= 1e-12 * std::max(std::abs(x), std::abs(y));
}

class Trial {
 public:
  Trial(const Line& line, uint32_t index, const Run& forward, const Run& reverse)
      : line_(line), index_(index), forward_(forward), reverse_(reverse) {}

  /// Nothing when the values came back, or could not be sent in the first place.
  std::optional<Broken> go(const std::vector<Leaf>& leaves, const std::vector<std::string>& values) const {
    const std::string record = record_of(leaves, values);
    const auto there = record.empty() ? std::vector<interpret::Result>{} : forward_(index_, record);
    if (!written(there) || !all_present(there.front())) {
      return std::nullopt;
    }
    Broken broken{.map = line_.map, .line = line_.line, .property = line_.fields.front()->property, .before = record};
    broken.there = stored(line_, there.front());
    const auto back = reverse_(index_, broken.there);
    if (!written(back)) {
      return broken;
    }
    std::vector<Leaf> taken;
    std::vector<std::string> raws;
    for (size_t i = 0; i < line_.back.size(); ++i) {
      taken.push_back({line_.back[i]->path, line_.back[i]->type, {}});
      raws.push_back(raw(*line_.back[i], back.front().fields[i]));
    }
    broken.back = record_of(taken, raws);
    const auto again = forward_(index_, broken.back);
    if (written(again)) {
      broken.again = stored(line_, again.front());
      for (size_t i = 0; i < there.front().fields.size(); ++i) {
        if (!same(there.front().fields[i].text, again.front().fields[i].text)) {
          return broken;
        }
      }
      return std::nullopt;
    }
    return broken;
  }

 private:
  const Line& line_;
  uint32_t index_;
  const Run& forward_;
  const Run& reverse_;
};

std::vector<Leaf> leaves_of_line(const Line& line, const facts::Facts& facts) {
  std::vector<Leaf> all;
  for (const facts::Field* field : line.fields) {
    for (Leaf& leaf : leaves_of(field->value, facts)) {
      if (std::ranges::find(all, leaf.path, &Leaf::path) == all.end()) {
        all.push_back(std::move(leaf));
      }
    }
  }
  return all;
}

}  // namespace

std::vector<Broken> check_laws(const facts::Facts& facts, const source::FileSet& files, const MakeRun& make) {
  const std::vector<Line> lines = lines_of(facts);
  if (lines.empty()) {
    return {};
  }
  std::vector<lower::Half> there, back;
  for (const Line& line : lines) {
    there.push_back({line.map, line.line, false});
    back.push_back({line.map, line.line, true});
  }
  const ir::Program forward_program = lower::lower_halves(facts, files, there);
  const ir::Program reverse_program = lower::lower_halves(facts, files, back);
  const Run forward = make(forward_program);
  const Run reverse = make(reverse_program);
  std::vector<Broken> found;
  for (uint32_t i = 0; i < lines.size(); ++i) {
    const std::vector<Leaf> leaves = leaves_of_line(lines[i], facts);
    if (leaves.empty() || lines[i].fields.empty()) {
      continue;
    }
    std::vector<std::vector<std::string>> samples;
    size_t most = 0;
    for (const Leaf& leaf : leaves) {
      samples.push_back(samples_of(leaf));
      most = std::max(most, samples.back().size());
    }
    const Trial trial(lines[i], i, forward, reverse);
    for (size_t turn = 0; turn < most; ++turn) {
      std::vector<std::string> values;
      for (size_t j = 0; j < samples.size(); ++j) {
        values.push_back(samples[j][(turn + 3 * j) % samples[j].size()]);
      }
      if (auto broken = trial.go(leaves, values)) {
        found.push_back(std::move(*broken));
        break;
      }
    }
  }
  return found;
}

void report_laws(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& diagnostics) {
  for (const Broken& broken : check_laws(facts, files, interpreted)) {
    auto& said = diagnostics.report(broken.line->arrow_span, diagnostics::law_broken, broken.property);
    said.notes.push_back(fmt::format("{} becomes {}", broken.before, broken.there));
    said.notes.push_back(broken.back.empty() ? "and that does not come back at all"
                         : broken.again.empty()
                             ? fmt::format("which comes back as {}, and that cannot be sent", broken.back)
                             : fmt::format("which comes back as {}, and that becomes {}", broken.back, broken.again));
  }
}

}  // namespace treaty::prove
