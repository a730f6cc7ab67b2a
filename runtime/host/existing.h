#pragma once

#include <memory>

#include "runtime/host/host.h"

namespace treaty::host {

/// A ledger's path that is a folder: the one that `rehearse --keep` was given has the ledger in it, and is named.
std::expected<void, Error> check_no_folder(const std::string& path);
/// A ledger that is there already, to be read.
std::expected<std::unique_ptr<ledger::Ledger>, Error> open_existing(const std::string& path);

}  // namespace treaty::host
