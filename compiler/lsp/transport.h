#pragma once

// Messages as the Language Server Protocol frames them: a `Content-Length` header, an empty line, JSON.

#include <cstdio>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace treaty::lsp {

/// The body of the next message; nothing at the end of the stream. The error says why what came is no message: the
/// stream cannot be followed any further.
std::expected<std::optional<std::string>, std::string> read_message(std::FILE* stream);

/// Whether brackets stand deeper in one another than in any message of the protocol: what reads a message goes as deep.
bool is_nested_too_deep(std::string_view body);

/// Whether more has arrived: what a keystroke asks for may be out of date already.
bool has_more(std::FILE* stream);

/// False when nobody reads any more.
bool write_message(std::FILE* stream, std::string_view body);

}  // namespace treaty::lsp
