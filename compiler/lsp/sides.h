#pragma once

// The two sides of a map, found by the words of its head: the tree of a map that is being written is often none.

#include <span>
#include <string>
#include <string_view>

#include "compiler/facts/facts.h"
#include "compiler/lsp/cursor.h"

namespace treaty::lsp {

/// What is not known yet is null.
struct Sides {
  const facts::Map* map = nullptr;
  const schema::Record* left = nullptr;
  const schema::Record* element = nullptr;  ///< of `each … as alias`
  std::string alias;
  const schema::HubspotObject* right = nullptr;
};

bool is_arrow(std::string_view word);
/// `a.b` or `a.b.c` from a word on.
Words dotted_at(const Words& words, size_t at);

const schema::Record* record_of(const facts::Facts& facts, const std::string& system, const std::string& resource);
const schema::HubspotObject* object_of(const facts::Facts& facts, const std::string& system,
                                       const std::string& object);
/// The record that a path of fields leads to.
const schema::Record* nested(const schema::Record* record, std::span<const std::string> path);

/// Of a head such as `map members: clubapp.members -> hubspot.contacts`.
Sides sides_of(const facts::Facts& facts, const Words& head);
/// Of the map that a name stands for.
Sides sides_named(const facts::Facts& facts, std::string_view name);

}  // namespace treaty::lsp
