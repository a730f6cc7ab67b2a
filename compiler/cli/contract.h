#pragma once

#include <optional>
#include <string>

#include "compiler/cli/command.h"
#include "compiler/driver/pipeline.h"
#include "runtime/program/program.h"

namespace treaty::cli {

/// Where the library's own .map files are: $TREATY_LIBRARY, else beside the program, else where it was built.
std::string library_folder();

/// The day, UTC: 2026-11-23. $TREATY_TODAY says another, so that what CI says of a contract can be repeated.
std::string today();

/// A compiled contract: its bytes and, of a .map, which was compiled now, what the compiler knows of it.
struct CompiledContract {
  std::string bytes;
  std::optional<driver::Compilation> compilation;
};
/// Complains and gives nothing when there are errors; `exit` then says what kind.
std::optional<CompiledContract> compile_contract(const std::string& path, Exit& exit);

/// The bytes of a compiled contract: of a .mapc as they are, of a .map compiled now.
std::optional<std::string> package_of(const std::string& path, Exit& exit);

/// The same, loaded.
std::unique_ptr<program::Program> load_program(const std::string& path, bool interpreted, Exit& exit);

/// The bytes of one, loaded; `path` is for messages.
std::unique_ptr<program::Program> load_bytes(const std::string& bytes, const std::string& path, bool interpreted, Exit& exit);

/// Says on standard error what of the contract a run of this version does not carry out.
void tell_not_in_force(const package::Manifest& manifest);

/// Whole files, binary. Complains where it cannot.
std::optional<std::string> read_file(const std::string& path);
/// Written beside and renamed, so that a reader never sees half of it.
bool write_file(const std::string& path, std::string_view bytes);

}  // namespace treaty::cli
