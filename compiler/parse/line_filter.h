#pragma once

#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// Decides which newlines end a statement: those that do become END, all others and the comments go. Also makes an END before `}`
/// and at the end of the file, so that every statement is `entry END`; closes blocks that a declaration at the line's beginning
/// or layout shows to be open; and ends with nothing at all, after reporting, when a file goes deeper or longer than it may.
std::vector<Token> statements(const std::vector<Token>& tokens, const source::File& file, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
