#include "compiler/lsp/cursor.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "compiler/parse/parse.h"

namespace treaty::lsp {
namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '`'; }

/// Whether a statement goes on behind a line that ends with this word.
bool goes_on(std::string_view word) {
  constexpr std::array<std::string_view, 20> open = {"|",  ",", "->", "<-", "<->", "+", "-",   "*",  "/",  "%",
                                                     "??", "=", "==", "!=", "<",   ">", "and", "or", "in", "not"};
  return std::ranges::find(open, word) != open.end();
}
/// Whether a line that begins with this word goes on with the one above.
bool takes_up(std::string_view word) {
  constexpr std::array<std::string_view, 8> joining = {"|", "->", "<-", "<->", "??", "and", "or", "else"};
  return std::ranges::find(joining, word) != joining.end();
}

class Follower {
 public:
  explicit Follower(Cursor& cursor) : cursor_(cursor) {}

  void word(std::string_view text) {
    if (ended_ && !takes_up(text)) cursor_.statement.clear();
    ended_ = false;
    if (text == "{") {
      cursor_.blocks.push_back(std::exchange(cursor_.statement, {}));
      parens_.push_back(0);
      return;
    }
    if (text == "}") {
      if (cursor_.blocks.empty()) return;
      cursor_.statement = std::move(cursor_.blocks.back());
      cursor_.blocks.pop_back();
      parens_.pop_back();
      cursor_.statement.emplace_back("{}");
      return;
    }
    if (text == "(" || text == "[") ++parens_.back();
    if ((text == ")" || text == "]") && parens_.back() > 0) --parens_.back();
    cursor_.statement.emplace_back(text);
  }
  void line_end() {
    const bool open = parens_.back() > 0 || (!cursor_.statement.empty() && goes_on(cursor_.statement.back()));
    ended_ = ended_ || !open;
  }

  /// What the next word, not yet written or only begun, belongs to.
  void settle(std::string_view begun) {
    if (ended_ && !takes_up(begun)) cursor_.statement.clear();
  }

 private:
  Cursor& cursor_;
  std::vector<int> parens_ = {0};  ///< open ones, by block
  bool ended_ = true;              ///< a line end was read, and nothing that holds the statement open
};

/// The words of an interpolation's inside: names, dots and brackets.
Words words_of_path(std::string_view text) {
  Words words;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && is_letter(text[end])) ++end;
    end = std::max(end, at + 1);
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

}  // namespace

Cursor cursor_at(const source::FileSet& files, source::FileId file, uint32_t offset) {
  const std::string_view text = files[file].text();
  offset = std::min<uint32_t>(offset, static_cast<uint32_t>(text.size()));
  Cursor cursor{.begin = offset, .end = offset};
  while (cursor.begin > 0 && is_letter(text[cursor.begin - 1])) --cursor.begin;
  Follower follower(cursor);
  for (const parse::Word& word : parse::words(files, file)) {
    if (word.span.begin >= cursor.begin) break;
    const std::string_view written = files.text(word.span);
    if (word.kind == parse::Word::Kind::newline) {
      follower.line_end();
    } else if (word.kind == parse::Word::Kind::comment) {
      if (offset <= word.span.end) cursor.place = Cursor::Place::comment;
    } else if (written.starts_with('"') &&
               offset < word.span.end + (written.size() > 1 && written.ends_with('"') ? 0 : 1)) {
      follower.settle(written);
      const std::string_view inside = text.substr(word.span.begin, cursor.begin - word.span.begin);
      const size_t open = inside.rfind("${");
      if (open == std::string_view::npos || inside.find('}', open) != std::string_view::npos) {
        cursor.place = Cursor::Place::text;
      } else {
        cursor.statement = words_of_path(inside.substr(open + 2));
        cursor.statement.insert(cursor.statement.begin(), "(");  // a value is wanted, whatever the statement is
      }
      return cursor;
    } else {
      follower.word(written);
    }
  }
  follower.settle(text.substr(cursor.begin, offset - cursor.begin));
  return cursor;
}

Words dotted_before(const Words& words) {
  Words names;
  size_t at = words.size();
  while (at >= 2 && words[at - 1] == ".") {
    names.insert(names.begin(), words[at - 2]);
    at -= 2;
  }
  return names;
}

}  // namespace treaty::lsp
