#include "compiler/check/secrets.h"

#include <algorithm>
#include <string_view>

#include "compiler/base/secret_name.h"

namespace treaty::check {
namespace {

bool is_of_token(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

}  // namespace

bool check_secret_name(Context& context, const ast::Name& name) {
  const bool sound = is_secret_name(name.text);
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
    context.out.report(header.span, diagnostics::not_a_header, "…").confidential = true;
  }
  return sound;
}

}  // namespace treaty::check
