#pragma once

#include <array>
#include <cstddef>
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/source.h"

namespace treaty::diagnostics {

enum class Severity { error, warning, note };

/// One row of diagnostics.def.
struct Row {
  std::string_view code;
  std::string_view name;
  Severity severity;
  std::string_view text;  ///< what is wrong here, with {0} {1} … for the arguments
  std::string_view why;   ///< what it would do to the sync
  std::string_view mend;  ///< how to mend it; may use the same arguments
  int arity;
};

/// A typed handle on a row: reporting it with a wrong number of arguments does not compile.
template <int Arity>
struct Kind {
  int row;
};

/// An edit that mends the mistake.
struct Fix {
  source::Span span;
  std::string replacement;
  bool certain = true;  ///< false: a guess, for an editor to offer, not to be applied unasked
};

struct Label {
  source::Span span;
  std::string text;
};

struct Diagnostic {
  int row = 0;  ///< index into `rows()`
  source::Span span;
  std::vector<std::string> arguments;
  std::vector<Label> labels;       ///< further places that matter
  std::vector<std::string> notes;  ///< further words: did-you-mean, the known fields, …
  std::vector<Fix> fixes;
  bool denied = false;        ///< a warning that counts as an error here
  bool confidential = false;  ///< what stands at the span is a secret: no output may show it

  [[nodiscard]] const Row& kind() const;
  [[nodiscard]] Severity severity() const { return denied ? Severity::error : kind().severity; }
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string mend() const;
};

/// The whole table, in the order of diagnostics.def.
std::span<const Row> rows();
/// A row's sentence with `…` where a message has its arguments.
std::string general(std::string_view sentence);
/// The row of a code such as "E0301"; nothing for an unknown code.
std::optional<int> find_row(std::string_view code);

/// Collects what is wrong with the user's contract. Reporting never stops the compilation; of very many only the
/// first are kept.
class Diagnostics {
 public:
  template <int Arity, class... Arguments>
  Diagnostic& report(source::Span span, Kind<Arity> kind, Arguments&&... arguments) {
    static_assert(sizeof...(Arguments) == Arity, "a diagnostic takes exactly the arguments its row names");
    return add(kind.row, span, {std::string(std::forward<Arguments>(arguments))...});
  }

  [[nodiscard]] const std::vector<Diagnostic>& all() const { return diagnostics_; }
  [[nodiscard]] bool has_errors() const { return error_count() != 0; }
  /// Those that are not kept too.
  [[nodiscard]] size_t error_count() const;
  /// How many were not kept, because nobody reads so many.
  [[nodiscard]] size_t unsaid() const { return unsaid_; }
  /// Takes out those a contract allows; says how many.
  template <class Predicate>
  size_t take_out(Predicate allowed) {
    return std::erase_if(diagnostics_, allowed);
  }
  /// Says this instead of everything that was reported.
  void replace(std::vector<Diagnostic> diagnostics) { diagnostics_ = std::move(diagnostics); }
  /// What was reported of one kind at a place, to add to it; null when nothing was.
  template <int Arity>
  Diagnostic* find(Kind<Arity> kind, source::Span span) {
    const auto found = std::ranges::find_if(
        diagnostics_, [&](const Diagnostic& said) { return said.row == kind.row && said.span == span; });
    return found == diagnostics_.end() ? nullptr : &*found;
  }
  /// Warnings that count as errors from now on.
  template <class Predicate>
  void deny(Predicate unwanted) {
    for (Diagnostic& said : diagnostics_) {
      said.denied = said.denied || unwanted(said);
    }
  }
  /// No message repeats what stands there, nor offers an edit that does.
  void conceal(source::Span span, std::string_view text);
  [[nodiscard]] const std::vector<source::Span>& concealed() const { return concealed_; }
  /// Orders by file and position, and drops exact repeats.
  void sort();

 private:
  Diagnostic& add(int row, source::Span span, std::vector<std::string> arguments);
  std::vector<Diagnostic> diagnostics_;
  std::vector<source::Span> concealed_;
  size_t unsaid_ = 0, unsaid_errors_ = 0;
  Diagnostic not_kept_;
};

/// Handles: `diagnostics::unknown_field`, one a row.
namespace detail {
enum RowIndex : int {
#define DIAG(code, name, severity, arity, text, why, mend) row_##name,
#include "compiler/diagnostics/diagnostics.def"
#undef DIAG
};
}  // namespace detail
#define DIAG(code, name, severity, arity, text, why, mend) inline constexpr Kind<arity> name{detail::row_##name};
#include "compiler/diagnostics/diagnostics.def"
#undef DIAG

}  // namespace treaty::diagnostics
