#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/sandbox/validate.h"

namespace treaty::sandbox {

struct Record {
  int64_t id = 0;
  Properties properties;
  int64_t created = 0, updated = 0, indexed = 0;  ///< milliseconds; `indexed`: when search sees its last change
  bool archived = false;
};

/// Why a write was refused, with the HTTP status that says so.
struct Refusal {
  int status = 400;
  Json body;
};

/// The records of a portal, with what HubSpot keeps unique among them.
class Records {
 public:
  Records(Storage& storage, Model& model) : storage_(storage), model_(model) {}  ///< keeps references

  [[nodiscard]] std::optional<Record> find(const std::string& type, int64_t id, bool archived = false);
  [[nodiscard]] std::optional<Record> find_by(const std::string& type, const std::string& property,
                                              const std::string& value);
  /// In order of id, after `after`.
  [[nodiscard]] std::vector<Record> list(const std::string& type, int64_t after, size_t limit, bool archived);
  void each(const std::string& type, const std::function<void(const Record&)>& take);
  [[nodiscard]] int64_t count(const std::string& type);

  /// Values already checked.
  std::variant<Record, Refusal> create(const std::string& type, const Properties& values, int64_t now,
                                       int64_t index_lag);
  std::variant<Record, Refusal> update(const std::string& type, Record record, const Properties& values, int64_t now,
                                       int64_t index_lag);
  void archive(const std::string& type, int64_t id, int64_t now);
  /// Two into one: a record with a new id, to which both old ids lead from now on. What the first has wins.
  Record merge(const std::string& type, const Record& first, const Record& second, int64_t now, int64_t index_lag);
  /// Without a trace.
  void purge(const std::string& type, int64_t id);

 private:
  std::optional<Refusal> claim(const std::string& type, int64_t id, const Properties& before,
                               const Properties& values);
  int64_t next_id();
  void forget_associations(const std::string& type, int64_t id);

  Storage& storage_;
  Model& model_;
};

/// A record as the API shows it, with the properties asked for and those always there.
Json to_json(const Record& record, const std::vector<std::string>& properties);

}  // namespace treaty::sandbox
