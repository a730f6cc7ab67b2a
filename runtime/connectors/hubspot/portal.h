#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "runtime/connectors/channel.h"

// HubSpot as records are written to it. Everything is matched by trace id, id or key, never by position; a record
// that is refused never takes others with it; what an answer says is compared with what was asked.

namespace treaty::connectors {

enum class WriteKind {
  create,
  update,  ///< by id
  upsert   ///< by a unique property
};

struct Write {
  std::string match_property, match_value;  ///< upsert; of a create: what it is told apart by
  std::string id;                           ///< update
  std::string payload;                      ///< a flat JSON object
};

/// What became of one write.
struct Written {
  enum class Fate {
    done,
    refused,
    gone,    ///< update: the record is no longer there
    unknown  ///< create: no answer came; read before doing anything else
  };
  Fate fate = Fate::refused;
  std::string id;
  bool created = false;
  std::string code, field, message;  ///< refused
  std::string existing_id;           ///< refused because this record has the value already
  int status = 0;
  std::string request_id;
  std::vector<std::string> disagreements;  ///< properties whose value in the answer is not the one sent
};

struct Found {
  std::string id;
  std::map<std::string, std::string> properties;
};

struct Link {
  std::string from_id, to_id;
  std::vector<std::string> labels;  ///< empty: the default type
  bool operator==(const Link&) const = default;
};
struct LinkResult {
  std::string refusal;  ///< empty: done
  std::string request_id;
};

struct LabelType {
  std::string category;
  int64_t id = 0;
};

/// What `provision` had to create.
struct Provisioned {
  std::vector<std::string> created;
};

template <class Value>
using Outcome = std::expected<Value, Failure>;

/// A portal. `write` may be called by several threads at once.
class Portal {
 public:
  Portal(Channel& channel, std::string version);  ///< keeps a reference to `channel`

  /// At most 100 writes of one kind; one entry a write, in their order. Fails only when nothing can be written at
  /// all.
  Outcome<std::vector<Written>> write(const std::string& object, WriteKind kind, std::span<const Write> writes);

  /// Records by the values of a unique property, or by id when `property` is empty. Absent ones are left out.
  /// The key is the value as asked for.
  Outcome<std::map<std::string, Found>> read(const std::string& object, const std::string& property,
                                             std::span<const std::string> values,
                                             const std::vector<std::string>& properties);
  /// Every record of an object, page by page; not through the search, whose index lags.
  Outcome<void> enumerate(const std::string& object, const std::vector<std::string>& properties,
                          const std::function<void(const Found&)>& take);
  /// Owners as records: id, email, userId, firstName, lastName.
  Outcome<void> owners(const std::function<void(const Found&)>& take);
  /// The portal's own number, as HubSpot shows it beside its name.
  Outcome<std::string> account();
  /// Whether records can be upserted by this property.
  Outcome<bool> is_unique(const std::string& object, const std::string& property);
  /// A property's type: string, number, bool, enumeration, date, datetime; empty when there is none of that name.
  Outcome<std::string> type_of(const std::string& object, const std::string& property);

  /// One entry a link, in their order. Making one that is there already changes nothing.
  Outcome<std::vector<LinkResult>> associate(const std::string& from, const std::string& to,
                                             std::span<const Link> links);
  /// The associated ids of each record, with the labels of each.
  Outcome<std::map<std::string, std::map<std::string, std::set<std::string>>>> associations(
      const std::string& from, const std::string& to, std::span<const std::string> from_ids);

  /// Creates the group and properties that the portal lacks; never changes what is there.
  Outcome<Provisioned> provision(const package::Ensure& ensure);
  /// Creates an association label where the portal lacks it.
  Outcome<Provisioned> provision_label(const std::string& from, const std::string& to, const std::string& label);

 private:
  struct Properties {
    std::map<std::string, std::string> types;
    std::set<std::string> unique;
  };
  Outcome<const Properties*> properties_of(const std::string& object);
  Outcome<std::optional<LabelType>> find_label(const std::string& from, const std::string& to,
                                               const std::string& label);
  Outcome<void> write_range(const std::string& object, WriteKind kind, std::span<const Write> writes,
                            std::span<Written> results);
  Outcome<void> associate_range(const std::string& from, const std::string& to, std::span<const Link> links,
                                std::span<LinkResult> results);
  Outcome<void> ensure_property(const std::string& object, const std::string& group,
                                const package::Property& property, Provisioned& done);

  [[nodiscard]] std::string objects(const std::string& object) const;
  [[nodiscard]] std::string associations_path(const std::string& from, const std::string& to) const;
  [[nodiscard]] std::string properties_path(const std::string& object) const;
  [[nodiscard]] bool dated() const { return !version_.starts_with("v"); }

  Channel& channel_;
  std::string version_;
  std::mutex mutex_;
  std::map<std::string, Properties> properties_;
  std::map<std::string, LabelType> labels_;
};

}  // namespace treaty::connectors
