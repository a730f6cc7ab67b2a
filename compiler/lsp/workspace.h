#pragma once

// The files an editor has open, and what the compiler says of the contracts they belong to.

#include <map>
#include <memory>
#include <set>
#include <string>

#include "compiler/lsp/analysis.h"

namespace treaty::documents {
class Shelf;
}

namespace treaty::lsp {

class Workspace {
 public:
  Workspace(std::string library, std::string today);

  void open(const std::string& path, std::string text);
  /// The text of an open file, to be changed; null when it is not open.
  std::string* change(const std::string& path);
  void close(const std::string& path);
  [[nodiscard]] bool is_open(const std::string& path) const { return buffers_.contains(path); }
  /// A file changed on disk: which contracts read it is not kept, so all are checked again.
  void changed_on_disk();

  /// The contract that a file is part of, checked as it stands now. A library is seen through a contract of its
  /// folder that imports it, one that is open before others; alone where there is none.
  const Analysis& analysis_of(const std::string& path);
  /// The contracts of open files, each checked as it stands now.
  std::vector<const Analysis*> all();
  /// Whether something changed since everything was checked.
  [[nodiscard]] bool stale() const { return !stale_.empty(); }

  [[nodiscard]] const std::string& library() const { return library_; }

 private:
  const Analysis& check(const std::string& root);
  std::string root_of(const std::string& path);
  [[nodiscard]] bool imports(const std::string& root, const std::string& path);
  void forget_unused();

  std::string library_, today_;
  driver::ReadFile disk_, read_;
  std::map<std::string, std::string> buffers_;
  std::map<std::string, std::string> roots_;  ///< of open files
  std::map<std::string, std::unique_ptr<Analysis>> analyses_;
  std::map<std::string, std::shared_ptr<documents::Shelf>>
      shelves_;  ///< by contract: a document is taken apart once, not at every key
  std::set<std::string> stale_;
};

}  // namespace treaty::lsp
