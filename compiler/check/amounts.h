#pragma once

// Numbers and times that a system or an agreement cannot have, and addresses that lead nowhere.

#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/check/context.h"

namespace treaty::check {

/// In milliseconds; a month counts for thirty days.
int64_t milliseconds_of(const ast::Duration& duration);

/// Reports zero, and what is more than `most`; `what` names the number.
void check_amount(Context& context, source::Span span, std::string_view what, int64_t value, int64_t most);
/// The same of a time; it is named as it is written.
void check_time(Context& context, const ast::Duration& duration, const ast::Duration& most);
/// The unit of `10 per second`.
void check_rate(Context& context, const ast::Name& unit);

/// A whole URL of a web server; what stands in it in clear, and what goes to it in clear, is reported too.
void check_address(Context& context, const ast::Text& text);
void check_mail_address(Context& context, const ast::Text& text);
/// Whoever reads it must learn something; `what` names it.
void check_not_empty(diagnostics::Diagnostics& out, const ast::Text& text, std::string_view what);

}  // namespace treaty::check
