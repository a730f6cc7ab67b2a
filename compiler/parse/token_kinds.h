#pragma once

#include <cstddef>

namespace treaty::parse {

bool opens(size_t type);
bool closes(size_t type);
/// The bracket that closes or opens what this one does the other way.
size_t partner_of(size_t type);
bool is_arrow(size_t type);
/// Whether a line goes on from the one before it; `second` is 0 where it has one word.
bool goes_on(size_t first, size_t second);
/// Whether a declaration of a contract begins so.
bool begins_declaration(size_t type);
/// Whether a line that begins so is the head of a block.
bool heads_block(size_t type);
/// Ends the head of a statement: its line, or the `{` of its block.
bool ends_head(size_t type);
/// What begins an entry of a map that is no field line, unless a field is called so.
bool begins_map_entry(size_t type);

}  // namespace treaty::parse
