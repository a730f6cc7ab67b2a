#pragma once

#include <memory>
#include <string>

#include "runtime/connectors/source.h"
#include "runtime/record/reader.h"

namespace treaty::connectors {

/// The records of a file: JSON lines, a JSON list or CSV (runtime/record). A position names the byte and the file's
/// size and time of change: where the file is another one by now, reading begins anew, which writes nothing twice.
class FileSource : public Source {
 public:
  /// `list`: the name of the list where the file is an object of lists.
  static std::expected<std::unique_ptr<Source>, Failure> open(const std::string& path, const std::string& list);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::expected<Block, Failure> read(const std::string& position) override;

 private:
  FileSource(int file, std::string version) : file_(file), version_(std::move(version)) {}

  int file_;
  std::string version_;  ///< size and time of change
  uint64_t begin_ = 0;   ///< of the first record
  std::unique_ptr<record::Reader> reader_;
};

}  // namespace treaty::connectors
