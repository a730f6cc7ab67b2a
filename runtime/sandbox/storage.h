#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace treaty::sandbox {

/// One run of a prepared statement: bind in order, step, read.
class Query {
 public:
  explicit Query(sqlite3_stmt* statement) : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query() { sqlite3_reset(statement_); }

  Query& bind(std::string_view text) {
    sqlite3_bind_text(statement_, next_++, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    return *this;
  }
  Query& bind(int64_t number) {
    sqlite3_bind_int64(statement_, next_++, number);
    return *this;
  }
  template <class... Values>
  Query& with(const Values&... values) {
    (bind(values), ...);
    return *this;
  }
  bool step() { return sqlite3_step(statement_) == SQLITE_ROW; }
  void run() {
    while (step()) {
    }
  }
  [[nodiscard]] std::string text(int column) const {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return bytes == nullptr ? std::string()
                            : std::string(bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, column)));
  }
  [[nodiscard]] int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }

 private:
  sqlite3_stmt* statement_;
  int next_ = 1;
};

/// The sandbox's state. One thread at a time; what it holds is play money, so a full disk aborts the sandbox, not the
/// run.
class Storage {
 public:
  /// `path` empty: in memory. The file is private to its owner.
  static std::expected<std::unique_ptr<Storage>, std::string> open(const std::string& path);
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;
  ~Storage();

  Query query(std::string_view sql);
  void execute(const char* sql);
  [[nodiscard]] int64_t last_id() const { return sqlite3_last_insert_rowid(handle_); }

 private:
  explicit Storage(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
  std::map<std::string, sqlite3_stmt*, std::less<>> prepared_;
};

}  // namespace treaty::sandbox
