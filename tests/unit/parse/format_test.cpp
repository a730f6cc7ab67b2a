#include "compiler/format/format.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace treaty::format {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::optional<std::string> formatted(const std::string& text) {
  source::FileSet files;
  diagnostics::Diagnostics out;
  return format(files, files.add("test.map", text), out);
}

TEST(Format, club_stays_as_it_is) { EXPECT_EQ(formatted(read_file("examples/club/club.map")), read_file("examples/club/club.map")); }

TEST(Format, twice_changes_nothing_more) {
  int cases = 0;
  for (const char* folder : {"examples", "stdlib", "tests/golden"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".map") {
        continue;
      }
      if (const auto once = formatted(read_file(entry.path()))) {
        EXPECT_EQ(formatted(*once), once) << entry.path();
        ++cases;
      }
    }
  }
  EXPECT_GT(cases, 3);
}

TEST(Format, field_lines_are_laid_out) {
  const std::string untidy =
      "map m:a.b->hubspot.contacts{\n"
      "id->external_id required\n"
      "      first_name|trim|title_case -> firstname // a comment stays\n"
      "\n\n\n"
      "  where status!=\"x\"\n"
      "}\n";
  const std::string tidy =
      "map m:a.b -> hubspot.contacts {\n"
      "  id                             -> external_id required\n"
      "  first_name | trim | title_case -> firstname // a comment stays\n"
      "\n"
      "  where status != \"x\"\n"
      "}\n";
  EXPECT_EQ(formatted(untidy), tidy);
}

TEST(Format, meaning_does_not_change) {
  const std::string text = read_file("examples/club/club.map");
  source::FileSet files;
  const auto original = files.add("a.map", text);
  const auto again = files.add("b.map", "// a comment\n" + *formatted(text));
  EXPECT_EQ(canonical(files, original), canonical(files, again));
}

}  // namespace
}  // namespace treaty::format
