#include "compiler/doc/design.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "compiler/budget/render.h"
#include "compiler/doc/questions.h"
#include "compiler/doc/sections.h"
#include "compiler/driver/semantic_hash.h"

namespace treaty::doc {

std::string title_of(const facts::System& system) {
  return system.tree && system.tree->title ? system.tree->title->value : system.name;
}

std::string title_of(const facts::Facts& facts, std::string_view name) {
  const facts::System* system = facts.system(name);
  return system ? title_of(*system) : std::string(name);
}

std::string party_title(const facts::Facts& facts, std::string_view party) {
  const auto& parties = facts.agreements.parties;
  const auto found = std::ranges::find_if(parties, [&](const ast::Party* one) { return one->name.text == party; });
  return found == parties.end() ? std::string(party) : (*found)->title.value;
}

std::string time_of(int64_t milliseconds) { return budget::time_text(static_cast<double>(milliseconds) / 1000); }

std::string time_of(const ast::Duration& duration) {
  const auto months = static_cast<size_t>(duration.months);
  return months == 0        ? time_of(duration.milliseconds)
         : months % 12 == 0 ? counted(months / 12, "year", "years")
                            : counted(months, "month", "months");
}

std::string carried_out_later(std::string_view what) {
  struct Words {
    std::string_view what, words;
  };
  constexpr std::array all = {
      Words{"quiet", "quiet hours are not observed"},
      Words{"deleted when", "deletions at the source are not noticed"},
      Words{"on delete", "nothing is archived after a deletion"},
      Words{"webhook", "webhooks are not received; changes are found by asking"},
      Words{"changes every", "HubSpot is not asked for changes by itself"},
      Words{"<->, from right to left,", "nothing flows back from HubSpot yet"},
      Words{"start", "the first contact follows no rules of its own: what matches is brought up to date"},
      Words{"group atomic", "a group's values are written one by one"},
      Words{"write once", "what is agreed to be written once is written at every change"},
      Words{"write if_empty", "what is agreed to fill empty values only is written at every change"},
      Words{"list", "list memberships are left as they are"},
      Words{"subscription", "subscriptions and consent are left as they are"},
      Words{"sync", "runs are started by a scheduler of yours, not by Treaty"},
      Words{"sla", "service levels are not measured"},
      Words{"alert", "alerts are not sent"},
      Words{"accept", "acceptance is not measured"},
      Words{"books", "books and records are not kept"},
  };
  const auto* found = std::ranges::find(all, what, &Words::what);
  return found != all.end() ? std::string(found->words) : std::string(what) + " is not carried out";
}

std::string number_of(int64_t number) {
  std::string text = std::to_string(number);
  for (size_t i = text.size(); i > 3; i -= 3) {
    text.insert(i - 3, " ");
  }
  return text;
}

bool not_in_force(const Gathered& gathered, std::string_view what) {
  return std::ranges::find(gathered.facts.not_in_force, what) != gathered.facts.not_in_force.end();
}

namespace {

Table cover(const Gathered& gathered) {
  const ast::Header& header = *gathered.compilation.contract.header;
  Table table;
  table.caption = "This document";
  table.columns = {"", ""};
  table.rows.push_back({"Contract", code(header.name.text) + " version " + strong(header.version)});
  if (!gathered.options.date.empty()) {
    table.rows.push_back({"Date", gathered.options.date});
  }
  size_t open_questions = 0;
  for (const Letter& letter : questions_of(gathered.facts, gathered.compilation.files)) {
    open_questions += letter.questions.size();
  }
  table.rows.push_back({"Open points", open_questions == 0
                                           ? Line("none")
                                           : open(counted(open_questions, "open point", "open points"))});
  const auto& results = gathered.tests.results;
  if (!results.empty()) {
    const size_t failed = gathered.tests.failed();
    table.rows.push_back(
        {"Tests", failed == 0 ? Line(counted(results.size(), "test passes", "tests pass"))
                              : open(std::to_string(failed) + " of " + std::to_string(results.size()) + " fail")});
  }
  table.rows.push_back({"Number to be signed", code(driver::agreement_hash(gathered.compilation))});
  table.rows.push_back({"Semantic hash", code(gathered.compilation.manifest->semantic_hash) + " (of what is run)"});
  return table;
}

}  // namespace

Document design_of(const driver::Compilation& compilation, const DesignOptions& options) {
  const driver::TestReport tests = driver::run_tests(compilation);
  const Gathered gathered{compilation, compilation.facts, options, tests, samples_of(compilation, tests)};
  const ast::Header& header = *compilation.contract.header;
  Document document;
  document.title = header.title ? header.title->value : header.name.text;
  document.subtitle = "Field-level mapping and integration design";
  document.facts = cover(gathered);
  constexpr std::array chapters = {
      in_short,          people,   use_cases, object_model, field_tables, left_out,    shared_rules,
      created_in_portal, policies, access,    environments, reckoning,    reliability, monitoring,
      acceptance,        privacy,  consent,   books,        open_points,  signatures};
  for (const auto& chapter : chapters) {
    Section section = chapter(gathered);
    if (!section.blocks.empty() || !section.sections.empty()) {
      document.sections.push_back(std::move(section));
    }
  }
  return document;
}

}  // namespace treaty::doc
