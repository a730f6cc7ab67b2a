#include "compiler/lsp/proposals.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include <fmt/core.h>

#include "compiler/functions/functions.h"

namespace treaty::lsp {
namespace {

/// Whether a step takes a value of this type first; 2: as it is, 1: any value, 0: not at all.
int takes(const functions::Function& step, const types::Type& before) {
  if (step.parameters.empty()) return 0;
  const functions::Parameter& first = step.parameters.front();
  if (first.kind != functions::ParameterKind::value) return 0;
  if (first.type.kind == types::Kind::unknown || before.kind == types::Kind::unknown) return 1;
  return types::fits(before, first.type) ? 2 : 0;
}

/// `lookup($1)`: parentheses where something must be written in them.
std::string call_of(const functions::Function& step) {
  const bool wants =
      std::ranges::any_of(step.parameters.begin() + (step.parameters.empty() ? 0 : 1), step.parameters.end(),
                          [](const functions::Parameter& one) { return !one.optional; });
  return wants ? step.name + "($1)" : step.name;
}

std::string detail_of(const functions::Function& step) {
  return step.signature.starts_with(step.name) ? step.signature : step.name + step.signature;
}

}  // namespace

std::string written_name(std::string_view name) {
  // The ten words that are no names anywhere, and the one that only begins a contract.
  constexpr std::array<std::string_view, 11> reserved = {"if", "then", "else",  "and",  "or",      "not",
                                                         "in", "true", "false", "null", "contract"};
  const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  const bool plain = !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
                     std::ranges::all_of(name, letter) && std::ranges::find(reserved, name) == reserved.end();
  return plain ? std::string(name) : fmt::format("`{}`", name);
}

void Proposals::add(std::string label, ItemKind kind, Rank rank, std::string detail, std::string put, bool snippet) {
  constexpr int as_snippet = 2;
  const source::Span word{.file = spot_.file, .begin = begin_, .end = spot_.offset};
  Json item = {{"label", label},
               {"kind", static_cast<int>(kind)},
               {"sortText", fmt::format("{}{:04}", static_cast<int>(rank), items_.size())},
               {"textEdit",
                {{"range", to_range(spot_.text(), word, spot_.encoding)}, {"newText", put.empty() ? label : put}}}};
  if (!detail.empty()) item["detail"] = std::move(detail);
  if (snippet) item["insertTextFormat"] = as_snippet;
  items_.push_back(std::move(item));
}

void Proposals::words(std::initializer_list<std::string_view> words, Rank rank) {
  for (const std::string_view word : words) add(std::string(word), ItemKind::keyword, rank);
}

void Proposals::phrases(std::initializer_list<std::pair<std::string_view, std::string_view>> phrases) {
  for (const auto& [word, rest] : phrases) {
    add(std::string(word), ItemKind::snippet, Rank::possible, {}, fmt::format("{} {}", word, rest), true);
  }
}

void Proposals::fields(const schema::Record& record, Rank rank) {
  for (const schema::Field& field : record.fields) {
    std::string detail = types::to_string(field.type);
    if (field.example && !is_private(spot_.analysis.compilation, field)) detail += ", for example " + *field.example;
    add(field.name, ItemKind::field, rank, std::move(detail), written_name(field.name));
  }
}

void Proposals::properties(const schema::HubspotObject& object, const std::vector<std::string>& written) {
  for (const schema::Property& property : object.properties) {
    if (property.calculated || property.read_only) continue;
    const bool done = std::ranges::find(written, property.name) != written.end();
    const bool ours = property.origin.document != "HubSpot";
    add(property.name, ItemKind::property,
        done   ? Rank::unlikely
        : ours ? Rank::likely
               : Rank::possible,
        fmt::format("{}, {}", types::to_string(property.type), property.label), written_name(property.name));
  }
}

void Proposals::options(const std::vector<std::string>& values, const std::vector<schema::Option>& labelled) {
  for (const std::string& value : values) {
    const auto found = std::ranges::find(labelled, value, &schema::Option::value);
    const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    const std::string put =
        written_name(value) == value || std::ranges::all_of(value, letter) ? value : fmt::format("\"{}\"", value);
    add(value, ItemKind::option, Rank::likely, found == labelled.end() ? "" : found->label, put);
  }
}

void Proposals::texts(const std::vector<std::string>& values) {
  for (const std::string& value : values)
    add(value, ItemKind::option, Rank::likely, {}, fmt::format("\"{}\"", value));
}

void Proposals::steps(const types::Type* before) {
  std::set<std::string> offered;
  for (const int wanted : {2, 1, 0}) {
    for (const functions::Function& step : functions::all()) {
      if ((before ? takes(step, *before) : 1) != wanted || !offered.insert(step.name).second) continue;
      const std::string put = call_of(step);
      const Rank rank = wanted == 2 ? Rank::likely : wanted == 1 ? Rank::possible : Rank::unlikely;
      add(step.name, ItemKind::function, rank, detail_of(step), put, put != step.name);
    }
  }
  declared(Role::transform);
  add("picklist", ItemKind::keyword, Rank::possible, "values of one side to values of the other", "picklist { $1 }",
      true);
}

void Proposals::functions() {
  declared(Role::transform, Rank::unlikely);
  std::set<std::string> offered;
  for (const functions::Function& step : functions::all()) {
    if (step.parameters.empty() && offered.insert(step.name).second) {
      add(step.name, ItemKind::function, Rank::unlikely, detail_of(step));
    }
  }
}

void Proposals::declared(Role role, Rank rank) {
  for (const Occurrence& one : spot_.analysis.index.occurrences) {
    if (!one.definition || one.role != role) continue;
    const ItemKind kind = role == Role::transform                         ? ItemKind::function
                          : role == Role::table || role == Role::picklist ? ItemKind::enumeration
                                                                          : ItemKind::constant;
    const source::File& file = spot_.analysis.compilation.files[one.span.file];
    add(one.key, kind, rank, file.name() == spot_.text().name() ? "" : file.name(), written_name(one.key));
  }
}

}  // namespace treaty::lsp
