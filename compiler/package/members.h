#pragma once

// The members of everything in the manifest by their JSON names, once, for writing and for reading.

#include "compiler/package/manifest.h"

namespace treaty::package {

void members(auto& visit, SecretRef& self) { visit("secret", self.name); }
void members(auto&, AuthNone&) {}
void members(auto& visit, AuthBearer& self) { visit("token", self.token); }
void members(auto& visit, AuthApiKey& self) {
  visit("place", self.place);
  visit("name", self.name);
  visit("key", self.key);
}
void members(auto& visit, AuthClientCredentials& self) {
  visit("token_url", self.token_url);
  visit("client_id", self.client_id);
  visit("client_secret", self.client_secret);
  visit("scope", self.scope);
}
void members(auto& visit, Endpoint& self) {
  visit("method", self.method);
  visit("path", self.path);
  visit("at", self.at);
}
void members(auto& visit, Page& self) {
  visit("style", self.style);
  visit("next", self.next);
  visit("parameter", self.parameter);
  visit("from", self.from);
  visit("size", self.size);
  visit("size_parameter", self.size_parameter);
}
void members(auto& visit, Changes& self) {
  visit("full", self.full);
  visit("field", self.field);
  visit("since", self.since);
  visit("window_ms", self.window_ms);
  visit("lookback_ms", self.lookback_ms);
}
void members(auto& visit, Resource& self) {
  visit("name", self.name);
  visit("key", self.key);
  visit("list", self.list);
  visit("get", self.get);
  visit("create", self.create);
  visit("update", self.update);
  visit("remove", self.remove);
  visit("page", self.page);
  visit("changes", self.changes);
  visit("volume", self.volume);
}
void members(auto& visit, Limit& self) {
  visit("count", self.count);
  visit("per_ms", self.per_ms);
  visit("burst", self.burst);
}
void members(auto& visit, Retry& self) {
  visit("times", self.times);
  visit("from_ms", self.from_ms);
  visit("to_ms", self.to_ms);
}
void members(auto& visit, Property& self) {
  visit("name", self.name);
  visit("type", self.type);
  visit("field_type", self.field_type);
  visit("label", self.label);
  visit("group", self.group);
  visit("unique", self.unique);
  visit("options", self.options);
}
void members(auto& visit, Ensure& self) {
  visit("object", self.object);
  visit("group", self.group);
  visit("properties", self.properties);
}
void members(auto& visit, System& self) {
  visit("name", self.name);
  visit("kind", self.kind);
  visit("title", self.title);
  visit("base", self.base);
  visit("zone", self.zone);
  visit("version", self.version);
  visit("tier", self.tier);
  visit("auth", self.auth);
  visit("limits", self.limits);
  visit("retry", self.retry);
  visit("resources", self.resources);
  visit("ensure", self.ensure);
}
void members(auto& visit, EnvironmentEntry& self) {
  visit("system", self.system);
  visit("key", self.key);
  visit("value", self.value);
}
void members(auto& visit, Environment& self) {
  visit("name", self.name);
  visit("entries", self.entries);
}
void members(auto& visit, Field& self) {
  visit("property", self.property);
  visit("type", self.type);
  visit("required", self.required);
  visit("sensitive", self.sensitive);
  visit("write_once", self.write_once);
  visit("line", self.line);
}
void members(auto& visit, Association& self) {
  visit("map", self.map);
  visit("from_object", self.from_object);
  visit("to_object", self.to_object);
  visit("label", self.label);
  visit("many", self.many);
}
void members(auto& visit, Map& self) {
  visit("name", self.name);
  visit("source_system", self.source_system);
  visit("resource", self.resource);
  visit("target_system", self.target_system);
  visit("object", self.object);
  visit("each", self.each);
  visit("match", self.match);
  visit("after", self.after);
  visit("fields", self.fields);
  visit("associations", self.associations);
  visit("sensitive_paths", self.sensitive_paths);
  visit("never_paths", self.never_paths);
}
void members(auto& visit, Manifest& self) {
  visit("contract", self.contract);
  visit("version", self.version);
  visit("edition", self.edition);
  visit("semantic_hash", self.semantic_hash);
  visit("systems", self.systems);
  visit("environments", self.environments);
  visit("maps", self.maps);
  visit("not_in_force", self.not_in_force);
}

}  // namespace treaty::package
