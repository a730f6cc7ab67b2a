#include "runtime/program/native.h"

#include <cstring>

#include <simdjson.h>

#include "stdlib/host/memory.h"

namespace treaty::program {
namespace {

/// What is indexed at once: a block and its index stay in the processor's second cache.
constexpr size_t block_size = size_t{128} << 10;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

struct NativeRunner::State {
  std::shared_ptr<const backend::Code> code;
  treaty_map_function function;
  std::shared_ptr<const Tables> tables;
  treaty_stdlib::Memory memory;
  treaty_context context = memory.context();
  std::unique_ptr<simdjson::internal::dom_parser_implementation> indexer;

  treaty_emit emit = nullptr;
  void* sink = nullptr;
  bool stopped = false;

  State(std::shared_ptr<const backend::Code> from, uint32_t map, std::shared_ptr<const Tables> with)
      : code(std::move(from)), function(code->map(map)), tables(std::move(with)) {}

  static int take(void* self, const treaty_outcome* outcome) {
    auto* state = static_cast<State*>(self);
    const int answer = state->emit(state->sink, outcome);
    state->stopped = answer != 0;
    return answer;
  }

  void report_malformed() {
    treaty_outcome malformed{};
    malformed.status = TREATY_MALFORMED;
    malformed.source_key.state = TREATY_MISSING;
    take(this, &malformed);
  }

  /// Finds the structural characters; false where the block is not UTF-8, or a string is broken.
  bool index(std::string_view block) {
    if (indexer == nullptr || indexer->capacity() < block.size()) {
      const size_t room = std::max(block.size(), block_size);
      if (simdjson::get_active_implementation()->create_dom_parser_implementation(room, 1024, indexer) !=
          simdjson::SUCCESS) {
        return false;
      }
    }
    return indexer->stage1(reinterpret_cast<const uint8_t*>(block.data()), block.size(),
                           simdjson::stage1_mode::regular) == simdjson::SUCCESS;
  }
};

NativeRunner::NativeRunner(std::shared_ptr<const backend::Code> code, uint32_t map,
                           std::shared_ptr<const Tables> tables, int64_t run_started_us)
    : state_(std::make_unique<State>(std::move(code), map, std::move(tables))) {
  state_->context.tables = state_->tables->data();
  state_->context.run_started = run_started_us;
}
NativeRunner::~NativeRunner() = default;
NativeRunner::NativeRunner(NativeRunner&&) noexcept = default;

bool NativeRunner::run(std::string_view bytes, treaty_emit emit, void* sink) {
  state_->emit = emit;
  state_->sink = sink;
  state_->stopped = false;
  while (!bytes.empty()) {
    size_t size = bytes.size();
    if (size > block_size) {
      size = bytes.substr(0, block_size).rfind('\n') + 1;  // npos + 1 is 0
      if (size == 0) size = std::min(bytes.find('\n', block_size), bytes.size() - 1) + 1;
    }
    if (!run_block(bytes.substr(0, size))) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

bool NativeRunner::run_block(std::string_view block) {
  return state_->index(block) ? run_records(block) : is_blank(block) || run_lines(block);
}

/// A block that one bad line spoils, line by line.
bool NativeRunner::run_lines(std::string_view block) {
  while (!block.empty()) {
    const size_t size = std::min(block.find('\n'), block.size() - 1) + 1;
    const std::string_view line = block.substr(0, size);
    block.remove_prefix(size);
    if (is_blank(line)) continue;
    if (state_->index(line)) {
      if (!run_records(line)) return false;
      continue;
    }
    state_->report_malformed();
    if (state_->stopped) return false;
  }
  return true;
}

bool NativeRunner::run_records(std::string_view block) {
  State& state = *state_;
  const auto* bytes = reinterpret_cast<const uint8_t*>(block.data());
  const uint32_t* index = state.indexer->structural_indexes.get();
  const uint32_t count = state.indexer->n_structural_indexes;
  for (uint32_t position = 0; position < count;) {
    state.memory.reset(state.context);
    const uint32_t next = state.function(&state.context, bytes, index, position, count, State::take, &state);
    if (next != UINT32_MAX) {
      position = next;
    } else {
      state.report_malformed();
      const size_t line_end = block.find('\n', index[position]);
      while (position < count && index[position] < line_end) ++position;
    }
    if (state.stopped) return false;
  }
  return true;
}

}  // namespace treaty::program
