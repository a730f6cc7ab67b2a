// What must hold before people take it over.

#include <charconv>

#include "compiler/diff/compare.h"

namespace treaty::diff {
namespace {

/// One thing that is asked, with how strict it is: the more the stricter.
struct Asked {
  double strictness = 0;
  source::Span span;
  std::string map;  ///< empty: of no map
};
using All = std::map<std::string, Asked>;

double number_of(const std::string& digits) {
  double number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

All asked_by(const std::optional<facts::Acceptance>& accept,
             const std::function<std::string(const std::string&)>& map_name) {
  All all;
  if (!accept) {
    return all;
  }
  for (const auto& one : accept->complete) {
    for (const auto& [property, share] : one.properties) {
      all["complete " + map_name(one.map) + " -> " + property] = {share.value(), one.span, map_name(one.map)};
    }
  }
  for (const auto& one : accept->refers) {
    all["refers " + map_name(one.from) + " -> " + map_name(one.to)] = {one.share.value(), one.span,
                                                                       map_name(one.from)};
  }
  for (const auto& one : accept->duplicates) {
    all["duplicates " + one.system + "." + one.object + " by " + one.property] = {-one.at_most.value(), one.span, {}};
  }
  for (const auto& one : accept->counts) {
    all["counts " + map_name(one.map)] = {-number_of(one.within), one.span, map_name(one.map)};
  }
  return all;
}

}  // namespace

void compare_acceptance(Context& context) {
  const All before = asked_by(context.before.facts.agreements.acceptance,
                              [&](const std::string& name) { return context.map_name(name); });
  const All after = asked_by(context.after.facts.agreements.acceptance, [](const std::string& name) { return name; });
  for (const auto& [name, was] : before) {
    const auto is = after.find(name);
    if (is == after.end() && !was.map.empty() && !context.after.facts.map(was.map)) {
      continue;  // that the map is gone is said
    }
    if (is == after.end() || is->second.strictness < was.strictness) {
      context.add(acceptance_weakened, "", {name},
                  {at(was.span), is == after.end() ? context.header_after() : at(is->second.span)});
    } else if (is->second.strictness > was.strictness) {
      context.add(acceptance_changed, "", {name}, {at(was.span), at(is->second.span)});
    }
  }
  for (const auto& [name, is] : after) {
    if (!before.contains(name)) {
      context.add(acceptance_changed, "", {name}, {context.header_before(), at(is.span)});
    }
  }
}

}  // namespace treaty::diff
