#pragma once

// What completion offers: a list of items, each in the protocol's form, the likelier first.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/lsp/analysis.h"

namespace treaty::lsp {

/// CompletionItemKind of the protocol.
enum class ItemKind {
  function = 3,
  field = 5,
  module = 9,
  property = 10,
  enumeration = 13,
  keyword = 14,
  snippet = 15,
  option = 20,
  constant = 21,
  type = 25
};

/// How likely something is meant; what is sorted by.
enum class Rank { likely, possible, unlikely };

class Proposals {
 public:
  /// The word from `begin` to the caret is what an item replaces.
  Proposals(const Spot& spot, uint32_t begin) : spot_(spot), begin_(begin) {}

  /// `put` is what is written; empty: the label. As a snippet, `$1` and `$0` are places of the caret.
  void add(std::string label, ItemKind kind, Rank rank, std::string detail = {}, std::string put = {},
           bool snippet = false);
  void words(std::initializer_list<std::string_view> words, Rank rank = Rank::likely);
  /// `match …`: the word, then what follows it as a snippet.
  void phrases(std::initializer_list<std::pair<std::string_view, std::string_view>> phrases);

  void fields(const schema::Record& record, Rank rank);
  void properties(const schema::HubspotObject& object, const std::vector<std::string>& written);
  void options(const std::vector<std::string>& values, const std::vector<schema::Option>& labelled = {});
  /// The same values where a value is compared with a text.
  void texts(const std::vector<std::string>& values);
  /// The steps; those first that take a value of type `before`.
  void steps(const types::Type* before);
  /// The library's and the contract's functions that begin a value.
  void functions();
  /// What the contract declares of a role.
  void declared(Role role, Rank rank = Rank::likely);

  [[nodiscard]] Json items() && { return std::move(items_); }

 private:
  const Spot& spot_;
  uint32_t begin_;
  Json items_ = Json::array();
};

/// A name as it is written: in backquotes where it is no plain word or a word of the language.
std::string written_name(std::string_view name);

}  // namespace treaty::lsp
