// The only file here that knows the time zone library, which throws.

#include <algorithm>

#include <date/tz.h>

#include "compiler/check/agreements.h"

namespace treaty::check {

bool is_zone(const std::string& name) {
  try {
    return date::locate_zone(name) != nullptr;
  } catch (const std::exception&) {
    return false;
  }
}

void want_zone(Context& context, source::Span where) {
  const facts::System* system = context.source;
  if (!system || !system->tree || !system->zone.empty()) {
    return;
  }
  const bool said = std::ranges::any_of(system->tree->entries, [](const ast::SystemEntry& entry) {
    const auto* setting = std::get_if<ast::Setting>(&entry.node);
    return (setting && setting->key.text == "zone") || std::holds_alternative<ast::Bad>(entry.node);
  });
  const source::Span at = system->tree->name.span;
  if (!said && !context.out.find(diagnostics::zone_left_out, at)) {
    context.out.report(at, diagnostics::zone_left_out, system->name)
        .labels.push_back({.span = where, .text = "a time without a zone"});
  }
}

}  // namespace treaty::check
