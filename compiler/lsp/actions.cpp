// Edits: what mends a mistake, what accepts a warning, what lays a file out.

#include <algorithm>

#include <fmt/core.h>

#include "compiler/format/format.h"
#include "compiler/lsp/answers.h"

namespace treaty::lsp {
namespace {

using diagnostics::Diagnostic;
using diagnostics::Fix;

Json edit_of(const source::File& file, source::Span span, std::string text, Encoding encoding) {
  return {{"range", to_range(file, span, encoding)}, {"newText", std::move(text)}};
}

Json action(std::string title, std::string_view kind, const std::string& uri, Json edits, bool preferred) {
  Json changes = Json::object();
  changes[uri] = std::move(edits);
  Json made = {{"title", std::move(title)}, {"kind", kind}, {"edit", {{"changes", std::move(changes)}}}};
  if (preferred) made["isPreferred"] = true;
  return made;
}

std::string title_of(const source::FileSet& files, const Fix& fix) {
  const std::string_view there = files.text(fix.span);
  if (fix.replacement.empty()) return fmt::format("Take out `{}`", there);
  if (there.empty()) return fmt::format("Put in `{}`", fix.replacement);
  return fmt::format("Write `{}`", fix.replacement);
}

bool touches(source::Span a, source::Span b) { return a.file == b.file && a.begin <= b.end && b.begin <= a.end; }

/// The line after the `{` of the map or system that holds a place, to put an `allow` there.
std::optional<uint32_t> inside_block(const Analysis& analysis, source::Span span) {
  for (const ast::Item& item : analysis.compilation.contract.items) {
    const bool around = item.span.file == span.file && item.span.begin <= span.begin && span.end <= item.span.end;
    if (!around || !(std::holds_alternative<ast::Map>(item.node) || std::holds_alternative<ast::System>(item.node)))
      continue;
    const std::string_view text = analysis.compilation.files[span.file].text();
    const size_t brace = text.find('{', item.span.begin);
    const size_t end = brace == std::string_view::npos ? brace : text.find('\n', brace);
    if (end != std::string_view::npos && end < item.span.end) return static_cast<uint32_t>(end + 1);
  }
  return std::nullopt;
}

}  // namespace

Json code_actions(const Analysis& analysis, source::FileId file, source::Span range, const std::string& uri,
                  Encoding encoding) {
  const source::FileSet& files = analysis.compilation.files;
  Json actions = Json::array();
  Json certain = Json::array();
  uint32_t mended_to = 0;
  for (const Diagnostic& said : analysis.compilation.diagnostics.all()) {
    if (said.span.file != file) continue;
    for (const Fix& fix : said.fixes) {
      if (fix.span.file != file) continue;
      const Json edit = edit_of(files[file], fix.span, fix.replacement, encoding);
      if (touches(said.span, range)) {
        actions.push_back(action(title_of(files, fix), "quickfix", uri, Json::array({edit}), fix.certain));
      }
      if (fix.certain && fix.span.begin >= mended_to) {
        certain.push_back(edit);
        mended_to = std::max(fix.span.end, fix.span.begin + 1);
      }
    }
    const auto at = said.severity() == diagnostics::Severity::warning && touches(said.span, range)
                        ? inside_block(analysis, said.span)
                        : std::nullopt;
    if (at) {
      const source::Span here{.file = file, .begin = *at, .end = *at};
      const std::string line = fmt::format("  allow {} \"why it is right here\"\n", said.kind().code);
      actions.push_back(action(fmt::format("Accept {} here, with a reason", said.kind().code), "quickfix", uri,
                               Json::array({edit_of(files[file], here, line, encoding)}), false));
    }
  }
  if (!certain.empty()) actions.push_back(action("Mend what has one sure way", "source.fixAll", uri, certain, false));
  return actions;
}

Json formatting(const Analysis& analysis, source::FileId file, Encoding encoding) {
  diagnostics::Diagnostics said;
  const auto laid_out = format::format(analysis.compilation.files, file, said);
  if (!laid_out) return nullptr;
  const std::string_view before = analysis.compilation.files[file].text();
  const std::string_view after = *laid_out;
  if (before == after) return Json::array();
  // The lines that both have at their beginning and end stay, and with them carets and marks.
  const size_t common = std::min(before.size(), after.size());
  size_t head = 0;
  while (head < common && before[head] == after[head]) ++head;
  head = head == 0 ? 0 : before.rfind('\n', head - 1) + 1;  // npos + 1 is 0
  size_t tail = 0;
  while (tail < common - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  while (tail > 0 && before[before.size() - tail - 1] != '\n') --tail;
  const source::Span span{
      .file = file, .begin = static_cast<uint32_t>(head), .end = static_cast<uint32_t>(before.size() - tail)};
  return Json::array({edit_of(analysis.compilation.files[file], span,
                              std::string(after.substr(head, after.size() - tail - head)), encoding)});
}

}  // namespace treaty::lsp
