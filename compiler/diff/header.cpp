// What stands at the top, and words for people: titles, documentation, accepted warnings, what was left out on
// purpose.

#include "compiler/base/match.h"
#include "compiler/diff/compare.h"

namespace treaty::diff {
namespace {

/// What an item is called where a change speaks of it.
std::string name_of(const ast::Item& item) {
  return match(
      item.node, [](const ast::Bad&) { return std::string(); },
      [](const ast::Import& one) { return "import " + one.path.value; },
      [](const ast::Party& one) { return "party " + one.name.text; },
      [](const ast::System& one) { return "system " + one.name.text; },
      [](const ast::Environment& one) { return "environment " + one.name.text; },
      [](const ast::Existing& one) { return "existing " + one.name.text; },
      [](const ast::Pending& one) { return "pending " + one.name.text; },
      [](const ast::Table& one) { return "table " + one.name.text; },
      [](const ast::Picklist& one) { return "picklist " + one.name.text; },
      [](const ast::Transform& one) { return "transform " + one.name.text; },
      [](const ast::Privacy& one) { return "privacy " + joined(texts_of(one.resource.parts), "."); },
      [](const ast::Map& one) { return "map " + one.name.text; },
      [](const ast::UseCase& one) { return "usecase " + one.name.text; },
      [](const ast::Test& one) { return "test " + one.name.text; },
      [](const ast::Agreement& one) { return one.keyword.text + (one.name ? " " + one.name->text : ""); },
      [](const ast::Allow& one) { return "allow " + one.code.text; });
}

/// The documentation of an item and of the lines in it; the title of a system.
std::string words_in(const ast::Item& item) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& doc) { text += joined(doc, "\n") + "\n"; };
  add(item.doc);
  std::set<std::string> docs;  // lines in another order say the same
  if (const auto* system = std::get_if<ast::System>(&item.node)) {
    text += system->title ? system->title->value : "";
    for (const ast::SystemEntry& entry : system->entries) {
      docs.insert(joined(entry.doc, "\n"));
    }
  } else if (const auto* map = std::get_if<ast::Map>(&item.node)) {
    for (const ast::MapEntry& entry : map->entries) {
      docs.insert(joined(entry.doc, "\n"));
    }
  }
  docs.erase("");
  return text + joined({docs.begin(), docs.end()}, "\n");
}

std::string new_name(const Context& context, const std::string& old_name) {
  constexpr std::string_view map = "map ", system = "system ";
  if (old_name.starts_with(map)) {
    return std::string(map) + context.map_name(old_name.substr(map.size()));
  }
  return old_name.starts_with(system) ? std::string(system) + context.system_name(old_name.substr(system.size()))
                                      : old_name;
}

/// Accepted warnings and lines of `ignore`, by what they say, with where they stand.
using Said = std::map<std::string, source::Span>;

void add_allow(Said& said, const std::string& where, const ast::Allow& allow, source::Span span) {
  said.emplace(where + "allow " + allow.code.text + " \"" + allow.reason.value + "\"", span);
}

Said allows_of(const driver::Compilation& contract, const std::function<std::string(const std::string&)>& named) {
  Said said;
  for (const ast::Item& item : contract.contract.items) {
    const std::string prefix = named(name_of(item)) + ": ";
    if (const auto* allow = std::get_if<ast::Allow>(&item.node)) {
      add_allow(said, "", *allow, item.span);
    } else if (const auto* map = std::get_if<ast::Map>(&item.node)) {
      for (const auto& one : all_of<ast::Allow>(map->entries)) {
        add_allow(said, prefix, *one.node, one.span);
      }
    } else if (const auto* system = std::get_if<ast::System>(&item.node)) {
      for (const auto& one : all_of<ast::Allow>(system->entries)) {
        add_allow(said, prefix, *one.node, one.span);
      }
      for (const auto& resource : all_of<ast::Resource>(system->entries)) {
        for (const auto& one : all_of<ast::Allow>(resource.node->entries)) {
          add_allow(said, prefix, *one.node, one.span);
        }
      }
    }
  }
  return said;
}

/// `member.legacy_flags "not used"`: one a path.
Said ignores_of(const driver::Compilation& contract, const std::function<std::string(const std::string&)>& named) {
  Said said;
  for (const ast::Item& item : contract.contract.items) {
    const auto* map = std::get_if<ast::Map>(&item.node);
    for (const auto& ignore : map ? all_of<ast::Ignore>(map->entries) : std::vector<Found<ast::Ignore>>()) {
      for (const ast::Expr& path : ignore.node->paths) {
        const std::string reason = ignore.node->reason ? " \"" + ignore.node->reason->value + "\"" : "";
        said.emplace(named(name_of(item)).substr(4) + "." + plain(contract.files.text(path.span)) + reason,
                     path.span);
      }
    }
  }
  return said;
}

void compare_said(Context& context, Kind kind, const Said& before, const Said& after) {
  for (const auto& [text, span] : after) {
    if (!before.contains(text)) {
      context.add(kind, "", {text}, {context.header_before(), at(span)}).notes.emplace_back("new");
    }
  }
  for (const auto& [text, span] : before) {
    if (!after.contains(text)) {
      context.add(kind, "", {text}, {at(span), context.header_after()}).notes.emplace_back("gone");
    }
  }
}

void compare_imports(Context& context) {
  const auto imports = [](const driver::Compilation& contract) {
    Said said;
    for (const auto& import : all_of<ast::Import>(contract.contract.items)) {
      said.emplace(import.node->path.value, import.span);
    }
    return said;
  };
  compare_said(context, import_changed, imports(context.before), imports(context.after));
}

}  // namespace

void compare_header(Context& context) {
  const ast::Header &was = *context.before.contract.header, &is = *context.after.contract.header;
  const Where where{at(was.span), at(is.span)};
  if (was.name.text != is.name.text) {
    context.add(contract_renamed, "", {was.name.text}, {at(was.name.span), at(is.name.span)},
                {"`" + is.name.text + "`"});
  }
  if (was.version != is.version) {
    Change& change = context.add(version_changed, "", {is.version}, where);
    change.was = was.version;
    change.is = is.version;
  }
  const auto words = [](const ast::Header& header) {
    return (header.title ? header.title->value : "") + "\n" + joined(header.doc, "\n");
  };
  if (words(was) != words(is)) {
    context.add(words_changed, "", {"the contract's title or documentation"}, where);
  }
  compare_imports(context);
}

void compare_words(Context& context) {
  const auto before = pointers_to(context.before.contract.items);
  const auto after = pointers_to(context.after.contract.items);
  for (const auto& [was, is] : paired<ast::Item>(
           before, after, [&](const ast::Item& item) { return new_name(context, name_of(item)); },
           [](const ast::Item& item) { return name_of(item); })) {
    if (was && is && words_in(*was) != words_in(*is)) {
      context.add(words_changed, "", {name_of(*is)}, {at(was->span), at(is->span)});
    }
  }
  const auto renamed = [&](const std::string& name) { return new_name(context, name); };
  const auto same = [](const std::string& name) { return name; };
  compare_said(context, allow_changed, allows_of(context.before, renamed), allows_of(context.after, same));
  compare_said(context, ignore_changed, ignores_of(context.before, renamed), ignores_of(context.after, same));
}

}  // namespace treaty::diff
