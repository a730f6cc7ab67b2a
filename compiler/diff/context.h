#pragma once

// What comparing has at hand everywhere: both contracts, which part of one takes the place of which of the other, and
// where changes go.

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/diff/meaning.h"
#include "compiler/diff/model.h"
#include "compiler/diff/words.h"
#include "compiler/driver/pipeline.h"

namespace treaty::diff {

/// A part of OLD and what stands for it in NEW; one of them may be null.
template <class T>
struct Pair {
  const T* before = nullptr;
  const T* after = nullptr;
};

/// A node of the tree with the line it stands on.
template <class Node>
struct Found {
  const Node* node = nullptr;
  source::Span span;
};
/// The entries of one kind, in their order.
template <class Node, class Entries>
std::vector<Found<Node>> all_of(const Entries& entries) {
  std::vector<Found<Node>> found;
  for (const auto& entry : entries) {
    if (const auto* one = std::get_if<Node>(&entry.node)) {
      found.push_back({one, entry.span});
    }
  }
  return found;
}
/// The last of them, which is the one that holds; nothing where there is none.
template <class Node, class Entries>
Found<Node> last_of(const Entries& entries) {
  const auto all = all_of<Node>(entries);
  return all.empty() ? Found<Node>{} : all.back();
}

/// NEW's parts with OLD's by the same key, then OLD's that are left. `before_key` gives a key of NEW for a part of
/// OLD. Where several have one key, they go together in their order.
template <class T, class Before, class After>
std::vector<Pair<T>> paired(const std::vector<const T*>& before, const std::vector<const T*>& after,
                            Before before_key, After after_key) {
  std::vector<Pair<T>> pairs;
  std::set<const T*> taken;
  std::map<std::string, std::deque<const T*>, std::less<>> left;
  for (const T* one : before) {
    left[before_key(*one)].push_back(one);
  }
  for (const T* one : after) {
    const auto same = left.find(after_key(*one));
    if (same == left.end() || same->second.empty()) {
      pairs.push_back({nullptr, one});
      continue;
    }
    pairs.push_back({same->second.front(), one});
    taken.insert(same->second.front());
    same->second.pop_front();
  }
  for (const T* other : before) {
    if (!taken.contains(other)) {
      pairs.push_back({other, nullptr});
    }
  }
  return pairs;
}
template <class T, class Key>
std::vector<Pair<T>> paired(const std::vector<const T*>& before, const std::vector<const T*>& after, Key key) {
  return paired<T>(before, after, key, key);
}
template <class Range>
auto pointers_to(const Range& range) {
  std::vector<const typename Range::value_type*> pointers;
  for (const auto& one : range) {
    pointers.push_back(&one);
  }
  return pointers;
}

/// Where a change stands in either contract.
struct Where {
  std::optional<Place> before, after;
};
inline Place at(source::Span span) { return {span}; }
inline Place inside(source::Span span) { return {span, true}; }

class Context {
 public:
  Context(const driver::Compilation& old_contract, const driver::Compilation& new_contract);

  /// The change's `was` and `is` are the texts at its places; who knows better words puts them in.
  Change& add(Kind kind, std::string scope, std::vector<std::string> subjects, Where where,
              std::vector<std::string> arguments = {});

  [[nodiscard]] std::string text_before(source::Span span) const { return plain(before.files.text(span)); }
  [[nodiscard]] std::string text_after(source::Span span) const { return plain(after.files.text(span)); }
  [[nodiscard]] bool same_text(source::Span was, source::Span is) const { return text_before(was) == text_after(is); }

  [[nodiscard]] bool same(const facts::ValueRef& was, const facts::ValueRef& is, Depth depth);

  /// OLD's names in NEW's words; a name that has no counterpart stays.
  [[nodiscard]] std::string system_name(const std::string& old_name) const;
  [[nodiscard]] std::string map_name(const std::string& old_name) const;
  [[nodiscard]] std::string resource_name(const std::string& old_system, const std::string& old_resource) const;

  /// Items of one kind of the contract itself.
  template <class Node>
  [[nodiscard]] std::vector<Pair<Node>> items() const {
    const auto nodes = [](const ast::Contract& contract) {
      std::vector<const Node*> found;
      for (const Found<Node>& one : all_of<Node>(contract.items)) {
        found.push_back(one.node);
      }
      return found;
    };
    return paired<Node>(nodes(before.contract), nodes(after.contract),
                        [](const Node& node) { return node.name.text; });
  }
  /// The line or lines of an item.
  [[nodiscard]] source::Span span_before(const void* node) const { return item_spans_.at(node); }
  [[nodiscard]] source::Span span_after(const void* node) const { return item_spans_.at(node); }
  template <class Node>
  [[nodiscard]] Where places(const Pair<Node>& pair) const {
    Where where;
    if (pair.before) {
      where.before = at(span_before(pair.before));
    }
    if (pair.after) {
      where.after = at(span_after(pair.after));
    }
    return where;
  }

  /// The header, for what stands nowhere else.
  [[nodiscard]] Place header_before() const { return inside(before.contract.header->span); }
  [[nodiscard]] Place header_after() const { return inside(after.contract.header->span); }

  const driver::Compilation& before;
  const driver::Compilation& after;
  std::vector<Pair<facts::System>> systems;
  std::vector<Pair<facts::Map>> maps;
  Meanings meanings;
  std::vector<Change> changes;

 private:
  void pair_systems();
  void pair_maps();

  std::map<const void*, source::Span> item_spans_;
};

/// `map members`
std::string scope_of(const facts::Map& map);
/// `system clubapp`
std::string scope_of(const facts::System& system);

}  // namespace treaty::diff
