#include "runtime/ledger/sqlite/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iterator>
#include <utility>

#include "runtime/ledger/schema.h"  // generated from schema/*.sql

namespace treaty::ledger {

Statement::~Statement() {
  if (statement_ != nullptr) {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
}

Statement& Statement::bind(std::string_view text) {
  if (statement_ != nullptr) {
    // A null pointer would bind NULL; an empty text is an empty text.
    const char* data = text.data() == nullptr ? "" : text.data();
    sqlite3_bind_text64(statement_, next_++, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  return *this;
}

Statement& Statement::bind(int64_t number) {
  if (statement_ != nullptr) sqlite3_bind_int64(statement_, next_++, number);
  return *this;
}

Statement& Statement::bind(const std::optional<Hash>& hash) {
  if (statement_ == nullptr) return *this;
  if (hash) {
    sqlite3_bind_blob(statement_, next_++, hash->data(), static_cast<int>(hash->size()), SQLITE_TRANSIENT);
  } else {
    sqlite3_bind_null(statement_, next_++);
  }
  return *this;
}

bool Statement::step() {
  if (statement_ == nullptr || database_.failed()) return false;
  int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) database_.fail(code);
  return false;
}

std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return data == nullptr ? std::string() : std::string(data, sqlite3_column_bytes(statement_, column));
}

std::optional<Hash> Statement::hash(int column) const {
  Hash hash;
  const void* data = sqlite3_column_blob(statement_, column);
  if (data == nullptr || sqlite3_column_bytes(statement_, column) != static_cast<int>(hash.size())) return {};
  std::memcpy(hash.data(), data, hash.size());
  return hash;
}

namespace {

/// Creates the file before SQLite does, so that nobody else can read it at any moment.
std::optional<Error> make_private(const std::string& path) {
  int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return Error{fmt::format("ledger {}: {}", path, std::strerror(errno))};
  bool ours = ::fchmod(file, S_IRUSR | S_IWUSR) == 0;
  ::close(file);
  if (!ours) return Error{fmt::format("ledger {}: cannot be made private: {}", path, std::strerror(errno))};
  return {};
}

int64_t version_of(Database& database) {
  auto query = database.statement("PRAGMA user_version");
  return query.step() ? query.integer(0) : 0;
}

std::optional<Error> migrate(Database& database) {
  int64_t version = version_of(database);
  int64_t newest = std::size(schema_steps);
  if (version > newest) {
    return Error{
        fmt::format("the ledger has form {}, written by a newer version; this one knows {}", version, newest)};
  }
  for (; version < newest; ++version) {
    Transaction transaction(database);
    database.execute(schema_steps[version]);
    database.execute(fmt::format("PRAGMA user_version = {}", version + 1));
    if (auto done = transaction.commit(); !done) return done.error();
  }
  return {};
}

}  // namespace

Expected<std::unique_ptr<Database>> Database::open(const std::string& path) {
  if (!path.empty()) {
    if (auto refused = make_private(path)) return std::unexpected(*refused);
  }
  sqlite3* handle = nullptr;
  int code = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &handle,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (code != SQLITE_OK) return std::unexpected(Error{fmt::format("ledger {}: {}", path, sqlite3_errstr(code))});
  sqlite3_busy_timeout(handle, 10'000);
  // WAL with FULL: an intent must survive a power cut before it is sent, or a record without a match property could
  // be created twice. NORMAL would keep it only from a kill.
  database->execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  if (auto failure = database->take_failure()) {
    if (sqlite3_errcode(handle) == SQLITE_NOTADB) return std::unexpected(Error{fmt::format("{} is no ledger", path)});
    return std::unexpected(*failure);
  }
  if (auto failure = migrate(*database)) return std::unexpected(*failure);
  return database;
}

Database::~Database() {
  for (auto& [text, statement] : prepared_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Statement Database::statement(std::string_view sql) {
  auto found = prepared_.find(sql);
  if (found == prepared_.end()) {
    sqlite3_stmt* made = nullptr;
    int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &made,
                                  nullptr);
    if (code != SQLITE_OK) {
      fail(code);
      return Statement(*this, nullptr);
    }
    found = prepared_.emplace(std::string(sql), made).first;
  }
  return Statement(*this, found->second);
}

void Database::execute(const std::string& sql) {
  if (failed()) return;
  if (int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr); code != SQLITE_OK) fail(code);
}

void Database::fail(int code) {
  if (failure_) return;
  const std::string message = sqlite3_errmsg(handle_), kind = sqlite3_errstr(code);
  failure_ = Error{message == kind ? "ledger: " + message : fmt::format("ledger: {} ({})", message, kind)};
}

std::optional<Error> Database::take_failure() { return std::exchange(failure_, std::nullopt); }

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (!open_) return;
  auto failure = database_.take_failure();
  database_.execute("ROLLBACK");
  database_.take_failure();
}

Expected<void> Transaction::commit() {
  database_.execute("COMMIT");
  if (auto failure = database_.take_failure()) {
    database_.execute("ROLLBACK");
    database_.take_failure();  // there may be nothing to roll back
    open_ = false;
    return std::unexpected(*failure);
  }
  open_ = false;
  return {};
}

}  // namespace treaty::ledger
