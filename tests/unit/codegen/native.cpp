#include "tests/unit/codegen/native.h"

#include <stdexcept>

#include <fmt/core.h>

namespace treaty::native {

Native::Native(const ir::Program& program, const interpret::Settings& settings, const backend::Options& options) {
  auto code = backend::compile(program, "", options);
  if (!code) throw std::runtime_error(code.error());
  std::map<std::string, program::TableRows> provided;
  for (const interpret::RuntimeRows& rows : settings.tables) provided[rows.table] = rows.rows;
  const auto tables = std::make_shared<const program::Tables>(program, provided);
  for (uint32_t map = 0; map < program.maps.size(); ++map) runners_.emplace_back(*code, map, tables, settings.run_started);
}

std::vector<interpret::Result> Native::run(uint32_t map, std::string_view record) {
  std::string padded(record);
  padded.resize(record.size() + 64);
  std::vector<interpret::Result> results;
  auto collect = [](void* sink, const treaty_outcome* outcome) {
    static_cast<std::vector<interpret::Result>*>(sink)->push_back(interpret::result_of(*outcome));
    return 0;
  };
  runners_[map].run(std::string_view(padded).substr(0, record.size()), collect, &results);
  return results;
}

std::string difference(const std::vector<interpret::Result>& interpreted, const std::vector<interpret::Result>& native) {
  if (interpreted == native) return {};
  if (interpreted.size() != native.size()) return fmt::format("{} outcomes interpreted, {} native", interpreted.size(), native.size());
  auto value = [](const interpret::Value& shown) {
    return fmt::format("{}/{}/`{}`", static_cast<int>(shown.state), static_cast<int>(shown.kind), shown.text);
  };
  auto all = [&](const interpret::Result& result) {
    std::string text = fmt::format("status {} field {} error {} step {} value {} key {}\n  payload {}\n  fields", static_cast<int>(result.status),
                                   result.field, result.error, result.step, value(result.value), value(result.source_key), result.payload);
    for (const auto& field : result.fields) text += fmt::format(" {}`{}`", static_cast<int>(field.state), field.text);
    for (const auto& keys : result.associations) {
      text += fmt::format(" keys {}", static_cast<int>(keys.state));
      for (const auto& key : keys.keys) text += " " + key;
    }
    return text;
  };
  for (size_t i = 0; i < native.size(); ++i) {
    if (interpreted[i] != native[i]) {
      return fmt::format("outcome {}:\ninterpreted {}\nnative {}", i, all(interpreted[i]), all(native[i]));
    }
  }
  return "?";
}

}  // namespace treaty::native
