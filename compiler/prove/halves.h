#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/prove/lines.h"
#include "compiler/prove/prove.h"
#include "compiler/prove/samples.h"
#include "compiler/source/source.h"

namespace treaty::prove {

/// Field by field: what stands in a record before and after. Values are JSON as it is written.
struct State {
  std::vector<Leaf> leaves;
  std::vector<std::string> values;

  [[nodiscard]] std::string record() const { return record_of(leaves, values); }
  /// Puts a value in the place of the leaf's own, or behind the others.
  void set(const Leaf& leaf, std::string value);
};

/// The two halves of every line, each by itself, without what the maps around them ask of a record.
class Halves {
 public:
  /// Borrows the lines for its life.
  Halves(const facts::Facts& facts, const source::FileSet& files, const std::vector<Line>& lines,
         const MakeRun& make);
  ~Halves();

  enum class Steps { all, without_tidying };
  /// What the properties of a line get of a record; status and error say whether they get anything.
  [[nodiscard]] interpret::Result forward(uint32_t line, const State& source, Steps steps = Steps::all) const;
  /// The record as the source has it after the properties came to it; nothing where they were refused, or said
  /// nothing of any field.
  [[nodiscard]] std::optional<State> back(uint32_t line, const State& stored, const State& source) const;
  /// How the properties are read, whatever their spelling.
  [[nodiscard]] interpret::Result read(uint32_t line, const State& stored) const;
  /// The properties as HubSpot holds them after a record was sent; those it says nothing of as before.
  [[nodiscard]] State stored(uint32_t line, const interpret::Result& sent, const State& before) const;

 private:
  struct Programs;
  const std::vector<Line>& lines_;
  std::unique_ptr<Programs> programs_;
};

/// Whether a record was mapped.
bool written(const interpret::Result& result);

}  // namespace treaty::prove
