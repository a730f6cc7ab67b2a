#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/schema/portal.h"
#include "runtime/sandbox/storage.h"

namespace treaty::sandbox {

struct ObjectType {
  std::string name;     ///< contacts, deals, … or a custom object's name
  std::string type_id;  ///< 0-1, 2-1000001
};
/// An association type between two objects, seen from one of them.
struct AssociationType {
  std::string category;  ///< HUBSPOT_DEFINED, USER_DEFINED
  int64_t id = 0;
  std::string label;  ///< empty: the unlabelled type
};
/// A custom object as its creator defined it: labels, requiredProperties, … as JSON.
using Definition = nlohmann::json;
struct Owner {
  int64_t id = 0, user_id = 0;
  std::string email, first_name, last_name;
};

/// What the portal knows besides its records: object types, properties, groups, labels, owners.
class Model {
 public:
  explicit Model(Storage& storage);  ///< keeps a reference; reads what is there, else a new portal

  /// By name, singular, type id or `p…_name`.
  [[nodiscard]] const ObjectType* type(std::string_view name) const;
  [[nodiscard]] std::vector<ObjectType> types() const { return types_; }
  [[nodiscard]] const std::map<std::string, schema::Property>& properties(const std::string& type) const;
  [[nodiscard]] const schema::Property* property(const std::string& type, const std::string& name) const;
  [[nodiscard]] std::string group_of(const std::string& type, const std::string& property) const;
  void add_property(const std::string& type, schema::Property property, const std::string& group);
  void remove_property(const std::string& type, const std::string& name);
  [[nodiscard]] std::map<std::string, std::string> groups(const std::string& type) const;
  void add_group(const std::string& type, const std::string& name, const std::string& label);
  /// The group that an object's own properties are in.
  static std::string usual_group(const std::string& type);
  /// Whether HubSpot brought the property itself.
  [[nodiscard]] bool is_standard(const std::string& type, const std::string& name) const;
  void remove_group(const std::string& type, const std::string& name);
  /// A custom object with what its creator said about it; its type id.
  std::string add_type(const std::string& name, const Definition& definition);
  void remove_type(const std::string& type_id);
  [[nodiscard]] const Definition& definition(const std::string& type_id) const;
  void redefine(const std::string& type_id, const Definition& definition);
  /// Reads everything anew: what a request had changed before it failed is undone.
  void reload();

  [[nodiscard]] std::optional<AssociationType> default_association(const std::string& from,
                                                                   const std::string& to) const;
  /// The type that marks the one company that counts; none between other objects.
  [[nodiscard]] std::optional<AssociationType> primary_association(const std::string& from,
                                                                   const std::string& to) const;
  [[nodiscard]] std::vector<AssociationType> associations(const std::string& from, const std::string& to);
  /// Two types, one a direction; gives the one from `from`.
  AssociationType add_label(const std::string& from, const std::string& to, const std::string& name,
                            const std::string& label, const std::string& inverse_label);
  void rename_label(int64_t type_id, const std::string& label, const std::string& inverse_label);
  /// Both directions, and every association that had it.
  void remove_label(int64_t type_id);
  /// The type that says the same from the other side.
  [[nodiscard]] AssociationType inverse(const std::string& from, const std::string& to,
                                        const AssociationType& type) const;

  [[nodiscard]] const std::vector<Owner>& owners() const { return owners_; }

 private:
  void read();
  void add_usual_properties(const std::string& type);

  Storage& storage_;
  std::vector<ObjectType> types_;
  std::map<std::string, std::map<std::string, schema::Property>> properties_;
  std::map<std::string, std::map<std::string, std::string>> group_of_;
  std::map<std::string, Definition> definitions_;  ///< by type id
  std::vector<Owner> owners_;
};

}  // namespace treaty::sandbox
