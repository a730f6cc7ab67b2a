#pragma once

// The kinds of messages that may follow from others, by what they miss and where it may stand.

#include <set>

namespace treaty::check {

/// A name that nothing declares, which stands first among the arguments: it may be declared where something is
/// unread.
const std::set<int>& undeclared();
/// The same for names that the contract itself declares, so that one declaration mends all their uses.
const std::set<int>& declared_here();
/// Of those, what stands in a block of its own.
const std::set<int>& declared_in_block();
/// What no line of a map seems to do with the property or field that stands first among the arguments.
const std::set<int>& done_by_no_line();
/// Of those, what speaks of a property: one line that writes it mends them all.
const std::set<int>& written_by_no_line();
/// What is left out of the resource that stands first among the arguments.
const std::set<int>& left_out_of_resource();
/// What is left out of, or seems to stand twice in, the declaration in which the message stands.
const std::set<int>& left_out_here();
/// What a portal does not have, as far as its snapshot and `ensure` were read.
const std::set<int>& not_in_portal();

}  // namespace treaty::check
