#include "compiler/doc/questions.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace treaty::doc {
namespace {

std::string place_of(const source::FileSet& files, source::Span span) {
  const source::File& file = files[span.file];
  return file.name() + ":" + std::to_string(file.position(span.begin).line);
}

/// Whoever answers for the mapping.
const ast::Party* answerer(const facts::Facts& facts) {
  const auto& parties = facts.agreements.parties;
  const auto found = std::ranges::find_if(parties, [](const ast::Party* party) {
    return std::ranges::find(party->approves, "mapping", &ast::Name::text) != party->approves.end();
  });
  return found != parties.end() ? *found : parties.empty() ? nullptr : parties.front();
}

const ast::Party* party_of(const facts::Facts& facts, const std::optional<ast::Name>& name) {
  const auto& parties = facts.agreements.parties;
  const auto found =
      std::ranges::find_if(parties, [&](const ast::Party* party) { return name && party->name.text == name->text; });
  return found == parties.end() ? answerer(facts) : *found;
}

Letter& letter_to(std::vector<Letter>& letters, const ast::Party* party) {
  const std::string name = party ? party->name.text : "";
  const auto found = std::ranges::find(letters, name, &Letter::party);
  if (found != letters.end()) {
    return *found;
  }
  letters.push_back({name, party ? party->title.value : "", party && party->email ? party->email->value : "", {}});
  return letters.back();
}

std::string joined(const std::vector<ast::Name>& names) {
  std::string text;
  for (const ast::Name& name : names) {
    text += (text.empty() ? "" : ", ") + name.text;
  }
  return text;
}

}  // namespace

std::vector<Letter> questions_of(const facts::Facts& facts, const source::FileSet& files) {
  std::vector<Letter> letters;
  for (const ast::Pending* pending : facts.agreements.pending) {
    letter_to(letters, party_of(facts, pending->by))
        .questions.push_back({pending->title.value, "pending: " + pending->name.text,
                              pending->until ? pending->until->value : "", joined(pending->blocks),
                              place_of(files, pending->name.span)});
  }
  for (const auto& map : facts.maps) {
    for (const facts::Field& field : map->fields) {
      if (!field.unconfirmed.empty()) {
        letter_to(letters, answerer(facts))
            .questions.push_back({field.unconfirmed, "map " + map->name + ", property " + field.property, "", "",
                                  place_of(files, field.span)});
      }
    }
  }
  return letters;
}

std::string to_text(const std::vector<Letter>& letters, const std::string& contract) {
  if (letters.empty()) {
    return fmt::format("{}: nothing is open\n", contract);
  }
  std::string text = fmt::format("Open questions about {}\n", contract);
  for (const Letter& letter : letters) {
    text += letter.party.empty()
                ? "\nTo whoever answers for the mapping (no party is named)\n"
                : fmt::format("\nTo {}{}\n", letter.title, letter.email.empty() ? "" : " <" + letter.email + ">");
    for (size_t i = 0; i < letter.questions.size(); ++i) {
      const Question& question = letter.questions[i];
      text += fmt::format("  {}. {}\n     {}{}{}   ({})\n", i + 1, question.text, question.about,
                          question.until.empty() ? "" : "; by " + question.until,
                          question.blocks.empty() ? "" : "; blocks " + question.blocks, question.place);
    }
  }
  return text;
}

std::string to_json(const std::vector<Letter>& letters) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Letter& letter : letters) {
    nlohmann::ordered_json questions = nlohmann::ordered_json::array();
    for (const Question& question : letter.questions) {
      questions.push_back({{"text", question.text},
                           {"about", question.about},
                           {"until", question.until},
                           {"blocks", question.blocks},
                           {"place", question.place}});
    }
    list.push_back(
        {{"party", letter.party}, {"title", letter.title}, {"email", letter.email}, {"questions", questions}});
  }
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::doc
