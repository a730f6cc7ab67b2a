// Calls of library functions: which overload is meant, and what each argument is.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/agreements.h"
#include "compiler/check/expressions.h"
#include "compiler/check/overloads.h"

namespace treaty::check {
namespace {

using functions::Function;
using functions::Parameter;
using functions::ParameterKind;

class CallResolver {
 public:
  CallResolver(Context& context, const Scope& scope, const ast::Call& call, source::Span span, ValueRef input)
      : context_(context), scope_(scope), call_(call), span_(span) {
    if (input) {
      given_.push_back({.expr = nullptr, .label = nullptr, .value = std::move(input)});
    }
    for (const ast::Argument& argument : call.arguments) {
      given_.push_back(
          {.expr = &*argument.value, .label = argument.label ? &*argument.label : nullptr, .value = nullptr});
    }
  }

  ValueRef resolve_transform(const NamedTransform& transform) {
    std::vector<ValueRef> arguments;
    for (Given& one : given_) {
      if (one.label) {
        const auto& parameters = transform.tree->parameters;
        const auto parameter =
            std::ranges::find_if(parameters, [&](const auto& two) { return two.name.text == one.label->text; });
        if (parameter == parameters.end() ||
            static_cast<size_t>(parameter - parameters.begin()) != arguments.size()) {
          auto& said =
              context_.out.report(one.label->span, diagnostics::unknown_label, one.label->text, call_.function.text);
          suggest(said, one.label->text, one.label->span, {});
          return unknown_value(span_);
        }
      }
      arguments.push_back(value_of(one));
    }
    return inline_transform(context_, transform, call_.function, span_, std::move(arguments));
  }

  ValueRef resolve_library(const std::vector<const Function*>& overloads) {
    std::vector<Binding> bindings;
    std::optional<Misfit> nearest_misfit;
    size_t most_labels = 0;
    for (const Function* function : overloads) {
      Binding binding;
      const Misfit misfit = bind(*function, given_, span_, binding);
      if (misfit.kind == Misfit::Kind::none) {
        bindings.push_back(std::move(binding));
      } else if (const size_t labels = labels_of(*function); !nearest_misfit || labels > most_labels) {
        nearest_misfit = misfit;
        most_labels = labels;
      }
    }
    if (bindings.empty()) {
      return report(*nearest_misfit, overloads);
    }
    return choose(bindings);
  }

 private:
  const ValueRef& value_of(Given& given) {
    if (!given.value) {
      given.value = resolve(context_, scope_, *given.expr);
      tell_unquoted(context_, *given.expr);
    }
    return given.value;
  }

  ValueRef report(const Misfit& misfit, const std::vector<const Function*>& overloads) {
    const std::string& name = call_.function.text;
    switch (misfit.kind) {
      case Misfit::Kind::none:
        break;
      case Misfit::Kind::too_many: {
        const std::string labels = labels_written(overloads);
        auto& said = context_.out.report(misfit.span, diagnostics::too_many_arguments, name,
                                         most_by_position(overloads) + (labels.empty() ? "" : " without a label"));
        if (!labels.empty()) {
          said.notes.push_back("with labels it takes `" + name + "(" + labels + ")`");
        }
        break;
      }
      case Misfit::Kind::missing:
        if (auto& said = context_.out.report(misfit.span, diagnostics::missing_argument, name, misfit.name);
            name == "picklist") {
          said.notes.emplace_back(
              "arms stand in braces: `picklist { GLD -> gold }`, or have a name: `picklist(tiers)`");
        }
        break;
      case Misfit::Kind::unknown_label: {
        suggest(context_.out.report(misfit.span, diagnostics::unknown_label, misfit.name, name), misfit.name,
                misfit.span, free_labels(overloads, [](const Parameter&) { return true; }));
        break;
      }
    }
    return unknown_value(span_);
  }

  /// How many of the labels that are written an overload has.
  size_t labels_of(const Function& function) const {
    return static_cast<size_t>(std::ranges::count_if(given_, [&](const Given& one) {
      return one.label && std::ranges::find(function.parameters, one.label->text, &Parameter::name) !=
                              function.parameters.end();
    }));
  }

  /// The parameters that some overload has behind its input, each once, those of the richest form first; without
  /// those whose label is written.
  template <class Predicate>
  std::vector<std::string> free_labels(std::vector<const Function*> overloads, Predicate wanted) const {
    std::ranges::stable_sort(overloads, std::ranges::greater(),
                             [](const Function* one) { return one->parameters.size(); });
    std::vector<std::string> labels;
    for (const Function* function : overloads) {
      for (size_t i = 1; i < function->parameters.size(); ++i) {
        const std::string& label = function->parameters[i].name;
        const bool written = std::ranges::any_of(
            given_, [&](const Given& one) { return one.label && one.label->text == label; });
        if (!written && wanted(function->parameters[i]) && std::ranges::find(labels, label) == labels.end()) {
          labels.push_back(label);
        }
      }
    }
    return labels;
  }

  static std::string most_by_position(const std::vector<const Function*>& overloads) {
    size_t most = 0;
    for (const Function* function : overloads) {
      const auto by_position =
          static_cast<size_t>(std::ranges::count(function->parameters, false, &Parameter::labelled));
      most = std::max(most, by_position - (by_position == 0 ? 0 : 1));
    }
    return most == 0 ? "none" : std::to_string(most);
  }

  /// `group: …, point: …`: what the step takes by label only.
  std::string labels_written(const std::vector<const Function*>& overloads) const {
    std::string labels;
    for (const std::string& label : free_labels(overloads, [](const Parameter& one) { return one.labelled; })) {
      labels += (labels.empty() ? "" : ", ") + label + ": …";
    }
    return labels;
  }

  /// The overload whose parameters the values fit best; the order of the table breaks ties.
  ValueRef choose(std::vector<Binding>& bindings) {
    const Binding* best = nullptr;
    int best_fitness = 0;
    for (Binding& binding : bindings) {
      const int fitness = fitness_of(binding);
      if (unknown_) {
        return unknown_value(span_);
      }
      if (fitness > best_fitness) {
        best = &binding;
        best_fitness = fitness;
      }
    }
    return best ? make_call(*best) : report_types(bindings);
  }

  int fitness_of(const Binding& binding) {
    int least = 3;
    for (size_t i = 0; i < binding.arguments.size(); ++i) {
      Given* given = binding.arguments[i];
      if (!given || binding.function->parameters[i].kind != ParameterKind::value) {
        continue;
      }
      const ValueRef& value = value_of(*given);
      if (std::holds_alternative<facts::Unknown>(value->node)) {
        unknown_ = true;
        return 0;
      }
      const int one = fitness(value, binding.function->parameters[i].type);
      least = i == 0 || one == 0 ? std::min(least, one) : least;
    }
    return least;
  }

  /// Every overload refuses some value: the input where no overload takes it, else the argument that the first one
  /// refuses.
  ValueRef report_types(const std::vector<Binding>& bindings) {
    std::string wanted;
    const Binding* takes_input = nullptr;
    for (const Binding& binding : bindings) {
      if (binding.arguments.empty() || !binding.arguments[0]) {
        continue;
      }
      const Type& type = binding.function->parameters[0].type;
      if (fitness(binding.arguments[0]->value, type) > 0) {
        takes_input = takes_input ? takes_input : &binding;
      } else if (const std::string one = describe(type); wanted.find(one) == std::string::npos) {
        wanted += (wanted.empty() ? "" : " or ") + one;
      }
    }
    if (!takes_input) {
      const ValueRef& input = bindings.front().arguments[0]->value;
      if (!std::holds_alternative<facts::Unknown>(settled(context_, input)->node)) {
        tell_origin(context_,
                    context_.out.report(call_.function.span, diagnostics::wrong_step_input, call_.function.text,
                                        wanted, describe(input->type)),
                    input);
      }
      return unknown_value(span_);
    }
    for (size_t i = 1; i < takes_input->arguments.size(); ++i) {
      const Given* given = takes_input->arguments[i];
      const Parameter& parameter = takes_input->function->parameters[i];
      if (!given || parameter.kind != ParameterKind::value || fitness(given->value, parameter.type) > 0) {
        continue;
      }
      if (!std::holds_alternative<facts::Unknown>(settled(context_, given->value)->node)) {
        tell_origin(context_,
                    context_.out.report(given->value->span, diagnostics::wrong_argument_type, call_.function.text,
                                        parameter.name, describe(parameter.type), describe(given->value->type)),
                    given->value);
      }
      break;
    }
    return unknown_value(span_);
  }

  ValueRef make_call(const Binding& binding) {
    const Function& function = *binding.function;
    facts::Call call{.function = &function, .arguments = {}};
    bool fallible = function.fallible;
    Type generic = Type::of(Kind::unknown);
    std::shared_ptr<const schema::Record> record;
    for (size_t i = 0; i < function.parameters.size(); ++i) {
      const Parameter& parameter = function.parameters[i];
      ValueRef value = argument(binding.arguments[i], parameter);
      if (std::holds_alternative<facts::Unknown>(value->node) || is_misplaced_zone(function, parameter, value)) {
        return unknown_value(span_);
      }
      if (is_generic(parameter.type) && parameter.kind == ParameterKind::value && is_unknown(generic)) {
        generic = parameter.type.kind == Kind::list ? element_of(value->type) : value->type;
        record = value->record;
      }
      fallible = fallible || value->fallible;
      call.arguments.push_back(std::move(value));
    }
    if (reads_local_time(call) && context_.zone.empty()) {
      want_zone(context_, span_);
    }
    Type result = function.result;
    if (is_generic(result)) {
      result = result.kind == Kind::list ? Type::list_of(generic) : generic;
    } else {
      record = nullptr;
    }
    return make(std::move(result), span_, std::move(call), fallible, std::move(record));
  }

  /// A text read by a pattern that has no place for a zone, in the system's: `timestamp("dd.MM.yyyy HH:mm")`.
  static bool reads_local_time(const facts::Call& call) {
    const auto& parameters = call.function->parameters;
    const std::string* pattern = nullptr;
    bool given = true;
    for (size_t i = 1; i < parameters.size(); ++i) {
      const std::string* text = text_literal_of(call.arguments[i]);
      if (parameters[i].name == "pattern") {
        pattern = text;
      } else if (parameters[i].name == "zone") {
        given = text == nullptr || !text->empty();
      }
    }
    return call.function->name == "timestamp" && pattern && !given && !pattern->starts_with("epoch") &&
           *pattern != "iso" && pattern->find_first_of("XxZzVO") == std::string::npos;
  }

  ValueRef argument(Given* given, const Parameter& parameter) {
    if (!given) {
      return default_value(parameter);
    }
    if (parameter.kind == ParameterKind::option) {
      return choice(*given, parameter);
    }
    ValueRef value = value_of(*given);
    if (const std::string* zone = parameter.name == "zone" ? text_literal_of(value) : nullptr;
        zone && !is_zone(*zone)) {
      context_.out.report(value->span, diagnostics::unknown_zone, *zone);
      return unknown_value(value->span);
    }
    if (readable_as_text(value, parameter.type)) {
      return make(Type::of(Kind::text), value->span, value->node, value->fallible);
    }
    return is_generic(parameter.type) ? value : coerce(value, parameter.type);
  }

  /// A time zone given by position, where a pattern is taken; reports it.
  bool is_misplaced_zone(const Function& function, const Parameter& parameter, const ValueRef& value) {
    const bool pattern = parameter.name == "pattern" || parameter.name == "second" || parameter.name == "third";
    const std::string* text = pattern ? text_literal_of(value) : nullptr;
    if (!text || text->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos || !is_zone(*text)) {
      return false;
    }
    auto& said = context_.out.report(value->span, diagnostics::pattern_slip, *text, "is the name of a time zone");
    if (std::ranges::find(function.parameters, "zone", &Parameter::name) != function.parameters.end()) {
      said.notes.push_back("a zone has a label: `zone: \"" + *text + "\"`");
      said.fixes.push_back({.span = value->span, .replacement = "zone: \"" + *text + '"', .certain = false});
    }
    return true;
  }

  ValueRef default_value(const Parameter& parameter) {
    const bool zone = parameter.name == "zone" && parameter.default_value.empty();
    const std::string& text = zone ? context_.zone : parameter.default_value;
    switch (parameter.type.kind) {
      case Kind::integer:
      case Kind::decimal:
        return make(parameter.type, span_, facts::Constant{facts::Digits{text.empty() ? "0" : text}});
      case Kind::boolean:
        return constant(span_, text == "true");
      default:
        return make(Type::of(Kind::text), span_, facts::Constant{text});
    }
  }

  /// One of a few words, bare or as a text.
  ValueRef choice(const Given& given, const Parameter& parameter) {
    std::string word;
    if (const auto* path = given.expr ? std::get_if<ast::Path>(&given.expr->node) : nullptr;
        path && path->segments.size() == 1) {
      const auto* field = std::get_if<ast::Path::Field>(&path->segments.front());
      word = field ? field->name.text : "";
    } else if (const auto* text = given.expr ? std::get_if<ast::TextLiteral>(&given.expr->node) : nullptr) {
      word = text->value;
    }
    const source::Span at = given.expr ? given.expr->span : span_;
    if (std::ranges::find(parameter.options, word) == parameter.options.end()) {
      const std::string written = word.empty() ? std::string(context_.text(at)) : word;
      suggest(context_.out.report(at, diagnostics::unknown_choice, written, call_.function.text), written, at,
              parameter.options);
      return unknown_value(at);
    }
    return constant(at, word);
  }

  Context& context_;
  const Scope& scope_;
  const ast::Call& call_;
  source::Span span_;
  std::vector<Given> given_;
  bool unknown_ = false;
};

std::vector<std::string> step_names(const Context& context) {
  std::vector<std::string> names = keys_of(context.transforms);
  std::ranges::copy_if(functions::names(), std::back_inserter(names),
                       [&](const std::string& name) { return !context.transforms.contains(name); });
  return names;
}

}  // namespace

ValueRef resolve_call(Context& context, const Scope& scope, const ast::Call& call, source::Span span,
                      ValueRef input) {
  const std::string& name = call.function.text;
  if (const auto transform = context.transforms.find(name); transform != context.transforms.end()) {
    return CallResolver(context, scope, call, span, std::move(input)).resolve_transform(transform->second);
  }
  if (input && std::holds_alternative<facts::Unknown>(input->node)) {
    const bool known = !functions::find(name).empty();
    if (!known) {
      report_undeclared(context, call.function.span, diagnostics::unknown_step, name, step_names(context));
    }
    return unknown_value(span);
  }
  if (auto special = resolve_special(context, scope, call, span, input)) {
    return *special;
  }
  const std::vector<const Function*> overloads = functions::find(name);
  if (overloads.empty()) {
    report_undeclared(context, call.function.span, diagnostics::unknown_step, name, step_names(context));
    return unknown_value(span);
  }
  return CallResolver(context, scope, call, span, std::move(input)).resolve_library(overloads);
}

}  // namespace treaty::check
