#pragma once

// What the attached documents say about the records of both systems. Facts keep where they came from.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/types/type.h"

namespace treaty::schema {

/// Where in which document a fact stands; line 0 when the document has no lines worth naming.
struct Origin {
  std::string document;
  uint32_t line = 0;
};

struct Field;
/// The fields of a record, in the document's order.
struct Record {
  std::vector<Field> fields;
  /// Not every key is named (additionalProperties, a map): a path with `["key"]` reaches in.
  bool open = false;

  [[nodiscard]] const Field* find(std::string_view name) const;
};
struct Field {
  std::string name;
  types::Type type;          ///< of a list: list<record> for nested records
  bool required = false;     ///< present in every sample, or the document says so
  bool nullable = false;
  std::string format;        ///< date, date-time, email, …: as the document says
  std::string unknown_type;  ///< the word of a dictionary that names no type; the field is taken for any
  std::string description;
  bool read_only = false;    ///< the document says that it cannot be written
  size_t seen = 0, samples = 0;  ///< inferred: in how many of how many samples it had a value; described: 0 of 0
  std::optional<std::string> example;  ///< JSON text
  std::shared_ptr<const Record> record;  ///< of a record, or of a list's elements
  Origin origin;
};

/// One option of an enumeration property of HubSpot.
struct Option {
  std::string value;
  std::string label;
  bool hidden = false;
};
/// One property of a HubSpot object.
struct Property {
  std::string name;
  std::string label;
  types::Type type;        ///< text, decimal, boolean, enumeration, date, timestamp
  std::string hubspot_type;  ///< string, number, bool, enumeration, date, datetime
  std::string field_type;
  std::vector<Option> options;
  bool unique = false;
  bool read_only = false;
  bool calculated = false;
  bool hidden = false;
  Origin origin;
};
struct NameHash {
  using is_transparent = void;
  size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
};
/// Properties in the portal's order, found by name without looking at each: an object may have a thousand. Of two
/// with one name the first is found.
class PropertyList {
 public:
  void push_back(Property property);
  [[nodiscard]] const Property* find(std::string_view name) const;
  [[nodiscard]] Property* find(std::string_view name);

  [[nodiscard]] auto begin() const { return items_.begin(); }
  [[nodiscard]] auto end() const { return items_.end(); }
  [[nodiscard]] size_t size() const { return items_.size(); }

 private:
  std::vector<Property> items_;
  std::unordered_map<std::string, size_t, NameHash, std::equal_to<>> places_;
};
struct HubspotObject {
  std::string name;         ///< contacts, deals, p_x, …
  std::string type_id;      ///< 0-1
  PropertyList properties;
  std::vector<std::string> required;
  bool assumed = false;     ///< the portal's snapshot does not name it: as in a new portal

  [[nodiscard]] const Property* find(std::string_view name) const;
};
/// A stage of a pipeline of deals or tickets.
struct Stage {
  std::string id, label;
  bool closed = false;
  std::string probability;  ///< deals: "0.0" to "1.0"
};
struct Pipeline {
  std::string object, id, label;
  std::vector<Stage> stages;
};
/// A portal as `schema snapshot` gives it, with what `ensure` adds.
struct Portal {
  std::vector<HubspotObject> objects;
  std::vector<Pipeline> pipelines;  ///< none of an object: not known
  Origin origin;

  [[nodiscard]] const HubspotObject* find(std::string_view name_or_type_id) const;
  HubspotObject* find(std::string_view name_or_type_id);
};

}  // namespace treaty::schema
