// Records out of files: every format, cut short and broken, in pipes that give a few bytes at a time, and resumed anywhere.

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "runtime/connectors/files/file_source.h"
#include "runtime/record/reader.h"

namespace treaty::record {
namespace {

/// A file without a name that holds the bytes.
class Bytes {
 public:
  explicit Bytes(const std::string& bytes) : file_(memfd_create("records", MFD_CLOEXEC)) {
    EXPECT_EQ(write(file_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    lseek(file_, 0, SEEK_SET);
  }
  ~Bytes() { close(file_); }
  Bytes(const Bytes&) = delete;
  Bytes& operator=(const Bytes&) = delete;
  [[nodiscard]] int file() const { return file_; }

 private:
  int file_;
};

/// All records, then what went wrong, if anything did.
std::string read_all(Reader& reader) {
  std::string all;
  for (;;) {
    auto records = reader.next();
    if (!records) return all + "error: " + records.error();
    if (records->empty()) return all;
    all += *records;
  }
}

std::string read(const std::string& bytes, const std::string& name, const std::string& list = "") {
  const Bytes input(bytes);
  auto reader = open({.file = input.file(), .name = name, .list = list});
  return reader ? read_all(**reader) : "error: " + reader.error();
}

TEST(Record, lines_are_given_as_they_are) {
  EXPECT_EQ(read("{\"a\":1}\n\n{\"a\":2}\r\nnonsense\n{\"a\"", "x.jsonl"), "{\"a\":1}\n\n{\"a\":2}\r\nnonsense\n{\"a\"");
  EXPECT_EQ(read("\xEF\xBB\xBF{\"a\":1}\n", "x.jsonl"), "{\"a\":1}\n");
  EXPECT_EQ(read("", "x.jsonl"), "");
  EXPECT_EQ(read("\xFF\xFE{", "x.jsonl"), "error: x.jsonl is UTF-16; save it as UTF-8");
}

TEST(Record, lists_become_lines) {
  EXPECT_EQ(read("[{\"a\":1},\n {\"b\":\n[2,\"]\\\"\"]}, 3]", "x.json"), "{\"a\":1}\n{\"b\":\r[2,\"]\\\"\"]}\n3\n");
  EXPECT_EQ(read("[]", "x.json"), "");
  EXPECT_EQ(read(" [ ] ", "x.json"), "");
  EXPECT_EQ(read("\xEF\xBB\xBF{\"other\": [1], \"Rows\" : [{}]}", "x.json", "rows"), "{}\n");
  EXPECT_EQ(read("{\"data\": [{\"a\":1}], \"next\": 2}", "x.json", "rows"), "{\"a\":1}\n");  // the only one there is
  EXPECT_EQ(read("{\n\"meta\": {\"n\": [1]},\n\"rows\": [{}]}", "x.json"), "{}\n");
}

TEST(Record, lists_that_break_off_give_what_they_have_and_say_where) {
  EXPECT_EQ(read("[{\"a\":1},{\"a\":", "x.json"), "{\"a\":1}\nerror: x.json: the list is cut short in what begins at byte 9");
  EXPECT_EQ(read("[{\"a\":1}", "x.json"), "error: x.json: the list is cut short in what begins at byte 1");
  EXPECT_EQ(read("[{\"a\":1} {\"a\":2}]", "x.json"), "error: x.json: the list breaks off behind what begins at byte 1");
  EXPECT_EQ(read("[{\"a\":1},]", "x.json"), "{\"a\":1}\nerror: x.json: the list breaks off behind what begins at byte 9");
  EXPECT_EQ(read("{\n\"a\": 1, \"b\": [1]}", "x.json", "rows"),
            "error: x.json is neither a list of records nor an object with the list `rows`: it holds a, b");
  EXPECT_EQ(read("{\n\"a\": \"cut", "x.json", "rows"),
            "error: x.json is neither a list of records nor an object with the list `rows`: it holds a");
}

TEST(Record, rows_become_objects_of_texts) {
  EXPECT_EQ(read("id,name\n1,Ana\n2,\"a \"\"b\"\",\nc\"\n\n3,\n", "x.csv"),
            "{\"id\":\"1\",\"name\":\"Ana\"}\n{\"id\":\"2\",\"name\":\"a \\\"b\\\",\\u000ac\"}\n{\"id\":\"3\",\"name\":null}\n");
  EXPECT_EQ(read("id;\"a;b\"\r\n1;x\r\n", "x.csv"), "{\"id\":\"1\",\"a;b\":\"x\"}\n");
  EXPECT_EQ(read("id\tname\n1\tx", "x.tsv"), "{\"id\":\"1\",\"name\":\"x\"}\n");
  EXPECT_EQ(read("\nid,na\\me\n1,x\n", "x.csv"), "{\"id\":\"1\",\"na\\\\me\":\"x\"}\n");
}

TEST(Record, rows_that_do_not_fit_are_no_objects) {
  EXPECT_EQ(read("a,b\n1\n1,2,3\n1,2\n", "x.csv"), "[\"1\"]\n[\"1\",\"2\",\"3\"]\n{\"a\":\"1\",\"b\":\"2\"}\n");
  EXPECT_EQ(read("a,a\n1,2\n", "x.csv"), "error: x.csv: the header has the column `a` twice");
  EXPECT_EQ(read("", "x.csv"), "error: x.csv is empty: it has no header");
  EXPECT_EQ(read("a,b\n1,2\n3,\"cut\n", "x.csv"),
            "{\"a\":\"1\",\"b\":\"2\"}\nerror: x.csv: the row that begins at byte 8 opens a quote and never closes it");
}

TEST(Record, the_first_bytes_tell_the_format) {
  EXPECT_EQ(read("a,b\n1,2\n", "-"), "{\"a\":\"1\",\"b\":\"2\"}\n");
  EXPECT_EQ(read("{\"a\":1}\n{\"a\":2}\n", "-"), "{\"a\":1}\n{\"a\":2}\n");
  EXPECT_EQ(read("{\"a\":1}\n{\"a\":2}\n", "x.json"), "{\"a\":1}\n{\"a\":2}\n");
  EXPECT_EQ(read("{\"a\":[1]}", "-"), "{\"a\":[1]}");
  EXPECT_EQ(read("{\"rows\":[{\"a\":1}]}", "x.json"), "{\"a\":1}\n");
  EXPECT_EQ(read("{\n \"rows\": [{\"a\":1}]\n}", "-"), "{\"a\":1}\n");
  EXPECT_EQ(read(" \n", "-"), " \n");
}

std::string many(Format format, int records) {
  std::string text = format == Format::list ? "{\"rows\": [" : format == Format::table ? "id,text\n" : "";
  for (int i = 0; i < records; ++i) {
    const std::string body(static_cast<size_t>(i % 97), i % 2 == 0 ? 'x' : ']');
    if (format == Format::list) text += (i == 0 ? "" : ",\n");
    text += format == Format::table ? std::to_string(i) + ",\"" + body + "\"\"\n\"\n"
                                    : "{\"id\":" + std::to_string(i) + ",\"text\":\"" + body + "\\\"\"}";
    if (format == Format::lines) text += '\n';
  }
  return text + (format == Format::list ? "]}" : "");
}

TEST(Record, a_quote_within_a_cell_is_a_letter) {
  EXPECT_EQ(read("name,size\npipe,5\" steel\nbolt,M8\nnail,3\" iron\n", "x.csv"),
            R"({"name":"pipe","size":"5\" steel"})"
            "\n"
            R"({"name":"bolt","size":"M8"})"
            "\n"
            R"({"name":"nail","size":"3\" iron"})"
            "\n");
  EXPECT_EQ(read("a,b\n\"x\"\"\ny\",1\n\"\",2\n", "x.csv"),
            R"({"a":"x\"\u000ay","b":"1"})"
            "\n"
            R"({"a":null,"b":"2"})"
            "\n");
}

TEST(Record, nothing_stands_behind_a_list) {
  EXPECT_EQ(read("[{\"a\":1}]\n[{\"a\":2}]", "x.json"),
            "{\"a\":1}\nerror: x.json goes on behind its list, at byte 10: is it two documents in one?");
}

TEST(Record, a_large_document_on_one_line_is_a_list) {
  std::string document = R"({"members":[)";
  for (int i = 0; document.size() < (3U << 20); ++i) {
    document += (i > 0 ? "," : "") + std::string(R"({"id":)") + std::to_string(i) + "}";
  }
  const Bytes bytes(document + "]}");
  auto reader = open({.file = bytes.file(), .name = "members.json", .format = {}, .list = "members"});
  ASSERT_TRUE(reader) << reader.error();
  const std::string all = read_all(**reader);
  EXPECT_EQ(all.substr(0, 17), "{\"id\":0}\n{\"id\":1}");
  EXPECT_EQ(all.find("error"), std::string::npos);
}

TEST(Record, pipes_that_trickle_give_the_same) {
  for (const Format format : {Format::lines, Format::list, Format::table}) {
    const std::string text = many(format, 300);
    const Bytes whole(text);
    auto reader = open({.file = whole.file(), .name = "x", .format = format});
    ASSERT_TRUE(reader) << reader.error();
    const std::string expected = read_all(**reader);
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    std::jthread writer([&] {
      for (size_t at = 0; at < text.size(); at += 7) {
        EXPECT_GT(write(ends[1], text.data() + at, std::min<size_t>(7, text.size() - at)), 0);
        if (at % 49 == 0) std::this_thread::yield();
      }
      close(ends[1]);
    });
    auto trickling = open({.file = ends[0], .name = "x", .format = format});
    ASSERT_TRUE(trickling) << trickling.error();
    EXPECT_EQ(read_all(**trickling), expected);
    close(ends[0]);
  }
}

TEST(Record, reading_goes_on_from_any_position) {
  for (const Format format : {Format::lines, Format::list, Format::table}) {
    const std::string text = many(format, 40000);
    const Bytes input(text);
    auto reader = open({.file = input.file(), .name = "x", .format = format});
    ASSERT_TRUE(reader) << reader.error();
    std::vector<std::pair<uint64_t, std::string>> parts;
    for (;;) {
      const uint64_t position = (*reader)->position();
      auto records = (*reader)->next();
      ASSERT_TRUE(records) << records.error();
      if (records->empty()) break;
      parts.emplace_back(position, *records);
    }
    ASSERT_GT(parts.size(), 1U);
    for (const auto& [position, records] : {parts[1], parts[0], parts.back()}) {
      ASSERT_TRUE((*reader)->go_to(position));
      auto again = (*reader)->next();
      ASSERT_TRUE(again);
      EXPECT_EQ(std::string(*again).substr(0, 2000), records.substr(0, 2000));
    }
  }
}

/// The lines on which records begin, as they are counted, and how many records there are.
std::string lines_of(const std::string& bytes, const std::string& name) {
  const Bytes input(bytes);
  auto reader = open({.file = input.file(), .name = name, .count_lines = true});
  std::string all;
  for (auto records = (*reader)->next(); records && !records->empty(); records = (*reader)->next()) {
    for (const uint64_t line : (*reader)->lines()) all += std::to_string(line) + " ";
    all += "of " + std::to_string(std::count(records->begin(), records->end(), '\n')) + "; ";
  }
  return all;
}

TEST(Record, lines_of_the_input_are_counted) {
  EXPECT_EQ(lines_of("{\"a\":1}\n{\"a\":2}\r\n", "x.jsonl"), "1 2 of 2; ");
  EXPECT_EQ(lines_of("\n  \n{\"a\":1}\n\r\nnonsense\n", "x.jsonl"), "3 5 of 5; ");
  EXPECT_EQ(lines_of("[{\"a\":1},\n {\"b\":\n[2,\"]\\\"\"]}, 3,\n\n{}]", "x.json"), "1 2 3 5 of 4; ");
  EXPECT_EQ(lines_of("{\"n\": {\n\"x\": 1},\n\"members\": [\n{\"a\":1}\n,{}]}", "x.json"), "4 5 of 2; ");
  EXPECT_EQ(lines_of("a,b\n1,2\n\n\"x\ny\",4\n5,6", "x.csv"), "2 4 6 of 3; ");
  std::string many;
  for (int i = 0; i < 200'000; ++i) many += "{\"a\":1}\n\n";
  const std::string counted = lines_of(many, "x.jsonl");
  EXPECT_NE(counted.find(" 399999 of "), std::string::npos) << "over several reads";
}

TEST(Record, a_record_has_a_limit) {
  const std::string large(largest_record + 100, ' ');
  EXPECT_EQ(read("{" + large, "x.jsonl").substr(0, 60), "error: x.jsonl: the record that begins at byte 0 is larger t");
  EXPECT_EQ(read("[{" + large + "}]", "x.json"), "error: x.json: the record that begins at byte 1 is larger than 64 MiB");
  EXPECT_EQ(read("a\n\"" + large + "\"\n", "x.csv"),
            "error: x.csv: the row that begins at byte 2 is larger than 64 MiB");
  EXPECT_EQ(read("{\n\"skipped\": [" + large + "], \"rows\": [1]}", "x.json", "rows"), "1\n");
}

TEST(FileSource, goes_on_where_it_stood_unless_the_file_is_another) {
  const auto path = std::filesystem::temp_directory_path() / ("treaty-file-source-" + std::to_string(getpid()) + ".jsonl");
  std::ofstream(path) << many(Format::lines, 40000);
  auto source = connectors::FileSource::open(path.string(), "rows");
  ASSERT_TRUE(source) << source.error().message;
  auto first = (*source)->read("");
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->last);
  auto second = (*source)->read(first->next);
  ASSERT_TRUE(second);
  auto resumed = connectors::FileSource::open(path.string(), "rows");
  auto again = (*resumed)->read(first->next);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->bytes, second->bytes);
  std::ofstream(path, std::ios::app) << "{\"id\":-1}\n";
  auto changed = connectors::FileSource::open(path.string(), "rows");
  auto anew = (*changed)->read(first->next);
  ASSERT_TRUE(anew);
  EXPECT_EQ(anew->bytes, first->bytes);
  std::filesystem::remove(path);
  auto gone = connectors::FileSource::open(path.string(), "rows");
  ASSERT_FALSE(gone);
  EXPECT_NE(gone.error().message.find("cannot be opened"), std::string::npos);
}

}  // namespace
}  // namespace treaty::record
