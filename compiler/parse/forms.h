#pragma once

#include <cstddef>
#include <string_view>

namespace treaty::parse {

/// How what a rule of the grammar reads is written; empty for rules that a greater one speaks for.
std::string_view form_of(size_t rule);
inline constexpr std::string_view form_of_map_over_list =
    "a map over a list reads `map name: system.resource each lines as line -> hubspot.line_items { … }`";

/// The same of an entry of a map, by the word that it begins with.
std::string_view form_of_map_entry(size_t first_word);

/// The block whose entries the line rule reads.
std::string_view block_of(size_t line_rule);

}  // namespace treaty::parse
