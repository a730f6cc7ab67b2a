#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"

namespace treaty::diff {

/// A piece of a contract on one line: without comments, one blank where there was white space. Two pieces with one
/// plain text are laid out differently at most.
std::string plain(std::string_view text);

/// `2min`, `30d`, `7y`
std::string spelled(const ast::Duration& duration);
/// The same, of a time in milliseconds.
std::string spelled_time(int64_t milliseconds);

/// `a, b, c`
std::string joined(const std::vector<std::string>& parts, std::string_view between = ", ");
/// `clubapp.members`, as meant: without backquotes.
std::vector<std::string> texts_of(const std::vector<ast::Name>& names);

}  // namespace treaty::diff
