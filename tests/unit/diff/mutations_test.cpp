// Nothing that changes meaning is invisible: every contract that differs from an example in one thing, and is still
// right, differs in the comparison too. Every few are tried; TREATY_MUTATIONS=all tries each. And the order of lines
// is no change.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <gtest/gtest.h>

#include "compiler/diff/diff.h"
#include "compiler/diff/words.h"
#include "compiler/documents/shelf.h"
#include "compiler/driver/pipeline.h"
#include "compiler/driver/semantic_hash.h"
#include "compiler/ir/text.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/manifest.h"
#include "tests/unit/diff/mutations.h"

namespace treaty::diff {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The disk, with one file of another content.
driver::ReadFile with(const std::string& path, const std::string& text) {
  return [=, read = driver::disk("stdlib")](const std::string& asked) -> std::expected<std::string, std::string> {
    return asked == path ? std::expected<std::string, std::string>(text) : read(asked);
  };
}

/// What the contract means: forward as packages have it, what flows back, and who is on which list.
std::string meaning_of(const driver::Compilation& compilation) {
  const package::Manifest manifest = lower::describe(compilation.facts, compilation.contract, compilation.files);
  std::string text = driver::semantic_hash(lower::lower(compilation.facts, compilation.files), manifest);
  for (ir::Program program : {lower::lower_reverse(compilation.facts, compilation.files),
                              lower::lower_lists(compilation.facts, compilation.files)}) {
    std::ranges::fill(program.steps, ir::Step{});
    text += ir::print(program);
  }
  return text;
}

/// What is written otherwise and means the same: what is left out held anyway.
bool means_the_same(const std::string& mutation) {
  constexpr std::array defaults = {"on error     reject", "withdrawn -> opted_out", "contents hashes"};
  return std::ranges::any_of(defaults, [&](const char* line) { return mutation.find(line) != std::string::npos; });
}

class Mutations : public testing::TestWithParam<const char*> {};

TEST_P(Mutations, ThatChangeMeaningAreSeen) {
  const std::string path = GetParam();
  const std::string text = read_file(path);
  const auto shelf = std::make_shared<documents::Shelf>();
  const driver::Compilation before = driver::check(path, driver::disk("stdlib"), "2026-11-23", shelf);
  ASSERT_TRUE(before.ok());
  ASSERT_TRUE(compare(before, before).changes.empty());
  const std::string meant = meaning_of(before);

  const char* wanted = std::getenv("TREATY_MUTATIONS");
  const bool every_one = wanted != nullptr && std::string(wanted) == "all";
  constexpr size_t stride = 5;
  size_t tried = 0, right = 0, otherwise = 0, unseen = 0;
  const std::vector<Mutation> mutations = mutations_of(text);
  for (size_t i = 0; i < mutations.size(); i += every_one ? 1 : stride) {
    const Mutation& mutation = mutations[i];
    ++tried;
    const driver::Compilation after = driver::check(path, with(path, mutation.text), "2026-11-23", shelf);
    if (!after.ok()) {
      continue;
    }
    ++right;
    const bool differs = meaning_of(after) != meant;
    otherwise += differs ? 1 : 0;
    const bool seen = !compare(before, after).changes.empty();
    EXPECT_TRUE(seen || !differs) << mutation.what;
    EXPECT_EQ(seen, !compare(after, before).changes.empty()) << mutation.what;
    if (!seen && plain(mutation.text) != plain(text)) {
      ++unseen;
      EXPECT_TRUE(means_the_same(mutation.what)) << mutation.what;
    }
  }
  std::cout << path << ": " << tried << " of " << mutations.size() << " tried, " << right << " right, " << otherwise
            << " with another meaning, " << unseen << " written otherwise with the same meaning\n";
  EXPECT_GT(otherwise, every_one ? 100U : 5U);
}

TEST_P(Mutations, InTheOrderOfLinesAreNoChange) {
  const std::string path = GetParam();
  const std::string text = read_file(path);
  const auto shelf = std::make_shared<documents::Shelf>();
  const driver::Compilation before = driver::check(path, driver::disk("stdlib"), "2026-11-23", shelf);
  size_t right = 0;
  for (const Mutation& swap : swaps_of(text)) {
    const driver::Compilation after = driver::check(path, with(path, swap.text), "2026-11-23", shelf);
    if (after.ok()) {
      ++right;
      EXPECT_TRUE(compare(before, after).changes.empty()) << swap.what;
    }
  }
  EXPECT_GT(right, 10U);
}

INSTANTIATE_TEST_SUITE_P(Examples, Mutations,
                         testing::Values("examples/club/club.map", "examples/advisers/advisers.map",
                                         "examples/shop/shop.map", "examples/chinook/chinook.map"),
                         [](const auto& info) { return std::filesystem::path(info.param).stem().string(); });

}  // namespace
}  // namespace treaty::diff
