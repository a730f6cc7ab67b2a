#pragma once

// The answers of the language server, each as the protocol's JSON. What does not apply at a place is null.

#include <map>
#include <string>
#include <string_view>

#include "compiler/lsp/analysis.h"

namespace treaty::lsp {

/// What stands here: type, where it comes from, an example of it, how a step behaves.
Json hover(const Spot& spot);
/// Where a name is declared; of a field the line of the document that describes it.
Json definition(const Spot& spot);
Json references(const Spot& spot, bool with_declaration);
Json highlights(const Spot& spot);

/// What can be renamed is what contracts declare; fields and properties have their names from elsewhere.
Json prepare_rename(const Spot& spot);
/// The edits by file, or the sentence that says why not.
struct Renaming {
  Json edit;
  std::string refused;
};
Renaming rename(const Spot& spot, const std::string& name);

/// What may stand at the caret, the likelier first.
Json completion(const Spot& spot);

/// Fixes of what is wrong in a range, `allow` for warnings, and all certain fixes at once.
Json code_actions(const Analysis& analysis, source::FileId file, source::Span range, const std::string& uri,
                  Encoding encoding);
/// The file laid out, as one edit of the lines that change; null when it has syntax errors.
Json formatting(const Analysis& analysis, source::FileId file, Encoding encoding);

/// The types after the steps, in a range.
Json inlay_hints(const Analysis& analysis, source::FileId file, source::Span range, Encoding encoding);
Json outline(const Analysis& analysis, source::FileId file, Encoding encoding);
/// The kinds of semantic tokens, in the order that their numbers have.
Json token_kinds();
Json semantic_tokens(const Analysis& analysis, source::FileId file, Encoding encoding);

/// What is wrong, by file: `publishDiagnostics`' list for every file of the contract.
std::map<std::string, Json> diagnostics_by_file(const Analysis& analysis, const std::string& library,
                                                Encoding encoding);

}  // namespace treaty::lsp
