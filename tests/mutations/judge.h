#pragma once

// What the compiler says of a mutant.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "compiler/documents/shelf.h"
#include "compiler/driver/pipeline.h"
#include "tests/mutations/edits.h"

namespace treaty::mutations {

/// From the best that can happen to the worst.
enum class Fate { rejected, warned, caught_by_tests, same_tree, same_meaning, other_meaning, crashed, hung };
std::string_view words_of(Fate fate);

struct Verdict {
  Fate fate = Fate::rejected;
  double milliseconds = 0;         ///< of the processor, for the compilation alone
  size_t errors = 0;
  std::vector<std::string> said;   ///< the new messages: `E0301 12:3 no field …`
};

/// A contract with its documents in memory, and what is true of it as it stands.
class Judge {
 public:
  /// `library` is the folder of the library's own .map files. Says what is wrong with a contract that is not fit to be changed:
  /// one with errors, or whose tests fail.
  static std::expected<std::unique_ptr<Judge>, std::string> of(const std::string& path, const std::string& library);

  [[nodiscard]] const Original& original() const { return original_; }
  [[nodiscard]] Verdict judge(const std::string& text) const;

 private:
  Judge() = default;
  [[nodiscard]] driver::Compilation compile(const std::string& text) const;

  Original original_;
  driver::ReadFile disk_;
  mutable std::map<std::string, std::expected<std::string, std::string>> documents_;
  std::shared_ptr<documents::Shelf> shelf_ = std::make_shared<documents::Shelf>();
  std::multiset<std::string> known_;  ///< warnings of the contract as it stands
  std::string tree_, unordered_tree_, meaning_;
};

}  // namespace treaty::mutations
