#include "compiler/interpret/interpret.h"

#include <cstring>

#include "compiler/interpret/document.h"
#include "compiler/interpret/evaluator.h"
#include "compiler/interpret/workspace.h"
#include "stdlib/errors.h"
#include "stdlib/record/record.h"

namespace treaty::interpret {
namespace {

constexpr uint32_t no_field = 0xffffffff;

/// One record or element on its way to an outcome.
class Mapping {
 public:
  Mapping(const Evaluator::Scope& scope, const Node* record, const Node* element, int64_t position)
      : scope_(scope), context_(scope.workspace.context()), evaluator_(scope, record, element), position_(position) {}

  treaty_outcome run() {
    outcome_.status = run_key() && run_where() && run_fields() && run_associations() ? TREATY_WRITTEN : status_;
    if (outcome_.status != TREATY_WRITTEN) return outcome_;
    std::string_view payload = scope_.workspace.keep(scope_.workspace.written());
    outcome_.payload = payload.data();
    outcome_.payload_size = payload.size();
    outcome_.fields = spans_.data();
    outcome_.field_count = static_cast<uint32_t>(spans_.size());
    outcome_.associations = associations_.data();
    outcome_.association_count = static_cast<uint32_t>(associations_.size());
    return outcome_;
  }

 private:
  bool reject(uint32_t field, treaty_error error, ir::StepId step, const treaty_value& value) {
    status_ = TREATY_REJECTED;
    outcome_.field = field;
    outcome_.error = error;
    outcome_.step = step.index;
    outcome_.value = value;
    return false;
  }
  bool reject(uint32_t field) {
    const Failure& failure = evaluator_.failure();
    return reject(field, failure.error, failure.step, failure.value);
  }
  static ir::StepId step_of_result(const ir::Block& block) {
    for (const ir::Op& op : block.ops) {
      if (op.id == block.result) return op.step;
    }
    return {};
  }

  bool run_where() {
    if (!scope_.map.where) return true;
    treaty_value value{};
    if (!evaluator_.evaluate(*scope_.map.where, value)) return reject(no_field);
    status_ = TREATY_FILTERED;
    return value.state == TREATY_PRESENT && value.as.integer != 0;
  }

  bool run_key() {
    outcome_.source_key.state = TREATY_MISSING;
    treaty_value value{}, key{};
    ir::StepId step = step_of_result(scope_.map.source_key);
    if (!evaluator_.evaluate(scope_.map.source_key, value)) return reject(no_field);
    treaty_error error = treaty_as_key(context_, &key, &value);
    if (error == 0 && key.kind != TREATY_TEXT) error = treaty_errors::source_mismatch;
    if (error != 0) return reject(no_field, error, step, value);
    if (key.state != TREATY_PRESENT) return reject(no_field, treaty_errors::required_missing, step, key);
    if (position_ >= 0) {
      treaty_value whole = key;
      error = treaty_element_key(context_, &key, &whole, static_cast<uint64_t>(position_));
      if (error != 0) return reject(no_field, error, step, whole);
    }
    outcome_.source_key = key;
    return true;
  }

  bool run_fields() {
    treaty_emit_raw(context_, "{", 1);
    for (uint32_t i = 0; i < scope_.map.fields.size(); ++i) {
      if (!run_field(i)) return false;
    }
    treaty_emit_raw(context_, "}", 1);
    return true;
  }

  /// Evaluates and writes one field. What is written first is the value itself: whether it is empty shows only then.
  bool run_field(uint32_t i) {
    const ir::Field& field = scope_.map.fields[i];
    const size_t before = scope_.workspace.written().size();
    write_name(field.property, before == 1);
    const size_t begin = scope_.workspace.written().size();
    treaty_value value{};
    treaty_error error = 0;
    if (evaluator_.evaluate(field.value, value)) {
      error = write(value, field.encoding, false, begin);
      if (error != 0) error_ = {error, field.step, value};
    } else {
      error_ = evaluator_.failure();
      error = error_.error;
    }
    if (error != 0) {
      switch (field.on_error) {
        case ir::OnError::reject:
          return reject(i, error_.error, error_.step, error_.value);
        case ir::OnError::skip:
          state_ = TREATY_MISSING;
          value = {};
          break;
        case ir::OnError::use:
          write_constant(*field.error_value, field.encoding, begin);
          break;
      }
    }
    bool clear = false;
    if (state_ == TREATY_NULL) {
      if (field.on_null == ir::OnNull::use) {
        write_constant(*field.null_value, field.encoding, begin);
        clear = state_ == TREATY_NULL;
      } else {
        clear = field.on_null == ir::OnNull::clear;
      }
    }
    if (state_ != TREATY_PRESENT && field.required) {
      treaty_value nothing{};
      nothing.state = static_cast<uint8_t>(state_);
      return reject(i, treaty_errors::required_missing, field.step, nothing);
    }
    finish_field(before, begin, clear);
    return true;
  }

  void finish_field(size_t before, size_t begin, bool clear) {
    treaty_field_span span{};
    if (state_ != TREATY_PRESENT && !clear) {
      scope_.workspace.shorten(before);
      span.state = TREATY_MISSING;
    } else {
      if (clear) scope_.workspace.shorten(begin);
      span.begin = static_cast<uint32_t>(begin);
      span.size = static_cast<uint32_t>(scope_.workspace.written().size() - begin);
      span.state = clear ? TREATY_NULL : TREATY_PRESENT;
      treaty_emit_raw(context_, "\"", 1);
    }
    spans_.push_back(span);
  }

  void write_name(const std::string& property, bool first) {
    treaty_value name = value_of(ir::Constant(property), ir::Kind::text, scope_.workspace);
    treaty_emit_raw(context_, first ? "\"" : ",\"", first ? 1 : 2);
    treaty_emit_text(context_, &name);
    treaty_emit_raw(context_, "\":\"", 3);
  }

  /// Appends the value's text and says in `state_` whether there is any.
  treaty_error write(const treaty_value& value, ir::Encoding encoding, bool constant, size_t begin) {
    scope_.workspace.shorten(begin);
    state_ = static_cast<treaty_state>(value.state);
    if (state_ != TREATY_PRESENT) return 0;
    bool as_it_is = constant && value.kind == TREATY_TEXT;
    treaty_error error = as_it_is ? treaty_emit_text(context_, &value)
                                  : treaty_emit_value(context_, &value, static_cast<uint32_t>(encoding));
    if (error != 0) return error;
    if (scope_.workspace.written().size() == begin) state_ = TREATY_NULL;
    return 0;
  }

  void write_constant(const ir::Constant& constant, ir::Encoding encoding, size_t begin) {
    ir::Kind kind = encoding == ir::Encoding::date        ? ir::Kind::date
                    : encoding == ir::Encoding::timestamp ? ir::Kind::timestamp
                                                          : ir::Kind::integer;
    write(value_of(constant, kind, scope_.workspace), encoding, true, begin);
  }

  bool run_associations() {
    for (const ir::Association& association : scope_.map.associations) {
      treaty_value value{}, key{};
      if (!evaluator_.evaluate(association.key, value)) return reject(no_field);
      treaty_error error = treaty_as_key(context_, &key, &value);
      if (error != 0) return reject(no_field, error, association.step, value);
      associations_.push_back(key);
    }
    return true;
  }

  Evaluator::Scope scope_;
  treaty_context* context_;
  Evaluator evaluator_;
  int64_t position_;  ///< of the element, -1 for a whole record
  treaty_status status_ = TREATY_WRITTEN;
  treaty_state state_ = TREATY_PRESENT;  ///< of the field at hand
  Failure error_;
  treaty_outcome outcome_{};
  std::vector<treaty_field_span> spans_;
  std::vector<treaty_value> associations_;
};

}  // namespace

struct Interpreter::State {
  const ir::Program& program;
  Settings settings;
  Tables tables;
  Workspace workspace;

  Evaluator::Scope scope(uint32_t map) { return {program, program.maps[map], tables, settings.trace, workspace}; }
};

Interpreter::Interpreter(const ir::Program& program, Settings settings)
    : state_(new State{program, std::move(settings), {}, Workspace(0)}) {
  state_->tables = read_tables(program, state_->settings.tables);
  state_->workspace.context()->run_started = state_->settings.run_started;
}
Interpreter::~Interpreter() = default;
Interpreter::Interpreter(Interpreter&&) noexcept = default;

bool Interpreter::run(uint32_t map, std::string_view record, treaty_emit emit, void* sink) {
  auto scope = state_->scope(map);
  auto send = [&](const treaty_outcome& outcome) { return emit(sink, &outcome) == 0; };
  state_->workspace.reset();
  const std::string_view bytes = state_->workspace.keep(record);
  Node root;
  treaty_outcome outcome{};
  outcome.source_key.state = TREATY_MISSING;
  if (!read_document(bytes, root) || root.kind != Node::Kind::object) {
    outcome.status = TREATY_MALFORMED;
    return send(outcome);
  }
  if (!scope.map.each) return send(Mapping(scope, &root, nullptr, -1).run());
  const Node* elements = reach(&root, scope.map.each->segments);
  if (elements == nullptr || std::string_view(elements->begin, elements->end) == "null") return true;
  if (elements->kind != Node::Kind::array) {
    outcome.status = TREATY_REJECTED;
    outcome.field = no_field;
    outcome.step = ir::StepId{}.index;
    outcome.error = treaty_load_list(state_->workspace.context(), &outcome.value, elements->begin, elements->end);
    return send(outcome);
  }
  for (size_t i = 0; i < elements->items.size(); ++i) {
    state_->workspace.shorten(0);
    if (!send(Mapping(scope, &root, &elements->items[i], static_cast<int64_t>(i)).run())) return false;
  }
  return true;
}

std::vector<Result> Interpreter::run(uint32_t map, std::string_view record) {
  std::vector<Result> results;
  auto collect = [](void* sink, const treaty_outcome* outcome) {
    static_cast<std::vector<Result>*>(sink)->push_back(result_of(*outcome));
    return 0;
  };
  run(map, record, collect, &results);
  return results;
}

Interpreter::Evaluation Interpreter::evaluate(uint32_t map, const ir::Block& block, std::string_view json) {
  auto scope = state_->scope(map);
  state_->workspace.reset();
  Node root;
  if (!read_document(state_->workspace.keep(json), root)) {
    return {treaty_errors::source_mismatch, {}, {TREATY_PRESENT, TREATY_JSON, std::string(json)}};
  }
  Evaluator evaluator(scope, &root, &root);
  treaty_value value{};
  if (evaluator.evaluate(block, value)) return {0, {}, value_of(value)};
  const Failure& failure = evaluator.failure();
  return {failure.error, failure.step, value_of(failure.value)};
}

}  // namespace treaty::interpret
