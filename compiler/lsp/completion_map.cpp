#include "compiler/lsp/completion_map.h"

#include <algorithm>

namespace treaty::lsp {
namespace {

void entries(Proposals& out) {
  out.phrases({{"match", "$0"},
               {"where", "$0"},
               {"after", "$0"},
               {"start", "adopt, owner wins, empty never wins"},
               {"on unmatched", "$1 -> $2 ${3:create}"},
               {"on delete", "${1:archive}"},
               {"on error", "${1:reject}"},
               {"on null", "${1:keep}"},
               {"group", "$1 owner $2 atomic {\n  $0\n}"},
               {"list", "\"$1\" when $0"},
               {"subscription", "\"$1\" from $2 {\n  $0\n}"},
               {"associate", "$1 -> $2 ${3:one}"},
               {"ignore", "$1 \"$2\""},
               {"allow", "$1 \"$2\""}});
}

/// The words behind the property of a line: what else is agreed about it.
void clauses(const Cursor& cursor, Proposals& out) {
  const std::string_view last = cursor.last(), before = cursor.last(1);
  if (last == "owner") {
    out.declared(Role::system);
  } else if (last == "write") {
    out.words({"once", "if_empty"});
  } else if (last == "on") {
    out.words({"null", "error"});
  } else if (last == "null" && before == "on") {
    out.words({"keep", "clear", "use"});
  } else if (last == "error" && before == "on") {
    out.words({"reject", "skip", "use"});
  } else {
    out.words({"required", "owner", "write once", "write if_empty", "on null keep", "on null clear", "on null use",
               "on error skip", "on error use", "unconfirmed"});
  }
}

/// Behind an arrow to the right: a property, or several in brackets.
bool wants_property(const Words& words, Words::const_iterator arrow) {
  const bool open =
      std::find(arrow, words.end(), "[") != words.end() && std::find(arrow, words.end(), "]") == words.end();
  return is_arrow(words.back()) || (open && (words.back() == "[" || words.back() == ","));
}

/// `field <- property | steps`
void backward(const Sides& sides, const Cursor& cursor, ValueCompletion& values, Proposals& out) {
  const std::string_view last = cursor.last();
  if (last == "|") {
    values.value(sides);
  } else if (is_arrow(last) || last == "[" || last == "(" || last == ",") {
    values.properties(sides);
  } else {
    clauses(cursor, out);
  }
}

/// The lines that begin with a word of the language; false for any other.
bool entry(const Sides& sides, const Cursor& cursor, ValueCompletion& values, Proposals& out) {
  const Words& words = cursor.statement;
  const std::string_view first = cursor.first(), last = cursor.last();
  const bool arrow = std::ranges::any_of(words, is_arrow);
  if (first == "match" && !arrow) {
    if (last == "match" || last == "else")
      values.properties(sides);
    else
      out.words({"else"});
  } else if (first == "after" || (first == "associate" && is_arrow(last))) {
    out.declared(Role::map);
  } else if (first == "associate" && arrow) {
    out.words({"one", "many"});
  } else if (first == "start") {
    out.words({"adopt", "owner wins", "newest wins", "empty never wins", "empty wins"});
  } else if (first == "on" && words.size() == 1) {
    out.words({"unmatched", "delete", "null", "error"});
  } else if (first == "on" && words[1] == "unmatched") {
    if (words.size() == 2 || is_arrow(last))
      out.declared(Role::system);
    else if (arrow)
      out.words({"create", "ignore"});
    else
      out.words({"->"});
  } else if (first == "on" && words[1] == "delete") {
    out.words({"archive", "ignore"});
  } else if (first == "on" && last != "use") {
    clauses(cursor, out);
  } else if (first == "allow" && !arrow) {
    if (words.size() == 1) complete_codes(out);
  } else if (first == "group" && !arrow) {
    if (last == "owner")
      out.declared(Role::system);
    else
      out.words({"owner", "atomic"});
  } else {
    return false;
  }
  return true;
}

}  // namespace

void complete_codes(Proposals& out) {
  for (const diagnostics::Row& row : diagnostics::rows()) {
    if (row.severity != diagnostics::Severity::warning) continue;
    out.add(std::string(row.code), ItemKind::constant, Rank::likely, diagnostics::general(row.text),
            std::string(row.code) + " \"$1\"", true);
  }
}

void complete_map_line(const Sides& sides, const Cursor& cursor, ValueCompletion& values, Proposals& out) {
  const Words& words = cursor.statement;
  if (words.empty()) {
    values.value(sides);
    return entries(out);
  }
  if (entry(sides, cursor, values, out)) return;
  const auto arrow = std::ranges::find_if(words, is_arrow);
  const bool policy_value = cursor.last() == "use" && cursor.last(2) == "on";
  if (arrow == words.end() || policy_value) {
    values.value(sides);
  } else if (*arrow == "<-") {
    backward(sides, cursor, values, out);
  } else if (wants_property(words, arrow)) {
    values.unwritten_properties(sides);
  } else {
    clauses(cursor, out);
  }
}

}  // namespace treaty::lsp
