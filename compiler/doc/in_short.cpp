// The page for the sponsor: what flows where, who wins, how fresh it is, what it will not do.

#include <algorithm>

#include <fmt/core.h>

#include "compiler/doc/sections.h"
#include "compiler/doc/words.h"

namespace treaty::doc {
namespace {

std::string source_of(const facts::Map& map) {
  return map.resource->name + (map.each ? " (each of " + facts::dotted(*map.each) + ")" : "");
}

bool there(const facts::Map& map) { return !map.fields.empty(); }
bool back(const facts::Map& map) { return !map.reverse.empty(); }
bool both_ways(const facts::Map& map) { return there(map) && back(map); }

/// The box of a system, made when it is first asked for.
size_t box_of(std::vector<Picture::Box>& boxes, const facts::System& system) {
  const std::string title = title_of(system);
  const auto found = std::ranges::find(boxes, title, &Picture::Box::title);
  if (found == boxes.end()) {
    boxes.push_back({.title = title, .note = system.kind == "hubspot" ? "CRM" : "", .rows = {}});
    return boxes.size() - 1;
  }
  return static_cast<size_t>(found - boxes.begin());
}

Picture topology(const Gathered& gathered) {
  Picture picture;
  picture.title = "Systems, maps and their directions";
  std::vector<const facts::Map*> maps;
  for (const auto& map : gathered.facts.maps) {
    maps.push_back(map.get());
  }
  // Those of one source together, so that arrows do not cross.
  const auto rank = [&](const facts::Map* map) {
    return std::ranges::find(gathered.facts.systems, map->source, &std::unique_ptr<facts::System>::get);
  };
  std::ranges::stable_sort(maps, {}, rank);
  for (const facts::Map* map : maps) {
    const size_t left = box_of(picture.left, *map->source), right = box_of(picture.right, *map->target);
    picture.left[left].rows.push_back(source_of(*map));
    picture.right[right].rows.push_back(map->object->name);
    picture.arrows.push_back({.from = {left, picture.left[left].rows.size() - 1},
                              .to = {right, picture.right[right].rows.size() - 1},
                              .label = map->name,
                              .there = there(*map),
                              .back = back(*map)});
    picture.words.push_back(code(map->name) + ": " + title_of(*map->source) + " " + source_of(*map) +
                            (both_ways(*map) ? " to and from "
                             : back(*map)    ? " from "
                                             : " to ") +
                            title_of(*map->target) + " " + map->object->name);
  }
  for (const facts::ExistingWrite& write : gathered.facts.agreements.existing_writes) {
    const facts::System* system = gathered.facts.system(write.system);
    if (!system) {
      continue;
    }
    const std::string name = write.by->title.value;
    const auto found = std::ranges::find(picture.left, name, &Picture::Box::title);
    const auto left = static_cast<size_t>(found - picture.left.begin());
    if (found == picture.left.end()) {
      picture.left.push_back({.title = name, .note = "exists already", .rows = {}, .outside = true});
    }
    const size_t right = box_of(picture.right, *system);
    picture.left[left].rows.push_back("its own data");
    picture.right[right].rows.push_back(write.object + "." + write.property);
    picture.arrows.push_back({.from = {left, picture.left[left].rows.size() - 1},
                              .to = {right, picture.right[right].rows.size() - 1},
                              .label = write.by->until ? "until " + write.by->until->value : "",
                              .outside = true});
    picture.words.push_back(name + ", which exists already, writes " + code(write.object + "." + write.property) +
                            " in " + title_of(*system) + (write.by->until ? " until " + write.by->until->value : ""));
  }
  return picture;
}

Line names_or_count(const std::vector<std::string>& names, bool full) {
  constexpr size_t named = 12;
  std::vector<Line> lines;
  for (const std::string& name : names) {
    if (!full && lines.size() == named) {
      lines.push_back(fmt::format("and {} more", names.size() - named));
      break;
    }
    lines.push_back(code(name));
  }
  return lines.empty() ? quiet("none") : joined(lines);
}

/// Who wins when both sides changed the same value, by map.
Table ownership(const Gathered& gathered) {
  Table table;
  table.caption = "Who wins when both sides changed the same value";
  table.columns = {"Map"};
  std::vector<const facts::System*> owners;
  const auto add = [&](const facts::System* system) {
    if (std::ranges::find(owners, system) == owners.end()) {
      owners.push_back(system);
      table.columns.push_back(title_of(*system) + " wins");
    }
  };
  for (const auto& map : gathered.facts.maps) {
    add(map->source);
  }
  for (const auto& map : gathered.facts.maps) {
    add(map->target);
  }
  table.columns.emplace_back("Only one side writes it");
  for (const auto& map : gathered.facts.maps) {
    Row row = {code(map->name)};
    for (const facts::System* owner : owners) {
      std::vector<std::string> names;
      for (const facts::Field& field : map->fields) {
        if (field.owner == owner->name) {
          names.push_back(field.property);
        }
      }
      const bool of_map = owner == map->source || owner == map->target;
      row.emplace_back(of_map ? names_or_count(names, gathered.options.full) : quiet("not part of it"));
    }
    const auto alone = static_cast<size_t>(
        std::ranges::count_if(map->fields, [](const facts::Field& field) { return field.owner.empty(); }));
    const auto back = static_cast<size_t>(std::ranges::count_if(map->reverse, [&](const facts::ReverseField& field) {
      return std::ranges::find(map->fields, field.line, &facts::Field::line) == map->fields.end();
    }));
    Line line =
        alone > 0 ? Line(counted(alone, "property", "properties") + " written by " + title_of(*map->source)) : Line();
    if (back > 0) {
      line += (line.empty() ? "" : "; ") + counted(back, "field", "fields") + " written by " + title_of(*map->target);
    }
    row.emplace_back(line.empty() ? quiet("none") : line);
    table.rows.push_back(std::move(row));
  }
  return table;
}

Section flows(const Gathered& gathered) {
  Section section{.title = "What flows where", .blocks = {}, .sections = {}};
  section.blocks.emplace_back(topology(gathered));
  if (not_in_force(gathered, "<->, from right to left,")) {
    section.blocks.emplace_back(
        Paragraph{open("The way back is agreed, but not carried out by this version of Treaty.")});
  }
  Table table;
  table.caption = "The maps of this contract";
  table.columns = {"Map", "From", "To", "Direction", "The same record is found by", "Values"};
  for (const auto& map : gathered.facts.maps) {
    std::vector<Line> matches;
    for (const std::string& property : map->match) {
      matches.push_back(code(property));
    }
    std::vector<Line> values = {counted(map->fields.size(), "property", "properties")};
    if (back(*map)) {
      values.push_back(counted(map->reverse.size(), "field", "fields") + " back");
    }
    table.rows.push_back({code(map->name), title_of(*map->source) + " " + source_of(*map),
                          title_of(*map->target) + " " + map->object->name,
                          both_ways(*map) ? "both ways" : "to " + title_of(back(*map) ? *map->source : *map->target),
                          matches.empty() ? quiet("always a new record") : joined(matches, ", else "), values});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section freshness(const Gathered& gathered) {
  Section section{.title = "How fresh", .blocks = {}, .sections = {}};
  List list;
  const auto& agreements = gathered.facts.agreements;
  if (agreements.sync && agreements.sync->every_ms > 0) {
    list.items.push_back(Line("Changes are looked for every ") + strong(time_of(agreements.sync->every_ms)) + ".");
  }
  for (const facts::ServiceLevel& level : agreements.service_levels) {
    list.items.push_back(strong(level.share.digits + "%") + " of records arrive within " +
                         strong(time_of(level.within_ms)) + ", measured over " + time_of(level.over_ms) +
                         (level.excluding_quiet ? ", quiet hours left out." : "."));
  }
  for (const budget::Line& line : gathered.compilation.reckoning.steady) {
    if (line.what == "a change arrives within") {
      list.items.push_back(Line("Reckoned from declared volumes and limits, a change arrives within ") +
                           strong(line.value) + " (" + line.how + ").");
    }
  }
  if (!list.items.empty()) {
    section.blocks.emplace_back(std::move(list));
  }
  return section;
}

/// What must never leave, and who let it go.
void add_let_go(const Gathered& gathered, List& list) {
  for (const facts::Declassification& one : gathered.facts.declassified) {
    std::vector<Line> names;
    for (const std::string& path : one.paths) {
      names.push_back(code(path));
    }
    if (!names.empty()) {
      list.items.push_back(open("With one exception") + ": something of " + listed(names) + " leaves all the same (" +
                           one.reason + "), approved by " + party_title(gathered.facts, one.party) + ".");
    }
  }
}

void add_where(const Gathered& gathered, List& list) {
  for (const auto& map : gathered.facts.maps) {
    if (map->where) {
      list.items.push_back(Line("It does not send every record of ") + title_of(*map->source) + " " +
                           map->resource->name + ", only those for which " +
                           condition_of(gathered.facts, map->where) + " (" + code(map->name) + ").");
    }
  }
}

/// What one side alone has and keeps for itself: a line for both directions, with its maps.
void add_unmatched(const Gathered& gathered, List& list) {
  std::vector<std::pair<std::string, std::string>> said;
  for (const auto& map : gathered.facts.maps) {
    for (const facts::Unmatched& unmatched : map->unmatched) {
      const std::pair direction = {unmatched.from, unmatched.to};
      if (unmatched.create || std::ranges::find(said, direction) != said.end()) {
        continue;
      }
      said.push_back(direction);
      std::vector<Line> maps;
      for (const auto& other : gathered.facts.maps) {
        const bool same = std::ranges::any_of(other->unmatched, [&](const facts::Unmatched& one) {
          return !one.create && one.from == unmatched.from && one.to == unmatched.to;
        });
        if (same) {
          maps.push_back(code(other->name));
        }
      }
      list.items.push_back(Line("A record that only ") + title_of(gathered.facts, unmatched.from) +
                           " has is left alone, not copied to " + title_of(gathered.facts, unmatched.to) + " (" +
                           joined(maps) + ").");
    }
  }
}

void add_never(const Gathered& gathered, List& list) {
  for (const ast::Item& item : gathered.compilation.contract.items) {
    const auto* privacy = std::get_if<ast::Privacy>(&item.node);
    if (!privacy) {
      continue;
    }
    for (const ast::Privacy::Entry& entry : privacy->entries) {
      if (entry.label.text == "never") {
        std::vector<Line> names;
        for (const ast::Expr& path : entry.paths) {
          names.push_back(code(gathered.compilation.files.text(path.span)));
        }
        list.items.push_back(Line("Nothing of ") + listed(names, " or ") + " leaves " +
                             title_of(gathered.facts, privacy->resource.parts.front().text) +
                             (entry.reason ? Line(": " + entry.reason->value) : Line()) + ".");
      }
    }
  }
}

Section refusals(const Gathered& gathered) {
  Section section{.title = "What it will not do", .blocks = {}, .sections = {}};
  List list;
  list.items.emplace_back(
      "It does not guess: a value that cannot be read as agreed is left out or the record set "
      "aside, as the line says, never replaced by something near.");
  add_never(gathered, list);
  add_let_go(gathered, list);
  add_where(gathered, list);
  add_unmatched(gathered, list);
  for (const ast::Existing* existing : gathered.facts.agreements.existing) {
    std::vector<Line> names;
    for (const facts::ExistingWrite& write : gathered.facts.agreements.existing_writes) {
      if (write.by == existing) {
        names.push_back(code(write.object + "." + write.property));
      }
    }
    if (!names.empty()) {
      list.items.push_back(Line("It does not write ") + listed(names, " or ") + ", which " + existing->title.value +
                           " writes.");
    }
  }
  if (std::ranges::all_of(gathered.facts.maps, [](const auto& map) { return map->on_delete != "archive"; })) {
    list.items.emplace_back("It deletes and archives nothing.");
  }
  section.blocks.emplace_back(std::move(list));
  return section;
}

/// What a signer must not take for done.
Section later(const Gathered& gathered) {
  Section section{.title = "Agreed, but not carried out yet", .blocks = {}, .sections = {}};
  if (gathered.facts.not_in_force.empty()) {
    return section;
  }
  section.blocks.emplace_back(
      Paragraph{open("This version of Treaty checks these agreements, but a run does not act on them:")});
  List list;
  for (const std::string& what : gathered.facts.not_in_force) {
    list.items.push_back(sentence(carried_out_later(what)));
  }
  section.blocks.emplace_back(std::move(list));
  return section;
}

}  // namespace

Section in_short(const Gathered& gathered) {
  Section section{.title = "In short", .blocks = {}, .sections = {}};
  std::vector<Line> names;
  for (const auto& system : gathered.facts.systems) {
    names.push_back(strong(title_of(*system)));
  }
  size_t values = 0;
  for (const auto& map : gathered.facts.maps) {
    values += map->fields.size() + map->reverse.size();
  }
  section.blocks.emplace_back(Paragraph{
      listed(names) + " are kept in step by " + counted(gathered.facts.maps.size(), "map", "maps") + " with " +
      counted(values, "line", "lines") + ". This document is made from the very contract that the software runs."});
  std::string doc;
  for (const std::string& line : gathered.compilation.contract.header->doc) {
    doc += (doc.empty() ? "" : " ") + line;
  }
  if (!doc.empty()) {
    section.blocks.emplace_back(Paragraph{doc});
  }
  section.sections.push_back(flows(gathered));
  const bool owned = std::ranges::any_of(gathered.facts.maps, [](const auto& map) { return both_ways(*map); });
  if (owned) {
    section.sections.push_back({.title = "Who wins", .blocks = {ownership(gathered)}, .sections = {}});
  }
  for (Section part : {freshness(gathered), refusals(gathered), later(gathered)}) {
    if (!part.blocks.empty()) {
      section.sections.push_back(std::move(part));
    }
  }
  return section;
}

}  // namespace treaty::doc
