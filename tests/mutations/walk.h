#pragma once

// Goes through the values of a tree by their structure, so that a new node of the language needs no new code here.

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/pfr.hpp>

#include "compiler/base/box.h"
#include "compiler/source/source.h"

namespace treaty::mutations {

namespace detail {
template <class T, template <class...> class Template>
inline constexpr bool is_a = false;
template <class... Parts, template <class...> class Template>
inline constexpr bool is_a<Template<Parts...>, Template> = true;
}  // namespace detail

/// What a part of a tree is made of.
template <class T>
inline constexpr bool is_leaf = std::is_arithmetic_v<T> || std::is_enum_v<T> || std::is_same_v<T, std::string> ||
                                std::is_same_v<T, source::Span> || requires(const T& id) { id.valid(); };

/// Calls `visit` with every direct part of `value`: elements of lists, what is there of what may be missing, the alternative
/// that holds, members in their order. Leaves have no parts.
template <class T, class Visit>
void each_part(const T& value, Visit&& visit) {
  if constexpr (is_leaf<T> || std::is_empty_v<T>) {
  } else if constexpr (detail::is_a<T, std::vector>) {
    for (const auto& element : value) {
      visit(element);
    }
  } else if constexpr (detail::is_a<T, std::optional>) {
    if (value) {
      visit(*value);
    }
  } else if constexpr (detail::is_a<T, Box>) {
    visit(*value);
  } else if constexpr (detail::is_a<T, std::pair>) {
    visit(value.first);
    visit(value.second);
  } else if constexpr (detail::is_a<T, std::variant>) {
    std::visit([&](const auto& alternative) { visit(alternative); }, value);
  } else {
    boost::pfr::for_each_field(value, [&](const auto& member) { visit(member); });
  }
}

/// Calls `found` with every `Wanted` inside of `value`, outermost first.
template <class Wanted, class T, class Found>
void each_of(const T& value, Found&& found) {
  if constexpr (std::is_same_v<T, Wanted>) {
    found(value);
  }
  each_part(value, [&](const auto& part) { each_of<Wanted>(part, found); });
}

}  // namespace treaty::mutations
