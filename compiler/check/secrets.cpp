#include "compiler/check/secrets.h"

#include <algorithm>
#include <string_view>

namespace treaty::check {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_of_token(char c) {
  return is_capital(c) || is_digit(c) || (c >= 'a' && c <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

}  // namespace

bool check_secret_name(Context& context, const ast::Name& name) {
  const bool sound = !name.text.empty() && !is_digit(name.text.front()) &&
                     std::ranges::all_of(name.text, [](char c) { return is_capital(c) || is_digit(c) || c == '_'; });
  if (!sound) {
    context.out.report(name.span, diagnostics::secret_unnamed).confidential = true;
  }
  return sound;
}

bool check_header_name(Context& context, const ast::Text& header) {
  if (header.value.contains(':')) {
    context.out.report(header.span, diagnostics::secret_in_clear).confidential = true;
    return false;
  }
  const bool sound = !header.value.empty() && std::ranges::all_of(header.value, is_of_token);
  if (!sound) {
    context.out.report(header.span, diagnostics::not_a_header, header.value);
  }
  return sound;
}

}  // namespace treaty::check
