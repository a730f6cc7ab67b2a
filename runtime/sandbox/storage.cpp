#include "runtime/sandbox/storage.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace treaty::sandbox {
namespace {

constexpr const char* tables = R"(
  CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY, type TEXT NOT NULL, properties TEXT NOT NULL, created INTEGER NOT NULL,
    updated INTEGER NOT NULL, archived INTEGER NOT NULL DEFAULT 0, indexed INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS records_by_type ON records (type, archived, id);
  CREATE TABLE IF NOT EXISTS unique_values (
    type TEXT NOT NULL, property TEXT NOT NULL, value TEXT NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (type, property, value)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS unique_values_by_id ON unique_values (id);
  CREATE TABLE IF NOT EXISTS associations (
    from_type TEXT NOT NULL, from_id INTEGER NOT NULL, to_type TEXT NOT NULL, to_id INTEGER NOT NULL,
    category TEXT NOT NULL, type_id INTEGER NOT NULL,
    PRIMARY KEY (from_type, from_id, to_type, to_id, category, type_id)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS associations_back ON associations (to_type, to_id);
  CREATE TABLE IF NOT EXISTS labels (
    type_id INTEGER PRIMARY KEY, from_type TEXT NOT NULL, to_type TEXT NOT NULL, label TEXT NOT NULL,
    name TEXT NOT NULL, inverse INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS properties (
    type TEXT NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (type, name)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS groups (
    type TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, PRIMARY KEY (type, name)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS schemas (type_id TEXT PRIMARY KEY, name TEXT NOT NULL, json TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS merged (old_id INTEGER PRIMARY KEY, new_id INTEGER NOT NULL);
)";

[[noreturn]] void give_up(const char* what, sqlite3* handle) {
  std::fprintf(stderr, "treaty: sandbox: %s: %s\n", what, sqlite3_errmsg(handle));
  std::abort();
}

}  // namespace

std::expected<std::unique_ptr<Storage>, std::string> Storage::open(const std::string& path) {
  if (!path.empty()) {  // made private before SQLite writes to it
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
      return std::unexpected("cannot open `" + path + "` for writing");
    }
    ::close(file);
  }
  sqlite3* handle = nullptr;
  if (sqlite3_open(path.empty() ? ":memory:" : path.c_str(), &handle) != SQLITE_OK) {
    const std::string why = handle == nullptr ? "no memory" : sqlite3_errmsg(handle);
    sqlite3_close(handle);
    return std::unexpected("cannot open `" + path + "`: " + why);
  }
  auto storage = std::unique_ptr<Storage>(new Storage(handle));
  sqlite3_busy_timeout(handle, 1000);
  char* error = nullptr;
  // One sandbox a state: what it remembers of the tables would be wrong if another wrote to them.
  for (const char* sql :
       {"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", tables}) {
    if (sqlite3_exec(handle, sql, nullptr, nullptr, &error) != SQLITE_OK) {
      const std::string why = error == nullptr ? "unknown" : error;
      sqlite3_free(error);
      return std::unexpected(sqlite3_errcode(handle) == SQLITE_BUSY
                                 ? "another sandbox uses `" + path + "`"
                                 : "`" + path + "` is no state of a sandbox: " + why);
    }
  }
  return storage;
}

Storage::~Storage() {
  for (const auto& [sql, statement] : prepared_) {
    sqlite3_finalize(statement);
  }
  sqlite3_close(handle_);
}

Query Storage::query(std::string_view sql) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK) {
      give_up("a statement is wrong", handle_);
    }
    found = prepared_.emplace(std::string(sql), statement).first;
  }
  sqlite3_clear_bindings(found->second);
  return Query(found->second);
}

void Storage::execute(const char* sql) {
  if (sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    give_up("the state cannot be written", handle_);
  }
}

}  // namespace treaty::sandbox
