// Lines that flow both ways keep their laws on native code, for random values (TREATY_LAW_VALUES of them a field); and what `treaty check` says of a line
// is what those values show. Interpreter and native code must agree on every one of them.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "compiler/prove/prove.h"
#include "tests/laws/rows.h"
#include "tests/laws/values.h"
#include "tests/unit/codegen/native.h"

namespace treaty::laws {
namespace {

namespace fs = std::filesystem;
using prove::Broken;

size_t values_a_field() {
  const char* asked = std::getenv("TREATY_LAW_VALUES");
  return asked == nullptr ? 40 : std::strtoull(asked, nullptr, 10);
}

/// Native code that is held against the interpreter at every record.
prove::Run native_and_interpreted(const ir::Program& program, uint32_t level, std::string& differs) {
  const interpret::Settings settings{};
  const auto interpreter = std::make_shared<interpret::Interpreter>(program, settings);
  const auto code = std::make_shared<native::Native>(program, settings, backend::Options{.optimization = level});
  return [=, &differs](uint32_t map, std::string_view record) {
    std::vector<interpret::Result> results = code->run(map, record);
    if (differs.empty()) {
      if (std::string one = native::difference(interpreter->run(map, record), results); !one.empty()) {
        differs = one + "\nrecord " + std::string(record);
      }
    }
    return results;
  };
}

std::string words_of(const Broken& broken) {
  return broken.property + ": " + broken.source + " sent as " + broken.sent + ", back as " + broken.back + ", again as " + broken.again;
}

std::string_view code_of(Broken::Law law) {
  switch (law) {
    case Broken::Law::settles:
      return "E1219";
    case Broken::Law::keeps:
      return "W1222";
    case Broken::Law::can_return:
      return "W1223";
  }
  return "";
}

/// The codes of laws that the compiler says are broken, by line.
std::set<std::pair<uint32_t, std::string>> told_of(const driver::Compilation& compilation) {
  std::set<std::pair<uint32_t, std::string>> told;
  for (const auto& said : compilation.diagnostics.all()) {
    const std::string_view code = said.kind().code;
    if (code == "E1219" || code == "W1222" || code == "W1223") {
      told.emplace(compilation.files[said.span.file].position(said.span.begin).line, code);
    }
  }
  return told;
}

/// Whether there are errors besides those of laws.
bool has_other_errors(const driver::Compilation& compilation) {
  return std::ranges::any_of(compilation.diagnostics.all(), [](const auto& said) {
    return said.severity() == diagnostics::Severity::error && said.kind().code != std::string_view("E1219");
  });
}

/// Tries every line of a contract natively; what is found should be what `treaty check` says, line by line. Where it is not,
/// what differs is returned.
std::string differences(const driver::Compilation& compilation, uint32_t level, size_t count, const std::string& name) {
  std::string differences;
  std::string differs;
  const auto make = [&](const ir::Program& program) { return native_and_interpreted(program, level, differs); };
  const prove::Laws laws = prove::check_laws(compilation.facts, compilation.files,
                                             {.make = make, .values = random_values(20261123, count)});
  EXPECT_EQ(differs, "") << name;
  const auto told = told_of(compilation);
  std::set<std::pair<uint32_t, std::string>> found;
  for (const Broken& broken : laws.broken) {
    const source::Span span = broken.line->arrow_span;
    const uint32_t line = compilation.files[span.file].position(span.begin).line;
    found.emplace(line, code_of(broken.law));
    if (!told.contains({line, std::string(code_of(broken.law))})) {
      differences += fmt::format("{}, line {}: {} is not said\n{}\n", name, line, code_of(broken.law), words_of(broken));
    }
  }
  for (const auto& [line, code] : told) {
    if (!found.contains({line, code})) {
      differences += fmt::format("{}, line {}: {} is said, but no value shows it natively\n", name, line, code);
    }
  }
  return differences;
}

/// Files of the disk without their `allow`s of laws: what is accepted is still to be shown by values.
driver::ReadFile without_allows() {
  return [disk = driver::disk("stdlib")](const std::string& path) {
    auto text = disk(path);
    for (size_t at = 0; text && (at = text->find("allow W122", at)) != std::string::npos;) {
      text->insert(at, "// ");
      at += 10;
    }
    return text;
  };
}

/// How many values of a line were put to the test at least.
size_t least_tried(const prove::Laws& laws) {
  size_t least = laws.tried.empty() ? 0 : SIZE_MAX;
  for (const prove::Tried& one : laws.tried) least = std::min(least, one.sent + one.kept);
  return least;
}

TEST(Laws, every_kind_of_step_keeps_what_the_compiler_says) {
  uint32_t tried = 0;
  for (const Row& row : read_rows()) {
    const driver::Compilation compilation = check_row(row);
    if (has_other_errors(compilation)) continue;
    EXPECT_EQ(differences(compilation, tried++ % 3, values_a_field(), row.line), "") << row.line;
  }
  EXPECT_GT(tried, 100U);
}

TEST(Laws, every_kind_of_step_is_put_to_the_test_by_the_compiler) {
  for (const Row& row : read_rows()) {
    const driver::Compilation compilation = check_row(row);
    if (has_other_errors(compilation)) continue;
    EXPECT_GT(least_tried(prove::check_laws(compilation.facts, compilation.files)), 0U) << row.line;
  }
}

std::vector<fs::path> contracts() {
  std::vector<fs::path> paths;
  for (const char* folder : {"examples", "tests/golden/check", "tests/golden/mended", "tests/golden/commands"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".map") paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(Laws, contracts_keep_what_the_compiler_says) {
  std::set<std::string> tried;  // many goldens have the same two-way lines
  for (const fs::path& path : contracts()) {
    const driver::Compilation compilation = driver::check(path.string(), without_allows(), "2026-11-23");
    std::string lines;
    for (const auto& map : compilation.facts.maps) {
      for (const auto& field : map->reverse) {
        if (field.line->arrow == ast::Arrow::both) {
          lines += std::string(compilation.files.text(source::join(field.line->left.span, field.line->right.span))) + "\n";
        }
      }
    }
    const bool example = path.string().starts_with("examples");
    if (lines.empty() || has_other_errors(compilation) || (!example && !tried.insert(lines).second)) continue;
    EXPECT_EQ(differences(compilation, 1, example ? values_a_field() : values_a_field() / 4, path.string()), "");
  }
  EXPECT_GT(tried.size(), 5U);
}

/// The tests here can fail: a reverse that is wrong is found natively.
TEST(Laws, a_wrong_reverse_is_found_natively) {
  struct Wrong {
    const char* line;
    Broken::Law law;
  };
  for (const Wrong& wrong : {Wrong{"amount | multiply(100) <-> balance | divide(10)", Broken::Law::settles},
                             Wrong{"label | trim <-> note | upper", Broken::Law::settles},
                             Wrong{"born <-> birthday | add_days(1)", Broken::Law::settles},
                             Wrong{"amount | max(0) <-> balance | multiply(2)", Broken::Law::settles},
                             Wrong{"label | title_case <-> note", Broken::Law::keeps},
                             Wrong{"label | integer <-> balance | text", Broken::Law::can_return}}) {
    const Row row{"wrong", wrong.line, ""};
    const driver::Compilation compilation = check_row(row);
    ASSERT_FALSE(has_other_errors(compilation)) << row.line;
    std::string differs;
    const auto make = [&](const ir::Program& program) { return native_and_interpreted(program, 2, differs); };
    const prove::Laws laws =
        prove::check_laws(compilation.facts, compilation.files, {.make = make, .values = random_values(7, 500)});
    ASSERT_EQ(laws.broken.size(), 1U) << row.line;
    EXPECT_EQ(laws.broken.front().law, wrong.law) << row.line << "\n" << words_of(laws.broken.front());
    EXPECT_EQ(differs, "");
  }
}

}  // namespace
}  // namespace treaty::laws
