#include "compiler/check/clauses.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/amounts.h"

namespace treaty::check {

source::Span span_of(const std::variant<ast::Name, ast::Text, ast::Duration, ast::ArmValue, ast::Expr>& word) {
  return match(word, [](const auto& one) { return one.span; });
}

std::string_view Words::next() const {
  if (at_end()) {
    return {};
  }
  const auto* sign = std::get_if<ast::ArmValue>(&clause_.words[next_]);
  return sign != nullptr && sign->value == "->" ? std::string_view(sign->value)
                                                : context_.text(span_of(clause_.words[next_]));
}

source::Span Words::next_span() const { return at_end() ? clause_.span : span_of(clause_.words[next_]); }

void Words::fail() {
  if (!sound_) {
    return;
  }
  sound_ = false;
  if (at_end()) {
    context_.out.report(clause_.span, diagnostics::agreement_ends_early, std::string(form_));
  } else {
    context_.out.report(span_of(clause_.words[next_]), diagnostics::agreement_word, next(), std::string(form_));
  }
}

bool Words::take(std::string_view word) {
  if (!sound_ || at_end() || next() != word) {
    return false;
  }
  ++next_;
  return true;
}

bool Words::expect(std::string_view word) {
  if (take(word)) {
    return true;
  }
  fail();
  return false;
}

std::optional<ast::Name> Words::name() {
  if (sound_ && !at_end()) {
    if (const auto* name = std::get_if<ast::Name>(&clause_.words[next_])) {
      ++next_;
      return *name;
    }
  }
  fail();
  return std::nullopt;
}

std::optional<ast::Text> Words::text() {
  if (sound_ && !at_end()) {
    if (const auto* text = std::get_if<ast::Text>(&clause_.words[next_])) {
      ++next_;
      return *text;
    }
  }
  fail();
  return std::nullopt;
}

std::optional<std::string> Words::number() {
  if (sound_ && !at_end()) {
    const auto* value = std::get_if<ast::ArmValue>(&clause_.words[next_]);
    if (value && value->form == ast::ArmValue::Form::number) {
      ++next_;
      std::string digits = value->value;
      std::erase(digits, '_');
      return digits;
    }
  }
  fail();
  return std::nullopt;
}

std::optional<facts::Percent> Words::percent() {
  const size_t at = next_;
  auto digits = number();
  if (!digits || !expect("%")) {
    return std::nullopt;
  }
  facts::Percent percent{std::move(*digits)};
  if (percent.value() > 100) {
    sound_ = false;
    context_.out.report(span_of(clause_.words[at]), diagnostics::share_out_of_range, percent.digits);
    return std::nullopt;
  }
  return percent;
}

std::optional<ast::Duration> Words::calendar_duration() {
  if (sound_ && !at_end()) {
    if (const auto* duration = std::get_if<ast::Duration>(&clause_.words[next_])) {
      ++next_;
      check_time(context_, *duration, {.milliseconds = 0, .months = 1200, .span = {}});
      return *duration;
    }
  }
  fail();
  return std::nullopt;
}

std::optional<int64_t> Words::duration() {
  const auto found = calendar_duration();
  return found ? std::optional(milliseconds_of(*found)) : std::nullopt;
}

bool Words::end() {
  if (sound_ && !at_end()) {
    fail();
  }
  return sound_;
}

}  // namespace treaty::check
