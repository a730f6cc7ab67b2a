#pragma once

// What is still to be said of several contracts, where some of it was said already, or is known.

#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "compiler/diagnostics/formats.h"
#include "compiler/driver/pipeline.h"

namespace treaty::cli {

/// The findings of a file that --write-baseline made, and where it lies.
struct Baseline {
  std::string path;
  std::set<std::string> findings;
};
/// Complains and gives nothing where the file is no baseline.
std::optional<Baseline> read_baseline(const std::string& path);

/// Gathers what a baseline at `path` will hold.
class NewBaseline {
 public:
  explicit NewBaseline(std::string path) : path_(std::move(path)) {}
  void add(const diagnostics::Report& report);
  [[nodiscard]] std::string text() const;

 private:
  std::string path_;
  std::vector<std::string> findings_;  ///< each once: those of a library are told by all that import it
  std::set<std::string> known_;        ///< the same
};

/// Says nothing twice, and nothing that the baseline knows.
class Sieve {
 public:
  explicit Sieve(Baseline baseline) : baseline_(std::move(baseline)) {}

  struct Withheld {
    size_t known = 0, said_before = 0;
  };
  /// Takes out of what is said of the contract at `path` what was said of one before it, and what is known.
  Withheld sift(driver::Compilation& compilation, const std::string& path);

  /// How many of the baseline's findings are still there.
  [[nodiscard]] size_t known() const { return found_.size(); }
  /// How many are not, of the files that were read: of others nobody knows.
  [[nodiscard]] size_t gone() const;

 private:
  using Said = std::tuple<int, std::string, uint32_t, uint32_t, std::string>;  ///< what, where, in which words
  Baseline baseline_;
  std::set<std::string> found_, files_;
  std::set<Said> said_;
};

}  // namespace treaty::cli
