#include "tests/laws/rows.h"

#include <sstream>

namespace treaty::laws {
namespace {

constexpr const char* folder = "tests/laws/";

std::string read(const std::string& path) { return driver::disk("stdlib")(path).value(); }

}  // namespace

std::vector<Row> read_rows() {
  std::vector<Row> rows;
  std::istringstream lines(read(std::string(folder) + "rows.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("//") || line.starts_with("# ")) continue;
    if (line.starts_with("+ ")) {
      rows.back().declarations += line.substr(2) + "\n";
      continue;
    }
    const size_t gap = line.find("  ");
    rows.push_back({line.substr(0, gap), line.substr(line.find_first_not_of(' ', gap)), ""});
  }
  return rows;
}

driver::Compilation check_row(const Row& row) {
  const std::string path = std::string(folder) + "row.map";
  const std::string contract = read(std::string(folder) + "head.map") + row.declarations +
                               "map things: shop.things <-> hubspot.contacts {\n  match thing_id\n"
                               "  id -> thing_id required\n  " +
                               row.line + " owner shop\n}\n";
  const driver::ReadFile disk = driver::disk("stdlib");
  return driver::check(path, [&](const std::string& wanted) { return wanted == path ? std::expected<std::string, std::string>(contract) : disk(wanted); });
}

}  // namespace treaty::laws
