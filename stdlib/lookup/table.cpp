#include "stdlib/lookup/table.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace {

constexpr uint64_t spare = 64;

/// FNV-1a with a last mix. Keys of tables are short, and come from contracts, not from strangers.
uint64_t hash_of(const char* key, uint64_t size) {
  uint64_t hash = 0xcbf29ce484222325ULL;
  for (uint64_t i = 0; i < size; ++i) {
    hash = (hash ^ static_cast<unsigned char>(key[i])) * 0x100000001b3ULL;
  }
  return hash ^ (hash >> 29);
}

bool needs_no_escape(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; });
}

}  // namespace

treaty_table::treaty_table(uint64_t rows) {
  uint64_t places = 16;
  while (places < rows * 2) {
    places *= 2;
  }
  rows_.resize(places);
}

treaty_table::~treaty_table() {
  for (char* block : kept_) {
    std::free(block);
  }
}

const char* treaty_table::keep(std::string_view text) {
  const uint64_t wanted = text.size() + spare;
  if (wanted > free_size_) {
    free_size_ = std::max<uint64_t>(wanted, uint64_t{16} << 10);
    free_ = static_cast<char*>(std::calloc(1, free_size_));
    if (free_ == nullptr) {
      std::abort();
    }
    kept_.push_back(free_);
  }
  char* at = free_;
  std::copy(text.begin(), text.end(), at);
  // The spare bytes may be the next text's: they only have to be readable.
  free_ += text.size();
  free_size_ -= text.size();
  return at;
}

void treaty_table::put(std::string_view key, std::string_view text) {
  treaty_value value{};
  value.kind = TREATY_TEXT;
  value.as.text.data = text.data();
  value.as.text.size = text.size();
  put(key, value);
}

void treaty_table::put(std::string_view key, const treaty_value& value) {
  if ((count_ + 1) * 2 > rows_.size()) {
    grow();
  }
  treaty_value kept = value;
  if (kept.state == TREATY_PRESENT &&
      (kept.kind == TREATY_TEXT || kept.kind == TREATY_NUMBER || kept.kind == TREATY_JSON)) {
    const std::string_view text(kept.as.text.data, kept.as.text.size);
    kept.as.text.data = keep(text);
    kept.flags = needs_no_escape(text) ? TREATY_CLEAN : 0;
  }
  const uint64_t hash = hash_of(key.data(), key.size());
  if (const Row* known = row(key.data(), key.size(), hash); known != nullptr) {
    rows_[static_cast<size_t>(known - rows_.data())].value = kept;
    return;
  }
  uint64_t at = hash & (rows_.size() - 1);
  while (rows_[at].key != nullptr) {
    at = (at + 1) & (rows_.size() - 1);
  }
  rows_[at] = Row{hash, keep(key), key.size(), kept};
  ++count_;
}

void treaty_table::grow() {
  std::vector<Row> larger(rows_.size() * 2);
  for (const Row& row : rows_) {
    if (row.key == nullptr) {
      continue;
    }
    uint64_t at = row.hash & (larger.size() - 1);
    while (larger[at].key != nullptr) {
      at = (at + 1) & (larger.size() - 1);
    }
    larger[at] = row;
  }
  rows_ = std::move(larger);
}

const treaty_table::Row* treaty_table::row(const char* key, uint64_t size, uint64_t hash) const {
  uint64_t at = hash & (rows_.size() - 1);
  while (rows_[at].key != nullptr) {
    const Row& row = rows_[at];
    if (row.hash == hash && row.size == size && std::memcmp(row.key, key, size) == 0) {
      return &row;
    }
    at = (at + 1) & (rows_.size() - 1);
  }
  return nullptr;
}

bool treaty_table::find(const char* key, uint64_t size, treaty_value* result) const {
  const Row* found = row(key, size, hash_of(key, size));
  if (found == nullptr) {
    return false;
  }
  *result = found->value;
  return true;
}

int treaty_table_find(const treaty_table* table, const char* key, uint64_t size, treaty_value* result) {
  return table->ask(key, size, result) ? 1 : 0;
}
