// Fields and properties of one name that seem to have changed places: `city -> zip` beside `postal -> city`.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/base/nearest.h"
#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

/// The fields that an expression names, by the last name of each path.
void fields_of(const ast::Expr& expr, std::vector<std::string>& out);

void add_path(const ast::Path& path, std::vector<std::string>& out) {
  for (auto segment = path.segments.rbegin(); segment != path.segments.rend(); ++segment) {
    if (const auto* field = std::get_if<ast::Path::Field>(&*segment)) {
      out.push_back(field->name.text);
      return;
    }
  }
}

void fields_of(const ast::Expr& expr, std::vector<std::string>& out) {
  const auto go = [&](const ast::Expr& part) { fields_of(part, out); };
  match(
      expr.node, [](const ast::Missing&) {}, [](const ast::NullLiteral&) {}, [](const ast::BooleanLiteral&) {},
      [](const ast::NumberLiteral&) {}, [](const ast::TextLiteral&) {}, [](const ast::DurationLiteral&) {},
      [](const ast::RecordExpr&) {}, [](const ast::PicklistStep&) {},
      [&](const ast::Path& path) { add_path(path, out); },
      [&](const ast::Interpolation& text) {
        for (const auto& part : text.parts) {
          if (const auto* path = std::get_if<std::pair<ast::Path, source::Span>>(&part)) {
            add_path(path->first, out);
          }
        }
      },
      [&](const ast::ListExpr& list) { std::ranges::for_each(list.items, go); },
      [&](const ast::Call& call) {
        for (const ast::Argument& argument : call.arguments) {
          go(*argument.value);
        }
      },
      [&](const ast::Pipe& pipe) {
        go(*pipe.input);
        if (!std::holds_alternative<ast::Path>(pipe.step->node)) {  // `| trim` is no field
          go(*pipe.step);
        }
      },
      [&](const ast::Unary& unary) { go(*unary.operand); },
      [&](const ast::Binary& binary) { go(*binary.left), go(*binary.right); },
      [&](const ast::If& choice) {
        go(*choice.condition), go(*choice.then_branch);
        if (choice.else_branch) {
          go(**choice.else_branch);
        }
      });
}

/// A line by the names of what it is made of, in plain spelling, and of what it writes.
struct Named {
  const facts::Field* field = nullptr;
  std::string property;
  std::vector<std::string> fields;

  /// `work_email` is as much at home in `email` as `email` is.
  [[nodiscard]] bool is_at_home() const {
    return std::ranges::any_of(fields, [&](const std::string& name) {
      return !name.empty() && (name.contains(property) || property.contains(name));
    });
  }
};

}  // namespace

void check_crossings(Context& context, const facts::Map& map) {
  std::vector<Named> lines;
  for (const facts::Field& field : map.fields) {
    Named line{&field, plain_name(field.property), {}};
    std::vector<std::string> names;
    fields_of(field.line->left, names);
    for (const std::string& name : names) {
      line.fields.push_back(plain_name(name));
    }
    lines.push_back(std::move(line));
  }
  std::set<std::string_view> at_home;                      // properties that get a field of their name
  std::map<std::string_view, const facts::Field*> elsewhere;  // fields that alone go to a property of another name
  for (const Named& line : lines) {
    if (line.is_at_home()) {
      at_home.insert(line.property);
    } else if (line.fields.size() == 1) {
      elsewhere.emplace(line.fields.front(), line.field);
    }
  }
  std::set<const facts::Field*> told;  // of two lines that changed places the first says it
  for (const Named& line : lines) {
    const auto other = elsewhere.find(line.property);
    if (line.fields.size() != 1 || at_home.contains(line.property) || other == elsewhere.end() ||
        told.contains(other->second)) {
      continue;
    }
    told.insert(line.field);
    context.out
        .report(line.field->span, diagnostics::names_cross, line.field->property,
                context.text(line.field->line->left.span), context.text(other->second->line->left.span),
                other->second->property)
        .labels.push_back({.span = other->second->span, .text = "the field of that name goes here"});
  }
}

}  // namespace treaty::check
