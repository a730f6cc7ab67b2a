#pragma once

// What the concerns of the checker share. Nobody outside this room includes it.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/check.h"
#include "compiler/documents/api.h"
#include "compiler/facts/facts.h"

namespace treaty::check {

/// A table or picklist of the contract, and where it stands in the facts.
struct NamedTable {
  const ast::Table* tree = nullptr;
  uint32_t index = 0;
};
struct NamedPicklist {
  const ast::Picklist* tree = nullptr;
};
struct NamedTransform {
  const ast::Transform* tree = nullptr;
  std::vector<types::Type> parameters;
  std::optional<types::Type> result;
  bool sound = true;  ///< false once something in it was reported: its uses say nothing more
  bool reverse_sound = true;  ///< the same of the reverse it gives
};

/// A description of an API, opened once for all resources of a system.
struct OpenedApi {
  std::unique_ptr<documents::Api> api;  ///< null when it could not be read: it was reported
  bool told = false;                    ///< of references that lead nowhere
};

/// In which directions the arms of a picklist are read.
struct ArmUse {
  bool forward = false, backward = false;
};

struct Context {
  const Inputs& in;
  diagnostics::Diagnostics& out;
  facts::Facts facts;
  std::map<const ast::SchemaRef*, OpenedApi> apis;
  std::map<std::string, NamedTable, std::less<>> tables;
  std::map<std::string, NamedPicklist, std::less<>> picklists;
  std::map<std::string, NamedTransform, std::less<>> transforms;
  std::map<std::string, const ast::Map*, std::less<>> maps;
  std::map<const std::vector<ast::PicklistArm>*, ArmUse> arms;   ///< of picklists that some line uses
  std::map<const facts::Resource*, std::map<std::string, source::Span>>
      shown;                                                     ///< paths that its own entries tell of
  std::string zone;                                              ///< of the source system whose map is being checked
  const facts::System* source = nullptr;                         ///< that system; null outside of maps
  std::map<const facts::Resource*, std::set<std::string>> used;  ///< dotted paths that some line reads or names
  std::map<const facts::Map*, std::map<std::string, source::Span>> used_by;  ///< the same a map, with the first place
  std::map<const facts::Map*, std::map<std::string, source::Span>> written;  ///< properties, with the first place
  std::map<const facts::Map*, std::map<std::vector<facts::Segment>, source::Span>> written_back;  ///< the same: paths
  std::map<const facts::Map*, std::map<std::string, source::Span>> leaving;  ///< of those, used without `declassify`
  std::vector<const ast::Transform*> inlining;  ///< the transforms being put in place, outermost first
  size_t unfolded = 0;                          ///< transforms put in place so far
  size_t unfolded_once = 0;                     ///< the same within one use
  std::set<const ast::Transform*> recursive;    ///< those that use themselves: it was reported

  [[nodiscard]] std::string_view text(source::Span span) const { return in.files.text(span); }
  /// No contract at hand: which systems and parties there will be is not known.
  [[nodiscard]] bool library_alone() const { return ast::is_library(in.contract); }
};

/// All items of the libraries, then those of the contract.
std::vector<const ast::Item*> items_of(const Context& context);

/// Whether one place lies in another, or is it.
bool within(source::Span inner, source::Span outer);

/// A name where `system.resource` is wanted, and no system is called so: the resource or object that is, with its
/// system, else as `suggest`.
void suggest_side(const Context& context, diagnostics::Diagnostic& diagnostic, const ast::QualifiedName& side);
/// Adds `did you mean` where something is near, else what there is, if that is little. The nearest becomes a fix.
void suggest(diagnostics::Diagnostic& diagnostic, std::string_view name, source::Span span,
             const std::vector<std::string>& candidates);

/// A name that nothing declares; says nothing when it may stand in an import that could not be read.
template <int Arity>
void report_undeclared(Context& context, source::Span span, diagnostics::Kind<Arity> kind, const std::string& name,
                       const std::vector<std::string>& candidates) {
  if (context.in.complete) {
    suggest(context.out.report(span, kind, name), name, span, candidates);
  }
}

/// `a text`, `an integer`, `one of a, b`: a type in a sentence.
std::string describe(const types::Type& type);

template <class Items, class Project>
std::vector<std::string> names_of(const Items& items, Project project) {
  std::vector<std::string> names;
  for (const auto& item : items) {
    names.push_back(std::invoke(project, item));
  }
  return names;
}
template <class Value>
std::vector<std::string> keys_of(const std::map<std::string, Value, std::less<>>& values) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : values) {
    keys.push_back(key);
  }
  return keys;
}

}  // namespace treaty::check
