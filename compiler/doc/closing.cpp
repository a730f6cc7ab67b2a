// What is still open, and the block for signatures.

#include <algorithm>
#include <array>

#include "compiler/doc/entries.h"
#include "compiler/doc/questions.h"
#include "compiler/doc/sections.h"
#include "compiler/driver/semantic_hash.h"

namespace treaty::doc {
namespace {

/// What can be approved, and what makes it a topic of this contract.
struct Topic {
  const char* name;
  bool there;
};

std::string approvers(const Gathered& gathered, const std::string& topic) {
  std::string names;
  for (const ast::Party* party : gathered.facts.agreements.parties) {
    if (std::ranges::find(party->approves, topic, &ast::Name::text) != party->approves.end()) {
      names += (names.empty() ? "" : ", ") + party->title.value;
    }
  }
  return names;
}

Table approvals(const Gathered& gathered) {
  const facts::Facts& facts = gathered.facts;
  const auto any_map = [&](auto has) { return std::ranges::any_of(facts.maps, has); };
  const bool privacy = std::ranges::any_of(gathered.compilation.contract.items, [](const ast::Item& item) {
    return std::holds_alternative<ast::Privacy>(item.node);
  });
  const std::array topics = {
      Topic{"design", true},
      Topic{"mapping", !facts.maps.empty()},
      Topic{"ownership", any_map([](const auto& map) { return !map->reverse.empty(); })},
      Topic{"privacy", privacy},
      Topic{"subscription", any_map([](const auto& map) { return !map->subscriptions.empty(); })},
      Topic{"access", true},
      Topic{"sync", facts.agreements.sync.has_value()},
      Topic{"acceptance", facts.agreements.acceptance.has_value()},
      Topic{"books", !facts.agreements.books.empty()},
  };
  Table table;
  table.caption = "Approvals to be given";
  table.columns = {"Topic", "By", "Given"};
  for (const Topic& topic : topics) {
    const std::string by = approvers(gathered, topic.name);
    if (topic.there) {
      table.rows.push_back(
          {topic.name, by.empty() ? open("nobody is named") : Line(by), quiet("with the signature")});
    }
  }
  return table;
}

template <class Entries>
void add_allowed(const Entries& entries, const std::string& of, Table& table) {
  for (const ast::Allow* allow : all_of<ast::Allow>(entries)) {
    table.rows.push_back({code(allow->code.text), of, allow->reason.value});
  }
}

/// What the compiler warned of and somebody accepted.
Table accepted(const Gathered& gathered) {
  Table table;
  table.caption = "Warnings that are accepted";
  table.columns = {"Code", "Of", "Why"};
  add_allowed(gathered.compilation.contract.items, "the contract", table);
  for (const auto& system : gathered.facts.systems) {
    add_allowed(system->tree->entries, title_of(*system), table);
    for (const facts::Resource& resource : system->resources) {
      add_allowed(resource.tree->entries, title_of(*system) + " " + resource.name, table);
    }
  }
  for (const auto& map : gathered.facts.maps) {
    add_allowed(map->tree->entries, "map " + map->name, table);
  }
  return table;
}

/// What it warns of still.
Table warnings(const Gathered& gathered) {
  Table table;
  table.caption = "What the compiler warns of";
  table.columns = {"Code", "Line", "What"};
  for (const diagnostics::Diagnostic& one : gathered.compilation.diagnostics.all()) {
    if (!one.confidential && one.severity() == diagnostics::Severity::warning) {
      const source::File& file = gathered.compilation.files[one.span.file];
      table.rows.push_back(
          {code(one.kind().code), std::to_string(file.position(one.span.begin).line), spoken(one.text())});
    }
  }
  return table;
}

}  // namespace

Section open_points(const Gathered& gathered) {
  Section section{.title = "Open points", .blocks = {}, .sections = {}};
  Table table;
  table.caption = "What somebody has to answer or finish";
  table.columns = {"Point", "Of", "Who", "By", "Holds up"};
  for (const Letter& letter : questions_of(gathered.facts, gathered.compilation.files)) {
    for (const Question& question : letter.questions) {
      table.rows.push_back({strong(question.text), question.about,
                            letter.title.empty() ? open("nobody is named") : Line(letter.title),
                            question.until.empty() ? open("no date") : Line(question.until), question.blocks});
    }
  }
  for (const driver::TestResult& result : gathered.tests.results) {
    if (!result.passed) {
      table.rows.push_back({strong("A test fails: " + result.name), result.title, "", open("no date"), ""});
    }
  }
  if (!table.rows.empty()) {
    section.blocks.emplace_back(std::move(table));
  }
  for (Table further : {warnings(gathered), accepted(gathered)}) {
    if (!further.rows.empty()) {
      section.blocks.emplace_back(std::move(further));
    }
  }
  if (!gathered.facts.agreements.parties.empty()) {
    section.blocks.emplace_back(approvals(gathered));
  }
  return section;
}

Section signatures(const Gathered& gathered) {
  Section section{.title = "Signatures", .blocks = {}, .sections = {}};
  const ast::Header& header = *gathered.compilation.contract.header;
  section.blocks.emplace_back(Paragraph{Line("Signed is the contract ") + code(header.name.text) + " version " +
                                        header.version + " with the number " +
                                        code(driver::agreement_hash(gathered.compilation)) +
                                        ". Comments and layout do not change that number; any other word of the "
                                        "contract does, and so does a document that "
                                        "makes it mean something else. Either asks for a new signature. \"treaty "
                                        "doc\" prints it for any copy of the contract."});
  Signatures block;
  for (const ast::Party* party : gathered.facts.agreements.parties) {
    std::string role;
    for (const ast::Name& topic : party->approves) {
      role += (role.empty() ? "approves " : ", ") + topic.text;
    }
    block.who.push_back({party->title.value, role});
  }
  if (block.who.empty()) {
    block.who = {{"For the client", ""}, {"For the integration", ""}};
  }
  section.blocks.emplace_back(std::move(block));
  return section;
}

}  // namespace treaty::doc
