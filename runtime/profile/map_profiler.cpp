#include "runtime/profile/map_profiler.h"

#include <algorithm>

#include <fmt/format.h>
#include <simdjson.h>

#include "runtime/connectors/hubspot/values.h"
#include "runtime/profile/gather.h"
#include "runtime/profile/shape.h"
#include "runtime/program/outcome.h"

namespace treaty::profile {
namespace {

using program::FieldFate;
using program::Part;

std::string label_of(const package::Map& map, Part part) {
  switch (part.kind) {
    case Part::Kind::where:
      return "where";
    case Part::Kind::key:
      return "key";
    case Part::Kind::field:
      return map.fields[part.index].property;
    case Part::Kind::association:
      return "associate " + map.associations[part.index].map;
  }
  return {};
}

const ir::Block& block_of(const ir::MapProgram& map, Part part) {
  return part.kind == Part::Kind::where         ? *map.where
         : part.kind == Part::Kind::key         ? map.source_key
         : part.kind == Part::Kind::association ? map.associations[part.index].key
                                                : map.fields[part.index].value;
}

std::vector<std::string> closed_paths(const package::Map& map) {
  std::vector<std::string> closed = map.sensitive_paths;
  closed.insert(closed.end(), map.never_paths.begin(), map.never_paths.end());
  return closed;
}

/// Why a line is no record; the reader gives a row that does not fit its header as a list.
std::string why_malformed(std::string_view record) {
  if (!simdjson::validate_utf8(record)) {
    return "is not UTF-8; save the file as UTF-8";
  }
  if (record.starts_with('[')) {
    return "has other cells or quotes than its header says, or is a list";
  }
  return "is no whole JSON object";
}

}  // namespace

struct MapProfiler::State {
  const program::Inspection& inspection;
  MapSettings settings;
  const package::Map& described;
  const ir::MapProgram& map;
  std::vector<std::pair<ir::StepId, Part>> parts;  ///< of steps that are no field's

  std::vector<FieldGatherer> fields;
  std::vector<LookupGatherer> lookups;
  std::vector<uint32_t> lookup_of_site;
  std::vector<KeyGatherer> matches, uniques;
  std::vector<uint32_t> match_fields, unique_fields;
  std::vector<ReferenceGatherer> references;
  KeyGatherer source_key;
  Causes rejections;
  Shape shape;
  program::Inspector inspector;
  MapReport counts;
  std::string_view record;
  uint64_t line = 0;

  State(const program::Inspection& of, MapSettings with)
      : inspection(of),
        settings(std::move(with)),
        described(of.manifest().maps[settings.map]),
        map(of.program().maps[settings.map]),
        source_key("key", hidden(map.source_key)),
        rejections(of.program()),
        shape(closed_paths(described)),
        inspector(of.inspector(settings.map, settings.run_started_us,
                               [this](uint32_t site, std::string_view key, std::optional<uint32_t> row) {
                                 lookups[lookup_of_site[site]].asked(key, row, line);
                               })) {
    counts.name = described.name;
    counts.source = described.source_system + "." + described.resource;
    counts.target = described.target_system + "." + described.object;
    counts.each = described.each;
    for (const auto& [step, part] : program::parts_of(map)) {
      if (part.kind != Part::Kind::field) parts.emplace_back(step, part);
    }
    set_up_fields();
    set_up_lookups();
    for (uint32_t a = 0; a < described.associations.size(); ++a) {
      const package::Association& one = described.associations[a];
      references.emplace_back(ReferenceReport{.to = one.map,
                                              .label = one.label,
                                              .place = place_of(of.program(), map.associations[a].step),
                                              .is_private = hidden(map.associations[a].key).is_private},
                              a < settings.targets.size() ? settings.targets[a] : nullptr);
    }
  }

  [[nodiscard]] Shown hidden(const ir::Block& block) const { return {program::is_private(map, block, described)}; }
  [[nodiscard]] Shown hidden_field(uint32_t f) const {
    return {described.fields[f].sensitive || hidden(map.fields[f].value).is_private};
  }

  void set_up_fields() {
    settings.knowledge.properties.resize(described.fields.size());
    for (uint32_t f = 0; f < described.fields.size(); ++f) {
      const Property& property = settings.knowledge.properties[f];
      fields.emplace_back(inspection.program(), map.fields[f], described.fields[f], property, hidden_field(f));
      const std::string& name = described.fields[f].property;
      if (property.is_unique && std::ranges::find(described.match, name) == described.match.end()) {
        unique_fields.push_back(f);
        uniques.emplace_back(name, hidden_field(f));
      }
    }
    for (const std::string& property : described.match) {
      for (uint32_t f = 0; f < described.fields.size(); ++f) {
        if (described.fields[f].property == property) {
          match_fields.push_back(f);
          matches.emplace_back(property, hidden_field(f));
        }
      }
    }
  }

  void set_up_lookups() {
    for (const program::LookupSite& site : inspection.lookups()) {
      lookup_of_site.push_back(static_cast<uint32_t>(lookups.size()));
      if (site.map == settings.map) lookups.emplace_back(inspection.program(), site, label_of(described, site.part));
    }
  }

  void take(const program::Inspected& inspected) {
    const treaty_outcome& outcome = *inspected.output.raw;
    ++counts.read;
    switch (inspected.output.status) {
      case TREATY_MALFORMED:
        ++counts.malformed;
        rejections.add("record", "malformed", why_malformed(record), line);
        return;
      case TREATY_FILTERED:
        ++counts.filtered;
        note_key(inspected.output, false);
        return;
      case TREATY_REJECTED:
        ++counts.rejected;
        reject(outcome);
        note_key(inspected.output, false);
        break;
      case TREATY_WRITTEN:
        ++counts.written;
        write(inspected.output);
        break;
    }
    for (uint32_t f = 0; f < inspected.fields.size(); ++f) judge(f, inspected, outcome);
  }

  void judge(uint32_t f, const program::Inspected& inspected, const treaty_outcome& outcome) {
    switch (inspected.fields[f].state) {
      case FieldFate::State::present:
        return fields[f].present(inspected.fields[f].text, line);
      case FieldFate::State::null:
        return fields[f].null(line);
      case FieldFate::State::missing:
        return fields[f].missing(line);
      case FieldFate::State::failed:
        break;
    }
    if (outcome.status == TREATY_REJECTED && outcome.field == f) {
      return fields[f].failed(program::failure_of(outcome), line);
    }
    fields[f].failed(inspector.why(record, inspected.position, f), line);
  }

  void reject(const treaty_outcome& outcome) {
    const program::Failure failure = program::failure_of(outcome);
    if (outcome.field < described.fields.size()) {
      rejections.add(described.fields[outcome.field].property, failure, hidden_field(outcome.field), line);
      return;
    }
    const auto part = std::ranges::find(parts, failure.step, &std::pair<ir::StepId, Part>::first);
    const bool is_each = part == parts.end();
    rejections.add(is_each ? "each" : label_of(described, part->second), failure,
                   is_each ? Shown{!closed_paths(described).empty()} : hidden(block_of(map, part->second)), line);
  }

  bool note_key(const program::Output& output, bool written) {
    return !output.source_key.empty() && source_key.add(output.source_key, line, written);
  }

  void write(const program::Output& output) {
    const auto claims = claims_of(output, match_fields);
    const bool can_be_found = is_brought_over(output, described);
    const bool is_repeated = note_key(output, can_be_found);
    if (!can_be_found) {
      ++counts.without_match;
      note_line(counts.without_match_lines, line);
    }
    if (is_repeated) return;  // a later version of a record is no rival of it
    bool is_merged = false;  // with a record before it, and its values are not held against that one's
    for (const auto& [m, value] : claims) is_merged = matches[m].add(value, line) || is_merged;
    for (const auto& [u, value] : claims_of(output, unique_fields)) {
      if (can_be_found && !is_merged) uniques[u].add(value, line);
    }
    for (uint32_t a = 0; a < references.size(); ++a) {
      references[a].add(inspector.association_keys(output, a), line);
    }
  }

  /// The values of some fields, in the form in which HubSpot compares them.
  using Claims = std::vector<std::pair<size_t, std::string>>;
  [[nodiscard]] Claims claims_of(const program::Output& output, const std::vector<uint32_t>& of) const {
    Claims claims;
    for (size_t i = 0; i < of.size(); ++i) {
      const auto value = program::field_of(*output.raw, of[i]);
      if (value && !value->empty()) {
        claims.emplace_back(i, connectors::normalised(described.fields[of[i]].property, *value));
      }
    }
    return claims;
  }

  [[nodiscard]] std::vector<SourceReport> source_fields() const {
    const Knowledge& known = settings.knowledge;
    const std::vector<std::string> closed = closed_paths(described);
    std::vector<SourceReport> reports;
    std::string unknown, open;  // the records around that nobody knows, and that may hold any name
    const auto is_in = [](const std::string& path, const std::string& record) {
      return !record.empty() && path.starts_with(record + ".");
    };
    for (ShapeField& field : shape.fields()) {
      const std::string path = field.path;
      if (is_in(path, unknown)) continue;
      SourceReport& report = reports.emplace_back(SourceReport{.field = std::move(field)});
      report.missing = shape.records() - report.field.filled - report.field.null - report.field.empty;
      report.is_described = known.described.contains(path);
      report.is_used = known.used.contains(path) || holds_used(path);
      report.is_private = std::ranges::find(closed, path) != closed.end();
      report.is_unknown =
          known.is_described && !report.is_described && !report.is_used && !report.is_private && !is_in(path, open);
      unknown = report.is_unknown ? path : "";
      open = !is_in(path, open) && known.open.contains(path) ? path : open;
    }
    return reports;
  }

  [[nodiscard]] std::vector<std::string> absent_fields(const std::vector<SourceReport>& present) const {
    std::vector<std::string> absent;
    if (shape.records() == 0 || shape.is_cut()) return absent;
    for (const std::string& path : settings.knowledge.used) {
      const auto is_here = [&](const SourceReport& one) {
        return one.field.path == path || (one.is_private && path.starts_with(one.field.path + "."));
      };
      if (!path.empty() && std::ranges::none_of(present, is_here)) absent.push_back(path);
    }
    return absent;
  }

  /// Whether the contract reads something inside the path.
  [[nodiscard]] bool holds_used(const std::string& path) const {
    const auto next = settings.knowledge.used.lower_bound(path + ".");
    return next != settings.knowledge.used.end() && next->starts_with(path + ".");
  }
};

bool is_brought_over(const program::Output& output, const package::Map& map) {
  if (output.status != TREATY_WRITTEN || map.match.empty()) return output.status == TREATY_WRITTEN;
  for (uint32_t f = 0; f < map.fields.size() && f < output.raw->field_count; ++f) {
    const treaty_field_span& span = output.raw->fields[f];
    const bool is_there = span.state == TREATY_PRESENT && span.size > 0;
    if (is_there && std::ranges::find(map.match, map.fields[f].property) != map.match.end()) return true;
  }
  return false;
}

MapProfiler::MapProfiler(const program::Inspection& inspection, MapSettings settings)
    : state_(std::make_unique<State>(inspection, std::move(settings))) {}
MapProfiler::~MapProfiler() = default;

void MapProfiler::add(std::string_view record, uint64_t line) {
  ++state_->counts.records;
  state_->record = record;
  state_->line = line;
  const MapReport& counts = state_->counts;
  const uint64_t read = counts.read, malformed = counts.malformed;
  state_->inspector.run(record, [this](const program::Inspected& inspected) { state_->take(inspected); });
  state_->counts.without_items += counts.read == read ? 1 : 0;
  if (counts.malformed == malformed) {
    state_->shape.add(record);
  }
}

MapReport MapProfiler::report() const {
  MapReport report = state_->counts;
  const size_t top = state_->settings.top;
  for (const FieldGatherer& field : state_->fields) report.fields.push_back(field.report(top));
  for (const LookupGatherer& lookup : state_->lookups) report.lookups.push_back(lookup.report(top));
  for (const KeyGatherer& match : state_->matches) report.matches.push_back(match.report(top));
  for (const KeyGatherer& unique : state_->uniques) report.uniques.push_back(unique.report(top));
  for (const ReferenceGatherer& reference : state_->references) report.references.push_back(reference.report(top));
  report.rejections = state_->rejections.report(top);
  report.source_key = state_->source_key.report(top);
  report.source_fields = state_->source_fields();
  report.absent_fields = state_->absent_fields(report.source_fields);
  report.source_is_described = state_->settings.knowledge.is_described;
  report.source_is_cut = state_->shape.is_cut();
  return report;
}

Keys MapProfiler::take_keys() { return state_->source_key.take(); }

}  // namespace treaty::profile
