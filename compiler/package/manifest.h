#pragma once

// What a compiled contract says to whoever runs it, beside its code. The compiler writes it, the runtime reads it:
// here the two halves meet. JSON in the package (`to_json`, `from_json`), the same bytes for the same contract.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace treaty::package {

/// A secret is only ever named. Resolved by the host: environment variable, then file.
struct SecretRef {
  std::string name;
};

struct AuthNone {};
struct AuthBearer {  ///< also HubSpot's service keys
  SecretRef token;
};
struct AuthApiKey {
  enum class Place { header, query };
  Place place = Place::header;
  std::string name;
  SecretRef key;
};
struct AuthClientCredentials {
  std::string token_url;
  SecretRef client_id, client_secret;
  std::string scope;
};
using Auth = std::variant<AuthNone, AuthBearer, AuthApiKey, AuthClientCredentials>;

struct Endpoint {
  std::string method, path;  ///< path with {field}
  std::string at;            ///< JSONPath of the records: "$.data[*]"
};
struct Page {
  enum class Style { none, cursor, number, offset, link };
  Style style = Style::none;
  std::string next;            ///< cursor: JSONPath of the next cursor
  std::string parameter;       ///< query parameter of the cursor, page number or offset
  int64_t from = 1;            ///< number: the first page
  int64_t size = 0;            ///< 0: not sent
  std::string size_parameter;
};
struct Changes {
  bool full = false;
  std::string field, since;    ///< field that grows; query parameter
  int64_t window_ms = 0, lookback_ms = 0;
};
struct Resource {
  std::string name;
  std::vector<std::string> key;
  std::optional<Endpoint> list, get, create, update, remove;
  Page page;
  std::optional<Changes> changes;
  int64_t volume = 0;          ///< declared records, 0 unknown
};
struct Limit {
  int64_t count = 0;
  int64_t per_ms = 1000;
  int64_t burst = 0;
};
struct Retry {
  int64_t times = 5;
  int64_t from_ms = 500, to_ms = 60'000;
};
struct Property {              ///< what `ensure` asks for
  std::string name, type, field_type, label, group;  ///< HubSpot's type and fieldType
  bool unique = false;
  std::vector<std::string> options;
};
struct Ensure {
  std::string object, group;
  std::vector<Property> properties;
};
struct System {
  std::string name, kind, title;  ///< kind: rest, hubspot, files
  std::string base, zone;
  std::string version;            ///< hubspot: "2026-09"
  std::string tier;
  Auth auth;
  std::vector<Limit> limits;
  Retry retry;
  std::vector<Resource> resources;
  std::vector<Ensure> ensure;
};
struct EnvironmentEntry {
  std::string system, key, value;
};
struct Environment {
  std::string name;
  std::vector<EnvironmentEntry> entries;
};

struct Field {
  std::string property;
  std::string type;      ///< HubSpot's type of the property
  bool required = false;
  bool sensitive = false;  ///< masked in logs, letters and traces
  bool write_once = false; ///< only when the record is created
  uint32_t line = 0;
};
struct Association {
  std::string map;           ///< the map whose records it points at
  std::string from_object, to_object;
  std::string label;         ///< empty: the default type
  bool many = false;
};
struct Map {
  std::string name;
  std::string source_system, resource;
  std::string target_system, object;
  bool each = false;
  std::vector<std::string> match;   ///< properties, in order of preference
  std::vector<std::string> after;
  std::vector<Field> fields;        ///< in the order of the program's fields
  std::vector<Association> associations;
  std::vector<std::string> sensitive_paths, never_paths;  ///< of the source record, dotted
};

struct Manifest {
  std::string contract, version;
  int edition = 1;
  std::string semantic_hash;        ///< hex; formatting and comments do not change it
  std::vector<System> systems;
  std::vector<Environment> environments;
  std::vector<Map> maps;            ///< in the order of the program's maps
  std::vector<std::string> not_in_force;  ///< declarations agreed on but not carried out

  [[nodiscard]] const System* system(std::string_view name) const;
  [[nodiscard]] const Map* map(std::string_view name) const;
};

std::string to_json(const Manifest& manifest);
/// Says what is wrong on failure.
std::variant<Manifest, std::string> from_json(std::string_view text);

/// The maps in an order in which every map comes after those it names in `after` and `associate`.
std::vector<uint32_t> run_order(const Manifest& manifest);

}  // namespace treaty::package
