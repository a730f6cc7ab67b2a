#pragma once

#include <expected>
#include <optional>
#include <string>

namespace treaty::sandbox {

/// The JSON around records, made so that a contract's JSONPaths find the records and the next cursor in it.
class Envelope {
 public:
  /// `at` is the path of the records (`$.data[*]`), `next` that of the cursor (`$.paging.next`) or empty.
  /// Says why no JSON can satisfy both.
  static std::expected<Envelope, std::string> around_list(const std::string& at, const std::string& next);
  /// Around a single record; an empty path is the record itself.
  static std::expected<Envelope, std::string> around_one(const std::string& at);

  /// What goes before, between and after the records; without a cursor the cursor's place holds null.
  [[nodiscard]] const std::string& before_each() const { return before_each_; }
  [[nodiscard]] const std::string& after_each() const { return after_each_; }
  [[nodiscard]] const std::string& begin() const { return begin_; }
  [[nodiscard]] std::string end(const std::optional<std::string>& cursor) const;

 private:
  std::string begin_, before_each_, after_each_;
  std::string end_;  ///< with a mark where the cursor goes
};

}  // namespace treaty::sandbox
