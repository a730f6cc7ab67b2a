#include "runtime/profile/profile.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "runtime/record/reader.h"

namespace treaty::profile {
namespace {

/// The records of a file, with their lines.
class Records {
 public:
  static std::expected<Records, std::string> open(const std::string& path, const std::string& resource) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
      return std::unexpected(fmt::format("{} cannot be opened: {}", path, std::strerror(errno)));
    }
    Records records(file);
    auto reader = record::open({.file = file, .name = path, .list = resource, .count_lines = true});
    if (!reader) {
      return std::unexpected(reader.error());
    }
    records.reader_ = std::move(*reader);
    return records;
  }
  Records(Records&& other) noexcept : file_(std::exchange(other.file_, -1)), reader_(std::move(other.reader_)) {}
  Records& operator=(Records&&) = delete;
  ~Records() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }

  /// Gives every record to `take` until it says no. Why reading ended before the file did, else nothing.
  std::string each(const std::function<bool(std::string_view record, uint64_t line)>& take) {
    for (;;) {
      const auto block = reader_->next();
      if (!block) {
        return block.error();
      }
      if (block->empty()) {
        return {};
      }
      size_t i = 0;
      for (std::string_view rest = *block; !rest.empty();) {
        const size_t size = std::min(rest.find('\n'), rest.size());
        const std::string_view record = rest.substr(0, size);
        rest.remove_prefix(std::min(size + 1, rest.size()));
        if (record.find_first_not_of(" \t\r") == std::string_view::npos) {
          continue;
        }
        if (!take(record, reader_->lines()[i++])) {
          return {};
        }
      }
    }
  }

 private:
  explicit Records(int file) : file_(file) {}
  int file_;
  std::unique_ptr<record::Reader> reader_;
};

class Run {
 public:
  Run(const program::Inspection& inspection, const Options& options)
      : inspection_(inspection), options_(options), manifest_(inspection.manifest()) {}

  Report run() {
    Report report{.contract = manifest_.contract, .version = manifest_.version};
    for (const uint32_t map : package::run_order(manifest_)) {
      if (!is_wanted(manifest_.maps[map])) {
        continue;
      }
      auto done = run_map(map);
      if (done) {
        report.maps.push_back(std::move(*done));
      } else {
        report.unread.push_back(std::move(done.error()));
      }
    }
    return report;
  }

 private:
  [[nodiscard]] bool is_wanted(const package::Map& map) const {
    return options_.maps.empty() || std::ranges::find(options_.maps, map.name) != options_.maps.end();
  }
  [[nodiscard]] bool is_target(const std::string& name) const {
    return std::ranges::any_of(manifest_.maps, [&](const package::Map& map) {
      return is_wanted(map) &&
             std::ranges::find(map.associations, name, &package::Association::map) != map.associations.end();
    });
  }

  std::expected<MapReport, Unread> run_map(uint32_t index) {
    const package::Map& map = manifest_.maps[index];
    const auto file = options_.file_of(map);
    if (!file) {
      return std::unexpected(Unread{map.name, file.error(), false});
    }
    auto records = Records::open(*file, map.resource);
    if (!records) {
      return std::unexpected(Unread{map.name, records.error(), true});
    }
    MapSettings settings{.map = index, .top = options_.top, .run_started_us = options_.run_started_us};
    if (const auto known = options_.knowledge.find(map.name); known != options_.knowledge.end()) {
      settings.knowledge = known->second;
    }
    for (const package::Association& one : map.associations) {
      settings.targets.push_back(keys_of(one.map));
    }
    MapProfiler profiler(inspection_, std::move(settings));
    uint64_t count = 0;
    bool is_limited = false;
    std::string broken = records->each([&](std::string_view record, uint64_t line) {
      is_limited = options_.limit > 0 && count == options_.limit;
      if (is_limited) {
        return false;
      }
      profiler.add(record, line);
      tell(map.name, ++count);
      return true;
    });
    MapReport report = profiler.report();
    report.file = *file;
    report.broken = std::move(broken);
    report.is_limited = is_limited;
    if (!is_limited && report.broken.empty() && is_target(map.name) && !keys_.contains(map.name)) {
      keys_[map.name] = std::make_unique<const Keys>(profiler.take_keys());
    }
    return report;
  }

  /// The keys of a map's records: of a run that is over, or read now. Null where they are nowhere.
  const Keys* keys_of(const std::string& name) {
    if (!keys_.contains(name)) {
      keys_[name] = read_keys(name);
    }
    return keys_[name].get();
  }

  std::unique_ptr<const Keys> read_keys(const std::string& name) {
    const auto found = std::ranges::find(manifest_.maps, name, &package::Map::name);
    const auto file = found == manifest_.maps.end() ? std::unexpected(std::string()) : options_.file_of(*found);
    auto records = file ? Records::open(*file, found->resource) : std::unexpected(std::string());
    if (!records) {
      return nullptr;
    }
    const auto index = static_cast<uint32_t>(found - manifest_.maps.begin());
    program::Inspector inspector = inspection_.inspector(index, options_.run_started_us, {});
    auto keys = std::make_unique<Keys>();
    uint64_t count = 0;
    const std::string broken = records->each([&](std::string_view record, uint64_t line) {
      inspector.run_plainly(record, [&](const program::Output& output) {
        if (!output.source_key.empty()) {
          keys->add(hash_of(output.source_key), line, is_brought_over(output, *found));
        }
        return true;
      });
      tell(name, ++count);
      return true;
    });
    return broken.empty() ? std::move(keys) : nullptr;
  }

  void tell(const std::string& map, uint64_t count) const {
    constexpr uint64_t often = 1024;
    if (options_.progress && count % often == 0) {
      options_.progress(map, count);
    }
  }

  const program::Inspection& inspection_;
  const Options& options_;
  const package::Manifest& manifest_;
  std::map<std::string, std::unique_ptr<const Keys>> keys_;  ///< null: not to be had
};

}  // namespace

Report profile(const program::Inspection& inspection, const Options& options) {
  return Run(inspection, options).run();
}

}  // namespace treaty::profile
