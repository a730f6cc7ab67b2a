#pragma once

// The lines of `sync`, `sla`, `alert`, `accept` and `books`, read word by word.

#include <optional>
#include <string>
#include <string_view>

#include "compiler/check/context.h"

namespace treaty::check {

/// One line. What is asked for and not there is reported once, with the form the line has; after that everything is
/// absent and nothing more is said.
class Words {
 public:
  /// `form` is what the line reads, for messages. All are lent.
  Words(Context& context, const ast::Clause& clause, std::string_view form)
      : context_(context), clause_(clause), form_(form) {}

  /// Takes the word if it comes next.
  bool take(std::string_view word);
  /// The next word must be this one.
  bool expect(std::string_view word);
  std::optional<ast::Name> name();
  std::optional<ast::Text> text();
  /// Digits as written, without `_`.
  std::optional<std::string> number();
  /// `99%`, between 0 and 100.
  std::optional<facts::Percent> percent();
  /// In milliseconds; a month counts for thirty days. Reports none at all, and more than a hundred years.
  std::optional<int64_t> duration();
  /// The same with its calendar part apart.
  std::optional<ast::Duration> calendar_duration();
  /// Reports what is left over.
  bool end();
  /// Whether every word was as it should be so far.
  [[nodiscard]] bool sound() const { return sound_; }
  [[nodiscard]] bool at_end() const { return next_ == clause_.words.size(); }
  [[nodiscard]] source::Span span() const { return clause_.span; }
  /// What the next word is, in the contract's text.
  [[nodiscard]] std::string_view next() const;
  /// Where it stands; the whole line at its end.
  [[nodiscard]] source::Span next_span() const;
  /// Reports the next word, or that the line ends.
  void fail();
  /// Says nothing more of the line: something else was reported.
  void abandon() { sound_ = false; }

 private:
  Context& context_;
  const ast::Clause& clause_;
  std::string_view form_;
  size_t next_ = 0;
  bool sound_ = true;
};

/// Where a word stands.
source::Span span_of(const std::variant<ast::Name, ast::Text, ast::Duration, ast::ArmValue, ast::Expr>& word);

}  // namespace treaty::check
