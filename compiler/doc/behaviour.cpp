// How it behaves: policies of the maps, the reckoning, reliability.

#include <algorithm>

#include <fmt/core.h>

#include "compiler/doc/sections.h"
#include "compiler/doc/words.h"

namespace treaty::doc {
namespace {

Cell start_of(const facts::Map& map) {
  if (!map.start) {
    return quiet("a record found by its match is brought up to date");
  }
  return std::vector<Line>{
      map.start->adopt ? Line("records that are there already are taken over") : Line(),
      map.start->wins == facts::Start::Wins::newest ? Line("the newest value wins") : Line("the owner's value wins"),
      map.start->empty_wins ? Line("an empty value may win") : Line("an empty value never wins")};
}

Cell unmatched_of(const facts::Facts& facts, const facts::Map& map) {
  std::vector<Line> lines;
  for (const facts::Unmatched& unmatched : map.unmatched) {
    lines.push_back(Line("only in ") + title_of(facts, unmatched.from) + ": " +
                    (unmatched.create ? Line("created in ") + title_of(facts, unmatched.to) : Line("left alone")));
  }
  return lines.empty() ? Cell("created in " + title_of(*map.target)) : Cell(lines);
}

Cell writes_of(const facts::Map& map) {
  std::vector<Line> lines;
  std::vector<std::string> groups;
  for (const facts::Field& field : map.fields) {
    if (field.write != facts::Write::always) {
      lines.push_back(code(field.property) +
                      (field.write == facts::Write::once ? " is written once" : " only where it is empty"));
    }
    if (!field.group.empty() && std::ranges::find(groups, field.group) == groups.end()) {
      groups.push_back(field.group);
    }
  }
  for (const std::string& group : groups) {
    std::vector<Line> names;
    for (const facts::Field& field : map.fields) {
      if (field.group == group) {
        names.push_back(code(field.property));
      }
    }
    lines.push_back(listed(names) + " are one value (" + group + ")");
  }
  return lines.empty() ? Cell(quiet("every change is written")) : Cell(lines);
}

Table reckoned(const facts::Facts& facts, const char* caption, const std::vector<budget::Line>& lines) {
  Table table;
  table.caption = caption;
  table.columns = {"Of", "What", "How much", "How it was worked out"};
  for (const budget::Line& line : lines) {
    table.rows.push_back({title_of(facts, line.subject), line.what, strong(line.value), spoken(line.how)});
  }
  return table;
}

}  // namespace

Section policies(const Gathered& gathered) {
  Section section{.title = "Policies", .blocks = {}, .sections = {}};
  Table table;
  table.caption = "What becomes of records, by map";
  table.columns = {"Map", "First contact", "Only one side has it", "Deleted at the source", "Writing"};
  for (const auto& map : gathered.facts.maps) {
    table.rows.push_back({code(map->name), start_of(*map), unmatched_of(gathered.facts, *map),
                          map->on_delete.empty()        ? quiet("nothing happens")
                          : map->on_delete == "archive" ? Line("archived in ") + title_of(*map->target)
                                                        : Line("left alone"),
                          writes_of(*map)});
  }
  if (table.rows.empty()) {
    return section;
  }
  section.blocks.emplace_back(std::move(table));
  List list;
  const auto& sync = gathered.facts.agreements.sync;
  if (sync && !sync->backfill.empty()) {
    std::vector<Line> maps;
    for (const std::string& map : sync->backfill) {
      maps.push_back(code(map));
    }
    list.items.push_back(Line("The first load goes in this order: ") + joined(maps) + ".");
  }
  if (sync && sync->loops) {
    std::vector<Line> means;
    if (!sync->loops->marker.empty()) {
      means.push_back(Line("the property ") + code(sync->loops->marker) + " says who wrote last");
    }
    if (sync->loops->window_ms > 0) {
      means.push_back(Line("changes seen within ") + time_of(sync->loops->window_ms) + " of our own write");
    }
    if (sync->loops->hash) {
      means.emplace_back("what equals what we wrote");
    }
    list.items.push_back(Line("Our own changes are not taken for news; they are told by: ") + joined(means, "; ") +
                         ".");
  }
  for (const char* what : {"start", "on delete", "write once", "write if_empty", "group atomic"}) {
    if (not_in_force(gathered, what)) {
      list.items.push_back(open("Not carried out by this version of Treaty yet") + ": " + carried_out_later(what) +
                           ".");
    }
  }
  if (!list.items.empty()) {
    section.blocks.emplace_back(std::move(list));
  }
  return section;
}

Section reckoning(const Gathered& gathered) {
  Section section{.title = "The reckoning: volumes, limits, time", .blocks = {}, .sections = {}};
  const budget::Reckoning& found = gathered.compilation.reckoning;
  for (Table table : {reckoned(gathered.facts, "Round by round", found.steady),
                      reckoned(gathered.facts, "The first load of everything", found.backfill),
                      reckoned(gathered.facts, "After an outage", found.outage)}) {
    if (!table.rows.empty()) {
      section.blocks.emplace_back(std::move(table));
    }
  }
  List unknown;
  for (const std::string& one : found.unknown) {
    unknown.items.push_back(open("Not declared") + " " + spoken(one));
  }
  if (!unknown.items.empty()) {
    section.blocks.emplace_back(std::move(unknown));
  }
  return section;
}

Section reliability(const Gathered&) {
  Section section{.title = "Reliability", .blocks = {}, .sections = {}};
  List list;
  list.items = {
      strong("Every record is accounted for.") +
          " After each batch, what was read equals what was written, unchanged, filtered out and set aside, added "
          "up.",
      strong("An interruption loses nothing.") +
          " A record is noted in the ledger before it is sent. After a failure the next run reads what reached "
          "HubSpot "
          "and goes on from there, with the page that came next.",
      strong("Nothing is written twice.") +
          " What has not changed since both sides last agreed is not sent again, and two records that claim the same "
          "match value do not overwrite one another.",
      strong("What cannot be written is kept.") +
          " A record that breaks a rule, or that HubSpot refuses, is set aside with its cause while the others go "
          "on; "
          "after the mend it can be played again.",
      strong("Limits are respected.") +
          " Requests keep within the limits listed under interfaces, and failures that pass are tried again with "
          "growing pauses.",
  };
  section.blocks.emplace_back(std::move(list));
  return section;
}

}  // namespace treaty::doc
