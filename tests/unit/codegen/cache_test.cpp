// The object cache: found again, never trusted.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "compiler/backend/backend.h"
#include "compiler/backend/object_cache.h"
#include "tests/stdlib/examples.h"

namespace treaty {
namespace {

namespace fs = std::filesystem;

class Cache : public testing::Test {
 protected:
  Cache() {
    std::string pattern = (fs::temp_directory_path() / "treaty-cache-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
    directory_ = root_ / "deep" / "objects";
  }
  ~Cache() override { fs::remove_all(root_); }

  bool compile_is_cached(std::string_view identity = "trim") {
    static const ir::Program program = examples::program_of("\" Ana \" | trim");
    auto code = backend::compile(program, identity, {.cache_directory = directory_.string(), .optimization = 0});
    EXPECT_TRUE(code) << code.error();
    EXPECT_NE((*code)->map(0), nullptr);
    return (*code)->was_cached();
  }
  fs::path only_file() {
    fs::path found;
    int count = 0;
    for (const auto& entry : fs::directory_iterator(directory_)) {
      found = entry.path();
      ++count;
    }
    EXPECT_EQ(count, 1);
    return found;
  }

  fs::path root_, directory_;
};

TEST_F(Cache, finds_again_what_it_kept) {
  EXPECT_FALSE(compile_is_cached());
  EXPECT_TRUE(compile_is_cached());
  EXPECT_FALSE(compile_is_cached("another"));
}

TEST_F(Cache, is_private) {
  compile_is_cached();
  struct stat status {};
  ASSERT_EQ(stat(directory_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
  ASSERT_EQ(stat(only_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(Cache, mends_what_is_damaged) {
  compile_is_cached();
  const fs::path file = only_file();
  const auto size = fs::file_size(file);
  for (const uintmax_t cut : {size - 1, size / 2, uintmax_t{3}, uintmax_t{0}}) {
    fs::resize_file(file, cut);
    EXPECT_FALSE(compile_is_cached()) << "cut to " << cut;
    EXPECT_TRUE(compile_is_cached());
  }
  for (const uintmax_t at : {uintmax_t{0}, uintmax_t{9}, uintmax_t{17}, uintmax_t{40}, size - 1}) {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekg(static_cast<std::streamoff>(at));
    const int was = bytes.get();
    bytes.seekp(static_cast<std::streamoff>(at));
    bytes.put(static_cast<char>(was ^ 1));
    bytes.close();
    EXPECT_FALSE(compile_is_cached()) << "changed at " << at;
    EXPECT_TRUE(compile_is_cached());
  }
}

TEST_F(Cache, does_not_read_what_others_may_write) {
  compile_is_cached();
  fs::permissions(only_file(), fs::perms::others_write, fs::perm_options::add);
  EXPECT_FALSE(compile_is_cached());
  EXPECT_TRUE(compile_is_cached());
  fs::permissions(directory_, fs::perms::group_write, fs::perm_options::add);
  EXPECT_FALSE(compile_is_cached());
  EXPECT_FALSE(compile_is_cached());
}

TEST_F(Cache, keeps_a_limited_number) {
  const backend::ObjectCache cache(directory_.string());
  for (int i = 0; i < 210; ++i) cache.keep("key" + std::to_string(i), "object");
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_), fs::directory_iterator()), 200);
  EXPECT_EQ(cache.find("key209"), "object");
}

TEST_F(Cache, does_without_a_directory) {
  directory_ = "/proc/nowhere/objects";
  EXPECT_FALSE(compile_is_cached());
  EXPECT_FALSE(compile_is_cached());
}

}  // namespace
}  // namespace treaty
