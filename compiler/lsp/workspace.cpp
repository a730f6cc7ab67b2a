#include "compiler/lsp/workspace.h"

#include <algorithm>
#include <filesystem>

#include "compiler/documents/shelf.h"

namespace treaty::lsp {
namespace {

namespace fs = std::filesystem;

/// How far up, and at how many contracts a folder, one that imports a library is looked for.
constexpr int most_folders = 3;
constexpr int most_contracts = 50;

}  // namespace

Workspace::Workspace(std::string library, std::string today)
    : library_(std::move(library)), today_(std::move(today)), disk_(driver::disk(library_)) {
  read_ = [this](const std::string& path) -> std::expected<std::string, std::string> {
    const auto open = buffers_.find(fs::path(path).lexically_normal().string());
    return open == buffers_.end() ? disk_(path) : open->second;
  };
}

void Workspace::open(const std::string& path, std::string text) {
  buffers_[path] = std::move(text);
  roots_.erase(path);
  changed_on_disk();
}

std::string* Workspace::change(const std::string& path) {
  const auto open = buffers_.find(path);
  if (open == buffers_.end()) return nullptr;
  for (const auto& [root, analysis] : analyses_) {
    if (root == path || analysis->file(path)) stale_.insert(root);
  }
  stale_.insert(root_of(path));
  return &open->second;
}

void Workspace::close(const std::string& path) {
  buffers_.erase(path);
  roots_.erase(path);
  changed_on_disk();
  forget_unused();
}

void Workspace::changed_on_disk() {
  for (const auto& [root, analysis] : analyses_) stale_.insert(root);
  for (const auto& [path, text] : buffers_) stale_.insert(root_of(path));
}

void Workspace::forget_unused() {
  const auto unused = [&](const std::string& root) {
    return std::ranges::none_of(buffers_, [&](const auto& buffer) { return root_of(buffer.first) == root; });
  };
  std::erase_if(analyses_, [&](const auto& entry) { return unused(entry.first); });
  std::erase_if(shelves_, [&](const auto& entry) { return unused(entry.first); });
  std::erase_if(stale_, unused);
}

const Analysis& Workspace::check(const std::string& root) {
  const auto known = analyses_.find(root);
  if (known != analyses_.end() && !stale_.contains(root)) return *known->second;
  auto& shelf = shelves_[root];
  if (!shelf) shelf = std::make_shared<documents::Shelf>();
  auto made = std::unique_ptr<Analysis>(
      new Analysis{.root = root, .compilation = driver::check(root, read_, today_, shelf), .index = {}});
  if (!made->compilation.contract.header && root.ends_with(".map")) {
    // A library that no contract near it imports is no contract that lacks its first line.
    made->compilation.diagnostics.take_out(
        [](const diagnostics::Diagnostic& said) { return said.row == diagnostics::no_header.row; });
  }
  made->index = index_of(made->compilation);
  stale_.erase(root);
  auto& place = analyses_[root];
  place = std::move(made);
  return *place;
}

bool Workspace::imports(const std::string& root, const std::string& path) {
  const auto text = read_(root);
  // A word that every file which imports has in it; what cannot be meant is not compiled.
  if (!text || text->find("import") == std::string::npos ||
      text->find(fs::path(path).filename().string()) == std::string::npos)
    return false;
  return check(root).file(path).has_value();
}

std::string Workspace::root_of(const std::string& path) {
  const auto known = roots_.find(path);
  if (known != roots_.end()) return known->second;
  std::string& root = roots_[path];
  root = path;
  source::FileSet files;
  diagnostics::Diagnostics unused;
  const auto text = read_(path);
  if (!text || text->find("contract") != std::string::npos) {
    if (!text || check(path).compilation.contract.header) return root;
  }
  for (const auto& [open, buffer] : buffers_) {
    if (open != path && imports(open, path)) return root = open;
  }
  fs::path folder = fs::path(path).parent_path();
  for (int up = 0; up < most_folders && !folder.empty(); ++up, folder = folder.parent_path()) {
    std::vector<std::string> contracts;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      if (entry->path().extension() == ".map" && entry->path() != path) contracts.push_back(entry->path().string());
    }
    std::ranges::sort(contracts);
    if (contracts.size() > most_contracts) contracts.resize(most_contracts);
    for (const std::string& contract : contracts) {
      if (imports(contract, path)) return root = contract;
    }
    if (folder == folder.parent_path()) break;
  }
  return root;
}

const Analysis& Workspace::analysis_of(const std::string& path) { return check(root_of(path)); }

std::vector<const Analysis*> Workspace::all() {
  std::set<std::string> roots;
  for (const auto& [path, text] : buffers_) roots.insert(root_of(path));
  std::erase_if(stale_, [&](const std::string& root) { return !roots.contains(root); });
  std::vector<const Analysis*> all;
  for (const std::string& root : roots) all.push_back(&check(root));
  return all;
}

}  // namespace treaty::lsp
