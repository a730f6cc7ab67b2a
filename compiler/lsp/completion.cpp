// What may stand at the caret: decided by the words before it, since the tree of a line half written is often none.

#include <algorithm>

#include "compiler/lsp/answers.h"
#include "compiler/lsp/completion_map.h"

namespace treaty::lsp {
namespace {

class Completer {
 public:
  Completer(const Spot& spot, const Cursor& cursor)
      : spot_(spot),
        facts_(spot.analysis.compilation.facts),
        cursor_(cursor),
        out_(spot, cursor.begin),
        values_(spot, cursor, out_) {}

  Json run() && {
    if (cursor_.blocks.empty()) {
      top();
    } else if (!cursor_.blocks.back().empty()) {
      inside();
    }
    return std::move(out_).items();
  }

 private:
  // ── places ──

  void qualified() {
    const Words before = dotted_before(cursor_.statement);
    if (before.empty()) {
      out_.declared(Role::system);
    } else if (const facts::System* system = facts_.system(before[0])) {
      if (before.size() == 1) {
        for (const facts::Resource& resource : system->resources)
          out_.add(resource.name, ItemKind::module, Rank::likely, {}, written_name(resource.name));
        for (const schema::HubspotObject& object :
             system->portal ? system->portal->objects : std::vector<schema::HubspotObject>()) {
          out_.add(object.name, ItemKind::module, Rank::likely);
        }
      } else if (const schema::HubspotObject* object = object_of(facts_, before[0], before[1])) {
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
    } else if ((first == "privacy" && cursor_.statement.size() == 1) ||
               (first == "existing" && (last == "writes" || last == ",")) || (first == "table" && last == "from")) {
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
      if (last == "by")
        out_.declared(Role::party);
      else if (last == "blocks" || last == ",")
        out_.declared(Role::map);
      else
        out_.words({"by", "until", "blocks"});
    } else if (first == "allow" && cursor_.statement.size() == 1) {
      complete_codes(out_);
    } else if (first == "alert") {
      alert();
    } else if (first == "transform" && last == ":") {
      type_names();
    } else if (last == "|" || last == "=" || last == "(" || last == ",") {
      values_.value({});
    }
  }

  void inside() {
    const Words& head = cursor_.blocks.back();
    const std::string_view block = cursor_.block();
    if (block == "picklist") return;  // shared: between whichever two sides use it
    if (head.back() == "picklist") return values_.arm(sides_of(facts_, enclosing("map")));
    if (head.back() == "given" || head.back() == "expect" || head.back() == "left" || head.back() == "right")
      return record(head);
    if (block == "map" || block == "group")
      return complete_map_line(sides_of(facts_, enclosing("map")), cursor_, values_, out_);
    if (block == "subscription") return consent();
    if (block == "system") return system_entry();
    if (block == "resource") return resource_entry(head);
    if (block == "ensure") return ensured();
    if (block == "environment") return environment();
    if (block == "privacy") return privacy(head);
    if (block == "test") return test_entry();
    if (block == "transform") {
      if (cursor_.statement.empty())
        out_.phrases({{"example", "$1 -> $0"}, {"reverse", "($1: $2) = $0"}});
      else
        values_.value({});
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

  // ── what is short ──

  void type_names() {
    out_.words({"text", "integer", "decimal", "boolean", "date", "timestamp", "duration", "enum"});
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
        for (const schema::HubspotObject& object : system->portal->objects)
          out_.add(object.name, ItemKind::module, Rank::likely);
      }
    }
  }
  void resource_entry(const Words& head) {
    const std::string_view first = cursor_.first(), last = cursor_.last();
    const Words& system = enclosing("system");
    const Sides sides{.left = system.size() > 1 && head.size() > 1 ? record_of(facts_, system[1], head[1]) : nullptr};
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
      values_.fields(sides, Rank::likely);
    } else if (first == "changes" && cursor_.statement.size() == 1) {
      values_.fields(sides, Rank::likely);
      out_.words({"full"}, Rank::possible);
    } else if (first == "changes") {
      out_.words({"since", "window", "lookback"});
    } else if (first == "deleted") {
      if (last == "deleted")
        out_.words({"when"});
      else
        values_.value(sides);
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
    const Sides sides{.left = of.size() == 2 ? record_of(facts_, of[0], of[1]) : nullptr};
    values_.value(sides);
  }
  void test_entry() {
    const std::string_view first = cursor_.first();
    if (first.empty()) {
      out_.phrases({{"given", "{ $0 }"},
                    {"expect", "{ $0 }"},
                    {"expect reject", "$0"},
                    {"expect in list", "\"$0\""},
                    {"expect not in list", "\"$0\""}});
      out_.words({"expect filtered"});
    } else if (cursor_.last() == "given") {
      out_.words({"left", "right", "file"});
    } else if (cursor_.last() == "expect") {
      out_.words({"left", "right", "reject", "filtered", "in list", "not in list"});
    } else if (cursor_.last() == "reject" || cursor_.last() == ",") {
      values_.properties(tested(cursor_.blocks.back()));
    }
  }
  /// The sides of the map that a test is for.
  Sides tested(const Words& head) const {
    const auto of = std::ranges::find(head, "for");
    return of == head.end() || of + 1 == head.end() ? Sides() : sides_named(facts_, of[1]);
  }
  /// The names of a record in a test.
  void record(const Words& head) {
    const std::string_view last = cursor_.last();
    if (!cursor_.statement.empty() && last != ",") return;  // a value, which is the analyst's
    const bool right = head.back() == "right" || head.back() == "expect";
    const Sides sides = tested(enclosing("test"));
    if (right && sides.right) {
      for (const schema::Property& property : sides.right->properties) {
        if (!property.calculated)
          out_.add(property.name, ItemKind::property, Rank::likely, types::to_string(property.type),
                   written_name(property.name) + ": ");
      }
    }
    if (!right && sides.left) {
      for (const schema::Field& field : sides.left->fields) {
        out_.add(field.name, ItemKind::field, Rank::likely, types::to_string(field.type),
                 written_name(field.name) + ": ");
      }
    }
  }
  void alert() {
    if (cursor_.last() == "when")
      return out_.words({"failed", "parked", "letters", "conflicts", "p50", "p95", "p99", "lag", "volume"});
    if (cursor_.last() == "to") return out_.words({"email", "slack secret", "pagerduty secret", "webhook secret"});
    out_.words({"when", "over", "to"});
  }
  void agreement(std::string_view block) {
    const std::string_view first = cursor_.first(), last = cursor_.last();
    if (first.empty()) {
      if (block == "sync")
        out_.phrases({{"every", "$0"}, {"backfill", "$0"}, {"loops", "marker $1, window ${2:90s}, hash"}});
      if (block == "accept") {
        out_.phrases({{"complete", "$1 -> $2 ${3:100%}"},
                      {"refers", "$1 -> $2 ${3:100%}"},
                      {"duplicates", "$1 by $2 at most ${3:0.1%}"},
                      {"counts", "$1 within ${2:0}"}});
      }
      if (block == "books") out_.phrases({{"keep", "${1:7y}"}, {"contents", "${1:hashes}"}});
    } else if (first == "backfill" || last == "complete" || last == "refers" || last == "counts" ||
               (first == "refers" && is_arrow(last))) {
      out_.declared(Role::map);
    } else if (first == "complete" && cursor_.statement.size() > 1 && (is_arrow(last) || last == ",")) {
      values_.properties(sides_named(facts_, cursor_.statement[1]));
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
  ValueCompletion values_;
};

}  // namespace

Json completion(const Spot& spot) {
  const Cursor cursor = cursor_at(spot.analysis.compilation.files, spot.file, spot.offset);
  if (cursor.place != Cursor::Place::words) return Json::array();
  return Completer(spot, cursor).run();
}

}  // namespace treaty::lsp
