#include <nlohmann/json.hpp>

#include "runtime/profile/findings.h"
#include "runtime/profile/profile.h"
#include "runtime/profile/terminal.h"

namespace treaty::profile {
namespace {

using Json = nlohmann::ordered_json;

template <class Items, class ToJson>
Json list_of(const Items& items, const ToJson& to_json) {
  Json list = Json::array();
  for (const auto& item : items) {
    list.push_back(to_json(item));
  }
  return list;
}

Json json_of(Amount amount) { return {{"count", amount.count}, {"exact", amount.exact}}; }
Json json_of(const Place& place) { return {{"at", place.at}, {"text", place.text}}; }

Json json_of(const Ranking& ranking) {
  return {{"total", ranking.total},
          {"at_most_more", ranking.error},
          {"masked", ranking.masked},
          {"values", list_of(ranking.values, [](const Counted& value) -> Json {
             return {{"value", value.text}, {"count", value.count}, {"line", value.line}};
           })}};
}

Json json_of(const CauseReport& cause) {
  return {{"part", cause.part},
          {"code", cause.code},
          {"sentence", cause.sentence},
          {"place", json_of(cause.place)},
          {"count", cause.count},
          {"lines", cause.lines},
          {"values", json_of(cause.values)}};
}

Json json_of(const ValuesReport& values) {
  Json json = {{"count", values.count},
               {"distinct", json_of(values.distinct)},
               {"shortest", values.shortest},
               {"longest", values.longest},
               {"longest_line", values.longest_line}};
  if (values.range) {
    json["least"] = {{"value", values.range->least}, {"line", values.range->least_line}};
    json["greatest"] = {{"value", values.range->greatest}, {"line", values.range->greatest_line}};
  }
  json["most_frequent"] = json_of(values.most_frequent);
  return json;
}

Json json_of(const FieldReport& field) {
  return {{"property", field.property},
          {"type", field.type},
          {"place", json_of(field.place)},
          {"required", field.is_required},
          {"private", field.is_private},
          {"on_error", field.on_error},
          {"on_null", field.on_null},
          {"judged", field.judged},
          {"filled", field.present},
          {"null", field.null},
          {"missing", field.missing},
          {"failed", field.failed},
          {"values", json_of(field.values)},
          {"too_long", field.too_long},
          {"not_options", json_of(field.not_options)},
          {"not_emails", json_of(field.not_emails)},
          {"causes", list_of(field.causes, [](const CauseReport& cause) { return json_of(cause); })}};
}

Json json_of(const LookupReport& lookup) {
  return {{"table", lookup.table},
          {"part", lookup.part},
          {"place", json_of(lookup.place)},
          {"private", lookup.is_private},
          {"loaded_from", lookup.loaded_from},
          {"rows", lookup.rows},
          {"asked", lookup.asked},
          {"found", lookup.found},
          {"distinct", json_of(lookup.distinct)},
          {"has_else", lookup.has_else},
          {"unknown", json_of(lookup.unknown)},
          {"rows_unused", lookup.is_private ? Json() : Json(lookup.unused_count)},
          {"unused", lookup.unused}};
}

Json json_of(const KeyReport& key) {
  return {{"name", key.name},
          {"private", key.is_private},
          {"distinct", json_of(key.distinct)},
          {"repeated", json_of(key.repeated)},
          {"records", json_of(key.records)},
          {"examples", list_of(key.examples, [](const Collision& one) -> Json {
             return {{"value", one.value}, {"count", one.count}, {"lines", one.lines}};
           })}};
}

Json json_of(const ReferenceReport& reference) {
  return {{"to", reference.to},
          {"label", reference.label},
          {"place", json_of(reference.place)},
          {"checked", reference.is_checked},
          {"private", reference.is_private},
          {"references", reference.references},
          {"records_without", reference.records_without},
          {"absent", json_of(reference.absent)},
          {"absent_keys", json_of(reference.absent_keys)},
          {"unwritten", json_of(reference.unwritten)},
          {"unwritten_keys", json_of(reference.unwritten_keys)}};
}

Json json_of(const SourceReport& source) {
  return {{"field", source.field.path},  {"kinds", source.field.kinds},      {"filled", source.field.filled},
          {"empty", source.field.empty}, {"null", source.field.null},        {"missing", source.missing},
          {"used", source.is_used},      {"described", source.is_described}, {"unknown", source.is_unknown},
          {"private", source.is_private}};
}

Json json_of(const Finding& finding) {
  return {{"weight", finding.weight == Finding::Weight::finding ? "finding" : "note"},
          {"code", finding.code},
          {"subject", finding.subject},
          {"count", json_of(finding.count)},
          {"sentence", finding.sentence},
          {"details", finding.details}};
}

Json json_of(const MapReport& map) {
  Json json = {{"map", map.name},           {"source", map.source},
               {"target", map.target},      {"file", map.file},
               {"records", map.records},    {"read", map.read},
               {"written", map.written},    {"filtered", map.filtered},
               {"rejected", map.rejected},  {"malformed", map.malformed},
               {"limited", map.is_limited}, {"broken", map.broken}};
  if (map.each) {
    json["records_without_items"] = map.without_items;
  }
  json["findings"] = list_of(findings_of(map), [](const Finding& one) { return json_of(one); });
  json["rejections"] = list_of(map.rejections, [](const CauseReport& one) { return json_of(one); });
  json["fields"] = list_of(map.fields, [](const FieldReport& one) { return json_of(one); });
  json["lookups"] = list_of(map.lookups, [](const LookupReport& one) { return json_of(one); });
  json["source_key"] = json_of(map.source_key);
  json["matches"] = list_of(map.matches, [](const KeyReport& one) { return json_of(one); });
  json["uniques"] = list_of(map.uniques, [](const KeyReport& one) { return json_of(one); });
  json["without_match"] = {{"count", map.without_match}, {"lines", map.without_match_lines}};
  json["references"] = list_of(map.references, [](const ReferenceReport& one) { return json_of(one); });
  json["source_described"] = map.source_is_described;
  json["source_fields_cut"] = map.source_is_cut;
  json["absent_fields"] = map.absent_fields;
  json["source_fields"] = list_of(map.source_fields, [](const SourceReport& one) { return json_of(one); });
  return json;
}

}  // namespace

std::string to_json(const Report& report) {
  Json json = {{"contract", report.contract}, {"version", report.version}};
  json["maps"] = list_of(report.maps, [](const MapReport& map) { return json_of(map); });
  json["unread"] = list_of(report.unread, [](const Unread& one) -> Json {
    return {{"map", one.map}, {"why", one.why}, {"failed", one.failed}};
  });
  return fit_for_terminal_json(json.dump(2, ' ', false, Json::error_handler_t::replace)) + "\n";
}

}  // namespace treaty::profile
