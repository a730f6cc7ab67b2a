#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/contract.h"
#include "compiler/diagnostics/render.h"
#include "compiler/functions/functions.h"
#include "compiler/interpret/interpret.h"

namespace treaty::cli {
namespace {

constexpr const char* contract_file = "(the expression)";

/// The smallest contract that puts one expression into a property of the given type, with nothing to say against it.
std::string contract_around(const std::string& expression, const std::string& type) {
  return "contract try 1.0.0 edition 1\n"
         "import \"std/regions.map\"\n"
         "system here: files \"Here\" { resource one { key k\n schema json \"one.json\" } }\n"
         "system hubspot: hubspot \"HubSpot\" { auth service_key secret NOT_ASKED\n ensure contacts group \"Try\" { "
         "result " +
         type +
         " \"Result\" } }\n"
         "map one: here.one -> hubspot.contacts {\n match email\n k -> email\n"
         "(" +
         expression + ") -> result\n}\n";
}

driver::Compilation compile_as(const std::string& expression, const std::string& type) {
  const driver::ReadFile disk = driver::disk(library_folder());
  return driver::compile(
      contract_file, [&, disk](const std::string& path) -> std::expected<std::string, std::string> {
        if (path == contract_file) {
          return contract_around(expression, type);
        }
        return path.ends_with("one.json") ? std::expected<std::string, std::string>(R"([{"k": "a@example.org"}])")
                                          : disk(path);
      });
}

/// The compilation in which the result's type fits, else the first, with what it complains of.
driver::Compilation compile_expression(const std::string& expression) {
  driver::Compilation first = compile_as(expression, "text");
  if (first.program) {
    return first;
  }
  for (const char* type : {"decimal", "boolean", "date", "timestamp"}) {
    driver::Compilation other = compile_as(expression, type);
    if (other.program) {
      return other;
    }
  }
  return first;
}

std::string shown(const interpret::Value& value) {
  if (value.state != TREATY_PRESENT) {
    return value.state == TREATY_NULL ? "null" : "missing";
  }
  const bool quoted = value.kind == TREATY_TEXT;
  return quoted ? nlohmann::json(value.text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                : value.text;
}

void evaluate(const std::string& expression, Format format, Exit& exit) {
  driver::Compilation compilation = compile_expression(expression);
  if (!compilation.program) {
    compilation.diagnostics.sort();
    fmt::print(stderr, "{}",
               diagnostics::render_text(compilation.diagnostics, compilation.files, {.color = wants_color(stderr)}));
    exit = Exit::findings;
    return;
  }
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  interpret::Settings settings;
  settings.trace = [&](const ir::Op& op, const treaty_value& value, treaty_error error) {
    if (op.kind == ir::OpKind::constant) {
      return;
    }
    const std::string name =
        op.kind == ir::OpKind::call ? functions::function(op.function).name : std::string(ir::name_of(op.kind));
    const std::string result =
        error == 0 ? shown(interpret::value_of(value)) : "error " + std::string(functions::error(error).name);
    steps.push_back({{"step", name}, {"value", result}});
  };
  interpret::Interpreter interpreter(*compilation.program, settings);
  const auto results = interpreter.run(0, R"({"k":"a@example.org"})");
  // The first steps are those of the record's own key; the expression's are the last.
  const interpret::Result& result = results.front();
  const bool failed = result.status != TREATY_WRITTEN;
  const std::string final = failed ? "error " + std::string(functions::error(result.error).name)
                            : result.fields[1].state == TREATY_PRESENT ? nlohmann::json(result.fields[1].text).dump()
                            : result.fields[1].state == TREATY_NULL    ? "null"
                                                                       : "missing";
  nlohmann::ordered_json own = nlohmann::ordered_json::array();
  for (const auto& step : steps) {
    if (step["step"] != "load") {
      own.push_back(step);
    }
  }
  if (format == Format::json) {
    fmt::print("{}\n", nlohmann::ordered_json{{"steps", own}, {"result", final}}.dump(2));
  } else {
    for (const auto& step : own) {
      fmt::print("  {:<18} {}\n", step["step"].get<std::string>(), step["value"].get<std::string>());
    }
    fmt::print("{}\n", final);
  }
  if (failed) {
    exit = Exit::findings;
  }
}

}  // namespace

void add_try(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("try", "Put a value through a pipeline and see what each step makes of it");
  auto expression = std::make_shared<std::string>();
  auto format = std::make_shared<Format>(Format::text);
  command->add_option("expression", *expression, "a value and its steps")->required();
  add_format_option(*command, *format);
  command->footer(
      "Examples:\n  treaty try '\" (514) 555-0142\" | phone(\"CA\")'\n  treaty try '12000 / 100 | round(1)'");
  command->callback([expression, format, &exit] { evaluate(*expression, *format, exit); });
}

}  // namespace treaty::cli
