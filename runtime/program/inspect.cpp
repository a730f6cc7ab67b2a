#include "runtime/program/inspect.h"

#include "compiler/backend/backend.h"
#include "compiler/functions/functions.h"
#include "compiler/package/package.h"
#include "runtime/program/native.h"
#include "runtime/program/offline.h"
#include "runtime/program/outcome.h"
#include "runtime/program/tables.h"
#include "stdlib/lookup/table.h"

namespace treaty::program {
namespace {

/// Failures of a field after which it gets native code of its own, where that can be had: the interpreter has cost as
/// much by then.
constexpr uint64_t worth_compiling = 10'000;

/// Every key has itself as its value.
bool give_back(const treaty_table&, std::string_view key, treaty_value* result) {
  *result = {};
  result->kind = TREATY_TEXT;
  result->as.text.data = key.data();
  result->as.text.size = key.size();
  return true;
}

/// The tables of the program as it is.
std::shared_ptr<const Tables> plain_tables(const ir::Program& program) {
  std::vector<std::unique_ptr<treaty_table>> tables;
  for (const ir::Table& table : program.tables) {
    auto& filled = tables.emplace_back(table_of(table));
    if (std::holds_alternative<ir::RuntimeTable>(table.content)) filled->answer_by(give_back);
  }
  return std::make_shared<const Tables>(std::move(tables));
}

/// The rows of a table; each value carries the number of its row.
std::unique_ptr<treaty_table> numbered(const ir::Table& table) {
  auto filled = table_of(table);
  const auto* rows = std::get_if<ir::Rows>(&table.content);
  for (uint32_t i = 0; rows != nullptr && i < rows->rows.size(); ++i) {
    const std::string& key = rows->rows[i].first;
    treaty_value value{};
    if (!filled->find(key.data(), key.size(), &value)) continue;
    value.reserved = i;
    filled->put(key, value);
  }
  return filled;
}

/// A table for every lookup, which says what it is asked.
std::shared_ptr<const Tables> listening_tables(const ir::Program& program, const std::vector<LookupSite>& lookups,
                                               uint32_t map, OnLookup on_lookup) {
  const auto listener = std::make_shared<const OnLookup>(std::move(on_lookup));
  std::vector<std::unique_ptr<treaty_table>> tables;
  for (uint32_t site = 0; site < lookups.size(); ++site) {
    if (lookups[site].map != map) {
      tables.push_back(nullptr);
      continue;
    }
    const ir::Table& asked = program.tables[lookups[site].table];
    const bool is_known = std::holds_alternative<ir::Rows>(asked.content);
    auto& filled = tables.emplace_back(numbered(asked));
    filled->answer_by(
        [site, is_known, listener](const treaty_table& table, std::string_view key, treaty_value* result) {
          if (!is_known) {
            (*listener)(site, key, std::nullopt);
            return give_back(table, key, result);
          }
          const bool found = table.find(key.data(), key.size(), result);
          (*listener)(site, key, found ? std::optional(static_cast<uint32_t>(result->reserved)) : std::nullopt);
          if (found) result->reserved = 0;
          return found;
        });
  }
  return std::make_shared<const Tables>(std::move(tables));
}

/// What the fields of one output told, kept until the output itself is known.
struct Told {
  bool reached = false;
  size_t payload = 0;  ///< where it begins among all of the record
  std::vector<treaty_field_span> spans;
};

/// The fates of fields that were written to a payload.
void read_fates(std::span<const treaty_field_span> spans, std::string_view payload, std::vector<FieldFate>& fates) {
  using enum FieldFate::State;
  fates.clear();
  for (const treaty_field_span& span : spans) {
    const std::string_view text = payload.substr(span.begin, span.size);
    fates.push_back(span.state == TREATY_MISSING ? FieldFate{missing, {}}
                    : span.state == TREATY_NULL  ? FieldFate{null, {}}
                    : text == failed_text        ? FieldFate{failed, {}}
                                                 : FieldFate{present, text});
  }
}

}  // namespace

struct Inspection::State {
  package::Package package;
  Telling telling;
  Alone alone;
  std::shared_ptr<const backend::Code> code, telling_code;
  std::shared_ptr<const Tables> tables;
  std::string cache_directory;

  [[nodiscard]] std::unique_ptr<NativeRunner> compile(const ir::Program& program, int64_t run_started) const {
    auto compiled = backend::compile(program, ir::print(program), {.cache_directory = cache_directory});
    if (!compiled) return nullptr;
    return std::make_unique<NativeRunner>(std::move(*compiled), 0, plain_tables(program), run_started);
  }
};

struct Inspector::State {
  const Inspection::State& of;
  uint32_t map;
  NativeRunner plain, telling;
  interpret::Interpreter interpreter;
  int64_t run_started;

  /// Fields that have failed, and by what it is found out why: the interpreter for the first, then native code.
  struct Failing {
    uint64_t times = 0;
    std::unique_ptr<NativeRunner> native;
  };
  std::vector<Failing> failing{};
  std::unique_ptr<NativeRunner> without_associations{};  ///< made when one fails
  bool tried_without_associations = false;

  // Of the record at hand.
  const Sink* sink = nullptr;
  std::vector<Told> told{};
  size_t given = 0,
         kept = 0;  ///< outputs: those that were complete at once, and those that wait for the plain run behind them
  bool ended_behind_key = false;  ///< at `where`, or at an association behind all fields
  std::string payloads{};
  std::vector<FieldFate> fates{};

  void run(std::string_view record) {
    given = kept = 0;
    ended_behind_key = false;
    payloads.clear();
    telling.run(
        record, [](void* self, const treaty_outcome* outcome) { return static_cast<State*>(self)->tell(*outcome); },
        this);
    if (kept > 0) run_again(record);
  }

  int tell(const treaty_outcome& outcome) {
    const bool is_written = outcome.status == TREATY_WRITTEN;
    if (is_written) read_fates({outcome.fields, outcome.field_count}, {outcome.payload, outcome.payload_size}, fates);
    if (kept == 0 && (is_written ? needs_no_answer() : outcome.status != TREATY_REJECTED)) {
      const Output output = output_of(outcome);
      (*sink)({output, is_written ? std::span<const FieldFate>(fates) : std::span<const FieldFate>(),
               static_cast<uint32_t>(given++)});
      return 0;
    }
    ended_behind_key =
        ended_behind_key || (outcome.status == TREATY_REJECTED && outcome.source_key.state == TREATY_PRESENT);
    keep(outcome);
    return 0;
  }

  /// Whether nothing of the record asks what the contract says of errors, nulls and required properties: then it is
  /// what a run makes of it.
  [[nodiscard]] bool needs_no_answer() const {
    const std::vector<ir::Field>& fields = of.package.program.maps[map].fields;
    for (size_t f = 0; f < fates.size(); ++f) {
      const FieldFate::State state = fates[f].state;
      if (state == FieldFate::State::present) continue;
      if (state == FieldFate::State::failed || fields[f].required) return false;
      if (state == FieldFate::State::null && fields[f].on_null == ir::OnNull::use) return false;
    }
    return true;
  }

  void keep(const treaty_outcome& outcome) {
    if (kept == told.size()) told.emplace_back();
    remember(outcome, told[kept++]);
  }
  void remember(const treaty_outcome& outcome, Told& one) {
    one.reached = outcome.status == TREATY_WRITTEN;
    one.payload = payloads.size();
    if (!one.reached) return;
    payloads.append(outcome.payload, outcome.payload_size);
    one.spans.assign(outcome.fields, outcome.fields + outcome.field_count);
  }

  /// The record as a run has it, from the first output on that was not complete.
  void run_again(std::string_view record) {
    if (ended_behind_key && !of.package.program.maps[map].associations.empty()) tell_without_associations(record);
    struct Pass {
      State& state;
      size_t position = 0;
    } pass{*this};
    plain.run(
        record,
        [](void* self, const treaty_outcome* outcome) {
          auto& [state, position] = *static_cast<Pass*>(self);
          const size_t at = position++;
          if (at < state.given) return 0;
          state.fates.clear();
          if (const Told* one = at - state.given < state.kept ? &state.told[at - state.given] : nullptr;
              one != nullptr && one->reached) {
            read_fates(one->spans, std::string_view(state.payloads).substr(one->payload), state.fates);
          }
          const Output output = output_of(*outcome);
          (*state.sink)({output, state.fates, static_cast<uint32_t>(at)});
          return 0;
        },
        &pass);
  }

  /// Fields are told also where an association fails, which ends the record.
  void tell_without_associations(std::string_view record) {
    if (!tried_without_associations) {
      tried_without_associations = true;
      without_associations = of.compile(bare(of.package.program, map), run_started);
    }
    if (without_associations == nullptr) return;
    struct Pass {
      State& state;
      size_t position = 0;
    } pass{*this};
    without_associations->run(
        record,
        [](void* self, const treaty_outcome* outcome) {
          auto& [state, position] = *static_cast<Pass*>(self);
          const size_t at = position++;
          if (at >= state.given && at - state.given < state.kept)
            state.remember(*outcome, state.told[at - state.given]);
          return 0;
        },
        &pass);
  }
};

Failure failure_of(const treaty_outcome& outcome) {
  return {outcome.error, ir::StepId{outcome.step}, interpret::value_of(outcome.value)};
}

Inspector::Inspector(std::unique_ptr<State> state) : state_(std::move(state)) {}
Inspector::Inspector(Inspector&&) noexcept = default;
Inspector::~Inspector() = default;

void Inspector::run(std::string_view record, const Sink& sink) {
  state_->sink = &sink;
  state_->run(record);
}

void Inspector::run_plainly(std::string_view records, const program::Sink& sink) {
  const auto take = [](void* self, const treaty_outcome* outcome) {
    return (*static_cast<const program::Sink*>(self))(output_of(*outcome)) ? 0 : 1;
  };
  state_->plain.run(records, take, const_cast<program::Sink*>(&sink));
}

std::optional<Failure> Inspector::why(std::string_view record, uint32_t position, uint32_t field) {
  struct Wanted {
    uint32_t position, at = 0;
    std::optional<Failure> failure;
  } wanted{position};
  const auto take = [](void* self, const treaty_outcome* outcome) {
    auto& looked_for = *static_cast<Wanted*>(self);
    if (looked_for.at++ < looked_for.position) return 0;
    if (outcome->status == TREATY_REJECTED && outcome->field == 0) looked_for.failure = failure_of(*outcome);
    return 1;
  };
  State& state = *state_;
  state.failing.resize(state.of.package.manifest.maps[state.map].fields.size());
  State::Failing& failing = state.failing[field];
  if (++failing.times == worth_compiling) {
    ir::Program one = state.of.alone.program;
    one.maps = {one.maps[state.of.alone.first[state.map] + field]};
    failing.native = state.of.compile(one, state.run_started);
  }
  if (failing.native != nullptr) {
    failing.native->run(record, take, &wanted);
  } else {
    state.interpreter.run(state.of.alone.first[state.map] + field, record, take, &wanted);
  }
  return wanted.failure;
}

std::vector<std::string> Inspector::association_keys(const Output& output, uint32_t index) const {
  return keys_of(*output.raw, index);
}

Inspection::Inspection(std::unique_ptr<const State> state) : state_(std::move(state)) {}
Inspection::Inspection(Inspection&&) noexcept = default;
Inspection::~Inspection() = default;

const package::Manifest& Inspection::manifest() const { return state_->package.manifest; }
const ir::Program& Inspection::program() const { return state_->package.program; }
const std::vector<LookupSite>& Inspection::lookups() const { return state_->telling.lookups; }

Inspector Inspection::inspector(uint32_t map, int64_t run_started_us, OnLookup on_lookup) const {
  auto state = std::unique_ptr<Inspector::State>(new Inspector::State{
      .of = *state_,
      .map = map,
      .plain = NativeRunner(state_->code, map, state_->tables, run_started_us),
      .telling =
          NativeRunner(state_->telling_code, map,
                       listening_tables(state_->package.program, state_->telling.lookups, map, std::move(on_lookup)),
                       run_started_us),
      .interpreter = interpret::Interpreter(state_->alone.program, {.run_started = run_started_us}),
      .run_started = run_started_us});
  return Inspector(std::move(state));
}

std::expected<Inspection, LoadError> inspect(std::string_view package_bytes, const std::string& cache_directory) {
  auto package = package::read(package_bytes);
  if (!package) return std::unexpected(LoadError{package.error()});
  if (std::string problem = functions::check_calls(package->program); !problem.empty()) {
    return std::unexpected(LoadError{"the package's program breaks the rules: " + problem});
  }
  // Code is kept by what it was made of, and a run's `where` decides.
  const std::string own = pass_portal_conditions(package->program) ? package::write(*package) : std::string();
  auto state = std::make_unique<Inspection::State>();
  state->telling = telling(package->program, package->manifest);
  state->alone = each_alone(package->program);
  state->cache_directory = cache_directory;
  const std::string_view identity = own.empty() ? package_bytes : own;
  auto code = backend::compile(package->program, identity, {.cache_directory = cache_directory});
  if (!code) return std::unexpected(LoadError{code.error()});
  auto telling_code = backend::compile(state->telling.program, ir::print(state->telling.program),
                                       {.cache_directory = cache_directory});
  if (!telling_code) return std::unexpected(LoadError{telling_code.error()});
  state->code = std::move(*code);
  state->telling_code = std::move(*telling_code);
  state->tables = plain_tables(package->program);
  state->package = std::move(*package);
  return Inspection(std::move(state));
}

}  // namespace treaty::program
