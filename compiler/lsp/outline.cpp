#include "compiler/base/match.h"
#include "compiler/lsp/answers.h"

namespace treaty::lsp {
namespace {

/// SymbolKind of the protocol.
enum class Symbol {
  module = 2,
  name_space = 3,
  property = 7,
  field = 8,
  enumeration = 10,
  interface = 11,
  function = 12,
  constant = 14,
  object = 19,
  event = 24,
  structure = 23
};

class Outline {
 public:
  Outline(const source::File& file, Encoding encoding) : file_(file), encoding_(encoding) {}

  Json entry(std::string name, std::string detail, Symbol kind, source::Span whole, source::Span selected,
             Json children = Json::array()) const {
    if (selected.begin < whole.begin || selected.end > whole.end) selected = whole;
    if (name.empty()) name = "…";  // an editor refuses an entry without a name
    return {{"name", std::move(name)},
            {"detail", std::move(detail)},
            {"kind", static_cast<int>(kind)},
            {"range", to_range(file_, whole, encoding_)},
            {"selectionRange", to_range(file_, selected, encoding_)},
            {"children", std::move(children)}};
  }
  Json named(const ast::Name& name, Symbol kind, source::Span whole, std::string detail = {},
             Json children = Json::array()) const {
    return entry(name.text, std::move(detail), kind, whole, name.span, std::move(children));
  }
  [[nodiscard]] std::string text(source::Span span) const {
    return std::string(file_.text().substr(span.begin, span.end - span.begin));
  }

  Json system(const ast::System& system, source::Span whole) const {
    Json children = Json::array();
    for (const ast::SystemEntry& entry : system.entries) {
      if (const auto* resource = std::get_if<ast::Resource>(&entry.node)) {
        children.push_back(named(resource->name, Symbol::structure, entry.span, "resource"));
      } else if (const auto* ensure = std::get_if<ast::Ensure>(&entry.node)) {
        Json properties = Json::array();
        for (const ast::EnsureProperty& property : ensure->properties) {
          properties.push_back(named(property.name, Symbol::property, property.span, property.type.text));
        }
        children.push_back(named(ensure->object, Symbol::object, entry.span, "ensure", std::move(properties)));
      }
    }
    return named(system.name, Symbol::module, whole, system.kind.text, std::move(children));
  }
  void lines(const std::vector<ast::MapEntry>& entries, Json& children) const {
    for (const ast::MapEntry& entry : entries) {
      if (const auto* line = std::get_if<ast::FieldLine>(&entry.node)) {
        const bool backward = line->arrow == ast::Arrow::backward;
        const ast::Expr& target = backward ? line->left : line->right;
        const ast::Expr& origin = backward ? line->right : line->left;
        children.push_back(this->entry(text(target.span), text(origin.span), Symbol::field, entry.span, target.span));
      } else if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
        Json inner = Json::array();
        lines(group->entries, inner);
        children.push_back(named(group->name, Symbol::name_space, entry.span, "group", std::move(inner)));
      }
    }
  }

 private:
  const source::File& file_;
  Encoding encoding_;
};

}  // namespace

Json outline(const Analysis& analysis, source::FileId file, Encoding encoding) {
  const driver::Compilation& compilation = analysis.compilation;
  const ast::Contract* tree = compilation.contract.file == file ? &compilation.contract : nullptr;
  for (const ast::Contract& library : compilation.libraries) {
    if (library.file == file) tree = &library;
  }
  Json entries = Json::array();
  if (!tree) return entries;
  const Outline out(compilation.files[file], encoding);
  for (const ast::Item& item : tree->items) {
    match(
        item.node, [](const ast::Bad&) {}, [](const ast::Import&) {}, [](const ast::Allow&) {},
        [&](const ast::Party& party) {
          entries.push_back(out.named(party.name, Symbol::interface, item.span, "party"));
        },
        [&](const ast::System& system) { entries.push_back(out.system(system, item.span)); },
        [&](const ast::Environment& one) {
          entries.push_back(out.named(one.name, Symbol::name_space, item.span, "environment"));
        },
        [&](const ast::Existing& one) {
          entries.push_back(out.named(one.name, Symbol::interface, item.span, "existing"));
        },
        [&](const ast::Pending& one) { entries.push_back(out.named(one.name, Symbol::event, item.span, "pending")); },
        [&](const ast::Table& table) {
          entries.push_back(out.named(table.name, Symbol::constant, item.span, "table"));
        },
        [&](const ast::Picklist& picklist) {
          entries.push_back(out.named(picklist.name, Symbol::enumeration, item.span, "picklist"));
        },
        [&](const ast::Transform& one) {
          entries.push_back(out.named(one.name, Symbol::function, item.span, "transform"));
        },
        [&](const ast::Privacy& privacy) {
          entries.push_back(out.entry("privacy " + out.text(privacy.resource.span), "", Symbol::name_space, item.span,
                                      privacy.resource.span));
        },
        [&](const ast::Map& map) {
          Json children = Json::array();
          out.lines(map.entries, children);
          entries.push_back(out.named(map.name, Symbol::structure, item.span,
                                      out.text(map.left.span) + " → " + out.text(map.right.span),
                                      std::move(children)));
        },
        [&](const ast::UseCase& one) {
          entries.push_back(out.named(one.name, Symbol::event, item.span, one.title.value));
        },
        [&](const ast::Test& test) { entries.push_back(out.named(test.name, Symbol::function, item.span, "test")); },
        [&](const ast::Agreement& one) {
          entries.push_back(
              out.named(one.name ? *one.name : one.keyword, Symbol::event, item.span, one.keyword.text));
        });
  }
  return entries;
}

}  // namespace treaty::lsp
