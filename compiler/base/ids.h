#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace treaty {

/// An index that cannot be mixed up with an index into something else.
template <class Tag>
struct Id {
  uint32_t index = 0xffffffff;

  [[nodiscard]] bool valid() const { return index != 0xffffffff; }
  auto operator<=>(const Id&) const = default;
};

}  // namespace treaty

template <class Tag>
struct std::hash<treaty::Id<Tag>> {
  size_t operator()(treaty::Id<Tag> id) const noexcept { return id.index; }
};
