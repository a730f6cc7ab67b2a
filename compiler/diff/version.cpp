#include "compiler/diff/version.h"

#include <algorithm>
#include <charconv>

namespace treaty::diff {
namespace {

using Numbers = std::array<int64_t, 3>;

std::optional<Numbers> read(const std::string& text) {
  Numbers numbers{};
  const char* at = text.data();
  const char* end = at + text.size();
  for (size_t i = 0; i < numbers.size(); ++i) {
    const auto number = std::from_chars(at, end, numbers[i]);
    if (number.ec != std::errc()) {
      return std::nullopt;
    }
    at = number.ptr;
    if (i + 1 < numbers.size() && (at == end || *at++ != '.')) {
      return std::nullopt;
    }
  }
  return numbers;
}

Numbers raised(Numbers from, Bump bump) {
  const bool young = from[0] == 0;
  const auto place = static_cast<size_t>(bump) + (young && bump != Bump::patch ? 1 : 0);
  ++from[place];
  std::fill(from.begin() + static_cast<ptrdiff_t>(place) + 1, from.end(), 0);
  return from;
}

}  // namespace

Version version_of(const std::string& before, const std::string& after, const std::vector<Change>& changes) {
  Version version{.before = before, .after = after, .asked = Bump::none, .suggested = {}, .enough = true};
  for (const Change& change : changes) {
    if (change.row != version_changed.row) {
      version.asked = std::min(version.asked, change.kind().bump);
    }
  }
  const auto was = read(before), is = read(after);
  if (!was || !is) {
    return version;
  }
  if (version.asked == Bump::none) {
    version.enough = *is >= *was;
    return version;
  }
  const Numbers wanted = raised(*was, version.asked);
  version.suggested = std::to_string(wanted[0]) + "." + std::to_string(wanted[1]) + "." + std::to_string(wanted[2]);
  version.enough = *is >= wanted;
  return version;
}

}  // namespace treaty::diff
