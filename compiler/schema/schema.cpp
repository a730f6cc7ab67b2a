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

void PropertyList::push_back(Property property) {
  places_.emplace(property.name, items_.size());
  items_.push_back(std::move(property));
}

const Property* PropertyList::find(std::string_view name) const {
  const auto place = places_.find(name);
  return place == places_.end() ? nullptr : &items_[place->second];
}

Property* PropertyList::find(std::string_view name) {
  return const_cast<Property*>(static_cast<const PropertyList&>(*this).find(name));
}

const Property* HubspotObject::find(std::string_view name) const { return properties.find(name); }

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
