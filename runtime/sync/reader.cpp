#include "runtime/sync/reader.h"

namespace treaty::sync {
namespace {

constexpr size_t pages_ahead = 3;
/// Small pages are put together, so that the ledger need not commit for each of them.
constexpr size_t enough_records = 500;

}  // namespace

Reader::Reader(std::unique_ptr<connectors::Source> source, std::unique_ptr<program::Mapper> mapper,
               const package::Map& map, std::string position)
    : source_(std::move(source)),
      mapper_(std::move(mapper)),
      map_(map),
      thread_([this, position = std::move(position)](const std::stop_token& stop) { read_ahead(stop, position); }) {}

Reader::~Reader() {
  thread_.request_stop();
  thread_.join();
}

std::expected<Page, connectors::Failure> Reader::gather(std::string position) try {
  Page page;
  do {
    auto block = source_->read(position);
    if (!block) return std::unexpected(block.error());
    auto records = map_records(*mapper_, map_, position, block->bytes);
    std::move(records.begin(), records.end(), std::back_inserter(page.records));
    position = page.next = block->next;
    page.last = block->last;
  } while (!page.last && page.records.size() < enough_records);
  return page;
} catch (const std::exception& error) {  // from a library; on this thread nobody above would catch it
  return std::unexpected(connectors::Failure{connectors::Failure::Kind::unusable, error.what()});
}

void Reader::read_ahead(const std::stop_token& stop, std::string position) {
  while (!stop.stop_requested()) {
    auto page = gather(position);
    bool over = !page || page->last;
    if (page) position = page->next;
    std::unique_lock lock(mutex_);
    pages_.push_back(std::move(page));
    changed_.notify_all();
    if (over) return;
    changed_.wait(lock, stop, [&] { return pages_.size() < pages_ahead; });
  }
}

std::expected<Page, connectors::Failure> Reader::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !pages_.empty(); });
  auto page = std::move(pages_.front());
  pages_.pop_front();
  changed_.notify_all();
  return page;
}

}  // namespace treaty::sync
