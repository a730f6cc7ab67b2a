#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/ledger/ledger.h"

namespace treaty::ledger {

class Database;

/// One execution of a prepared statement: bind, step, read. Reset when it goes out of scope.
class Statement {
 public:
  Statement(Database& database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(std::string_view text);
  Statement& bind(int64_t number);
  Statement& bind(const std::optional<Hash>& hash);
  template <class... Values>
  Statement& with(const Values&... values) {
    (bind(values), ...);
    return *this;
  }
  /// Whether there is a (further) row. False at the end and on failure.
  bool step();
  /// Executes to the end.
  void run() {
    while (step()) {
    }
  }

  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  [[nodiscard]] std::optional<Hash> hash(int column) const;

 private:
  Database& database_;
  sqlite3_stmt* statement_;
  int next_ = 1;
};

/// A connection that remembers its first failure: work after it does nothing, and whoever began the work asks
/// `failure` once at its end.
class Database {
 public:
  static Expected<std::unique_ptr<Database>> open(const std::string& path);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  /// Prepared once, reused afterwards. Two executions of one text must not overlap.
  Statement statement(std::string_view sql);
  void execute(const std::string& sql);
  void fail(int code);
  [[nodiscard]] bool failed() const { return failure_.has_value(); }
  /// The first failure since the last call, if any.
  std::optional<Error> take_failure();
  [[nodiscard]] int64_t changes() const { return sqlite3_changes64(handle_); }
  [[nodiscard]] int64_t last_id() const { return sqlite3_last_insert_rowid(handle_); }

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}

  sqlite3* handle_;
  std::map<std::string, sqlite3_stmt*, std::less<>> prepared_;
  std::optional<Error> failure_;
};

/// Everything between its making and `commit` happens or does not.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  Expected<void> commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace treaty::ledger
