#include "compiler/cli/profile_knowledge.h"

#include "compiler/schema/portal.h"

namespace treaty::cli {
namespace {

void describe(const schema::Record& record, const std::string& in, profile::Knowledge& knowledge) {
  if (record.open) {
    knowledge.open.insert(in);
  }
  for (const schema::Field& field : record.fields) {
    const std::string path = in.empty() ? field.name : in + "." + field.name;
    knowledge.described.insert(path);
    if (field.record) {
      describe(*field.record, path, knowledge);
    }
  }
}

profile::Property known_of(const schema::HubspotObject* object, const schema::Property* property) {
  profile::Property known;
  if (object == nullptr || property == nullptr) {
    return known;
  }
  known.is_unique = schema::is_held_unique(*object, *property);
  known.is_email = schema::is_contact_email(*object, *property);
  if (property->type.kind == types::Kind::enumeration) {
    for (const schema::Option& option : property->options) {
      known.options.push_back(option.value);
    }
  }
  return known;
}

}  // namespace

std::map<std::string, profile::Knowledge> profile_knowledge(const facts::Facts& facts) {
  std::map<std::string, profile::Knowledge> all;
  for (const auto& map : facts.maps) {
    profile::Knowledge& knowledge = all[map->name];
    knowledge.is_described = map->resource->described;
    describe(*map->resource->record, "", knowledge);
    const std::vector<std::string>&used = map->used_paths, &key = map->resource->key;
    knowledge.used.insert(used.begin(), used.end());
    knowledge.used.insert(key.begin(), key.end());
    for (const facts::Field& field : map->fields) {
      knowledge.properties.push_back(known_of(map->object, field.target));
    }
  }
  return all;
}

}  // namespace treaty::cli
