#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::observe {

/// Knows what must never be seen, and takes it out of any text. Shared by threads.
class Redactor {
 public:
  struct Options {
    std::string_view shown = "[secret]";  ///< in its place; a constant
    size_t shortest = 6;                  ///< shorter ones are left alone: hiding "a" would hide everything
  };
  Redactor() = default;
  explicit Redactor(const Options& options) : options_(options) {}
  void hide(std::string_view secret);
  [[nodiscard]] std::string clean(std::string_view text) const;

 private:
  Options options_{};
  mutable std::mutex mutex_;
  std::set<std::string, std::less<>> secrets_;
};

/// What may be shown of a private value: nothing but that it was there, and how long.
std::string mask(std::string_view value);

/// A flat JSON object with the values of the named properties masked.
std::string mask_properties(std::string_view payload, const std::vector<std::string>& properties);

}  // namespace treaty::observe
