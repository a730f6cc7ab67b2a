#pragma once

#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// A key where the name of a secret belongs: the message, which does not repeat it.
void report_key(source::Span key, diagnostics::Diagnostics& out);

/// Answers keys that stand without quotes where the name of a secret belongs (`secret pat-na1-12`, `secret 9f86d0`)
/// with one message that does not repeat them, and makes one word of each, so that nothing says a part of it.
void mend_keys(std::vector<Token>& tokens, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
