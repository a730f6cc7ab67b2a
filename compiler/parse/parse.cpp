#include "compiler/parse/parse.h"

#include <algorithm>
#include <utility>

#include <antlr4-runtime.h>

#include <fmt/core.h>

#include "compiler/parse/brackets.h"
#include "compiler/parse/comments.h"
#include "compiler/parse/keys.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/limits.h"
#include "compiler/parse/line_filter.h"
#include "compiler/parse/quotes.h"
#include "compiler/parse/strategy.h"
#include "compiler/parse/tokens.h"
#include "compiler/parse/transform.h"
#include "compiler/parse/utf8.h"

namespace treaty::parse {
namespace {

/// Everything one parse needs, in the order it is made.
class Parse {
 public:
  Parse(const source::File& file, source::FileId id, diagnostics::Diagnostics& out)
      : file_(file), id_(id), all_(lex(file.text(), id)), out_(out) {
    if (!too_large(all_, out)) {
      mend();
    }
    stream_ = std::make_unique<antlr4::ListTokenSource>(antlr_tokens());
    tokens_ = std::make_unique<antlr4::CommonTokenStream>(stream_.get());
    parser_ = std::make_unique<TreatyParser>(tokens_.get());
    parser_->removeErrorListeners();
    parser_->setErrorHandler(std::make_shared<LineStrategy>(words_, file.text(), out));
    if (words_.empty()) {
      words_.push_back({TreatyLexer::END, {id, 0, 0}, false});
    }
  }

  TreatyParser& parser() { return *parser_; }
  /// Of a `}` too many and the lines it was meant to close one thing is said: the first of them, or that it closes
  /// nothing.
  void report_strays() {
    for (const StrayBrace& stray : strays_) {
      bool said = false;
      out_.take_out([&](const diagnostics::Diagnostic& one) {
        const bool about = one.span.file == id_ && one.span.begin >= stray.from && one.span.begin < stray.span.begin;
        return about && std::exchange(said, true);
      });
      if (!said) {
        out_.report(stray.span, diagnostics::stray_brace);
      }
    }
  }
  /// Whether the file ends inside a block, or in the middle of a line that cannot be read.
  [[nodiscard]] bool cut_off(const ast::Contract& contract) const {
    const bool unread_end = !contract.unread.empty() && !file_.text().ends_with('\n') &&
                            contract.unread.back().span.end == words_.back().span.end;
    return cut_off_ || unread_end;
  }
  Transformer transformer() { return {id_, file_.text(), words_, all_, parser_->getVocabulary(), out_}; }

 private:
  /// What was written becomes what was meant, and only statements are left.
  void mend() {
    mend_comments(all_, file_.text(), out_);
    mend_keys(all_, out_);
    mend_quotes(all_, file_.text(), out_);
    mend_slips(all_, file_.text(), out_);
    mend_brackets(all_, file_.text(), out_);
    Statements read = statements(all_, file_, out_);
    words_ = std::move(read.words);
    strays_ = std::move(read.strays);
    cut_off_ = read.cut_off;
    mend_keywords(words_, file_.text(), out_);
  }
  std::vector<std::unique_ptr<antlr4::Token>> antlr_tokens() const {
    std::vector<std::unique_ptr<antlr4::Token>> tokens;
    tokens.reserve(words_.size() + 1);
    for (const Token& word : words_) {
      tokens.push_back(std::make_unique<antlr4::CommonToken>(word.type));
    }
    tokens.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF));
    return tokens;
  }

  const source::File& file_;
  source::FileId id_;
  std::vector<Token> all_;
  diagnostics::Diagnostics& out_;
  std::vector<Token> words_;
  std::vector<StrayBrace> strays_;
  bool cut_off_ = false;
  std::unique_ptr<antlr4::ListTokenSource> stream_;
  std::unique_ptr<antlr4::CommonTokenStream> tokens_;
  std::unique_ptr<TreatyParser> parser_;
};

/// ANTLR reads code points; what is no UTF-8 never reaches it.
bool is_utf8(const source::File& file, source::FileId id, diagnostics::Diagnostics& out) {
  const auto invalid = first_invalid_utf8(file.text());
  if (!invalid) {
    return true;
  }
  const auto byte = static_cast<unsigned char>(file.text()[*invalid]);
  out.report({id, *invalid, *invalid + 1}, diagnostics::invalid_utf8, fmt::format("0x{:02X}", byte));
  return false;
}

/// Where a contract looks otherwise than it is read: Unicode's embeddings, overrides and isolates (U+202A to 202E,
/// 2066 to 2069).
void report_turned_text(const source::File& file, source::FileId id, diagnostics::Diagnostics& out) {
  const std::string_view text = file.text();
  for (size_t at = text.find('\xE2'); at != std::string_view::npos && at + 2 < text.size();
       at = text.find('\xE2', at + 1)) {
    const auto last = static_cast<unsigned char>(text[at + 2]);
    if ((text[at + 1] == '\x80' && last >= 0xAA && last <= 0xAE) ||
        (text[at + 1] == '\x81' && last >= 0xA6 && last <= 0xA9)) {
      const auto begin = static_cast<uint32_t>(at);
      out.report({id, begin, begin + 3}, diagnostics::turned_text);
    }
  }
}

}  // namespace

ast::Contract parse(const source::FileSet& files, source::FileId id, diagnostics::Diagnostics& out) {
  if (!is_utf8(files[id], id, out)) {
    return {.file = id, .header = {}, .items = {}};
  }
  report_turned_text(files[id], id, out);
  Parse parse(files[id], id, out);
  ast::Contract contract = parse.transformer().contract(*parse.parser().file());
  contract.cut_off = parse.cut_off(contract);
  parse.report_strays();
  return contract;
}

ast::Expr parse_expression(const source::FileSet& files, source::FileId id, diagnostics::Diagnostics& out) {
  if (!is_utf8(files[id], id, out)) {
    return {ast::NodeId{0}, {id, 0, 0}, ast::Missing{}};
  }
  Parse parse(files[id], id, out);
  parse.report_strays();
  try {
    return parse.transformer().expression(parse.parser().expressionOnly()->expr());
  } catch (const antlr4::RecognitionException&) {  // reported; there is no line to give up but this one
    return {ast::NodeId{0}, {id, 0, 0}, ast::Missing{}};
  }
}

std::vector<Word> words(const source::FileSet& files, source::FileId id) {
  std::vector<Word> found;
  if (first_invalid_utf8(files[id].text())) {
    return found;
  }
  for (const Token& token : lex(files[id].text(), id)) {
    const Word::Kind kind = token.hidden                         ? Word::Kind::comment
                            : token.type == TreatyLexer::NEWLINE ? Word::Kind::newline
                                                                 : Word::Kind::word;
    found.push_back({kind, token.span});
  }
  return found;
}

}  // namespace treaty::parse
