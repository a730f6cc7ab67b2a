#include "compiler/types/type.h"

#include <algorithm>

namespace treaty::types {
namespace {

bool is_subset(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  return std::all_of(part.begin(), part.end(), [&](const std::string& option) {
    return std::find(whole.begin(), whole.end(), option) != whole.end();
  });
}

}  // namespace

Type Type::list_of(Type element) {
  Type list = of(Kind::list);
  list.element = Box<Type>(std::move(element));
  return list;
}

Type Type::enumeration_of(std::vector<std::string> options) {
  Type enumeration = of(Kind::enumeration);
  enumeration.options = std::move(options);
  return enumeration;
}

bool operator==(const Type& a, const Type& b) {
  if (a.kind != b.kind || a.options != b.options || a.element.has_value() != b.element.has_value()) {
    return false;
  }
  return !a.element || **a.element == **b.element;
}

std::string to_string(const Type& type) {
  switch (type.kind) {
    case Kind::unknown:
      return "unknown";
    case Kind::any:
      return "any";
    case Kind::null:
      return "null";
    case Kind::text:
      return "text";
    case Kind::integer:
      return "integer";
    case Kind::decimal:
      return "decimal";
    case Kind::boolean:
      return "boolean";
    case Kind::date:
      return "date";
    case Kind::timestamp:
      return "timestamp";
    case Kind::duration:
      return "duration";
    case Kind::enumeration: {
      std::string text = "enum(";
      for (size_t i = 0; i < type.options.size(); ++i) {
        text += (i == 0 ? "" : ", ") + type.options[i];
      }
      return text + ")";
    }
    case Kind::list:
      return "list<" + (type.element ? to_string(**type.element) : "unknown") + ">";
    case Kind::record:
      return "record";
  }
  return "unknown";
}

bool fits(const Type& from, const Type& to) {
  if (from.kind == Kind::unknown || to.kind == Kind::unknown || from.kind == Kind::null || to.kind == Kind::any) {
    return true;
  }
  if (from.kind == Kind::enumeration && to.kind == Kind::text) {
    return true;
  }
  if (from.kind == Kind::integer && to.kind == Kind::decimal) {
    return true;
  }
  if (from.kind != to.kind) {
    return false;
  }
  if (from.kind == Kind::enumeration) {
    return is_subset(from.options, to.options);
  }
  if (from.kind == Kind::list) {
    return !from.element || !to.element || fits(**from.element, **to.element);
  }
  return true;
}

std::optional<Type> common(const Type& a, const Type& b) {
  if (a.kind == Kind::unknown || a.kind == Kind::null) {
    return b;
  }
  if (fits(a, b)) {
    return b;
  }
  if (fits(b, a)) {
    return a;
  }
  if (a.kind == Kind::enumeration && b.kind == Kind::enumeration) {
    Type both = a;
    for (const std::string& option : b.options) {
      if (std::find(both.options.begin(), both.options.end(), option) == both.options.end()) {
        both.options.push_back(option);
      }
    }
    return both;
  }
  if (a.kind == Kind::list && b.kind == Kind::list && a.element && b.element) {
    if (auto element = common(**a.element, **b.element)) {
      return Type::list_of(*element);
    }
  }
  return std::nullopt;
}

}  // namespace treaty::types
