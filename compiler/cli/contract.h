#pragma once

#include <optional>
#include <string>

#include "compiler/cli/check_output.h"
#include "compiler/cli/command.h"
#include "compiler/cli/files.h"
#include "compiler/driver/pipeline.h"
#include "runtime/program/program.h"

namespace treaty::cli {

/// Where the library's own .map files are: $TREATY_LIBRARY, else beside the program, else where it was built.
std::string library_folder();

/// The day, UTC: 2026-11-23. $TREATY_TODAY says another, so that what CI says of a contract can be repeated.
std::string today();
/// Whether this is a day of the calendar, as 2026-11-23.
bool is_day(const std::string& text);

/// A compiled contract: its bytes and, of a .map, which was compiled now, what the compiler knows of it.
struct CompiledContract {
  std::string bytes;
  std::optional<driver::Compilation> compilation;
};
/// Where the errors of a contract go, and in which form.
struct Telling {
  CheckFormat format = CheckFormat::text;
  std::FILE* stream = stdout;  ///< of anything but text
};
/// Says what there is against a contract, text on standard error, and ends with findings.
void tell_errors(driver::Compilation& compilation, const std::string& path, Telling telling, Exit& exit);

/// Complains and gives nothing when there are errors; `exit` then says what kind. `inputs`, where they are asked for,
/// get to know what was read.
std::optional<CompiledContract> compile_contract(const std::string& path, Exit& exit, Inputs* inputs = nullptr,
                                                 Telling telling = {});

/// The bytes of a compiled contract: of a .mapc as they are, of a .map compiled now.
std::optional<std::string> package_of(const std::string& path, Exit& exit, Inputs* inputs = nullptr,
                                      Telling telling = {});

/// The same, loaded.
std::unique_ptr<program::Program> load_program(const std::string& path, bool interpreted, Exit& exit);

/// The bytes of one, loaded; `path` is for messages.
std::unique_ptr<program::Program> load_bytes(const std::string& bytes, const std::string& path, bool interpreted,
                                             Exit& exit);

/// Says on standard error what of the contract a run of this version does not carry out.
void tell_not_in_force(const package::Manifest& manifest);

}  // namespace treaty::cli
