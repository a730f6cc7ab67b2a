#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runtime/program/program.h"

namespace treaty::testing_portal {

using nlohmann::json;

/// A contract in C++: members become contacts of clubs, which become companies; products have no unique property.
class FakeProgram final : public program::Program {
 public:
  FakeProgram() {
    manifest_.contract = "club";
    manifest_.version = "1.0.0";
    manifest_.semantic_hash = "0123";
    package::System source{.name = "club", .kind = "rest"};
    source.retry = {.times = 6, .from_ms = 1, .to_ms = 20};
    for (const char* name : {"clubs", "members", "products"}) {
      package::Resource resource{.name = name, .key = {"id"}};
      resource.list = package::Endpoint{"GET", std::string("/") + name, "$.data[*]"};
      resource.page = {.style = package::Page::Style::cursor,
                       .next = "$.paging.next",
                       .parameter = "cursor",
                       .size = 50,
                       .size_parameter = "limit"};
      source.resources.push_back(resource);
    }
    package::System target{.name = "hubspot", .kind = "hubspot", .version = "2026-09"};
    target.retry = source.retry;
    auto property = [](const char* name, bool unique) {
      return package::Property{.name = name, .type = "string", .field_type = "text", .label = name, .unique = unique};
    };
    target.ensure = {
        {"contacts", "Club", {property("external_id", true), property("name", false), property("color", false)}},
        {"companies", "Club", {property("external_id", true)}}};
    source.auth = package::AuthApiKey{.name = "X-Key", .key = {"CLUB_KEY"}};
    target.auth = package::AuthBearer{{"HUBSPOT_KEY"}};
    manifest_.systems = {source, target};
    manifest_.maps = {
        map_of("members", "contacts", {"external_id", "email"}, {"external_id", "email", "name", "color"}),
        map_of("clubs", "companies", {"external_id"}, {"external_id", "name"}),
        map_of("products", "products", {"hs_sku"}, {"hs_sku", "name"})};
    manifest_.maps[0].fields[1].sensitive = true;
    manifest_.maps[0].after = {"clubs"};
    manifest_.maps[0].associations = {{"clubs", "contacts", "companies", "member of", true}};
  }
  [[nodiscard]] const package::Manifest& manifest() const override { return manifest_; }
  package::Manifest& change() { return manifest_; }
  [[nodiscard]] std::vector<program::NeededTable> needed_tables() const override { return {}; }
  void provide_table(std::string_view, program::TableRows) override {}
  [[nodiscard]] std::unique_ptr<program::Mapper> mapper(uint32_t index, int64_t) const override;

 private:
  static package::Map map_of(const char* name, const char* object, std::vector<std::string> match,
                             const std::vector<std::string>& fields) {
    package::Map map{.name = name,
                     .source_system = "club",
                     .resource = name,
                     .target_system = "hubspot",
                     .object = object,
                     .match = std::move(match)};
    for (const std::string& field : fields) map.fields.push_back({.property = field, .type = "string"});
    return map;
  }
  package::Manifest manifest_;
};

/// Fields of the same name are copied; `filtered` and `rejected` in a record decide its fate.
class FakeMapper final : public program::Mapper {
 public:
  explicit FakeMapper(const package::Map& map) : map_(map) {}
  bool run(std::string_view bytes, const program::Sink& sink) override {
    while (!bytes.empty()) {
      std::string_view line = bytes.substr(0, bytes.find('\n'));
      bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
      if (line.empty()) continue;
      record_ = json::parse(line, nullptr, false);
      program::Output output;
      std::string key, payload = "{";
      if (!record_.is_object()) {
        output.status = TREATY_MALFORMED;
      } else {
        key = record_.value("id", std::string());
        if (record_.value("filtered", false)) output.status = TREATY_FILTERED;
        if (record_.value("rejected", false)) output.status = TREATY_REJECTED;
        for (const package::Field& one : map_.fields) {
          if (!record_.contains(one.property)) continue;
          if (payload.size() > 1) payload += ',';
          payload += json(one.property).dump() + ":" + record_[one.property].dump();
        }
      }
      payload += '}';
      output.source_key = key;
      output.payload = payload;
      if (!sink(output)) return false;
    }
    return true;
  }
  [[nodiscard]] std::optional<std::string> field(const program::Output&, uint32_t index) const override {
    auto found = record_.find(map_.fields[index].property);
    return found == record_.end() ? std::nullopt : std::optional(found->get<std::string>());
  }
  [[nodiscard]] std::vector<std::string> association_keys(const program::Output&, uint32_t) const override {
    return record_.contains("club") ? std::vector<std::string>{record_["club"]} : std::vector<std::string>{};
  }
  [[nodiscard]] program::Cause cause(const program::Output&) const override {
    return {"name", "wrong_format", "no name", "club.map:3:4"};
  }

 private:
  const package::Map& map_;
  json record_;
};

inline std::unique_ptr<program::Mapper> FakeProgram::mapper(uint32_t index, int64_t) const {
  return std::make_unique<FakeMapper>(manifest_.maps[index]);
}

}  // namespace treaty::testing_portal
