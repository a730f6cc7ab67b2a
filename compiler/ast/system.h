#pragma once

// What stands inside `system … { }`.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/map.h"

namespace treaty::ast {

/// `schema openapi "path"`, `schema json "path" at "$.data[*]"`
struct SchemaRef {
  Name format;
  Text path;
  std::optional<Text> at;
};
/// `base "…"`, `zone "…"`, `version "…"`, `tier enterprise`
struct Setting {
  Name key;
  std::variant<Text, Name> value;
};
/// `auth oauth2 { … }`, `auth service_key secret NAME`, `auth bearer secret NAME`,
/// `auth api_key header "X-Key" secret NAME`
struct Auth {
  struct Entry {
    Name key;
    std::variant<Name, Text, Secret> value;
  };
  Name scheme;
  std::optional<Secret> secret;
  std::vector<Entry> entries;  // of the block; also `header "…"` and `query "…"` of the one-line form
};
struct Limit {
  int64_t count = 0;
  Name per;  // second, minute, hour, day
  std::optional<int64_t> burst;
};
struct Retry {
  int64_t times = 0;
  std::optional<Duration> from;
  std::optional<Duration> to;
};
struct Quiet {
  Text from;  // "23:00"
  Text to;
};
struct Endpoint {
  Name verb;    // list, get, create, update, delete
  Name method;  // GET, POST, …
  Text path;
  std::optional<Text> at;
};
struct Page {
  Name style;                      // cursor, number, offset, link
  std::optional<Text> next;        // cursor: where the answer says the next one; JSONPath
  std::optional<Text> parameter;   // `as "cursor"` / `number "page"` / `offset "start"`
  std::optional<int64_t> from;     // first page number
  std::optional<int64_t> size;
  std::optional<Text> size_parameter;
};
/// `changes updated_at since "updated_after" window 30d lookback 2min`, `changes full`, `changes every 1min`
struct Changes {
  std::optional<Name> field;
  bool full = false;
  std::optional<Text> since;
  std::optional<Duration> window;
  std::optional<Duration> lookback;
  std::optional<Duration> every;
};
struct Volume {
  struct Rate {
    int64_t count;
    Name per;
  };
  int64_t records = 0;
  std::optional<Rate> changing;
  std::optional<Rate> peak;
};
struct Key {
  std::vector<Name> fields;
};
struct DeletedWhen {
  Expr condition;
};
struct Webhook {
  Text path;
  Name signature;
  Text header;
  Secret secret;
};
struct ResourceEntry {
  Span span;
  std::variant<Bad, Key, Volume, Endpoint, Page, Changes, DeletedWhen, Webhook, SchemaRef, Allow> node;
};
struct Resource {
  Name name;
  std::vector<ResourceEntry> entries;
};
/// `external_id text unique "ClubApp id"`, `tier enum "Tier" { bronze, silver }`
struct EnsureProperty {
  Name name;
  Name type;
  bool unique = false;
  std::optional<Text> label;
  std::vector<ArmValue> options;
  Span span;
};
struct Ensure {
  Name object;
  std::optional<Text> group;
  std::vector<EnsureProperty> properties;
};
struct SystemEntry {
  Span span;
  std::vector<std::string> doc;
  std::variant<Bad, SchemaRef, Setting, Auth, Limit, Retry, Quiet, Resource, Ensure, Changes, Allow> node;
};

}  // namespace treaty::ast
