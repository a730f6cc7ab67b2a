// Colours by meaning. What names something has its role from the index; a bare word without a role is the language's
// own.

#include <array>
#include <cctype>

#include "compiler/lsp/answers.h"
#include "compiler/parse/parse.h"

namespace treaty::lsp {
namespace {

constexpr std::array kinds = {"keyword",  "string",   "number",    "comment",  "operator",   "namespace", "class",
                              "function", "variable", "parameter", "property", "enumMember", "type",      "method"};
enum class Token {
  keyword,
  string,
  number,
  comment,
  op,
  name_space,
  class_,
  function,
  variable,
  parameter,
  property,
  option,
  type,
  step
};

Token token_of(Role role) {
  switch (role) {
    case Role::system:
      return Token::name_space;
    case Role::resource:
    case Role::object:
    case Role::map:
      return Token::class_;
    case Role::transform:
    case Role::test:
      return Token::function;
    case Role::step:
      return Token::step;
    case Role::table:
    case Role::picklist:
    case Role::party:
    case Role::usecase:
    case Role::agreement:
      return Token::variable;
    case Role::parameter:
    case Role::alias:
      return Token::parameter;
    case Role::field:
    case Role::property:
      return Token::property;
    case Role::option:
      return Token::option;
    case Role::type:
      return Token::type;
  }
  return Token::variable;
}

Token token_of(std::string_view word, bool comment) {
  const auto first = static_cast<unsigned char>(word.front());
  if (comment) return Token::comment;
  if (first == '"') return Token::string;
  if (std::isdigit(first) != 0) return Token::number;
  return std::isalpha(first) != 0 || first == '_' ? Token::keyword : Token::op;
}

}  // namespace

Json token_kinds() { return kinds; }

Json semantic_tokens(const Analysis& analysis, source::FileId file, Encoding encoding) {
  const source::File& text = analysis.compilation.files[file];
  const std::vector<Occurrence>& names = analysis.index.occurrences;
  size_t next = 0;
  while (next < names.size() && names[next].span.file != file) ++next;
  Json data = Json::array();
  uint64_t last_line = 0, last_column = 0;
  for (const parse::Word& word : parse::words(analysis.compilation.files, file)) {
    const std::string_view written = analysis.compilation.files.text(word.span);
    if (word.kind == parse::Word::Kind::newline || written.empty() || written.find('\n') != std::string_view::npos)
      continue;
    while (next < names.size() && names[next].span.file == file && names[next].span.end <= word.span.begin) ++next;
    const bool named =
        next < names.size() && names[next].span.file == file && names[next].span.begin <= word.span.begin;
    const bool comment = word.kind == parse::Word::Kind::comment;
    const Token plain = token_of(written, comment);
    const bool takes_role =
        named && !comment && (plain == Token::keyword || written.front() == '`' || names[next].role == Role::option);
    const Token token = takes_role ? token_of(names[next].role) : plain;
    const Json begin = to_position(text, word.span.begin, encoding);
    const Json end = to_position(text, word.span.end, encoding);
    const auto line = begin["line"].get<uint64_t>(), column = begin["character"].get<uint64_t>();
    data.insert(data.end(), {line - last_line, line == last_line ? column - last_column : column,
                             end["character"].get<uint64_t>() - column, static_cast<uint64_t>(token), uint64_t{0}});
    last_line = line, last_column = column;
  }
  return {{"data", data}};
}

}  // namespace treaty::lsp
