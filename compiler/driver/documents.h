#pragma once

#include "compiler/check/check.h"
#include "compiler/driver/pipeline.h"

namespace treaty::driver {

/// Reads and parses the contract and what it imports, each file once.
void read_contract(Compilation& compilation, const std::string& path, const ReadFile& read);

/// Reads the documents that the trees name: schemas, tables, samples of tests.
check::Documents read_documents(Compilation& compilation, const std::string& path, const ReadFile& read);

}  // namespace treaty::driver
