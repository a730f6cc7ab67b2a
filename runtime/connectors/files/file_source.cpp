#include "runtime/connectors/files/file_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include <fmt/format.h>

namespace treaty::connectors {
namespace {

std::unexpected<Failure> failure(Failure::Kind kind, std::string message) {
  return std::unexpected(Failure{kind, std::move(message)});
}

}  // namespace

std::expected<std::unique_ptr<Source>, Failure> FileSource::open(const std::string& path, const std::string& list) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat facts {};
  if (file < 0 || fstat(file, &facts) != 0) {
    const std::string why = std::strerror(errno);
    if (file >= 0) ::close(file);
    return failure(Failure::Kind::settings, fmt::format("{} cannot be opened: {}", path, why));
  }
  std::unique_ptr<FileSource> source(
      new FileSource(file, fmt::format("{}-{}.{}", facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec)));
  if (!S_ISREG(facts.st_mode)) {
    return failure(Failure::Kind::settings, fmt::format("{} is not a file", path));
  }
  auto reader = record::open({.file = file, .name = path, .list = list});
  if (!reader) {
    return failure(Failure::Kind::settings, reader.error());
  }
  source->reader_ = std::move(*reader);
  source->begin_ = source->reader_->position();
  return source;
}

FileSource::~FileSource() { ::close(file_); }

std::expected<Block, Failure> FileSource::read(const std::string& position) {
  uint64_t wanted = begin_;
  const size_t behind = position.find('/');
  if (behind != std::string::npos && position.substr(behind + 1) == version_) {
    std::from_chars(position.data(), position.data() + behind, wanted);
  }
  if (wanted != reader_->position()) {
    if (auto done = reader_->go_to(wanted); !done) {
      return failure(Failure::Kind::unusable, done.error());
    }
  }
  auto records = reader_->next();
  if (!records) {
    return failure(Failure::Kind::unusable, records.error());
  }
  Block block;
  block.bytes.reserve(records->size() + record::padding);
  block.bytes = *records;
  block.next = fmt::format("{}/{}", reader_->position(), version_);
  block.last = records->empty();
  return block;
}

}  // namespace treaty::connectors
