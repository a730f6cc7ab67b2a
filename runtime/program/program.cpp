#include "runtime/program/program.h"

#include <map>
#include <mutex>

#include "compiler/backend/backend.h"
#include "compiler/functions/functions.h"
#include "compiler/interpret/interpret.h"
#include "compiler/ir/ir.h"
#include "compiler/package/package.h"
#include "runtime/program/native.h"
#include "runtime/program/outcome.h"
#include "runtime/program/tables.h"

namespace treaty::program {
namespace {

/// Calls a sink for each outcome of the C interface.
struct Adapter {
  const Sink& sink;
  static int take(void* self, const treaty_outcome* outcome) {
    return static_cast<Adapter*>(self)->sink(output_of(*outcome)) ? 0 : 1;
  }
};

class InterpretedMapper : public Mapper {
 public:
  InterpretedMapper(const package::Package& package, uint32_t map, interpret::Settings settings)
      : package_(package), map_(map), interpreter_(package.program, std::move(settings)) {}

  bool run(std::string_view bytes, const Sink& sink) override {
    Adapter adapter{sink};
    for (size_t at = 0; at < bytes.size();) {
      const size_t end = std::min(bytes.find('\n', at), bytes.size());
      const std::string_view line = bytes.substr(at, end - at);
      at = end + 1;
      if (line.find_first_not_of(" \t\r") != std::string_view::npos &&
          !interpreter_.run(map_, line, Adapter::take, &adapter)) {
        return false;
      }
    }
    return true;
  }

  std::optional<std::string> field(const Output& output, uint32_t index) const override {
    return field_of(*output.raw, index);
  }
  std::vector<std::string> association_keys(const Output& output, uint32_t index) const override {
    return keys_of(*output.raw, index);
  }
  Cause cause(const Output& output) const override {
    return cause_of(*output.raw, package_.program, package_.manifest.maps[map_]);
  }

 private:
  const package::Package& package_;
  uint32_t map_;
  interpret::Interpreter interpreter_;
};

class NativeMapper : public Mapper {
 public:
  NativeMapper(const package::Package& package, uint32_t map, NativeRunner runner)
      : package_(package), map_(map), runner_(std::move(runner)) {}

  bool run(std::string_view bytes, const Sink& sink) override {
    Adapter adapter{sink};
    return runner_.run(bytes, Adapter::take, &adapter);
  }

  std::optional<std::string> field(const Output& output, uint32_t index) const override {
    return field_of(*output.raw, index);
  }
  std::vector<std::string> association_keys(const Output& output, uint32_t index) const override {
    return keys_of(*output.raw, index);
  }
  Cause cause(const Output& output) const override {
    return cause_of(*output.raw, package_.program, package_.manifest.maps[map_]);
  }

 private:
  const package::Package& package_;
  uint32_t map_;
  NativeRunner runner_;
};

class LoadedProgram : public Program {
 public:
  /// `code` is null where the interpreter is asked for.
  LoadedProgram(package::Package package, std::shared_ptr<const backend::Code> code)
      : package_(std::move(package)), code_(std::move(code)) {}

  const package::Manifest& manifest() const override { return package_.manifest; }

  std::vector<NeededTable> needed_tables() const override {
    std::vector<NeededTable> needed;
    for (const ir::Table& table : package_.program.tables) {
      if (const auto* runtime = std::get_if<ir::RuntimeTable>(&table.content)) {
        needed.push_back({table.name, runtime->system, runtime->object, runtime->key, runtime->value});
      }
    }
    return needed;
  }

  void provide_table(std::string_view name, TableRows rows) override {
    const std::lock_guard lock(mutex_);
    provided_[std::string(name)] = std::move(rows);
    tables_.reset();
  }

  std::unique_ptr<Mapper> mapper(uint32_t map_index, int64_t run_started_us) const override {
    const std::lock_guard lock(mutex_);
    if (code_ != nullptr) {
      if (tables_ == nullptr) {
        tables_ = std::make_shared<const Tables>(package_.program, provided_);
      }
      return std::make_unique<NativeMapper>(package_, map_index,
                                            NativeRunner(code_, map_index, tables_, run_started_us));
    }
    interpret::Settings settings;
    settings.run_started = run_started_us;
    for (const auto& [name, rows] : provided_) {
      settings.tables.push_back({name, rows});
    }
    return std::make_unique<InterpretedMapper>(package_, map_index, std::move(settings));
  }

 private:
  package::Package package_;
  std::shared_ptr<const backend::Code> code_;
  mutable std::mutex mutex_;
  std::map<std::string, TableRows> provided_;
  mutable std::shared_ptr<const Tables> tables_;
};

}  // namespace

std::expected<std::unique_ptr<Program>, LoadError> load(std::string_view package_bytes, const LoadOptions& options) {
  auto package = package::read(package_bytes);
  if (!package) {
    return std::unexpected(LoadError{package.error()});
  }
  if (std::string problem = functions::check_calls(package->program); !problem.empty()) {
    return std::unexpected(LoadError{"the package's program breaks the rules: " + problem});
  }
  std::shared_ptr<const backend::Code> code;
  if (options.engine == Engine::native) {
    auto compiled = backend::compile(package->program, package_bytes, {.cache_directory = options.cache_directory});
    if (!compiled) {
      return std::unexpected(LoadError{compiled.error()});
    }
    code = std::move(*compiled);
  }
  return std::make_unique<LoadedProgram>(std::move(*package), std::move(code));
}

}  // namespace treaty::program
