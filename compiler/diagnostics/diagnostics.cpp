#include "compiler/diagnostics/diagnostics.h"

#include <algorithm>
#include <tuple>

#include "compiler/diagnostics/excerpt.h"

namespace treaty::diagnostics {
namespace {

constexpr auto error = Severity::error;
constexpr auto warning = Severity::warning;
[[maybe_unused]] constexpr auto note = Severity::note;

constexpr size_t shortest_secret = 6;
constexpr size_t most_kept = 5'000;  // GitHub shows as many of a SARIF file

constexpr Row table[] = {
#define DIAG(code, name, severity, arity, text, why, mend) {#code, #name, severity, text, why, mend, arity},
#include "compiler/diagnostics/diagnostics.def"
#undef DIAG
};

/// `{0}` and `{1}` replaced; a placeholder without an argument stays as it is.
std::string fill(std::string_view pattern, const std::vector<std::string>& arguments) {
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const bool placeholder = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}' &&
                             pattern[i + 1] >= '0' && pattern[i + 1] <= '9';
    const auto index = placeholder ? static_cast<size_t>(pattern[i + 1] - '0') : arguments.size();
    if (index < arguments.size()) {
      text += arguments[index];
      i += 2;
    } else {
      text += pattern[i];
    }
  }
  return text;
}

}  // namespace

const Row& Diagnostic::kind() const { return table[row]; }
std::string Diagnostic::text() const { return fill(kind().text, arguments); }
std::string Diagnostic::mend() const { return fill(kind().mend, arguments); }

std::span<const Row> rows() { return table; }

std::string general(std::string_view sentence) {
  std::string text(sentence);
  for (size_t at = 0; (at = text.find('{', at)) != std::string::npos;) {
    if (at + 2 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9' && text[at + 2] == '}') {
      text.replace(at, 3, "…");
    } else {
      ++at;
    }
  }
  return text == "…" ? "the message says it, for the place where it stands" : text;
}

std::optional<int> find_row(std::string_view code) {
  const auto found =
      std::find_if(std::begin(table), std::end(table), [&](const Row& row) { return row.code == code; });
  return found == std::end(table) ? std::nullopt : std::optional(static_cast<int>(found - std::begin(table)));
}

Diagnostic& Diagnostics::add(int row, source::Span span, std::vector<std::string> arguments) {
  for (std::string& argument : arguments) {
    argument = in_short(argument);  // names come from files of others
  }
  Diagnostic said{
      .row = row, .span = span, .arguments = std::move(arguments), .labels = {}, .notes = {}, .fixes = {}};
  if (diagnostics_.size() < most_kept) {
    diagnostics_.push_back(std::move(said));
    return diagnostics_.back();
  }
  ++unsaid_;
  unsaid_errors_ += said.severity() == Severity::error ? 1 : 0;
  not_kept_ = std::move(said);
  return not_kept_;
}

size_t Diagnostics::error_count() const {
  return unsaid_errors_ +
         static_cast<size_t>(std::ranges::count(diagnostics_, Severity::error, &Diagnostic::severity));
}

void Diagnostics::conceal(source::Span span, std::string_view text) {
  concealed_.push_back(span);
  if (text.size() < shortest_secret) {
    return;  // it would be found within other words
  }
  const auto hide = [&](std::string& said) {
    for (size_t at = 0; (at = said.find(text, at)) != std::string::npos;) {
      said.replace(at, text.size(), "***");
    }
  };
  for (Diagnostic& one : diagnostics_) {
    std::ranges::for_each(one.arguments, hide);
    std::ranges::for_each(one.notes, hide);
    std::ranges::for_each(one.labels, hide, &Label::text);
    std::erase_if(one.fixes, [&](const Fix& fix) { return fix.replacement.find(text) != std::string::npos; });
  }
}

void Diagnostics::sort() {
  const auto place = [](const Diagnostic& diagnostic) {
    return std::tuple(diagnostic.span.file.index, diagnostic.span.begin, diagnostic.span.end, diagnostic.row);
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  const auto same = [&](const Diagnostic& a, const Diagnostic& b) {
    return place(a) == place(b) && a.arguments == b.arguments;
  };
  diagnostics_.erase(std::unique(diagnostics_.begin(), diagnostics_.end(), same), diagnostics_.end());
}

}  // namespace treaty::diagnostics
