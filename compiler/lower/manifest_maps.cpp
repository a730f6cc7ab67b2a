#include "compiler/lower/manifest.h"

namespace treaty::lower {
namespace {

package::Field describe_field(const facts::Field& field, const source::FileSet& files) {
  package::Field described{.property = field.property, .type = field.target ? field.target->hubspot_type : "string"};
  described.required = field.required;
  described.sensitive = field.sensitive;
  described.write_once = field.write == facts::Write::once;
  described.line = files[field.span.file].position(field.span.begin).line;
  return described;
}

}  // namespace

package::Map describe_map(const facts::Map& map, const source::FileSet& files) {
  package::Map described{.name = map.name};
  described.source_system = map.source->name;
  described.resource = map.resource->name;
  described.target_system = map.target->name;
  described.object = map.object->name;
  described.each = map.each.has_value();
  described.match = map.match;
  described.after = map.after;
  described.sensitive_paths = map.sensitive_paths;
  described.never_paths = map.never_paths;
  for (const facts::Field& field : map.fields) {
    described.fields.push_back(describe_field(field, files));
  }
  return described;
}

}  // namespace treaty::lower
