// Personal data by where it can be seen, consent, and books.

#include <algorithm>

#include "compiler/doc/sections.h"
#include "compiler/doc/words.h"

namespace treaty::doc {
namespace {

bool is_of(const facts::Map& map, const ast::QualifiedName& resource) {
  return resource.parts.size() == 2 && map.source->name == resource.parts[0].text &&
         map.resource->name == resource.parts[1].text;
}

/// The properties of HubSpot that hold something of a field, over all maps of the resource.
std::vector<Line> written_to(const Gathered& gathered, const ast::QualifiedName& resource) {
  std::vector<Line> lines;
  for (const auto& map : gathered.facts.maps) {
    const bool of_it = is_of(*map, resource);
    for (const facts::Field& field : map->fields) {
      if (of_it && field.sensitive) {
        lines.push_back(code(map->object->name + "." + field.property));
      }
    }
  }
  return lines;
}

/// What the ledger holds of the fields of an entry. Records are found again by what they are matched by, so that
/// stays.
Cell kept_of(const Gathered& gathered, const ast::Privacy& privacy, const ast::Privacy::Entry& entry) {
  std::vector<std::string> paths;
  for (const ast::Expr& path : entry.paths) {
    paths.emplace_back(gathered.compilation.files.text(path.span));
  }
  std::vector<Line> kept;
  for (const auto& map : gathered.facts.maps) {
    if (!is_of(*map, privacy.resource)) {
      continue;
    }
    for (const facts::Field& field : map->fields) {
      const bool of_entry = std::ranges::any_of(
          field.private_inputs, [&](const facts::PrivateInput& input) { return within(paths, input.path); });
      if (of_entry && std::ranges::find(map->match, field.property) != map->match.end()) {
        kept.push_back(code(map->object->name + "." + field.property));
      }
    }
  }
  if (kept.empty()) {
    return Line("only while a record is under way");
  }
  return std::vector<Line>{joined(kept) + ", which records are matched by",
                           "the rest only while a record is under way"};
}

Row row_of(const Gathered& gathered, const ast::Privacy& privacy, const ast::Privacy::Entry& entry) {
  const bool never = entry.label.text == "never";
  std::vector<Line> names;
  for (const ast::Expr& path : entry.paths) {
    names.push_back(code(gathered.compilation.files.text(path.span)));
  }
  const std::vector<Line> properties = written_to(gathered, privacy.resource);
  std::string resource;
  for (const ast::Name& part : privacy.resource.parts) {
    resource += (resource.empty() ? "" : ".") + part.text;
  }
  const Cell fields =
      std::vector<Line>{code(resource) + ": " + joined(names), entry.reason ? quiet(entry.reason->value) : Line()};
  if (never) {
    const bool let_go = std::ranges::any_of(gathered.facts.declassified, [&](const facts::Declassification& one) {
      return std::ranges::any_of(one.paths, [&](const std::string& path) {
        return std::ranges::any_of(entry.paths, [&](const ast::Expr& named) {
          return within({std::string(gathered.compilation.files.text(named.span))}, path);
        });
      });
    });
    return {strong("never"),
            fields,
            let_go ? open("only as excepted below") : Line("not read"),
            let_go ? open("only as excepted below") : Line("no"),
            let_go ? "masked" : "no",
            let_go ? "masked" : "no",
            let_go ? "only while a record is under way" : "no",
            "name only"};
  }
  return {strong(entry.label.text),
          fields,
          "yes",
          properties.empty() ? quiet("not mapped") : joined(properties),
          "masked",
          "masked",
          kept_of(gathered, privacy, entry),
          "masked"};
}

}  // namespace

Section privacy(const Gathered& gathered) {
  Section section{.title = "Privacy", .blocks = {}, .sections = {}};
  Table table;
  table.caption = "Which class of data can be seen where";
  table.columns = {
      "Class",  "Fields",       "Read from the source", "Written to HubSpot", "Logs and traces", "Records set aside",
      "Ledger", "This document"};
  for (const ast::Item& item : gathered.compilation.contract.items) {
    if (const auto* privacy = std::get_if<ast::Privacy>(&item.node)) {
      for (const ast::Privacy::Entry& entry : privacy->entries) {
        table.rows.push_back(row_of(gathered, *privacy, entry));
      }
    }
  }
  if (table.rows.empty()) {
    return section;
  }
  table.rows.push_back({strong("ordinary"), quiet("all others"), "where a line names it", "where a line says so",
                        "as it is", "as it is", "only while a record is under way", "as it is"});
  section.blocks.emplace_back(std::move(table));
  Table exceptions;
  exceptions.caption = "What leaves although its class is never";
  exceptions.columns = {"Fields", "Map", "Why", "Approved by"};
  for (const facts::Declassification& one : gathered.facts.declassified) {
    std::vector<Line> names;
    for (const std::string& path : one.paths) {
      names.push_back(code(path));
    }
    exceptions.rows.push_back({names.empty() ? quiet("none had to be let go") : joined(names), code(one.map),
                               one.reason, party_title(gathered.facts, one.party)});
  }
  if (!exceptions.rows.empty()) {
    section.blocks.emplace_back(std::move(exceptions));
  }
  section.blocks.emplace_back(Paragraph{
      "When a record has arrived, the ledger keeps its keys, the values it is matched by, and a fingerprint of "
      "what was written; nothing else of it."});
  return section;
}

Section consent(const Gathered& gathered) {
  Section section{.title = "Consent and lists", .blocks = {}, .sections = {}};
  Table table;
  table.caption = "Subscriptions, with their legal ground";
  table.columns = {"Subscription", "When", "State", "Legal basis", "Explanation", "Until"};
  Table lists;
  lists.caption = "Lists";
  lists.columns = {"List", "Who is on it", "Map"};
  for (const auto& map : gathered.facts.maps) {
    for (const facts::Subscription& subscription : map->subscriptions) {
      for (size_t i = 0; i < subscription.tree->arms.size(); ++i) {
        const ast::SubscriptionArm& arm = subscription.tree->arms[i];
        std::vector<Line> values;
        for (const ast::ArmValue& value : arm.values) {
          values.push_back(code(value.value));
        }
        const auto spaced = [](std::string text) {
          std::ranges::replace(text, '_', ' ');
          return text;
        };
        table.rows.push_back({subscription.tree->name.value,
                              value_of(gathered.facts, subscription.from) +
                                  (arm.is_else ? Line(" is anything else") : Line(" is ") + listed(values, " or ")),
                              strong(spaced(arm.state.text)), arm.basis ? spaced(arm.basis->text) : "",
                              arm.explained ? arm.explained->value : "",
                              subscription.until[i] ? value_of(gathered.facts, subscription.until[i]) : Line()});
      }
    }
    for (const facts::ListMembership& list : map->lists) {
      lists.rows.push_back(
          {list.tree->list.value, sentence(condition_of(gathered.facts, list.condition)), code(map->name)});
    }
  }
  const bool missing = (!table.rows.empty() && not_in_force(gathered, "subscription")) ||
                       (!lists.rows.empty() && not_in_force(gathered, "list"));
  for (Table* one : {&table, &lists}) {
    if (!one->rows.empty()) {
      section.blocks.emplace_back(std::move(*one));
    }
  }
  if (missing) {
    section.blocks.emplace_back(Paragraph{
        open("Agreed, but not carried out by this version of Treaty: consent and lists are left as they are.")});
  }
  return section;
}

Section books(const Gathered& gathered) {
  Section section{.title = "Books and records", .blocks = {}, .sections = {}};
  Table table;
  table.caption = "What is kept as evidence";
  table.columns = {"Name", "Kept for", "Contents"};
  for (const facts::Books& one : gathered.facts.agreements.books) {
    table.rows.push_back(
        {code(one.name), time_of(one.keep),
         one.contents == facts::Books::Contents::written ? "what was written" : "fingerprints only"});
  }
  if (!table.rows.empty()) {
    section.blocks.emplace_back(std::move(table));
    if (not_in_force(gathered, "books")) {
      section.blocks.emplace_back(Paragraph{open("Agreed, but not kept by this version of Treaty.")});
    }
  }
  return section;
}

}  // namespace treaty::doc
