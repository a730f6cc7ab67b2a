// Which names of a contract could be taken for one another.

#include "compiler/parse/parse.h"
#include "tests/mutations/edits.h"
#include "tests/mutations/walk.h"

namespace treaty::mutations {
namespace {

using Siblings = Original::Siblings;

std::pair<uint32_t, uint32_t> place(source::Span span) { return {span.begin, span.end}; }

/// The first path of an expression: the field that a line is about.
std::optional<source::Span> first_path(const ast::Expr& expr) {
  std::optional<source::Span> first;
  each_of<ast::Expr>(expr, [&](const ast::Expr& part) {
    if (!first && std::holds_alternative<ast::Path>(part.node)) {
      first = part.span;
    }
  });
  return first;
}

void add_map(const ast::Map& map, std::vector<Siblings>& out) {
  Siblings targets{"targets", {}}, sources{"sources", {}};
  each_of<ast::FieldLine>(map.entries, [&](const ast::FieldLine& line) {
    const bool back = line.arrow == ast::Arrow::backward;
    if (const auto target = first_path(back ? line.left : line.right)) {
      targets.places.push_back(place(*target));
    }
    if (const auto source = first_path(back ? line.right : line.left)) {
      sources.places.push_back(place(*source));
    }
  });
  out.push_back(targets);
  out.push_back(targets);  // twice: swapped targets are what the language is for
  out.push_back(sources);
  out.push_back(sources);
}

}  // namespace

void take_apart(Original& original) {
  original.words = words_of(original.text);
  source::FileSet files;
  diagnostics::Diagnostics ignored;
  const ast::Contract tree = parse::parse(files, files.add(original.path, original.text), ignored);
  for (const ast::Item& item : tree.items) {
    if (const auto* map = std::get_if<ast::Map>(&item.node)) {
      add_map(*map, original.siblings);
    }
  }
  each_of<ast::Ensure>(tree.items, [&](const ast::Ensure& ensure) {
    Siblings names{"properties of `ensure`", {}};
    for (const ast::EnsureProperty& property : ensure.properties) {
      names.places.push_back(place(property.name.span));
    }
    original.siblings.push_back(names);
  });
  each_of<ast::Test>(tree.items, [&](const ast::Test& test) {
    each_of<ast::RecordExpr>(test.entries, [&](const ast::RecordExpr& record) {
      Siblings names{"fields of a test", {}};
      for (const ast::RecordExpr::Entry& entry : record.entries) {
        names.places.push_back(place(entry.name.span));
      }
      original.siblings.push_back(names);
    });
  });
  std::erase_if(original.siblings, [](const Siblings& one) { return one.places.size() < 2; });
}

}  // namespace treaty::mutations
