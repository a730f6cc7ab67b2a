#include "compiler/base/address_secrets.h"
#include "compiler/check/amounts.h"

#include <algorithm>
#include <array>

namespace treaty::check {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

bool is_host(std::string_view host) {
  return !host.empty() &&
         std::ranges::none_of(host, [](unsigned char c) { return c <= ' ' || c == '"' || c == '\\'; });
}

/// Whether it stays on this machine.
bool is_here(std::string_view host) {
  return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

struct Address {
  bool web = false, encrypted = false, has_user = false;
  std::string_view host;
};

Address take_apart(std::string_view text) {
  Address address;
  address.encrypted = text.starts_with("https://");
  if (!address.encrypted && !text.starts_with("http://")) {
    return address;
  }
  const std::string_view rest = text.substr(address.encrypted ? 8 : 7);
  std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const size_t at = authority.rfind('@');
  address.has_user = at != std::string_view::npos;
  authority = address.has_user ? authority.substr(at + 1) : authority;
  const size_t port = authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
  address.host = authority.substr(0, port);
  const std::string_view digits = port == std::string_view::npos ? "80" : authority.substr(port + 1);
  const bool numbered = !digits.empty() && digits.size() <= 5 &&
                        std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
  address.web = is_host(address.host) && numbered && text.find_first_of("?# ") == std::string_view::npos;
  return address;
}

/// A number too large for the machine was reported where it was read, and stands for zero.
bool is_told(const Context& context, source::Span span) {
  return std::ranges::any_of(context.out.all(), [&](const diagnostics::Diagnostic& said) {
    return said.row == diagnostics::number_out_of_range.row && said.span.file == span.file &&
           said.span.begin >= span.begin && said.span.end <= span.end;
  });
}

}  // namespace

int64_t milliseconds_of(const ast::Duration& duration) {
  constexpr int64_t month = int64_t{30} * 24 * 60 * 60 * 1000;
  return duration.milliseconds + duration.months * month;
}

void check_amount(Context& context, source::Span span, std::string_view what, int64_t value, int64_t most) {
  const std::string named = std::string(what) + " " + std::to_string(value);
  if (value == 0 && !is_told(context, span)) {
    context.out.report(span, diagnostics::zero_amount, named);
  } else if (value > most) {
    context.out.report(span, diagnostics::out_of_proportion, named, std::to_string(most));
  }
}

void check_time(Context& context, const ast::Duration& duration, const ast::Duration& most) {
  const std::string_view written = context.text(duration.span);
  if (milliseconds_of(duration) == 0 && !is_told(context, duration.span)) {
    context.out.report(duration.span, diagnostics::zero_amount, written);
  } else if (milliseconds_of(duration) > milliseconds_of(most)) {
    const std::string limit = most.months > 0 ? std::to_string(most.months / 12) + "y"
                                              : std::to_string(most.milliseconds / (24 * 60 * 60 * 1000)) + "d";
    context.out.report(duration.span, diagnostics::out_of_proportion, written, limit);
  }
}

void check_rate(Context& context, const ast::Name& unit) {
  static const std::vector<std::string> units = {"second", "minute", "hour", "day"};
  if (std::ranges::find(units, unit.text) == units.end()) {
    suggest(context.out.report(unit.span, diagnostics::unknown_rate_unit, unit.text), unit.text, unit.span, units);
  }
}

void check_address(Context& context, const ast::Text& text) {
  const Address address = take_apart(text.value);
  if (address.has_user || !secrets_of_address(text.value).empty()) {
    context.out.report(text.span, diagnostics::secret_in_clear).confidential = true;
  } else if (!address.web) {
    context.out.report(text.span, diagnostics::not_an_address, text.value);
  } else if (!address.encrypted && !is_here(address.host)) {
    context.out.report(text.span, diagnostics::not_encrypted, std::string(address.host))
        .fixes.push_back({.span = text.span,
                          .replacement = "\"https" + text.value.substr(std::string_view("http").size()) + "\"",
                          .certain = false});
  }
}

void check_mail_address(Context& context, const ast::Text& text) {
  const size_t at = text.value.find('@');
  const bool whole = at != std::string::npos && at > 0 && text.value.find('.', at) != std::string::npos &&
                     !text.value.ends_with('.') && text.value.find_first_of(" \t,;<>") == std::string::npos &&
                     text.value.find('@', at + 1) == std::string::npos;
  if (!whole) {
    context.out.report(text.span, diagnostics::not_a_mail_address, text.value);
  }
}

void check_not_empty(diagnostics::Diagnostics& out, const ast::Text& text, std::string_view what) {
  if (is_blank(text.value)) {
    out.report(text.span, diagnostics::empty_text, what);
  }
}

}  // namespace treaty::check
