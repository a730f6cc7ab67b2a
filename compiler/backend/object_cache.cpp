#include "compiler/backend/object_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace treaty::backend {
namespace {

namespace fs = std::filesystem;

constexpr size_t largest_object = size_t{256} << 20;

struct Header {
  char magic[8] = {'t', 'r', 'e', 'a', 't', 'y', 'o', '1'};
  uint64_t size = 0;
  uint64_t checksum = 0;
};

struct File {
  int descriptor;
  explicit File(int opened) : descriptor(opened) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor >= 0) close(descriptor);
  }
};

bool is_ours_alone(const struct stat& status) {
  return status.st_uid == geteuid() && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool is_private_directory(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && is_ours_alone(status);
}

bool read_whole(int file, char* to, size_t size) {
  while (size > 0) {
    const ssize_t count = read(file, to, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    to += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

bool write_whole(int file, const char* from, size_t size) {
  while (size > 0) {
    const ssize_t count = write(file, from, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    from += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

}  // namespace

std::optional<std::string> ObjectCache::find(const std::string& key) const {
  if (directory_.empty() || !is_private_directory(directory_)) return std::nullopt;
  const std::string path = directory_ + "/" + key + ".object";
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  Header header;
  if (file.descriptor < 0 || fstat(file.descriptor, &status) != 0 || !S_ISREG(status.st_mode) ||
      !is_ours_alone(status) || !read_whole(file.descriptor, reinterpret_cast<char*>(&header), sizeof(header)) ||
      std::memcmp(header.magic, Header().magic, sizeof(header.magic)) != 0 || header.size > largest_object ||
      static_cast<uint64_t>(status.st_size) != sizeof(header) + header.size) {
    return std::nullopt;
  }
  std::string object(header.size, '\0');
  if (!read_whole(file.descriptor, object.data(), object.size()) ||
      XXH3_64bits(object.data(), object.size()) != header.checksum) {
    return std::nullopt;
  }
  futimens(file.descriptor, nullptr);
  return object;
}

void ObjectCache::keep(const std::string& key, std::string_view object) const {
  std::error_code ignored;
  if (directory_.empty() || object.size() > largest_object) return;
  if (!fs::exists(directory_, ignored)) {
    fs::create_directories(fs::path(directory_).parent_path(), ignored);
    mkdir(directory_.c_str(), 0700);
  }
  if (!is_private_directory(directory_)) return;
  // Under a name of its own first: two that write at once never mix, and nobody reads half a file.
  std::string fresh = directory_ + "/new-XXXXXX";
  const File file(mkostemp(fresh.data(), O_CLOEXEC));
  if (file.descriptor < 0) return;
  Header header;
  header.size = object.size();
  header.checksum = XXH3_64bits(object.data(), object.size());
  const bool written = write_whole(file.descriptor, reinterpret_cast<const char*>(&header), sizeof(header)) &&
                       write_whole(file.descriptor, object.data(), object.size());
  if (!written || rename(fresh.c_str(), (directory_ + "/" + key + ".object").c_str()) != 0) {
    unlink(fresh.c_str());
    return;
  }
  prune();
}

void ObjectCache::prune() const {
  std::error_code ignored;
  std::vector<std::pair<fs::file_time_type, fs::path>> objects;
  const auto day_ago = fs::file_time_type::clock::now() - std::chrono::hours(24);
  for (fs::directory_iterator at(directory_, ignored), end; !ignored && at != end; at.increment(ignored)) {
    const auto written = at->last_write_time(ignored);
    if (at->path().extension() == ".object") {
      objects.emplace_back(written, at->path());
    } else if (at->path().filename().string().starts_with("new-") && written < day_ago) {
      fs::remove(at->path(), ignored);  // of a process that was killed
    }
  }
  if (objects.size() <= most_objects) return;
  std::ranges::sort(objects);
  for (size_t i = 0; i + most_objects < objects.size(); ++i) fs::remove(objects[i].second, ignored);
}

}  // namespace treaty::backend
