#pragma once

#include <utility>
#include <variant>

namespace treaty {

/// An overload set made of lambdas, for `match`.
template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

/// Visits a closed variant; an alternative without a handler does not compile.
template <class Variant, class... Functions>
decltype(auto) match(Variant&& variant, Functions&&... functions) {
  return std::visit(Overloaded<Functions...>{std::forward<Functions>(functions)...},
                    std::forward<Variant>(variant));
}

}  // namespace treaty
