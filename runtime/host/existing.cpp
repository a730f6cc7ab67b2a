#include "runtime/host/existing.h"

#include <fmt/format.h>

#include <filesystem>

namespace treaty::host {

std::expected<void, Error> check_no_folder(const std::string& path) {
  std::error_code unknown;
  if (!std::filesystem::is_directory(path, unknown)) return {};
  const std::string inside = (std::filesystem::path(path) / "ledger.db").string();
  const bool kept = std::filesystem::exists(inside, unknown);
  return std::unexpected(Error{Error::Kind::files, fmt::format("{} is a folder, no ledger", path),
                               kept ? fmt::format("a rehearsal kept its ledger in it: --ledger {}", inside) : ""});
}

std::expected<std::unique_ptr<ledger::Ledger>, Error> open_existing(const std::string& path) {
  if (!std::filesystem::exists(path))
    return std::unexpected(Error{Error::Kind::files, fmt::format("there is no ledger at {}", path),
                                 "--ledger names the file that a run keeps; `treaty backfill` makes it"});
  if (auto folder = check_no_folder(path); !folder) return std::unexpected(folder.error());
  auto ledger = ledger::open_sqlite(path);
  if (!ledger) return std::unexpected(Error{Error::Kind::ledger, ledger.error().message});
  return std::move(*ledger);
}

}  // namespace treaty::host
