// Runs a fuzz target without libFuzzer: on every seed file, then on damaged ones, the same for the same seeds.
// Usage: TARGET [-runs=N] FILE|FOLDER…

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Damage {
 public:
  explicit Damage(const std::vector<std::string>& seeds) : seeds_(seeds) {}

  std::string next() {
    std::string bytes = seeds_[below(seeds_.size())];
    for (size_t times = 1 + below(6); times > 0; --times) {
      const size_t at = below(bytes.size() + 1);
      switch (below(6)) {
        case 0:
          bytes.erase(at, 1 + below(16));
          break;
        case 1:
          bytes.insert(at, 1, static_cast<char>(below(256)));
          break;
        case 2:
          if (at < bytes.size()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
          break;
        case 3: {
          const std::string& other = seeds_[below(seeds_.size())];
          bytes.insert(at, other.substr(below(other.size() + 1), below(64)));
          break;
        }
        case 4:
          bytes.insert(at, bytes.substr(below(bytes.size() + 1), below(64)));
          break;
        default:
          if (below(8) == 0) bytes.resize(at);
      }
    }
    return bytes;
  }

 private:
  size_t below(size_t n) { return n == 0 ? 0 : random_() % n; }
  const std::vector<std::string>& seeds_;
  std::mt19937_64 random_{20261123};
};

}  // namespace

int main(int count, char** arguments) {
  size_t runs = 2000;
  std::vector<std::string> seeds = {""};
  for (int i = 1; i < count; ++i) {
    if (std::strncmp(arguments[i], "-runs=", 6) == 0) {
      runs = std::strtoull(arguments[i] + 6, nullptr, 10);
    } else if (fs::is_directory(arguments[i])) {
      for (const auto& entry : fs::recursive_directory_iterator(arguments[i])) {
        if (entry.is_regular_file() && entry.file_size() < 200'000) seeds.push_back(read(entry.path()));
      }
    } else {
      seeds.push_back(read(arguments[i]));
    }
  }
  std::sort(seeds.begin(), seeds.end());
  auto run = [](const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  };
  for (const std::string& seed : seeds) run(seed);
  Damage damage(seeds);
  for (size_t i = 0; i < runs; ++i) run(damage.next());
  std::printf("%zu seeds, %zu damaged\n", seeds.size(), runs);
  return 0;
}
