#include "runtime/sandbox/source_data.h"

#include <fcntl.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "runtime/sandbox/scan.h"

namespace treaty::sandbox {
namespace {

namespace fs = std::filesystem;
using Found = std::expected<RecordSet, std::string>;

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Found as_set(std::shared_ptr<const DataFile> file, Slices slices, std::vector<std::string> columns = {}) {
  if (!slices) {
    return std::unexpected(fmt::format("{}: {}", file->path(), slices.error()));
  }
  return RecordSet(std::move(file), std::move(*slices), std::move(columns));
}

Found read_rows(std::shared_ptr<const DataFile> file) {
  Slices rows = scan_rows(file->bytes());
  std::vector<std::string> columns;
  if (rows && !rows->empty()) {
    for (const std::string& name : cells_of(file->bytes().substr(rows->front().offset, rows->front().length))) {
      columns.push_back(json_text(name));
    }
    rows->erase(rows->begin());
  }
  return as_set(std::move(file), std::move(rows), std::move(columns));
}

bool is_same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

const Member* member_named(const std::vector<Member>& members, const std::string& name) {
  const auto exact =
      std::find_if(members.begin(), members.end(), [&](const Member& one) { return one.name == name; });
  const auto near =
      std::find_if(members.begin(), members.end(), [&](const Member& one) { return is_same_name(one.name, name); });
  return exact != members.end() ? &*exact : near != members.end() ? &*near : nullptr;
}

/// A JSON file of one resource: a list, or an object with the list under the resource's name or as its only list.
Found read_json(std::shared_ptr<const DataFile> file, const std::string& resource) {
  const std::string_view bytes = file->bytes();
  auto members = scan_members(bytes);
  if (!members) {
    return std::unexpected(fmt::format("{}: {}", file->path(), members.error()));
  }
  if (members->empty()) {
    Slices slices = scan_list(bytes, skip_blank(bytes, bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0));
    return as_set(std::move(file), std::move(slices));
  }
  const Member* found = member_named(*members, resource);
  if (found == nullptr) {
    const auto is_list = [&](const Member& one) { return bytes[one.begin] == '['; };
    if (std::count_if(members->begin(), members->end(), is_list) == 1) {
      found = &*std::find_if(members->begin(), members->end(), is_list);
    }
  }
  if (found == nullptr) {
    return std::unexpected(
        fmt::format("{}: neither a list of records nor an object with the list `{}`", file->path(), resource));
  }
  Slices slices = scan_list(bytes, found->begin);
  return as_set(std::move(file), std::move(slices));
}

Found read_file(const fs::path& path, const std::string& resource) {
  auto file = DataFile::open(path.string());
  if (!file) {
    return std::unexpected(file.error());
  }
  const std::string extension = path.extension().string();
  if (is_same_name(extension, ".csv")) {
    return read_rows(std::move(*file));
  }
  if (is_same_name(extension, ".jsonl") || is_same_name(extension, ".ndjson")) {
    Slices slices = scan_lines((*file)->bytes());
    return as_set(std::move(*file), std::move(slices));
  }
  return read_json(std::move(*file), resource);
}

/// The file of a resource in a folder, its name in any case.
std::expected<fs::path, std::string> file_of(const fs::path& folder, const std::string& resource) {
  std::error_code failure;
  if (resource.find('/') != std::string::npos) {
    return std::unexpected(fmt::format("a resource named {} has no file in a folder", resource));
  }
  std::vector<fs::path> near;
  for (const char* extension : {".json", ".jsonl", ".ndjson", ".csv"}) {
    if (const fs::path exact = folder / (resource + extension); fs::is_regular_file(exact, failure)) {
      return exact;
    }
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
    const std::string extension = entry.path().extension().string();
    const bool readable =
        extension == ".json" || extension == ".jsonl" || extension == ".ndjson" || extension == ".csv";
    if (readable && is_same_name(entry.path().stem().string(), resource)) {
      near.push_back(entry.path());
    }
  }
  if (near.empty()) {
    return std::unexpected(fmt::format("resource {} has no data: {} holds no {}.json, .jsonl or .csv", resource,
                                       folder.string(), resource));
  }
  return *std::min_element(near.begin(), near.end());
}

std::expected<std::map<std::string, RecordSet>, std::string> read_tables(const std::string& path,
                                                                         const std::vector<std::string>& resources) {
  auto file = DataFile::open(path);
  if (!file) {
    return std::unexpected(file.error());
  }
  auto members = scan_members((*file)->bytes());
  if (!members) {
    return std::unexpected(fmt::format("{}: {}", path, members.error()));
  }
  std::map<std::string, RecordSet> sets;
  for (const std::string& resource : resources) {
    const Member* found = member_named(*members, resource);
    if (found == nullptr) {
      std::vector<std::string> names;
      for (const Member& one : *members) {
        names.push_back(one.name);
      }
      return std::unexpected(
          fmt::format("resource {} has no data: {} holds {}", resource, path,
                      names.empty() ? "no lists by name" : fmt::format("{}", fmt::join(names, ", "))));
    }
    Found set = as_set(*file, scan_list((*file)->bytes(), found->begin));
    if (!set) {
      return std::unexpected(set.error());
    }
    sets[resource] = std::move(*set);
  }
  return sets;
}

}  // namespace

std::expected<std::shared_ptr<const DataFile>, std::string> DataFile::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat facts{};
  if (file < 0 || fstat(file, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    if (file >= 0) {
      ::close(file);
    }
    return std::unexpected(fmt::format("{} cannot be read", path));
  }
  const auto size = static_cast<size_t>(facts.st_size);
  void* bytes = size == 0 ? nullptr : mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  if (bytes == MAP_FAILED) {
    return std::unexpected(fmt::format("{} cannot be mapped", path));
  }
  return std::shared_ptr<const DataFile>(new DataFile(path, static_cast<const char*>(bytes), size));
}

DataFile::~DataFile() {
  if (bytes_ != nullptr) {
    munmap(const_cast<char*>(bytes_), size_);
  }
}

void RecordSet::append(size_t index, std::string& out) const {
  const std::string_view record = file_->bytes().substr(slices_[index].offset, slices_[index].length);
  if (columns_.empty()) {
    out += record;
    return;
  }
  const std::vector<std::string> cells = cells_of(record);
  for (size_t i = 0; i < columns_.size(); ++i) {
    const bool there = i < cells.size() && !cells[i].empty();
    out += (i == 0 ? "{" : ",") + columns_[i] + ":" + (there ? json_text(cells[i]) : "null");
  }
  out += '}';
}

std::expected<std::string, std::string> data_file_of(const std::string& path, const std::string& resource) {
  std::error_code failure;
  if (!fs::is_directory(path, failure)) {
    return path;
  }
  const auto file = file_of(path, resource);
  if (!file) {
    return std::unexpected(file.error());
  }
  return file->string();
}

std::expected<std::map<std::string, RecordSet>, std::string> read_source_data(
    const std::string& path, const std::vector<std::string>& resources) {
  std::error_code failure;
  const bool folder = fs::is_directory(path, failure);
  if (!folder && is_same_name(fs::path(path).extension().string(), ".json") && resources.size() != 1) {
    return read_tables(path, resources);
  }
  if (!folder && resources.size() > 1) {
    return std::unexpected(fmt::format("{} holds one list, and there are {} resources: {}", path, resources.size(),
                                       fmt::join(resources, ", ")));
  }
  std::map<std::string, RecordSet> sets;
  for (const std::string& resource : resources) {
    const auto file = data_file_of(path, resource);
    if (!file) {
      return std::unexpected(file.error());
    }
    Found set = read_file(*file, resource);
    if (!set) {
      return std::unexpected(set.error());
    }
    sets[resource] = std::move(*set);
  }
  return sets;
}

}  // namespace treaty::sandbox
