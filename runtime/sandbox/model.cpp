#include "runtime/sandbox/model.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace treaty::sandbox {
namespace {

using nlohmann::json;

struct DefaultAssociation {
  std::string_view from, to;
  int64_t id;
};
// HubSpot's own types, both directions; from the public documentation of its associations API.
constexpr DefaultAssociation defaults[] = {
    {"contacts", "companies", 279},  {"companies", "contacts", 280}, {"contacts", "deals", 4},
    {"deals", "contacts", 3},        {"contacts", "tickets", 15},    {"tickets", "contacts", 16},
    {"companies", "deals", 342},     {"deals", "companies", 341},    {"companies", "tickets", 340},
    {"tickets", "companies", 339},   {"deals", "tickets", 27},       {"tickets", "deals", 28},
    {"deals", "line_items", 19},     {"line_items", "deals", 20},    {"contacts", "contacts", 449},
    {"companies", "companies", 450}, {"deals", "deals", 451},        {"tickets", "tickets", 452},
};
// The company that counts most to a record: one a record.
constexpr DefaultAssociation primaries[] = {
    {"contacts", "companies", 1}, {"companies", "contacts", 2}, {"deals", "companies", 5},
    {"companies", "deals", 6},    {"companies", "tickets", 25}, {"tickets", "companies", 26},
};

json to_json(const schema::Property& property, const std::string& group) {
  json options = json::array();
  for (const schema::Option& option : property.options) {
    options.push_back({{"value", option.value}, {"label", option.label}, {"hidden", option.hidden}});
  }
  return {{"label", property.label},           {"type", property.hubspot_type},
          {"fieldType", property.field_type},  {"options", options},
          {"unique", property.unique},         {"readOnly", property.read_only},
          {"calculated", property.calculated}, {"group", group}};
}

schema::Property from_json(const std::string& name, const json& stored) {
  schema::Property property;
  property.name = name;
  property.label = stored.at("label");
  property.hubspot_type = stored.at("type");
  property.field_type = stored.at("fieldType");
  for (const json& option : stored.at("options")) {
    property.options.push_back({option.at("value"), option.at("label"), option.at("hidden")});
  }
  property.type = schema::type_of_property(property.hubspot_type, property.options);
  property.unique = stored.at("unique");
  property.read_only = stored.at("readOnly");
  property.calculated = stored.at("calculated");
  return property;
}

}  // namespace

/// `contactinformation`, `companyinformation`, …; a custom object's `name_information`.
std::string Model::usual_group(const std::string& type) {
  static const std::map<std::string, std::string> of_standard = {
      {"contacts", "contactinformation"}, {"companies", "companyinformation"}, {"deals", "dealinformation"},
      {"tickets", "ticketinformation"},   {"products", "productinformation"},  {"line_items", "lineiteminformation"}};
  const auto found = of_standard.find(type);
  return found == of_standard.end() ? type + "_information" : found->second;
}

Model::Model(Storage& storage) : storage_(storage) { reload(); }

void Model::reload() {
  types_.clear();
  properties_.clear();
  group_of_.clear();
  definitions_.clear();
  for (const schema::HubspotObject& object : schema::standard_portal().objects) {
    types_.push_back({object.name, object.type_id});
    for (const schema::Property& property : object.properties) {
      properties_[object.name][property.name] = property;
      group_of_[object.name][property.name] = usual_group(object.name);
    }
  }
  owners_ = {{71001, 900001, "sales@club.example", "Sam", "Sales"},
             {71002, 900002, "east@club.example", "Eva", "East"},
             {71003, 900003, "west@club.example", "Will", "West"}};
  read();
}

void Model::read() {
  Query schemas = storage_.query("SELECT type_id, name, json FROM schemas ORDER BY type_id");
  while (schemas.step()) {
    types_.push_back({schemas.text(1), schemas.text(0)});
    definitions_[schemas.text(0)] = json::parse(schemas.text(2));
    add_usual_properties(schemas.text(1));
  }
  Query stored = storage_.query("SELECT type, name, json FROM properties");
  while (stored.step()) {
    const json one = json::parse(stored.text(2));
    properties_[stored.text(0)][stored.text(1)] = from_json(stored.text(1), one);
    group_of_[stored.text(0)][stored.text(1)] = one.at("group");
  }
}

const ObjectType* Model::type(std::string_view name) const {
  static const std::map<std::string_view, std::string_view> singulars = {
      {"contact", "contacts"}, {"company", "companies"}, {"deal", "deals"},
      {"ticket", "tickets"},   {"product", "products"},  {"line_item", "line_items"}};
  if (const auto plural = singulars.find(name); plural != singulars.end()) {
    name = plural->second;
  }
  if (name.size() > 2 && name[0] == 'p' && std::isdigit(static_cast<unsigned char>(name[1])) != 0 &&
      name.find('_') != std::string_view::npos) {
    name = name.substr(name.find('_') + 1);
  }
  const auto found = std::find_if(types_.begin(), types_.end(),
                                  [&](const ObjectType& one) { return one.name == name || one.type_id == name; });
  return found == types_.end() ? nullptr : &*found;
}

const std::map<std::string, schema::Property>& Model::properties(const std::string& type) const {
  static const std::map<std::string, schema::Property> none;
  const auto found = properties_.find(type);
  return found == properties_.end() ? none : found->second;
}

const schema::Property* Model::property(const std::string& type, const std::string& name) const {
  const auto& all = properties(type);
  const auto found = all.find(name);
  return found == all.end() ? nullptr : &found->second;
}

std::string Model::group_of(const std::string& type, const std::string& property) const {
  const auto groups = group_of_.find(type);
  if (groups == group_of_.end()) {
    return {};
  }
  const auto found = groups->second.find(property);
  return found == groups->second.end() ? std::string() : found->second;
}

void Model::add_property(const std::string& type, schema::Property property, const std::string& group) {
  storage_.query("INSERT OR REPLACE INTO properties (type, name, json) VALUES (?, ?, ?)")
      .with(std::string_view(type), std::string_view(property.name),
            std::string_view(to_json(property, group).dump()))
      .run();
  group_of_[type][property.name] = group;
  properties_[type][property.name] = std::move(property);
}

void Model::remove_property(const std::string& type, const std::string& name) {
  storage_.query("DELETE FROM properties WHERE type = ? AND name = ?")
      .with(std::string_view(type), std::string_view(name))
      .run();
  properties_[type].erase(name);
}

std::map<std::string, std::string> Model::groups(const std::string& type) const {
  std::map<std::string, std::string> found = {{usual_group(type), "Information"}};
  Query stored = storage_.query("SELECT name, label FROM groups WHERE type = ?");
  stored.bind(std::string_view(type));
  while (stored.step()) {
    found[stored.text(0)] = stored.text(1);
  }
  return found;
}

void Model::add_group(const std::string& type, const std::string& name, const std::string& label) {
  storage_.query("INSERT OR REPLACE INTO groups (type, name, label) VALUES (?, ?, ?)")
      .with(std::string_view(type), std::string_view(name), std::string_view(label))
      .run();
}

void Model::add_usual_properties(const std::string& type) {
  for (const char* usual : {"hs_object_id", "hs_createdate", "hs_lastmodifieddate", "hubspot_owner_id"}) {
    schema::Property property =
        properties_["companies"][usual == std::string_view("hs_createdate") ? "createdate" : usual];
    property.name = usual;
    group_of_[type][usual] = type + "_information";
    properties_[type][usual] = std::move(property);
  }
}

bool Model::is_standard(const std::string& type, const std::string& name) const {
  Query stored = storage_.query("SELECT 1 FROM properties WHERE type = ? AND name = ?");
  stored.with(std::string_view(type), std::string_view(name));
  return property(type, name) != nullptr && !stored.step();
}

void Model::remove_group(const std::string& type, const std::string& name) {
  storage_.query("DELETE FROM groups WHERE type = ? AND name = ?")
      .with(std::string_view(type), std::string_view(name))
      .run();
}

std::string Model::add_type(const std::string& name, const Definition& definition) {
  int64_t number = 3465404;
  for (const ObjectType& one : types_) {
    number =
        one.type_id.starts_with("2-") ? std::max<int64_t>(number, std::stoll(one.type_id.substr(2)) + 1) : number;
  }
  std::string type_id = "2-" + std::to_string(number);
  storage_.query("INSERT INTO schemas (type_id, name, json) VALUES (?, ?, ?)")
      .with(std::string_view(type_id), std::string_view(name), std::string_view(definition.dump()))
      .run();
  types_.push_back({name, type_id});
  definitions_[type_id] = definition;
  add_usual_properties(name);
  return type_id;
}

void Model::remove_type(const std::string& type_id) {
  storage_.query("DELETE FROM schemas WHERE type_id = ?").with(std::string_view(type_id)).run();
  reload();
}

const Definition& Model::definition(const std::string& type_id) const {
  static const Definition none = Definition::object();
  const auto found = definitions_.find(type_id);
  return found == definitions_.end() ? none : found->second;
}

void Model::redefine(const std::string& type_id, const Definition& definition) {
  storage_.query("UPDATE schemas SET json = ? WHERE type_id = ?")
      .with(std::string_view(definition.dump()), std::string_view(type_id))
      .run();
  definitions_[type_id] = definition;
}

std::optional<AssociationType> Model::primary_association(const std::string& from, const std::string& to) const {
  for (const DefaultAssociation& one : primaries) {
    if (one.from == from && one.to == to) {
      return AssociationType{"HUBSPOT_DEFINED", one.id, "Primary"};
    }
  }
  return std::nullopt;
}

void Model::rename_label(int64_t type_id, const std::string& label, const std::string& inverse_label) {
  storage_.query("UPDATE labels SET label = ? WHERE type_id = ?").with(std::string_view(label), type_id).run();
  if (!inverse_label.empty()) {
    storage_.query("UPDATE labels SET label = ? WHERE inverse = ? AND type_id <> ?")
        .with(std::string_view(inverse_label), type_id, type_id)
        .run();
  }
}

void Model::remove_label(int64_t type_id) {
  storage_
      .query(
          "DELETE FROM associations WHERE category = 'USER_DEFINED' AND type_id IN (SELECT type_id FROM labels WHERE "
          "type_id = ? OR inverse = ?)")
      .with(type_id, type_id)
      .run();
  storage_.query("DELETE FROM labels WHERE type_id = ? OR inverse = ?").with(type_id, type_id).run();
}

std::optional<AssociationType> Model::default_association(const std::string& from, const std::string& to) const {
  for (const DefaultAssociation& one : defaults) {
    if (one.from == from && one.to == to) {
      return AssociationType{"HUBSPOT_DEFINED", one.id, {}};
    }
  }
  // Pairs HubSpot has no number of its own for (custom objects): one made of both type ids.
  const ObjectType* a = type(from);
  const ObjectType* b = type(to);
  if (a == nullptr || b == nullptr || (!a->type_id.starts_with("2-") && !b->type_id.starts_with("2-"))) {
    return std::nullopt;
  }
  const auto number = [](const std::string& id) { return std::stoll(id.substr(2)); };
  return AssociationType{
      "HUBSPOT_DEFINED", 10'000 + (number(a->type_id) % 1000) * 1000 + number(b->type_id) % 1000, {}};
}

std::vector<AssociationType> Model::associations(const std::string& from, const std::string& to) {
  std::vector<AssociationType> found;
  if (auto unlabelled = default_association(from, to)) {
    found.push_back(*unlabelled);
  }
  if (auto primary = primary_association(from, to)) {
    found.push_back(*primary);
  }
  Query stored =
      storage_.query("SELECT type_id, label FROM labels WHERE from_type = ? AND to_type = ? ORDER BY type_id");
  stored.with(std::string_view(from), std::string_view(to));
  while (stored.step()) {
    found.push_back({"USER_DEFINED", stored.integer(0), stored.text(1)});
  }
  return found;
}

AssociationType Model::add_label(const std::string& from, const std::string& to, const std::string& name,
                                 const std::string& label, const std::string& inverse_label) {
  Query most = storage_.query("SELECT COALESCE(MAX(type_id), 0) FROM labels");
  most.step();
  const int64_t id = most.integer(0) + 1;
  const auto add = [&](int64_t type_id, const std::string& a, const std::string& b, const std::string& said,
                       int64_t inverse) {
    storage_.query("INSERT INTO labels (type_id, from_type, to_type, label, name, inverse) VALUES (?, ?, ?, ?, ?, ?)")
        .with(type_id, std::string_view(a), std::string_view(b), std::string_view(said), std::string_view(name),
              inverse)
        .run();
  };
  add(id, from, to, label, from == to && inverse_label.empty() ? id : id + 1);
  if (from != to || !inverse_label.empty()) {
    add(id + 1, to, from, inverse_label.empty() ? label : inverse_label, id);
  }
  return {"USER_DEFINED", id, label};
}

AssociationType Model::inverse(const std::string& from, const std::string& to, const AssociationType& type) const {
  if (const auto primary = primary_association(from, to);
      primary && type.category == "HUBSPOT_DEFINED" && type.id == primary->id) {
    return primary_association(to, from).value_or(type);
  }
  if (type.category == "HUBSPOT_DEFINED") {
    return default_association(to, from).value_or(type);
  }
  Query stored = storage_.query(
      "SELECT i.type_id, i.label FROM labels l JOIN labels i ON i.type_id = l.inverse WHERE l.type_id = ?");
  stored.bind(type.id);
  return stored.step() ? AssociationType{"USER_DEFINED", stored.integer(0), stored.text(1)} : type;
}

}  // namespace treaty::sandbox
