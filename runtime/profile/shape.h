#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::profile {

/// What the records hold under one path, whether or not anybody asks for it.
struct ShapeField {
  std::string path;                          ///< names with dots between; of the elements of a list as of the list
  uint64_t filled = 0, null = 0, empty = 0;  ///< records; empty: a text without letters
  std::vector<std::string> kinds;            ///< text, number, boolean, list, record; in the order of this line
};

/// Gathers which fields records have. Names in the data are bounded in number: there may be records whose keys are
/// data.
class Shape {
 public:
  static constexpr size_t most_fields = 2000, most_in_one = 200, deepest = 12;

  /// `closed`: paths under which names are not looked at, because they may be data under `privacy`.
  explicit Shape(std::vector<std::string> closed);
  Shape(Shape&&) noexcept;
  ~Shape();

  /// `record` is a JSON object on one line, readable 64 bytes past its end.
  void add(std::string_view record);
  [[nodiscard]] uint64_t records() const;
  /// In the order in which they were first met, each behind what it is in.
  [[nodiscard]] std::vector<ShapeField> fields() const;
  /// There were more names than are kept.
  [[nodiscard]] bool is_cut() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace treaty::profile
