#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "runtime/connectors/source.h"
#include "runtime/sync/records.h"

namespace treaty::sync {

/// Mapped records, and where reading goes on after them.
struct Page {
  std::vector<Record> records;
  std::string next;
  bool last = false;
};

/// Reads and maps on a thread of its own, a few pages ahead of whoever sends them.
class Reader {
 public:
  /// Keeps a reference to `map`.
  Reader(std::unique_ptr<connectors::Source> source, std::unique_ptr<program::Mapper> mapper, const package::Map& map,
         std::string position);
  ~Reader();
  /// Waits for the next page.
  std::expected<Page, connectors::Failure> next();

 private:
  void read_ahead(const std::stop_token& stop, std::string position);
  std::expected<Page, connectors::Failure> gather(std::string position);

  std::unique_ptr<connectors::Source> source_;
  std::unique_ptr<program::Mapper> mapper_;
  const package::Map& map_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::expected<Page, connectors::Failure>> pages_;
  std::jthread thread_;  ///< last: it uses everything above
};

}  // namespace treaty::sync
