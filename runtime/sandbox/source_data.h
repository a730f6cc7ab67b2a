#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::sandbox {

/// A file's bytes, mapped: what is not read is not in memory.
class DataFile {
 public:
  static std::expected<std::shared_ptr<const DataFile>, std::string> open(const std::string& path);
  DataFile(const DataFile&) = delete;
  DataFile& operator=(const DataFile&) = delete;
  ~DataFile();

  [[nodiscard]] std::string_view bytes() const { return {bytes_, size_}; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  DataFile(std::string path, const char* bytes, size_t size) : path_(std::move(path)), bytes_(bytes), size_(size) {}

  std::string path_;
  const char* bytes_;
  size_t size_;
};

/// Where the records of one resource stand in their file.
class RecordSet {
 public:
  struct Slice {
    uint64_t offset = 0;
    uint32_t length = 0;
  };

  RecordSet() = default;
  RecordSet(std::shared_ptr<const DataFile> file, std::vector<Slice> slices, std::vector<std::string> columns)
      : file_(std::move(file)), slices_(std::move(slices)), columns_(std::move(columns)) {}

  [[nodiscard]] size_t size() const { return slices_.size(); }
  /// The record as JSON: as it stands in the file, or made of a CSV row (texts; an empty cell is null).
  void append(size_t index, std::string& out) const;

 private:
  std::shared_ptr<const DataFile> file_;
  std::vector<Slice> slices_;
  std::vector<std::string> columns_;  ///< of a CSV file
};

/// The file of a resource: `path` itself, or where that is a folder the file in it that has the resource's name, in
/// any case.
std::expected<std::string, std::string> data_file_of(const std::string& path, const std::string& resource);

/// The records of every resource named, from a JSON file with a list per resource or from a folder with a file per
/// resource. Says which resource has no data, or where a file cannot be read.
std::expected<std::map<std::string, RecordSet>, std::string> read_source_data(
    const std::string& path, const std::vector<std::string>& resources);

}  // namespace treaty::sandbox
