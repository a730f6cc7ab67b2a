#include "compiler/schema/schema.h"

#include <algorithm>

namespace treaty::schema {
namespace {

template <class Items>
auto find_by_name(Items& items, std::string_view name) -> decltype(&*items.begin()) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Field* Record::find(std::string_view name) const { return find_by_name(fields, name); }

const Property* HubspotObject::find(std::string_view name) const { return find_by_name(properties, name); }

const HubspotObject* Portal::find(std::string_view name_or_type_id) const {
  if (const HubspotObject* object = find_by_name(objects, name_or_type_id)) {
    return object;
  }
  const auto found = std::find_if(objects.begin(), objects.end(),
                                  [&](const HubspotObject& object) { return object.type_id == name_or_type_id; });
  return found == objects.end() ? nullptr : &*found;
}

HubspotObject* Portal::find(std::string_view name_or_type_id) {
  return const_cast<HubspotObject*>(static_cast<const Portal&>(*this).find(name_or_type_id));
}

}  // namespace treaty::schema
