#pragma once

// Lookup tables: key text -> value. Built once by the host, then read by any number of threads.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stdlib/abi/abi.h"

struct treaty_table {
  /// Room for `rows` rows; more may be added.
  explicit treaty_table(uint64_t rows = 0);
  treaty_table(const treaty_table&) = delete;
  treaty_table& operator=(const treaty_table&) = delete;
  ~treaty_table();

  /// Sets the value of a key; a key that is there already gets the new one. Texts are copied.
  void put(std::string_view key, const treaty_value& value);
  void put(std::string_view key, std::string_view text);
  [[nodiscard]] bool find(const char* key, uint64_t size, treaty_value* result) const;
  [[nodiscard]] uint64_t size() const { return count_; }

  /// Who answers in place of `find` when generated code asks: to see what is asked, or to stand in for rows that nobody has.
  using Answer = std::function<bool(const treaty_table& table, std::string_view key, treaty_value* result)>;
  void answer_by(Answer answer) { answer_ = std::move(answer); }
  [[nodiscard]] bool ask(const char* key, uint64_t size, treaty_value* result) const {
    return answer_ ? answer_(*this, {key, size}, result) : find(key, size, result);
  }

 private:
  struct Row {
    uint64_t hash = 0;
    const char* key = nullptr;  ///< null: an empty place
    uint64_t size = 0;
    treaty_value value{};
  };
  void grow();
  [[nodiscard]] const Row* row(const char* key, uint64_t size, uint64_t hash) const;
  const char* keep(std::string_view text);

  std::vector<Row> rows_;  ///< a power of two, at most half full
  uint64_t count_ = 0;
  std::vector<char*> kept_;  ///< blocks of texts
  char* free_ = nullptr;
  uint64_t free_size_ = 0;
  Answer answer_;
};
