#include "compiler/base/nearest.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace treaty {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

}  // namespace

std::string plain_name(std::string_view name) {
  std::string text;
  std::ranges::copy_if(name, std::back_inserter(text), [](unsigned char c) { return std::isalnum(c) != 0; });
  return lower(text);
}

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before_last;
  std::vector<size_t> last(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = std::exchange(last, row);
  }
  return last[b.size()];
}

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates) {
  constexpr size_t longest = 100;  // names are short; what is longer was not mistyped
  const std::string wanted = lower(name);
  const size_t cut = wanted.size() <= 3 ? 1 : wanted.size() <= 7 ? 2 : 3;
  std::vector<std::pair<size_t, std::string>> near;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > longest || wanted.size() > longest || candidate == name) {
      continue;
    }
    const std::string other = lower(candidate);
    const bool part = wanted.size() >= 4 && (other.starts_with(wanted) || other.ends_with(wanted));
    if (!part && std::max(wanted.size(), other.size()) - std::min(wanted.size(), other.size()) > cut) {
      continue;  // at least that many letters are missing
    }
    const size_t distance = part ? 1 : edit_distance(wanted, other);
    if (distance <= cut && distance < std::max(wanted.size(), other.size())) {
      near.emplace_back(distance, candidate);
    }
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> result;
  for (const auto& [distance, candidate] : near) {
    if (result.size() < 3 && distance <= near.front().first + 1) {
      result.push_back(candidate);
    }
  }
  return result;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::vector<std::string> near = nearest(name, candidates);
  std::string text;
  for (size_t i = 0; i < near.size(); ++i) {
    text += (i == 0 ? "did you mean `" : i + 1 == near.size() ? " or `" : ", `") + near[i] + "`";
  }
  return text.empty() ? text : text + "?";
}

}  // namespace treaty
