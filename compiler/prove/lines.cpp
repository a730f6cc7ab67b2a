#include "compiler/prove/lines.h"

#include <algorithm>
#include <map>

#include "compiler/base/match.h"

namespace treaty::prove {
namespace {

using facts::ValueRef;
using functions::Reversal;
using types::Kind;

bool is_text(const types::Type& type) { return type.kind == Kind::text || type.kind == Kind::enumeration; }

/// A copy of a value's graph; what is shared stays shared. An element that a map goes through stands as a record of
/// its own.
class Copy {
 public:
  enum class Tidying { kept, left_out };
  explicit Copy(Tidying tidying) : tidying_(tidying) {}

  ValueRef of(const ValueRef& value) {
    if (!value) {
      return value;
    }
    const auto [known, fresh] = known_.try_emplace(value.get());
    if (fresh) {
      known_[value.get()] = made(*value);
    }
    return known_[value.get()];
  }

 private:
  ValueRef made(const facts::Value& value) {
    const bool left_out = tidying_ == Tidying::left_out;
    if (const auto* call = std::get_if<facts::Call>(&value.node); left_out && call && only_tidies(value, *call)) {
      return of(call->arguments[0]);
    }
    const auto* sorted = std::get_if<facts::ForEach>(&value.node);
    if (left_out && sorted && sorted->op == facts::ListOperation::sort) {
      return of(sorted->list);
    }
    facts::Value copy = value;
    match(
        copy.node, [](facts::Unknown&) {}, [](facts::Constant&) {},
        [](facts::SourceField& field) { field.of_element = false; }, [](facts::Element&) {},
        [](facts::RunStarted&) {}, [&](facts::Access& access) { access.base = of(access.base); },
        [&](facts::Call& call) { all(call.arguments); }, [&](facts::MakeList& list) { all(list.items); },
        [&](facts::Lookup& lookup) { lookup.input = of(lookup.input), lookup.otherwise = of(lookup.otherwise); },
        [&](facts::Compare& compare) { compare.left = of(compare.left), compare.right = of(compare.right); },
        [&](facts::Not& negation) { negation.operand = of(negation.operand); },
        [&](facts::Logic& logic) { logic.left = of(logic.left), logic.right = of(logic.right); },
        [&](facts::Choose& choose) {
          choose.condition = of(choose.condition);
          choose.then_value = of(choose.then_value);
          choose.else_value = of(choose.else_value);
        },
        [&](facts::Coalesce& coalesce) { all(coalesce.alternatives); },
        [&](facts::ForEach& each) { each.list = of(each.list), each.body = of(each.body); },
        [&](facts::Inlined& inlined) { all(inlined.arguments), inlined.body = of(inlined.body); },
        [&](facts::Declassified& declassified) { declassified.input = of(declassified.input); });
    return std::make_shared<const facts::Value>(std::move(copy));
  }
  static bool only_tidies(const facts::Value& value, const facts::Call& call) {
    return call.function->reversal == Reversal::normalising && !call.arguments.empty() &&
           (call.arguments[0]->type.kind == value.type.kind ||
            (is_text(call.arguments[0]->type) && is_text(value.type)));
  }
  void all(std::vector<ValueRef>& values) {
    for (ValueRef& value : values) {
      value = of(value);
    }
  }
  Tidying tidying_;
  std::map<const facts::Value*, ValueRef> known_;
};

/// Finds the largest parts that only read.
class Readings {
 public:
  void visit(const ValueRef& value) {
    if (!value || !seen_.insert({value.get(), true}).second) {
      return;
    }
    if (reads(value)) {
      found.push_back(value);
      return;
    }
    match(
        value->node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::SourceField&) {},
        [](const facts::Element&) {}, [](const facts::RunStarted&) {},
        [&](const facts::Access& access) { visit(access.base); },
        [&](const facts::Call& call) { std::ranges::for_each(call.arguments, [&](const auto& one) { visit(one); }); },
        [&](const facts::MakeList& list) { std::ranges::for_each(list.items, [&](const auto& one) { visit(one); }); },
        [&](const facts::Lookup& lookup) { visit(lookup.input), visit(lookup.otherwise); },
        [&](const facts::Compare& compare) { visit(compare.left), visit(compare.right); },
        [&](const facts::Not& negation) { visit(negation.operand); },
        [&](const facts::Logic& logic) { visit(logic.left), visit(logic.right); },
        [&](const facts::Choose& choose) {
          visit(choose.condition), visit(choose.then_value), visit(choose.else_value);
        },
        [&](const facts::Coalesce& coalesce) {
          std::ranges::for_each(coalesce.alternatives, [&](const auto& one) { visit(one); });
        },
        [&](const facts::ForEach& each) { visit(each.list); },
        [&](const facts::Inlined& inlined) { visit(inlined.body); },
        [&](const facts::Declassified& declassified) { visit(declassified.input); });
  }

  std::vector<ValueRef> found;

 private:
  static bool is_constant(const ValueRef& value) { return std::holds_alternative<facts::Constant>(value->node); }
  static bool reads(const ValueRef& value) {
    return match(
        value->node, [](const facts::SourceField&) { return true; },
        [](const facts::Call& call) {
          const std::string& key = call.function->key;
          const bool only_reads = call.function->reversal == Reversal::normalising || key == "none_if_empty" ||
                                  key == "text" || key == "replace" || key == "decimal_of_integer";
          return only_reads && reads(call.arguments[0]) &&
                 std::all_of(call.arguments.begin() + 1, call.arguments.end(), is_constant);
        },
        [](const facts::Lookup& lookup) {
          return reads(lookup.input) && (!lookup.otherwise || is_constant(lookup.otherwise));
        },
        [](const facts::Unknown&) { return false; }, [](const facts::Constant&) { return false; },
        [](const facts::Element&) { return false; }, [](const facts::RunStarted&) { return false; },
        [](const facts::Access&) { return false; }, [](const facts::MakeList&) { return false; },
        [](const facts::Compare&) { return false; }, [](const facts::Not&) { return false; },
        [](const facts::Logic&) { return false; }, [](const facts::Choose&) { return false; },
        [](const facts::Coalesce&) { return false; }, [](const facts::ForEach&) { return false; },
        [](const facts::Inlined& inlined) { return reads(inlined.body); },
        [](const facts::Declassified& declassified) { return reads(declassified.input); });
  }

  std::map<const facts::Value*, bool> seen_;
};

}  // namespace

std::vector<Line> lines_of(const facts::Facts& facts) {
  std::vector<Line> lines;
  for (const auto& map : facts.maps) {
    for (const facts::ReverseField& field : map->reverse) {
      if (field.line->arrow != ast::Arrow::both) {
        continue;
      }
      auto known = std::ranges::find(lines, field.line, &Line::line);
      if (known == lines.end()) {
        lines.push_back({.map = map.get(), .line = field.line, .fields = {}, .back = {}});
        known = lines.end() - 1;
        for (const facts::Field& forward : map->fields) {
          if (forward.line == field.line) {
            known->fields.push_back(&forward);
          }
        }
      }
      known->back.push_back(&field);
    }
  }
  std::erase_if(lines, [](const Line& line) { return line.fields.empty(); });
  return lines;
}

ValueRef by_itself(const ValueRef& value) { return Copy(Copy::Tidying::kept).of(value); }
ValueRef untidied(const ValueRef& value) { return Copy(Copy::Tidying::left_out).of(value); }

std::vector<ValueRef> readings_of(const ValueRef& value) {
  Readings readings;
  readings.visit(value);
  return std::move(readings.found);
}

}  // namespace treaty::prove
