#pragma once

#include "compiler/check/check.h"
#include "compiler/driver/pipeline.h"

namespace treaty::driver {

/// Reads and parses the contract and what it imports, each file once.
void read_contract(Compilation& compilation, const std::string& path, const ReadFile& read);

/// The path to read for one that the file `from` names; nothing when it leads out of the folder of `contract`.
std::optional<std::string> resolve(const std::string& contract, const std::string& from, const std::string& written);

/// Where on disk what a reader is asked for lies: `std/…` in the folder `library`.
std::string place_of(const std::string& library, const std::string& path);

/// Reads the documents that the trees name: schemas, tables, samples of tests.
check::Documents read_documents(Compilation& compilation, const std::string& path, const ReadFile& read);

}  // namespace treaty::driver
