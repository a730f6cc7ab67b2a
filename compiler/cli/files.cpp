#include "compiler/cli/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <fmt/core.h>

#include "compiler/cli/contract.h"
#include "compiler/driver/documents.h"

namespace treaty::cli {
namespace {

namespace fs = std::filesystem;

/// Writes all of it and closes the file, whatever becomes of it.
bool write_and_close(int file, std::string_view bytes) {
  bool good = file >= 0;
  while (good && !bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else {
      good = written < 0 && errno == EINTR;
    }
  }
  return file >= 0 && ::close(file) == 0 && good;
}

/// What a link points at, though it may not exist yet.
std::string behind_links(const std::string& path) {
  std::error_code failure;
  fs::path place = path;
  constexpr int most_links = 40;
  for (int links = 0; links < most_links && fs::is_symlink(place, failure); ++links) {
    place = place.parent_path() / fs::read_symlink(place, failure);
  }
  return place.string();
}

}  // namespace

driver::ReadFile Inputs::reader() {
  return [this, library = library_folder(), read = driver::disk(library_folder())](const std::string& path) {
    add(driver::place_of(library, path));
    return read(path);
  };
}

bool Inputs::spared_by(const std::string& target) const {
  const auto read = std::ranges::find_if(paths_, [&](const std::string& path) {
    std::error_code none;
    return fs::equivalent(target, path, none);
  });
  if (read == paths_.end()) {
    return true;
  }
  complain(fmt::format("`{}` was read for this, and would be lost", target), "name another file to write to");
  return false;
}

std::optional<std::string> read_file(const std::string& path, size_t largest) {
  auto bytes = driver::read_file(path, largest);
  if (!bytes) {
    complain(fmt::format("cannot read `{}`", path), bytes.error());
    return std::nullopt;
  }
  return std::move(*bytes);
}

bool write_file(const std::string& named, std::string_view bytes) {
  const std::string path = behind_links(named);
  struct stat was = {};
  const bool exists = ::stat(path.c_str(), &was) == 0;
  if (exists && !S_ISREG(was.st_mode)) {  // a device or a pipe is written to, never replaced
    const bool good = write_and_close(::open(path.c_str(), O_WRONLY | O_CLOEXEC), bytes);
    if (!good) {
      complain(fmt::format("cannot write `{}`", named));
    }
    return good;
  }
  // Renaming asks the folder alone. That a file may not be written holds nevertheless, for whoever may do anything
  // too.
  constexpr mode_t anyone_writes = S_IWUSR | S_IWGRP | S_IWOTH;
  if (exists && ((was.st_mode & anyone_writes) == 0 || ::access(path.c_str(), W_OK) != 0)) {
    complain(fmt::format("`{}` may not be written", named), "its mode says so: chmod u+w");
    return false;
  }
  const std::string beside = fmt::format("{}.{}.part", path, getpid());
  ::unlink(beside.c_str());  // of a process that was killed; a link put there is not followed
  constexpr mode_t own = S_IRUSR | S_IWUSR;  // what was for few is for few while it is written
  constexpr mode_t usual = own | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, exists ? own : usual);
  bool good = file >= 0;
  if (good && exists) {
    // Of another's file the owner stays where that can be; the mode comes after, which a new owner takes bits from.
    const bool same_owner = ::fchown(file, was.st_uid, was.st_gid) == 0;
    good = ::fchmod(file, was.st_mode & (same_owner ? 07777 : 0700)) == 0;
  }
  good = write_and_close(file, bytes) && good && ::rename(beside.c_str(), path.c_str()) == 0;
  if (!good) {
    ::unlink(beside.c_str());
    complain(fmt::format("cannot write `{}`", named), "is there room, and may you write there?");
  }
  return good;
}

bool write_file(const std::string& path, std::string_view bytes, const Inputs& inputs, Exit& exit) {
  if (!inputs.spared_by(path)) {
    exit = Exit::misuse;
    return false;
  }
  if (!write_file(path, bytes)) {
    exit = Exit::world_failed;
    return false;
  }
  return true;
}

}  // namespace treaty::cli
