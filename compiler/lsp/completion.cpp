// What may stand at the caret: decided by the words before it, since the tree of a line half written is often none.

#include <algorithm>

#include "compiler/functions/functions.h"
#include "compiler/lsp/answers.h"
#include "compiler/lsp/cursor.h"
#include "compiler/lsp/proposals.h"

namespace treaty::lsp {
namespace {

bool is_arrow(std::string_view word) { return word == "->" || word == "<-" || word == "<->"; }

/// The sides of a map, as far as its head tells them.
struct Sides {
  const schema::Record* left = nullptr;
  const schema::Record* element = nullptr;  ///< of `each … as alias`
  std::string alias;
  const schema::HubspotObject* right = nullptr;
};

class Completer {
 public:
  Completer(const Spot& spot, const Cursor& cursor)
      : spot_(spot), facts_(spot.analysis.compilation.facts), cursor_(cursor), out_(spot, cursor.begin) {}

  Json run() && {
    if (cursor_.blocks.empty()) {
      top();
    } else if (!cursor_.blocks.back().empty()) {
      inside();
    }
    return std::move(out_).items();
  }

 private:
  // ── what the words name ──

  const schema::Record* record_of(const std::string& system, const std::string& resource) const {
    const facts::System* found = facts_.system(system);
    const facts::Resource* inside = found ? found->find(resource) : nullptr;
    return inside ? inside->record.get() : nullptr;
  }
  const schema::HubspotObject* object_of(const std::string& system, const std::string& object) const {
    const facts::System* found = facts_.system(system);
    return found && found->portal ? found->portal->find(object) : nullptr;
  }
  static const schema::Record* nested(const schema::Record* record, std::span<const std::string> path) {
    for (const std::string& name : path) {
      const schema::Field* field = record ? record->find(name) : nullptr;
      record = field ? field->record.get() : nullptr;
    }
    return record;
  }
  /// `a.b` or `a.b.c` from `at` on.
  static Words dotted_at(const Words& words, size_t at) {
    Words names;
    for (; at < words.size(); at += 2) {
      names.push_back(words[at]);
      if (at + 1 >= words.size() || words[at + 1] != ".") break;
    }
    return names;
  }
  Sides sides_of(const Words& head) const {
    Sides sides;
    const auto colon = std::ranges::find(head, ":");
    const auto arrow = std::ranges::find_if(head, is_arrow);
    if (colon == head.end()) return sides;
    const Words left = dotted_at(head, colon - head.begin() + 1);
    if (left.size() == 2) sides.left = record_of(left[0], left[1]);
    if (const auto each = std::ranges::find(head, "each"); each < arrow) {
      sides.element = nested(sides.left, dotted_at(head, each - head.begin() + 1));
      const auto as = std::find(each, arrow, "as");
      if (as != arrow && as + 1 != arrow) sides.alias = as[1];
    }
    if (arrow != head.end()) {
      const Words right = dotted_at(head, arrow - head.begin() + 1);
      if (right.size() == 2) sides.right = object_of(right[0], right[1]);
    }
    return sides;
  }
  /// Of the map that a name stands for.
  Sides sides_named(std::string_view name) const {
    const facts::Map* map = facts_.map(name);
    if (!map || !map->resource) return {};
    return {.left = map->resource->record.get(), .element = map->element.get(), .alias = {}, .right = map->object};
  }

  /// The type of what ends before the `|` that the caret stands behind.
  const types::Type* type_before(const Sides& sides) const {
    const std::string_view text = spot_.text().text();
    const auto back = [&](size_t at) {
      while (at > 0 && std::isspace(static_cast<unsigned char>(text[at - 1])) != 0) --at;
      return at;
    };
    size_t end = back(cursor_.begin);
    if (end == 0 || text[end - 1] != '|') return nullptr;
    end = back(end - 1);
    const Meaning* widest = nullptr;
    for (const Meaning& one : spot_.analysis.index.meanings) {
      if (one.span.file == spot_.file && one.span.end == end && (!widest || one.span.begin < widest->span.begin)) widest = &one;
    }
    if (widest) return &widest->value->type;
    // The line could not be read yet: a field alone is understood without it.
    if (cursor_.statement.empty() || cursor_.last() != "|") return nullptr;
    Words path = dotted_at(cursor_.statement, 0);
    if (path.size() * 2 != cursor_.statement.size()) return nullptr;
    const std::string name = path.back();
    path.pop_back();
    const schema::Record* record = nested(sides.left, path);
    const schema::Field* field = record ? record->find(name) : nullptr;
    return field ? &field->type : nullptr;
  }

  // ── places ──

  void qualified() {
    const Words before = dotted_before(cursor_.statement);
    if (before.empty()) {
      out_.declared(Role::system);
    } else if (const facts::System* system = facts_.system(before[0])) {
      if (before.size() == 1) {
        for (const facts::Resource& resource : system->resources) out_.add(resource.name, ItemKind::module, Rank::likely, {}, written_name(resource.name));
        for (const schema::HubspotObject& object : system->portal ? system->portal->objects : std::vector<schema::HubspotObject>()) {
          out_.add(object.name, ItemKind::module, Rank::likely);
        }
      } else if (const schema::HubspotObject* object = object_of(before[0], before[1])) {
        out_.properties(*object, {});
      }
    }
  }

  void top() {
    const std::string_view first = cursor_.first();
    const std::string_view last = cursor_.last();
    if (first.empty()) {
      declarations();
    } else if (last == ".") {
      qualified();
    } else if (first == "map") {
      const auto colon = std::ranges::find(cursor_.statement, ":");
      if (last == ":" || is_arrow(last)) {
        qualified();
      } else if (colon != cursor_.statement.end() && std::ranges::none_of(cursor_.statement, is_arrow)) {
        out_.words({"->", "<->", "<-", "each"});
      }
    } else if (first == "system" && last == ":") {
      out_.words({"rest", "files", "hubspot"});
    } else if ((first == "privacy" && cursor_.statement.size() == 1) || (first == "existing" && (last == "writes" || last == ",")) ||
               (first == "table" && last == "from")) {
      qualified();
    } else if (first == "usecase") {
      const bool proven = std::ranges::find(cursor_.statement, "proven") != cursor_.statement.end();
      if (last == "by" || last == ",") {
        out_.declared(proven ? Role::test : Role::map);
      } else {
        out_.words({"by", "proven by"});
      }
    } else if (first == "test" && last == "for") {
      out_.declared(Role::map);
    } else if (first == "pending") {
      if (last == "by") out_.declared(Role::party);
      else if (last == "blocks" || last == ",") out_.declared(Role::map);
      else out_.words({"by", "until", "blocks"});
    } else if (first == "allow" && cursor_.statement.size() == 1) {
      codes();
    } else if (first == "alert") {
      alert();
    } else if (first == "transform" && last == ":") {
      type_names();
    } else if (last == "|" || last == "=" || last == "(" || last == ",") {
      value({});
    }
  }

  void inside() {
    const Words& head = cursor_.blocks.back();
    const std::string_view block = cursor_.block();
    if (head.back() == "picklist" || block == "picklist") return arms(head);
    if (head.back() == "given" || head.back() == "expect" || head.back() == "left" || head.back() == "right") return record(head);
    if (block == "map" || block == "group") return map_line(enclosing("map"));
    if (block == "subscription") return consent();
    if (block == "system") return system_entry();
    if (block == "resource") return resource_entry(head);
    if (block == "ensure") return ensured();
    if (block == "environment") return environment();
    if (block == "privacy") return privacy(head);
    if (block == "test") return test_entry();
    if (block == "transform") {
      if (cursor_.statement.empty()) out_.phrases({{"example", "$1 -> $0"}, {"reverse", "($1: $2) = $0"}});
      else value({});
      return;
    }
    agreement(block);
  }

  /// The head of the nearest open block of a kind.
  const Words& enclosing(std::string_view kind) const {
    const auto found = std::find_if(cursor_.blocks.rbegin(), cursor_.blocks.rend(),
                                    [&](const Words& head) { return !head.empty() && head.front() == kind; });
    return found == cursor_.blocks.rend() ? cursor_.blocks.back() : *found;
  }

  // ── values ──

  /// Inside of the parentheses of a call: its table, its words, or a value.
  bool argument(const Sides& sides) {
    int depth = 0;
    for (size_t at = cursor_.statement.size(); at-- > 0;) {
      const std::string& word = cursor_.statement[at];
      if (word == ")") ++depth;
      if (word != "(" || depth-- > 0) continue;
      if (at == 0) return false;
      const auto commas = std::count(cursor_.statement.begin() + static_cast<long>(at), cursor_.statement.end(), ",");
      bool table = false;
      for (const functions::Function* step : functions::find(cursor_.statement[at - 1])) {
        // The value before `|` is the first parameter, and is not written in the parentheses.
        const size_t position = static_cast<size_t>(commas) + 1;
        for (size_t i = 0; i < step->parameters.size(); ++i) {
          const functions::Parameter& parameter = step->parameters[i];
          const bool here = parameter.labelled ? cursor_.last() == ":" && cursor_.last(1) == parameter.name : i == position && cursor_.last() != ":";
          if (here && parameter.kind == functions::ParameterKind::table) out_.declared(Role::table), table = true;
          if (here) out_.options(parameter.options);
          if (parameter.labelled && cursor_.last() != ":") {
            out_.add(parameter.name + ":", ItemKind::keyword, Rank::possible, types::to_string(parameter.type), parameter.name + ": ");
          }
        }
      }
      if (cursor_.statement[at - 1] == "picklist") out_.declared(Role::picklist);
      if (cursor_.last() == ":" && cursor_.last(1) == "approved") out_.declared(Role::party);
      if (!table && cursor_.last() != ":") fields(sides, Rank::possible);
      return true;
    }
    return false;
  }
  void fields(const Sides& sides, Rank rank) {
    if (!sides.alias.empty()) out_.add(sides.alias, ItemKind::field, Rank::likely, "the element");
    if (sides.left) out_.fields(*sides.left, rank);
  }
  void value(const Sides& sides) {
    if (cursor_.last() == "|") return out_.steps(type_before(sides));
    if (const Words path = dotted_before(cursor_.statement); !path.empty()) {
      const bool element = !sides.alias.empty() && path[0] == sides.alias;
      const schema::Record* record = element ? nested(sides.element, std::span(path).subspan(1)) : nested(sides.left, path);
      if (record) out_.fields(*record, Rank::likely);
      return;
    }
    if (argument(sides)) return;
    if (!sides.left) {  // a transform: its parameters
      const Words& head = cursor_.blocks.empty() ? cursor_.statement : cursor_.blocks.back();
      for (size_t i = 1; i + 1 < head.size() && head[i] != ")"; ++i) {
        if (head[i + 1] == ":") out_.add(head[i], ItemKind::field, Rank::likely, "a parameter");
      }
    }
    fields(sides, Rank::likely);
    out_.functions();
  }
  void type_names() { out_.words({"text", "integer", "decimal", "boolean", "date", "timestamp", "duration", "enum"}); }
  void codes() {
    for (const diagnostics::Row& row : diagnostics::rows()) {
      if (row.severity == diagnostics::Severity::warning) {
        out_.add(std::string(row.code), ItemKind::constant, Rank::likely, diagnostics::general(row.text), std::string(row.code) + " \"$1\"", true);
      }
    }
  }

  /// What a picklist's arm stands between: the values of the field before, the options of the property behind.
  void arms(const Words& head) {
    const auto comma = std::find(cursor_.statement.rbegin(), cursor_.statement.rend(), ",").base();
    const bool right = std::any_of(comma, cursor_.statement.end(), is_arrow);
    if (head.front() == "picklist") return;  // shared: between whichever two sides use it
    const Sides sides = sides_of(enclosing("map"));
    if (right) {
      if (const schema::Property* property = target_behind(sides)) {
        std::vector<std::string> values;
        for (const schema::Option& option : property->options) values.push_back(option.value);
        out_.options(values, property->options);
      }
      return;
    }
    if (cursor_.last() != "," && comma != cursor_.statement.end()) return out_.words({"->", "<->", "or"});
    for (const Step& step : spot_.analysis.index.steps) {
      if (step.span.file != spot_.file || spot_.offset < step.span.begin || spot_.offset > step.span.end) continue;
      if (step.before) out_.options(step.before->type.options);
    }
    out_.words({"else"}, Rank::unlikely);
  }
  /// The property after the `}` behind the caret.
  const schema::Property* target_behind(const Sides& sides) const {
    const source::FileSet& files = spot_.analysis.compilation.files;
    std::string_view text = spot_.text().text().substr(spot_.offset);
    text = text.substr(std::min(text.find('}'), text.size()));
    const size_t arrow = text.find("->");
    if (!sides.right || arrow == std::string_view::npos || files.size() == 0) return nullptr;
    text.remove_prefix(arrow + 2);
    text.remove_prefix(std::min(text.find_first_not_of(" \t`"), text.size()));
    const auto end = std::ranges::find_if_not(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
    return sides.right->find(std::string_view(text.begin(), end));
  }

  // ── inside of a map ──

  std::vector<std::string> written_properties() const {
    std::vector<std::string> names;
    for (const Occurrence& one : spot_.analysis.index.occurrences) {
      if (one.role == Role::property) names.push_back(one.key.substr(one.key.find(':') + 1));
    }
    return names;
  }
  void properties(const Sides& sides) {
    if (sides.right) out_.properties(*sides.right, written_properties());
  }
  void map_line(const Words& head) {
    const Sides sides = sides_of(head);
    const Words& words = cursor_.statement;
    const std::string_view first = cursor_.first(), last = cursor_.last();
    const auto arrow = std::ranges::find_if(words, is_arrow);
    if (words.empty()) {
      value(sides);
      map_entries();
    } else if (first == "match" && words.size() >= 1 && arrow == words.end() && words.size() % 2 == 1) {
      properties(sides);
    } else if (first == "match") {
      out_.words({"else"});
    } else if (first == "after" || (first == "associate" && is_arrow(last))) {
      out_.declared(Role::map);
    } else if (first == "start") {
      out_.words({"adopt", "owner wins", "newest wins", "empty never wins", "empty wins"});
    } else if (first == "on" && words.size() == 1) {
      out_.words({"unmatched", "delete", "null", "error"});
    } else if (first == "on" && words[1] == "unmatched") {
      if (words.size() == 2 || is_arrow(last)) out_.declared(Role::system);
      else if (words.size() == 3) out_.words({"->"});
      else out_.words({"create", "ignore"});
    } else if (first == "on" && words[1] == "delete") {
      out_.words({"archive", "ignore"});
    } else if (first == "allow") {
      if (words.size() == 1) codes();
    } else if (first == "associate" && arrow != words.end()) {
      out_.words({"one", "many"});
    } else if (first == "group") {
      if (last == "owner") out_.declared(Role::system);
      else out_.words({"owner", "atomic"});
    } else if (policy(last) || arrow == words.end()) {
      value(sides);
    } else if (*arrow == "<-") {
      backward(sides);
    } else if (is_arrow(last) || (last == "[" || (last == "," && std::find(arrow, words.end(), "]") == words.end() && std::find(arrow, words.end(), "[") != words.end()))) {
      properties(sides);
    } else {
      clauses();
    }
  }
  /// The words behind `on null`, `on error`, `owner`, `write`; false when a value comes there.
  bool policy(std::string_view last) const { return last == "use" && cursor_.last(2) == "on"; }
  void clauses() {
    const std::string_view last = cursor_.last(), before = cursor_.last(1);
    if (last == "owner") out_.declared(Role::system);
    else if (last == "write") out_.words({"once", "if_empty"});
    else if (last == "on") out_.words({"null", "error"});
    else if (last == "null" && before == "on") out_.words({"keep", "clear", "use"});
    else if (last == "error" && before == "on") out_.words({"reject", "skip", "use"});
    else out_.words({"required", "owner", "write once", "write if_empty", "on null keep", "on null clear", "on null use", "on error skip", "on error use", "unconfirmed"});
  }
  /// `field <- property | steps`
  void backward(const Sides& sides) {
    const std::string_view last = cursor_.last();
    if (last == "|") out_.steps(type_before(sides));
    else if (last == "<-" || last == "[" || last == "(" || last == ",") properties(sides);
    else clauses();
  }
  void map_entries() {
    out_.phrases({{"match", "$0"},
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
  void consent() {
    if (is_arrow(cursor_.last())) return out_.words({"opted_in", "opted_out"});
    if (std::ranges::any_of(cursor_.statement, is_arrow)) return out_.words({"basis", "explained", "until"});
    out_.words({"else"}, Rank::unlikely);
  }

  // ── other blocks ──

  void declarations() {
    out_.phrases({{"map", "$1: $2 -> $3 {\n  match $4\n\n  $0\n}"},
                  {"system", "$1: ${2:rest} \"$3\" {\n  $0\n}"},
                  {"table", "$1 { $0 }"},
                  {"picklist", "$1 {\n  $0\n}"},
                  {"transform", "$1($2: $3) -> $4 = $0"},
                  {"privacy", "$1 {\n  $0\n}"},
                  {"test", "$1 \"$2\" for $3 {\n  given  { $4 }\n  expect { $0 }\n}"},
                  {"usecase", "$1 \"$2\" by $3 proven by $0"},
                  {"party", "$1 \"$2\" \"$3\""},
                  {"environment", "$1 {\n  $0\n}"},
                  {"existing", "$1 \"$2\" writes $0"},
                  {"pending", "$1 \"$2\" by $3 until $4 blocks $0"},
                  {"import", "\"$0\""},
                  {"allow", "$1 \"$0\""},
                  {"sync", "{\n  every $0\n}"},
                  {"sla", "$1 { ${2:99%} of records within ${3:5min} over ${4:1d} }"},
                  {"alert", "$1 when $0"},
                  {"accept", "{\n  $0\n}"},
                  {"books", "$1 {\n  keep $0\n}"}});
    if (!spot_.analysis.compilation.contract.header) {
      out_.phrases({{"contract", "$1 1.0.0 edition 1 \"$0\""}});
    }
  }
  void system_entry() {
    const std::string_view first = cursor_.first();
    if (first.empty()) {
      out_.phrases({{"schema", "${1:openapi} \"$0\""},
                    {"base", "\"https://$0\""},
                    {"zone", "\"$0\""},
                    {"version", "\"$0\""},
                    {"tier", "$0"},
                    {"auth", "${1:bearer} secret $0"},
                    {"limit", "$1 per ${2:second}"},
                    {"retry", "${1:6} times backoff ${2:500ms} to ${3:60s}"},
                    {"quiet", "${1:23:00} to ${2:02:00}"},
                    {"changes", "every $0"},
                    {"resource", "$1 {\n  key $0\n}"},
                    {"ensure", "$1 group \"$2\" {\n  $0\n}"}});
    } else if (first == "schema" && cursor_.statement.size() == 1) {
      out_.words({"openapi", "postman", "json_schema", "dictionary", "csv", "json", "snapshot"});
    } else if (first == "auth" && cursor_.statement.size() == 1) {
      out_.words({"bearer", "api_key", "oauth2", "service_key"});
    } else if (first == "tier") {
      out_.words({"free", "starter", "professional", "enterprise"});
    } else if (cursor_.last() == "per") {
      out_.words({"second", "minute", "hour", "day"});
    } else if (first == "ensure" && cursor_.statement.size() == 1 && enclosing("system").size() > 1) {
      if (const facts::System* system = facts_.system(enclosing("system")[1]); system && system->portal) {
        for (const schema::HubspotObject& object : system->portal->objects) out_.add(object.name, ItemKind::module, Rank::likely);
      }
    }
  }
  void resource_entry(const Words& head) {
    const std::string_view first = cursor_.first(), last = cursor_.last();
    const Words& system = enclosing("system");
    const Sides sides{.left = system.size() > 1 && head.size() > 1 ? record_of(system[1], head[1]) : nullptr, .element = nullptr, .alias = {}, .right = nullptr};
    if (first.empty()) {
      out_.phrases({{"key", "$0"},
                    {"volume", "$1 changing $2 per ${3:hour}"},
                    {"list", "GET \"$1\" at \"$0\""},
                    {"get", "GET \"$0\""},
                    {"create", "POST \"$0\""},
                    {"update", "PATCH \"$0\""},
                    {"delete", "DELETE \"$0\""},
                    {"page", "${1:cursor} \"$2\" size ${3:100}"},
                    {"changes", "$1 since \"$0\""},
                    {"deleted when", "$0"},
                    {"webhook", "\"$1\" signed hmac_sha256 header \"$2\" secret $0"},
                    {"schema", "${1:json} \"$0\""}});
    } else if (first == "key") {
      fields(sides, Rank::likely);
    } else if (first == "changes" && cursor_.statement.size() == 1) {
      fields(sides, Rank::likely);
      out_.words({"full"}, Rank::possible);
    } else if (first == "changes") {
      out_.words({"since", "window", "lookback"});
    } else if (first == "deleted") {
      if (last == "deleted") out_.words({"when"});
      else value(sides);
    } else if (first == "page" && cursor_.statement.size() == 1) {
      out_.words({"cursor", "number", "offset", "link"});
    } else if (last == "list" || last == "get" || last == "create" || last == "update" || last == "delete") {
      out_.words({"GET", "POST", "PUT", "PATCH", "DELETE"});
    } else if (last == "per") {
      out_.words({"second", "minute", "hour", "day"});
    } else if (first == "schema" && last == "schema") {
      out_.words({"openapi", "postman", "json_schema", "dictionary", "csv", "json"});
    }
  }
  void ensured() {
    if (cursor_.statement.size() == 1) type_names();
    if (cursor_.statement.size() == 2) out_.words({"unique"});
  }
  void environment() {
    if (cursor_.statement.empty()) out_.declared(Role::system);
    if (cursor_.statement.size() == 1) out_.words({"base", "portal"});
  }
  void privacy(const Words& head) {
    if (cursor_.statement.empty()) return out_.words({"never", "sensitive"});
    const Words of = dotted_at(head, 1);
    const Sides sides{.left = of.size() == 2 ? record_of(of[0], of[1]) : nullptr, .element = nullptr, .alias = {}, .right = nullptr};
    value(sides);
  }
  void test_entry() {
    const std::string_view first = cursor_.first();
    if (first.empty()) {
      out_.phrases({{"given", "{ $0 }"}, {"expect", "{ $0 }"}, {"expect reject", "$0"}, {"expect in list", "\"$0\""}, {"expect not in list", "\"$0\""}});
      out_.words({"expect filtered"});
    } else if (cursor_.last() == "given") {
      out_.words({"left", "right", "file"});
    } else if (cursor_.last() == "expect") {
      out_.words({"left", "right", "reject", "filtered", "in list", "not in list"});
    } else if (cursor_.last() == "reject" || cursor_.last() == ",") {
      properties(tested(cursor_.blocks.back()));
    }
  }
  /// The sides of the map that a test is for.
  Sides tested(const Words& head) const {
    const auto of = std::ranges::find(head, "for");
    return of == head.end() || of + 1 == head.end() ? Sides() : sides_named(of[1]);
  }
  /// The names of a record in a test.
  void record(const Words& head) {
    const std::string_view last = cursor_.last();
    if (!cursor_.statement.empty() && last != ",") return;  // a value, which is the analyst's
    const bool right = head.back() == "right" || head.back() == "expect";
    const Sides sides = tested(enclosing("test"));
    if (right && sides.right) {
      for (const schema::Property& property : sides.right->properties) {
        if (!property.calculated) out_.add(property.name, ItemKind::property, Rank::likely, types::to_string(property.type), written_name(property.name) + ": ");
      }
    }
    if (!right && sides.left) {
      for (const schema::Field& field : sides.left->fields) {
        out_.add(field.name, ItemKind::field, Rank::likely, types::to_string(field.type), written_name(field.name) + ": ");
      }
    }
  }
  void alert() {
    if (cursor_.last() == "when") return out_.words({"failed", "parked", "letters", "conflicts", "p50", "p95", "p99", "lag", "volume"});
    if (cursor_.last() == "to") return out_.words({"email", "slack secret", "pagerduty secret", "webhook secret"});
    out_.words({"when", "over", "to"});
  }
  void agreement(std::string_view block) {
    const std::string_view first = cursor_.first(), last = cursor_.last();
    if (first.empty()) {
      if (block == "sync") out_.phrases({{"every", "$0"}, {"backfill", "$0"}, {"loops", "marker $1, window ${2:90s}, hash"}});
      if (block == "accept") {
        out_.phrases({{"complete", "$1 -> $2 ${3:100%}"}, {"refers", "$1 -> $2 ${3:100%}"}, {"duplicates", "$1 by $2 at most ${3:0.1%}"}, {"counts", "$1 within ${2:0}"}});
      }
      if (block == "books") out_.phrases({{"keep", "${1:7y}"}, {"contents", "${1:hashes}"}});
    } else if (first == "backfill" || last == "complete" || last == "refers" || last == "counts" || (first == "refers" && is_arrow(last))) {
      out_.declared(Role::map);
    } else if (first == "complete" && cursor_.statement.size() > 1 && (is_arrow(last) || last == ",")) {
      properties(sides_named(cursor_.statement[1]));
    } else if (first == "duplicates") {
      qualified();
    } else if (first == "contents") {
      out_.words({"hashes", "written"});
    }
  }

  const Spot& spot_;
  const facts::Facts& facts_;
  const Cursor& cursor_;
  Proposals out_;
};

}  // namespace

Json completion(const Spot& spot) {
  const Cursor cursor = cursor_at(spot.analysis.compilation.files, spot.file, spot.offset);
  if (cursor.place != Cursor::Place::words) return Json::array();
  return Completer(spot, cursor).run();
}

}  // namespace treaty::lsp
