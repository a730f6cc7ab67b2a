#include "compiler/parse/parse.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

namespace treaty::parse {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Said {
  source::FileSet files;
  diagnostics::Diagnostics diagnostics;
  ast::Contract contract;

  /// `line:code` of each message, in order.
  std::vector<std::string> messages() const {
    std::vector<std::string> found;
    for (const auto& diagnostic : diagnostics.all()) {
      const auto line = files[diagnostic.span.file].position(diagnostic.span.begin).line;
      found.push_back(std::to_string(line) + ":" + std::string(diagnostic.kind().code));
    }
    return found;
  }
};

Said say(std::string text) {
  Said said;
  const auto file = said.files.add("test.map", std::move(text));
  said.contract = parse(said.files, file, said.diagnostics);
  said.diagnostics.sort();
  return said;
}

/// `//~ CODE` at the end of a line: the messages that line must give; only codes of the syntax count here.
std::vector<std::string> marks(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    for (size_t at = line.find("//~ "); at != std::string::npos; at = line.find("//~ ", at + 1)) {
      const std::string code = line.substr(at + 4, 5);
      if (code.substr(1, 2) == "01") {
        found.push_back(std::to_string(number) + ":" + code);
      }
    }
  }
  return found;
}

const char* const club = "examples/club/club.map";

TEST(Parse, club_has_no_mistake) {
  const Said said = say(read_file(club));
  EXPECT_EQ(said.messages(), std::vector<std::string>{});
  ASSERT_TRUE(said.contract.header.has_value());
  EXPECT_EQ(said.contract.header->version, "2.3.0");
  EXPECT_GT(said.contract.items.size(), 30U);
}

TEST(Parse, each_mistake_gives_one_message_at_its_line) {
  int cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/golden/parse")) {
    if (entry.path().extension() != ".map") {
      continue;
    }
    const std::string text = read_file(entry.path());
    EXPECT_EQ(say(text).messages(), marks(text)) << entry.path();
    ++cases;
  }
  EXPECT_GT(cases, 30);
}

TEST(Parse, invalid_utf8_has_a_position) {
  EXPECT_EQ(say("contract a 1.0 edition 1\n\xFF\n").messages(), std::vector<std::string>{"2:E0101"});
  EXPECT_EQ(say("contract a 1.0 edition 1 \"\xED\xA0\x80\"\n").messages(), std::vector<std::string>{"1:E0101"});
}

TEST(Parse, no_depth_crashes) {
  for (const char* opener : {"(", "[", "{", "not ", "- ", "if ", "a ?? ", "a | ", "x.", "\"${"}) {
    std::string text = "contract deep 1.0 edition 1\ntransform t(a: text) -> text = ";
    for (int i = 0; i < 100'000; ++i) {
      text += opener;
    }
    EXPECT_FALSE(say(text + "\n").messages().empty()) << opener;
  }
}

/// Each word of the contract dropped, doubled or swapped with the next: never a crash, and mostly one message.
TEST(Parse, mutants_give_few_messages) {
  const std::string text = read_file(club);
  source::FileSet files;
  std::vector<Word> all = words(files, files.add(club, text));
  std::erase_if(all, [](const Word& word) { return word.kind != Word::Kind::word; });
  std::mt19937 random(1);
  int rejected = 0;
  int one = 0;
  size_t messages = 0;
  size_t most = 0;
  for (int i = 0; i < 300; ++i) {
    const size_t at = random() % (all.size() - 1);
    const source::Span a = all[at].span;
    const source::Span b = all[at + 1].span;
    std::string mutant = text.substr(0, a.begin);
    const std::string first = text.substr(a.begin, a.end - a.begin);
    const std::string between = text.substr(a.end, b.begin - a.end);
    const std::string second = text.substr(b.begin, b.end - b.begin);
    switch (random() % 3) {
      case 0:
        mutant += between + second;
        break;
      case 1:
        mutant += first + " " + first + between + second;
        break;
      default:
        mutant += second + between + first;
    }
    const size_t said = say(mutant + text.substr(b.end)).messages().size();
    rejected += said > 0;
    one += said == 1;
    messages += said;
    most = std::max(most, said);
  }
  std::cout << rejected << " mutants rejected, " << one << " with one message, " << messages << " messages in all, at most "
            << most << "\n";
  EXPECT_GT(one * 100, rejected * 75);
}

}  // namespace
}  // namespace treaty::parse
