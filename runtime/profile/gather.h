#pragma once

// What a map's run gathers, a class for each part of its report. All of it is bounded: nothing grows with the
// records.

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/ir/ir.h"
#include "compiler/package/manifest.h"
#include "runtime/profile/causes.h"
#include "runtime/profile/keys.h"
#include "runtime/profile/property.h"
#include "runtime/profile/report.h"

namespace treaty::profile {

/// What a property of HubSpot of type text holds.
constexpr uint64_t longest_text = 65'536;

/// One field line.
class FieldGatherer {
 public:
  FieldGatherer(const ir::Program& program, const ir::Field& field, const package::Field& described,
                const Property& property, Shown shown);

  void present(std::string_view escaped, uint64_t line);
  void null(uint64_t line) { ++report_.null, lacking(TREATY_NULL, line); }
  void missing(uint64_t line) { ++report_.missing, lacking(TREATY_MISSING, line); }
  void failed(const std::optional<program::Failure>& failure, uint64_t line);
  [[nodiscard]] FieldReport report(size_t top) const;

 private:
  void lacking(treaty_state state, uint64_t line);
  void check_options(std::string_view value, uint64_t line);

  FieldReport report_;
  Shown shown_;
  ir::StepId step_;
  bool must_be_there_;  ///< required, and nothing stands in where it is null
  bool must_not_miss_;
  std::unordered_set<std::string> options_;
  bool is_email_;
  Values values_;
  Offenders not_options_, not_emails_;
  Causes causes_;
  std::string unescaped_;
};

/// One lookup.
class LookupGatherer {
 public:
  LookupGatherer(const ir::Program& program, const program::LookupSite& site, std::string part);
  void asked(std::string_view key, std::optional<uint32_t> row, uint64_t line);
  [[nodiscard]] LookupReport report(size_t top) const;

 private:
  LookupReport report_;
  const ir::Rows* rows_ = nullptr;  ///< null: loaded when a run begins
  std::vector<bool> used_;
  Distinct distinct_;
  Offenders unknown_;
};

/// Values that should be different.
class KeyGatherer {
 public:
  KeyGatherer(std::string name, Shown shown) : name_(std::move(name)), shown_(shown) {}
  /// Whether a record had the value before.
  bool add(std::string_view value, uint64_t line, bool written = true);
  [[nodiscard]] KeyReport report(size_t top) const;
  Keys take() { return std::move(keys_); }

 private:
  std::string name_;
  Shown shown_;
  Keys keys_;
  std::unordered_map<uint64_t, Collision> collisions_;  ///< examples, bounded
};

/// The records of another map that an association points at.
class ReferenceGatherer {
 public:
  /// `targets`: the keys of the other map's records; null: its data is not there.
  ReferenceGatherer(ReferenceReport about, const Keys* targets)
      : report_(std::move(about)),
        targets_(targets),
        absent_({report_.is_private}),
        unwritten_({report_.is_private}) {
    report_.is_checked = targets != nullptr;
  }
  void add(const std::vector<std::string>& keys, uint64_t line);
  [[nodiscard]] ReferenceReport report(size_t top) const;

 private:
  ReferenceReport report_;
  const Keys* targets_;
  uint64_t absent_count_ = 0, unwritten_count_ = 0;
  Offenders absent_, unwritten_;
};

}  // namespace treaty::profile
