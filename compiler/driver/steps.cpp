#include "compiler/driver/steps.h"

#include <optional>

#include "compiler/functions/functions.h"
#include "compiler/interpret/interpret.h"

namespace treaty::driver {

std::vector<std::pair<std::string, std::string>> steps_of(const ir::Program& program, uint32_t map,
                                                          const ir::Field& field, const std::string& record) {
  std::vector<std::pair<std::string, std::string>> steps;
  std::optional<uint32_t> last;
  interpret::Settings settings;
  settings.trace = [&](const ir::Op& op, const treaty_value& value, treaty_error error) {
    if (op.kind == ir::OpKind::constant || op.step.index >= program.steps.size()) {
      return;
    }
    const interpret::Value result = interpret::value_of(value);
    const std::string came_out = error != 0                    ? "fails: " + std::string(functions::error(error).name)
                                 : result.state == TREATY_NULL ? "null"
                                 : result.state == TREATY_MISSING ? "missing"
                                 : result.kind == TREATY_TEXT     ? "\"" + result.text + "\""
                                                                  : result.text;
    if (last != op.step.index) {
      steps.emplace_back(program.steps[op.step.index].text, "");
    }
    steps.back().second = came_out;  // of a step of several operations the last one's
    last = op.step.index;
  };
  interpret::Interpreter(program, settings).evaluate(map, field.value, record);
  return steps;
}

}  // namespace treaty::driver
