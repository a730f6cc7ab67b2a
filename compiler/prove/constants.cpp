// Patterns and units that are written out are tried once, so that wrong ones are said here and not by every record.

#include <set>

#include "compiler/base/match.h"
#include "compiler/functions/date_pattern.h"
#include "compiler/lower/lower.h"
#include "compiler/prove/prove.h"
#include "stdlib/errors.h"

namespace treaty::prove {
namespace {

bool is_constant(const facts::ValueRef& value) {
  return value && std::holds_alternative<facts::Constant>(value->node);
}

class Patterns {
 public:
  Patterns(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& out)
      : facts_(facts), files_(files), out_(out) {}

  void visit(const facts::ValueRef& value) {
    if (!value || !seen_.insert(value.get()).second) {
      return;
    }
    match(
        value->node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::SourceField&) {},
        [](const facts::Element&) {}, [](const facts::RunStarted&) {},
        [&](const facts::Access& access) { visit(access.base); },
        [&](const facts::Call& call) {
          visit_all(call.arguments);
          check(*value, call);
        },
        [&](const facts::MakeList& list) { visit_all(list.items); },
        [&](const facts::Lookup& lookup) { visit(lookup.input), visit(lookup.otherwise); },
        [&](const facts::Compare& compare) { visit(compare.left), visit(compare.right); },
        [&](const facts::Not& negation) { visit(negation.operand); },
        [&](const facts::Logic& logic) { visit(logic.left), visit(logic.right); },
        [&](const facts::Choose& choose) {
          visit(choose.condition), visit(choose.then_value), visit(choose.else_value);
        },
        [&](const facts::Coalesce& coalesce) { visit_all(coalesce.alternatives); },
        [&](const facts::ForEach& each) { visit(each.list), visit(each.body); },
        [&](const facts::Inlined& inlined) { visit_all(inlined.arguments), visit(inlined.body); },
        [&](const facts::Declassified& declassified) { visit(declassified.input); });
  }

 private:
  void visit_all(const std::vector<facts::ValueRef>& values) {
    for (const facts::ValueRef& value : values) {
      visit(value);
    }
  }

  /// A pattern that reads or writes another day or time than it seems to.
  bool says_slip(const facts::Call& call) {
    const bool reads = call.function->name == "date" || call.function->name == "timestamp";
    if (!reads && call.function->name != "format") {
      return false;
    }
    for (size_t i = 1; i < call.arguments.size(); ++i) {
      const std::string_view parameter = call.function->parameters[i].name;
      const auto* constant = std::get_if<facts::Constant>(&call.arguments[i]->node);
      const auto* pattern = constant ? std::get_if<std::string>(&constant->literal) : nullptr;
      if (!pattern || (parameter != "pattern" && parameter != "second" && parameter != "third")) {
        continue;
      }
      const bool none = pattern->empty() && parameter != "pattern";  // of a second and a third
      const auto slip = none || pattern->starts_with("epoch") || *pattern == "iso"
                            ? std::nullopt
                            : functions::slip_of(*pattern, reads);
      const source::Span span = call.arguments[i]->span;
      if (slip && !out_.find(diagnostics::pattern_slip, span)) {
        diagnostics::Diagnostic& said = out_.report(span, diagnostics::pattern_slip, *pattern, slip->what);
        if (!slip->meant.empty()) {
          said.fixes.push_back({.span = span, .replacement = '"' + slip->meant + '"', .certain = false});
        }
      }
      if (slip) {
        return true;
      }
    }
    return false;
  }

  /// The call on a value of no account: whether its pattern can be read, and its units are some, shows all the same.
  void check(const facts::Value& value, const facts::Call& call) {
    if (says_slip(call)) {
      return;
    }
    const types::Kind takes =
        call.function->parameters.empty() ? types::Kind::null : call.function->parameters[0].type.kind;
    if (!call.function->fallible || call.arguments.size() < 2 || is_constant(call.arguments[0]) ||
        (takes != types::Kind::text && takes != types::Kind::any && takes != types::Kind::decimal)) {
      return;
    }
    for (size_t i = 1; i < call.arguments.size(); ++i) {
      if (!is_constant(call.arguments[i])) {
        return;
      }
    }
    facts::Call tried = call;
    const bool number = takes == types::Kind::decimal;
    const types::Kind kind = number ? types::Kind::decimal
                             : call.arguments[0]->type.kind == types::Kind::any ? types::Kind::any
                                                                                : types::Kind::text;
    const facts::Literal probed =
        number ? facts::Literal(facts::Digits{"1.0"})
               : facts::Literal(std::string(call.function->name == "phone" ? "12345678" : "a"));
    tried.arguments[0] = std::make_shared<const facts::Value>(
        facts::Value{.type = types::Type::of(kind), .span = value.span, .node = facts::Constant{probed}});
    const auto probe = std::make_shared<const facts::Value>(
        facts::Value{.type = value.type, .span = value.span, .fallible = true, .node = std::move(tried)});
    const ir::Program program = lower::lower_value(facts_, files_, probe, "UTC");
    const auto outcomes = interpreted(program)(0, "{}");
    if (outcomes.front().status != TREATY_REJECTED) {
      return;
    }
    if (outcomes.front().error == treaty_errors::invalid_pattern) {
      tell(value, diagnostics::wrong_pattern, call);
    } else if (outcomes.front().error == treaty_errors::unknown_unit) {
      tell(value, diagnostics::unknown_measure, call);
    } else if (outcomes.front().error == treaty_errors::unknown_country) {
      tell(value, diagnostics::no_country, call);
    }
  }

  void tell(const facts::Value& value, diagnostics::Kind<1> kind, const facts::Call& call) {
    if (!out_.find(kind, value.span)) {
      out_.report(value.span, kind, call.function->name);
    }
  }

  const facts::Facts& facts_;
  const source::FileSet& files_;
  diagnostics::Diagnostics& out_;
  std::set<const facts::Value*> seen_;
};

}  // namespace

void check_patterns(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& diagnostics) {
  Patterns patterns(facts, files, diagnostics);
  for (const auto& map : facts.maps) {
    patterns.visit(map->where);
    for (const facts::Field& field : map->fields) {
      patterns.visit(field.value);
    }
    for (const facts::ReverseField& field : map->reverse) {
      patterns.visit(field.value);
    }
    for (const facts::Association& association : map->associations) {
      patterns.visit(association.key);
    }
    for (const facts::ListMembership& list : map->lists) {
      patterns.visit(list.condition);
    }
  }
}

}  // namespace treaty::prove
