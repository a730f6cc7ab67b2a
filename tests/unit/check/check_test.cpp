// Every contract in tests/golden/check says with `//~ CODE` what the compiler says of it, and where; nothing else is
// said.

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "compiler/driver/pipeline.h"

namespace treaty {
namespace {

namespace fs = std::filesystem;

using Marks = std::multiset<std::string>;  // `file:line code`

std::vector<fs::path> contracts() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator("tests/golden/check")) {
    if (entry.path().extension() == ".map") {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// What follows `//~` on each line, and only there: a code a word, up to the first word that is none.
void add_marks(const source::File& file, Marks& marks) {
  for (uint32_t line = 1; line <= file.line_count(); ++line) {
    const std::string_view text = file.line(line);
    const size_t at = text.find("//~");
    if (at == std::string_view::npos) {
      continue;
    }
    std::istringstream words{std::string(text.substr(at + 3))};
    for (std::string word; words >> word && diagnostics::find_row(word);) {
      marks.insert(file.name() + ":" + std::to_string(line) + " " + word);
    }
  }
}

Marks marks_of(const driver::Compilation& compilation) {
  Marks marks;
  for (uint32_t i = 0; i < compilation.files.size(); ++i) {
    add_marks(compilation.files[source::FileId{i}], marks);
  }
  return marks;
}

Marks said_of(const driver::Compilation& compilation) {
  Marks said;
  for (const auto& diagnostic : compilation.diagnostics.all()) {
    const auto& file = compilation.files[diagnostic.span.file];
    said.insert(file.name() + ":" + std::to_string(file.position(diagnostic.span.begin).line) + " " +
                std::string(diagnostic.kind().code));
  }
  return said;
}

std::string words_of(const driver::Compilation& compilation) {
  std::ostringstream out;
  for (const auto& diagnostic : compilation.diagnostics.all()) {
    const auto& file = compilation.files[diagnostic.span.file];
    out << file.name() << ":" << file.position(diagnostic.span.begin).line << ":"
        << file.position(diagnostic.span.begin).column << " " << diagnostic.kind().code << " " << diagnostic.text()
        << " [" << compilation.files.text(diagnostic.span) << "]\n";
  }
  return out.str();
}

class Contracts : public testing::TestWithParam<fs::path> {};

TEST_P(Contracts, AreToldExactlyTheirMistakes) {
  const driver::Compilation compilation = driver::compile(GetParam().string(), driver::disk("stdlib"), "2026-11-23");
  EXPECT_EQ(marks_of(compilation), said_of(compilation)) << words_of(compilation);
}

TEST_P(Contracts, LowerToSoundPrograms) {
  const driver::Compilation compilation = driver::compile(GetParam().string(), driver::disk("stdlib"), "2026-11-23");
  EXPECT_EQ(compilation.ok(), compilation.program.has_value());
  if (compilation.program) {
    EXPECT_EQ(ir::verify(*compilation.program), std::vector<std::string>()) << ir::print(*compilation.program);
  }
}

INSTANTIATE_TEST_SUITE_P(Check, Contracts, testing::ValuesIn(contracts()),
                         [](const auto& info) { return info.param.stem().string(); });

TEST(Codes, EachHasAContractThatShowsIt) {
  std::set<std::string> shown;
  for (const char* folder : {"tests/golden/check", "tests/golden/parse"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".map" && extension != ".lib") {
        continue;
      }
      source::FileSet files;
      const auto text = driver::disk("stdlib")(entry.path().string());
      Marks marks;
      add_marks(files[files.add(entry.path().string(), *text)], marks);
      for (const std::string& mark : marks) {
        shown.insert(mark.substr(mark.rfind(' ') + 1));
      }
    }
  }
  for (const diagnostics::Row& row : diagnostics::rows()) {
    EXPECT_TRUE(shown.contains(std::string(row.code))) << row.code << " " << row.name;
  }
}

}  // namespace
}  // namespace treaty
