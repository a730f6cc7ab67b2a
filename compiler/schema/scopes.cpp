// What HubSpot calls the rights over its objects.

#include <algorithm>
#include <array>

#include "compiler/schema/portal.h"

namespace treaty::schema {
namespace {

/// An object that HubSpot itself defines, and its name in scopes.
struct StandardObject {
  std::string_view name, type_id, scope;
};
constexpr std::array<StandardObject, 29> standard_objects = {
    {{"appointments", "0-421", "appointments"},
     {"calls", "0-48", "contacts"},
     {"carts", "0-142", "carts"},
     {"commerce_payments", "0-101", "commercepayments"},
     {"communications", "0-18", "contacts"},
     {"companies", "0-2", "companies"},
     {"contacts", "0-1", "contacts"},
     {"courses", "0-410", "courses"},
     {"deals", "0-3", "deals"},
     {"emails", "0-49", "contacts"},
     {"feedback_submissions", "0-19", "feedback_submissions"},
     {"goal_targets", "0-74", "goals"},
     {"invoices", "0-53", "invoices"},
     {"leads", "0-136", "leads"},
     {"line_items", "0-8", "line_items"},
     {"listings", "0-420", "listings"},
     {"marketing_events", "0-54", "marketing_events"},
     {"meetings", "0-47", "contacts"},
     {"notes", "0-46", "contacts"},
     {"orders", "0-123", "orders"},
     {"postal_mail", "0-116", "contacts"},
     {"products", "0-7", "products"},
     {"projects", "0-970", "projects"},
     {"quotes", "0-14", "quotes"},
     {"services", "0-162", "services"},
     {"subscriptions", "0-69", "subscriptions"},
     {"tasks", "0-27", "contacts"},
     {"tickets", "0-5", "tickets"},
     {"users", "0-115", "users"}}};

const StandardObject* find(std::string_view name_or_type_id) {
  const auto found = std::ranges::find_if(standard_objects, [&](const StandardObject& object) {
    return object.name == name_or_type_id || object.type_id == name_or_type_id;
  });
  return found == standard_objects.end() ? nullptr : &*found;
}

}  // namespace

bool is_standard_object(std::string_view name_or_type_id) { return find(name_or_type_id) != nullptr; }

std::string scope_of(const std::string& object, const std::string& kind, const std::string& what) {
  const StandardObject* standard = find(object);
  const std::string name(standard ? standard->scope : "custom");
  if (name == "tickets") {
    return name;  // HubSpot names some rights differently from others
  }
  if (kind == "schemas" && what == "write" && (name == "line_items" || name == "products")) {
    return "e-commerce";
  }
  return "crm." + kind + "." + name + "." + what;
}

}  // namespace treaty::schema
