#include "compiler/check/follow_ups.h"

#include <algorithm>
#include <cctype>

namespace treaty::check {
namespace {

/// A line that could not be read. From E0122 on it was, and says something else wrong; slips such as `=>` are read as
/// what they are meant to be.
bool is_syntax(const diagnostics::Diagnostic& said) {
  static const std::set<int> read = {diagnostics::not_an_arrow.row, diagnostics::operator_is_a_word.row,
                                     diagnostics::wrong_quotes.row, diagnostics::assignment_in_condition.row,
                                     diagnostics::bad_escape.row,   diagnostics::number_out_of_range.row};
  return said.kind().code < "E0122" && !read.contains(said.row);
}

bool within(source::Span inner, source::Span outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

/// The whole lines of a place.
std::string_view lines_of(const Context& context, source::Span span) {
  const std::string_view text = context.in.files[span.file].text();
  const size_t before = span.begin == 0 ? std::string_view::npos : text.rfind('\n', span.begin - 1);
  const size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const size_t end = text.find('\n', span.end);
  return text.substr(begin, end == std::string_view::npos ? end : end - begin);
}

bool is_of_a_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool holds_word(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_of_a_name(text[at - 1]);
    const bool ends = at + word.size() >= text.size() || !is_of_a_name(text[at + word.size()]);
    if (begins && ends) {
      return true;
    }
  }
  return false;
}

/// Names are declared outside of texts; those of lists are texts.
bool declares(std::string_view text, const diagnostics::Diagnostic& said, const std::string& name) {
  if (said.row == diagnostics::unknown_list.row) {
    return text.find("\"" + name + "\"") != std::string_view::npos;
  }
  std::string bare;
  bool inside = false;
  for (const char c : text) {
    inside = c == '"' ? !inside : inside && c != '\n';
    bare += inside || c == '"' ? ' ' : c;
  }
  return holds_word(bare, name);
}

/// The text of everything that could not be read: lines, and blocks whose first line is wrong.
std::vector<std::string_view> unread(const Context& context) {
  std::vector<std::string_view> texts;
  for (const diagnostics::Diagnostic& said : context.out.all()) {
    if (is_syntax(said)) {
      texts.push_back(lines_of(context, said.span));
    }
  }
  const auto add = [&](source::Span span) { texts.push_back(context.text(span)); };
  for (const ast::Item& item : context.in.contract.items) {
    if (std::holds_alternative<ast::Bad>(item.node)) {
      add(item.span);
    }
    const auto* system = std::get_if<ast::System>(&item.node);
    for (size_t i = 0; system && i < system->entries.size(); ++i) {
      if (std::holds_alternative<ast::Bad>(system->entries[i].node)) {
        add(system->entries[i].span);
      }
    }
  }
  return texts;
}

/// The name that a message says is missing; empty for messages about something else.
std::string missing_name(const diagnostics::Diagnostic& said) {
  static const std::set<int> of_first = {
      diagnostics::unknown_system.row, diagnostics::unknown_resource.row, diagnostics::unknown_object.row,
      diagnostics::unknown_property.row, diagnostics::unknown_step.row, diagnostics::unknown_table.row,
      diagnostics::unknown_picklist.row, diagnostics::unknown_map.row, diagnostics::unknown_party.row,
      diagnostics::unknown_test.row, diagnostics::unknown_list.row, diagnostics::nobody_approves.row,
      diagnostics::accept_not_written.row, diagnostics::expected_not_written.row};
  if (of_first.contains(said.row)) {
    return said.arguments.front();
  }
  return said.row == diagnostics::environment_incomplete.row ? said.arguments.back() : "";
}

/// The blocks of which a line could not be read.
std::vector<source::Span> damaged_items(const Context& context) {
  std::vector<source::Span> spans;
  for (const ast::Item& item : context.in.contract.items) {
    if (is_damaged(context, item.span)) {
      spans.push_back(item.span);
    }
  }
  return spans;
}

}  // namespace

bool is_damaged(const Context& context, source::Span place) {
  return std::ranges::any_of(context.out.all(), [&](const diagnostics::Diagnostic& said) {
    return is_syntax(said) && within(said.span, place);
  });
}

void drop_follow_ups(Context& context) {
  const std::vector<std::string_view> texts = unread(context);
  if (texts.empty()) {
    return;
  }
  const std::vector<source::Span> damaged = damaged_items(context);
  context.out.take_out([&](const diagnostics::Diagnostic& said) {
    if (said.row == diagnostics::picklist_not_covering.row) {  // the `where` that narrows may be what was not read
      return std::ranges::any_of(damaged, [&](source::Span item) { return within(said.span, item); });
    }
    const std::string name = missing_name(said);
    return !name.empty() &&
           std::ranges::any_of(texts, [&](std::string_view text) { return declares(text, said, name); });
  });
}

}  // namespace treaty::check
