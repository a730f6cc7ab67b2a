#include "compiler/parse/keywords.h"

#include <algorithm>
#include <map>
#include <string>

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "compiler/base/nearest.h"
#include "compiler/parse/places.h"

namespace treaty::parse {
namespace {

using L = TreatyLexer;
using Keywords = std::map<std::string, size_t, std::less<>>;

/// A block whose entries all begin with a keyword.
struct Entries {
  const char* block;
  Keywords keywords;
};
/// Null where other words may begin an entry too.
const Entries* entries_of(Place place) {
  static const std::map<Place, Entries> all = {
      {Place::contract, {"a contract", {{"import", L::K_IMPORT},
                                        {"party", L::K_PARTY},
                                        {"system", L::K_SYSTEM},
                                        {"environment", L::K_ENVIRONMENT},
                                        {"existing", L::K_EXISTING},
                                        {"pending", L::K_PENDING},
                                        {"table", L::K_TABLE},
                                        {"picklist", L::K_PICKLIST},
                                        {"transform", L::K_TRANSFORM},
                                        {"privacy", L::K_PRIVACY},
                                        {"map", L::K_MAP},
                                        {"usecase", L::K_USECASE},
                                        {"test", L::K_TEST},
                                        {"sync", L::K_SYNC},
                                        {"sla", L::K_SLA},
                                        {"alert", L::K_ALERT},
                                        {"accept", L::K_ACCEPT},
                                        {"books", L::K_BOOKS},
                                        {"allow", L::K_ALLOW},
                                        {"contract", L::K_CONTRACT}}}},
      {Place::system,
       {"a system",
        {{"schema", L::K_SCHEMA},
         {"base", L::K_BASE},
         {"zone", L::K_ZONE},
         {"version", L::K_VERSION},
         {"tier", L::K_TIER},
         {"auth", L::K_AUTH},
         {"limit", L::K_LIMIT},
         {"retry", L::K_RETRY},
         {"quiet", L::K_QUIET},
         {"ensure", L::K_ENSURE},
         {"resource", L::K_RESOURCE},
         {"changes", L::K_CHANGES},
         {"allow", L::K_ALLOW}}}},
      {Place::resource,
       {"a resource",
        {{"key", L::K_KEY},
         {"volume", L::K_VOLUME},
         {"list", L::K_LIST},
         {"get", L::K_GET},
         {"create", L::K_CREATE},
         {"update", L::K_UPDATE},
         {"delete", L::K_DELETE},
         {"page", L::K_PAGE},
         {"changes", L::K_CHANGES},
         {"deleted", L::K_DELETED},
         {"webhook", L::K_WEBHOOK},
         {"schema", L::K_SCHEMA},
         {"allow", L::K_ALLOW}}}},
      {Place::test, {"a test", {{"given", L::K_GIVEN}, {"expect", L::K_EXPECT}}}},
      {Place::transform, {"a transform's block", {{"example", L::K_EXAMPLE}, {"reverse", L::K_REVERSE}}}}};
  const auto found = all.find(place);
  return found == all.end() ? nullptr : &found->second;
}

class Mender {
 public:
  Mender(std::vector<Token>& words, std::string_view text, diagnostics::Diagnostics& out)
      : words_(words), text_(text), out_(out) {}

  void run() {
    bool begins = true;
    for (size_t i = 0; i < words_.size(); ++i) {
      Token& word = words_[i];
      if (begins && word.type != TreatyLexer::END && word.type != TreatyLexer::RBRACE) {
        mend(i);
        head_.back() = word.type;
      }
      begins = word.type == TreatyLexer::END || word.type == TreatyLexer::LBRACE;
      if (word.type == TreatyLexer::LBRACE) {
        blocks_.push_back(place_inside(blocks_.back(), head_.back(), i > 0 ? words_[i - 1].type : 0));
        head_.push_back(0);
      } else if (word.type == TreatyLexer::RBRACE && blocks_.size() > 1) {
        blocks_.pop_back();
        head_.pop_back();
      }
    }
    put_in();
  }

 private:
  static bool is_word(size_t type) { return type == TreatyLexer::IDENT || type < TreatyLexer::DOC; }

  void mend(size_t i) {
    Token& word = words_[i];
    const Entries* entries = entries_of(blocks_.back());
    const std::string written(text_.substr(word.span.begin, word.span.end - word.span.begin));
    const bool followed = i + 1 < words_.size() && words_[i + 1].type != TreatyLexer::END;
    if (entries == nullptr || entries->keywords.contains(written) || !is_word(word.type) || word.reported ||
        !followed) {
      return;
    }
    if (blocks_.back() == Place::resource && put_action_before(i, written)) {
      return;
    }
    std::vector<std::string> names;
    for (const auto& [name, type] : entries->keywords) {
      names.push_back(name);
    }
    const std::vector<std::string> near = nearest(written, names);
    if (near.empty()) {
      return;
    }
    auto& said = out_.report(word.span, diagnostics::unknown_entry, written, std::string(entries->block));
    said.notes.push_back(did_you_mean(written, names));
    said.fixes.push_back({.span = word.span, .replacement = near.front(), .certain = false});
    word.type = entries->keywords.find(near.front())->second;
    word.reported = true;
  }

  /// `GET "/members"` lacks the word that says what it is for.
  bool put_action_before(size_t i, const std::string& method) {
    static const Keywords actions = {{"GET", L::K_LIST},
                                     {"POST", L::K_CREATE},
                                     {"PUT", L::K_UPDATE},
                                     {"PATCH", L::K_UPDATE},
                                     {"DELETE", L::K_DELETE}};
    const auto action = actions.find(method);
    if (action == actions.end()) {
      return false;
    }
    const source::Span where = words_[i].span;
    size_t type = action->second;
    if (type == L::K_LIST && i + 1 < words_.size()) {  // with an id in its path it is one record that is asked for
      const source::Span path = words_[i + 1].span;
      type = text_.substr(path.begin, path.end - path.begin).find('{') == std::string_view::npos ? type : L::K_GET;
    }
    const Entries& resource = *entries_of(Place::resource);
    const std::string word =
        std::ranges::find(resource.keywords, type, [](const auto& entry) { return entry.second; })->first;
    auto& said = out_.report(where, diagnostics::unknown_entry, method, std::string(resource.block));
    said.notes.push_back("did you mean `" + word + " " + method + "`?");
    const source::Span before{where.file, where.begin, where.begin};
    said.fixes.push_back({.span = before, .replacement = word + " ", .certain = false});
    words_[i].reported = true;
    put_in_.emplace_back(i, Token{type, before, false, true});
    return true;
  }

  void put_in() {
    std::vector<Token> words;
    auto next = put_in_.begin();
    for (size_t i = 0; i < words_.size() && !put_in_.empty(); ++i) {
      if (next != put_in_.end() && next->first == i) {
        words.push_back((next++)->second);
      }
      words.push_back(words_[i]);
    }
    if (!words.empty()) {
      words_ = std::move(words);
    }
  }

  std::vector<Token>& words_;
  std::string_view text_;
  diagnostics::Diagnostics& out_;
  std::vector<std::pair<size_t, Token>> put_in_;  // words left out, and before which they belong
  std::vector<Place> blocks_ = {Place::contract};
  std::vector<size_t> head_ = {0};  // the first word of the statement that is read, block by block
};

}  // namespace

void mend_keywords(std::vector<Token>& words, std::string_view text, diagnostics::Diagnostics& out) {
  Mender(words, text, out).run();
}

}  // namespace treaty::parse
