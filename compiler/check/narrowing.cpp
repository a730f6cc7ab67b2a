// What `where` leaves of a closed set: `state in ["paid", "refunded"]` makes an enumeration of those two for the
// map's lines.

#include <algorithm>

#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

using Options = std::vector<std::string>;

/// The dotted path of a field of the record that holds one of a closed set.
std::optional<std::string> closed_field(const ValueRef& value) {
  const auto* field = value ? std::get_if<facts::SourceField>(&value->node) : nullptr;
  if (!field || field->of_element || value->type.kind != Kind::enumeration) {
    return std::nullopt;
  }
  std::string path;
  for (const facts::Segment& segment : field->segments) {
    const auto* name = std::get_if<std::string>(&segment);
    if (!name) {
      return std::nullopt;
    }
    path += (path.empty() ? "" : ".") + *name;
  }
  return path;
}

/// The texts a value is made of, when all are written out.
std::optional<Options> texts_of(const ValueRef& value) {
  if (const std::string* text = text_literal_of(value)) {
    return Options{*text};
  }
  const auto* list = value ? std::get_if<facts::MakeList>(&value->node) : nullptr;
  if (!list) {
    return std::nullopt;
  }
  Options texts;
  for (const ValueRef& item : list->items) {
    const std::string* text = text_literal_of(item);
    if (!text) {
      return std::nullopt;
    }
    texts.push_back(*text);
  }
  return texts;
}

void keep(Scope& scope, const std::string& path, Options options, const Options& named, bool wanted) {
  const auto [known, fresh] = scope.narrowed.emplace(path, std::move(options));
  std::erase_if(known->second, [&](const std::string& option) {
    return (std::ranges::find(named, option) != named.end()) != wanted;
  });
}

}  // namespace

void narrow(Scope& scope, const ValueRef& condition) {
  if (!condition) {
    return;
  }
  if (const auto* logic = std::get_if<facts::Logic>(&condition->node)) {
    if (logic->is_and) {
      narrow(scope, logic->left);
      narrow(scope, logic->right);
    }
    return;
  }
  const auto* compare = std::get_if<facts::Compare>(&condition->node);
  const auto path = compare ? closed_field(compare->left) : std::nullopt;
  const auto named = path ? texts_of(compare->right) : std::nullopt;
  if (!named) {
    return;
  }
  const bool is = compare->op == facts::Comparison::equal || compare->op == facts::Comparison::in;
  if (is || compare->op == facts::Comparison::not_equal) {
    keep(scope, *path, compare->left->type.options, *named, is);
  }
}

bool is_never(const Scope& scope, const ValueRef& condition) {
  const facts::Literal* literal = condition ? literal_of(condition) : nullptr;
  const bool* constant = literal ? std::get_if<bool>(literal) : nullptr;
  return (constant && !*constant) ||
         std::ranges::any_of(scope.narrowed, [](const auto& closed) { return closed.second.empty(); });
}

}  // namespace treaty::check
