#include "compiler/cli/profile_knowledge.h"

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

std::vector<std::string> options_of(const schema::Property* property) {
  std::vector<std::string> options;
  if (property != nullptr && property->type.kind == types::Kind::enumeration) {
    for (const schema::Option& option : property->options) {
      options.push_back(option.value);
    }
  }
  return options;
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
      knowledge.options.push_back(options_of(field.target));
    }
  }
  return all;
}

}  // namespace treaty::cli
