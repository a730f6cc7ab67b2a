#include <algorithm>

#include "tests/unit/ir/generate.h"

namespace treaty::generate {
namespace {

const std::vector<std::string> tokens = {
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "7",
    "-12",
    "12.0",
    "12.50",
    "1e2",
    "1.5E+3",
    "1e-2",
    "1e-40",
    "0.000",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "1234567890123456789012345678901234",
    "12345678901234567890123456789012345",
    "0.1234567890123456789012345678901234",
    "1e400",
    "01",
    "tru",
    "-",
    "1.",
    "nul",
    R"("")",
    R"("a")",
    R"("QC")",
    R"(" x ")",
    R"("Ana")",
    R"("\u0041na")",
    R"("q\"\\\/\b\f\n\r\t")",
    R"("é☃😀")",
    R"("\ud83d\ude00")",
    R"("\ud83d")",
    R"("\ude00x")",
    R"("\u0000\u001f")",
    R"("\q")",
    R"("\u12")",
    R"("12")",
    R"("12.50")",
    R"("2024-02-29")",
    R"("2023-02-29")",
    R"("2024\u002d02-29")",
    R"("0001-01-01")",
    R"("2024-03-10T12:00:00Z")",
    R"("2024-03-10T02:30:00")",
    R"("2024-03-10T12:00:00.123456789-05:00")",
    R"("2024-03-10 12:00+0530")",
    R"("1969-12-31T23:59:59.9999Z")",
    R"("2024-03-10T24:00:00Z")",
    R"("true")",
    R"("CAD")",
    R"("owner@x.example")",
    R"("long long long long long long long long text that fills more than one block of sixty-four bytes \" and has a quote")",
    "[]",
    "[1,2,3]",
    R"(["b","a","b"])",
    R"([1,"a",null,true,{"a":1,"price":2.5},[1]])",
    R"([{"a":"QC","b":[1]},{"a":null}])",
    "[0.1, 0.25 ,1e2]",
    R"(["2024-02-29","2024-01-01"])",
    "{}",
    R"({"a":1,"b":"x","first_name":{"a":[true]},"price":1.25})",
    R"({ "a" : 1 , "a" : "last" })",
    R"({"\u0061":"escaped","b":{"a":null}})",
    R"([[["deep"]],{}])"};
/// Tokens that suit a kind, by ir::Kind.
const std::vector<std::vector<std::string>> suiting = {
    {R"("a")", R"("QC")", R"("Ana")", R"("\u0041na")", R"("é \"x\"")", R"("")", R"("2024-02-29T10:00:00Z")",
     R"(" 12.50 ")"},
    {"0", "7", "-12", "9223372036854775807"},
    {"0", "12.50", "1e2", "-0.001", "1234567890123456789012345678901234"},
    {"true", "false"},
    {R"("2024-02-29")", R"("1969-12-31")"},
    {R"("2024-03-10T12:00:00Z")", R"("1969-12-31T23:59:59.9999-05:00")", R"("2024-07-01 00:00:00")"},
    {"null"},
    {"[1,2,3]", R"(["b","a","b"])", "[]", "[true,false]", R"(["2024-02-29","2024-01-01"])",
     R"([{"a":"QC","price":2.5},{"a":null}])"},
    {"0", "12.50", "1e400", "-7"},
    {R"({"a":1,"b":"x","price":1.25})", R"({"first_name":{"a":[true]}})", R"([{"a":"x"}])"},
    {R"("a")", "12.50", "true", "[1]", "{}"}};
const std::vector<std::string> others = {"zzz", "unread", "", "a.b", "A", "\xc3\xa9\xc3\xa9"};

/// What the record shall have at a place: something inside for the paths that lead further, or a token.
struct Place {
  ir::Segment name;  ///< the way here from the place around
  std::vector<Place> inside;
  bool ends = false;              ///< a path ends here
  ir::Kind kind = ir::Kind::any;  ///< what is read there
};

void add(Place& place, const std::vector<ir::Segment>& segments, size_t from, ir::Kind kind) {
  if (from == segments.size()) {
    place.ends = true;
    place.kind = kind;
    return;
  }
  auto found = std::ranges::find(place.inside, segments[from], &Place::name);
  if (found == place.inside.end()) found = place.inside.insert(found, Place{.name = segments[from]});
  add(*found, segments, from + 1, kind);
}

class Writer {
 public:
  explicit Writer(Choices& choices) : choices_(choices) {}

  std::string object(const Place& place, int depth) {
    std::vector<std::pair<std::string, std::string>> members;
    for (const Place& inside : place.inside) {
      const auto* name = std::get_if<std::string>(&inside.name);
      const bool is_key = name != nullptr && *name == "id" && inside.inside.empty();
      if (is_key && !choices_.one_in(20)) {
        members.emplace_back(*name, inside.kind == ir::Kind::number ? "4711" : R"("key \u00e9\"")");
        continue;
      }
      if (name == nullptr || choices_.one_in(9)) continue;
      members.emplace_back(*name, value(inside, depth));
      if (choices_.one_in(12)) members.emplace_back(*name, value(inside, depth));
    }
    if (choices_.one_in(3)) members.emplace_back(choices_.of(others), choices_.of(tokens));
    for (size_t i = members.size(); i > 1; --i)
      std::swap(members[i - 1], members[choices_.below(static_cast<uint32_t>(i))]);
    std::string out = "{";
    for (size_t i = 0; i < members.size(); ++i) {
      out += (i == 0 ? "" : ",") + blank() + key(members[i].first) + blank() + ":" + blank() + members[i].second +
             blank();
    }
    return out + "}";
  }

  /// `each`: the items of an array, one place for all of them.
  std::string array(const Place& element) {
    std::string out = "[";
    const uint32_t count = choices_.below(4);
    for (uint32_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + blank() + value(element, 1);
    return out + "]";
  }

  std::string value(const Place& place, int depth) {
    if (place.inside.empty() || depth > 8 || choices_.one_in(12) || (place.ends && choices_.one_in(3))) {
      return choices_.one_in(4) ? choices_.of(tokens) : choices_.of(suiting[static_cast<size_t>(place.kind)]);
    }
    std::vector<const Place*> items;
    for (const Place& inside : place.inside) {
      const auto* position = std::get_if<int64_t>(&inside.name);
      if (position == nullptr || *position < 0 || *position > 9) continue;
      if (items.size() <= static_cast<size_t>(*position)) items.resize(static_cast<size_t>(*position) + 1);
      items[static_cast<size_t>(*position)] = &inside;
    }
    if (items.empty() || (items.size() < place.inside.size() && choices_.one_in(2))) return object(place, depth + 1);
    std::string out = "[";
    for (size_t i = 0; i < items.size(); ++i) {
      out +=
          (i == 0 ? "" : ",") + (items[i] == nullptr ? choices_.of(tokens) : value(*items[i], depth + 1)) + blank();
    }
    return out + "]";
  }

 private:
  std::string blank() {
    static const std::vector<std::string> blanks = {"", "", "", "", " ", "\n", " \t\r "};
    return choices_.of(blanks);
  }

  std::string key(const std::string& name) {
    bool escaped = choices_.one_in(10);
    static constexpr char hex[] = "0123456789abcdef";
    std::string out = "\"";
    for (char c : name) {
      auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20 || (escaped && byte < 0x80)) {
        out += std::string("\\u00") + hex[byte >> 4] + hex[byte & 15];
      } else if (c == '"' || c == '\\') {
        out += std::string("\\") + c;
      } else {
        out += c;
      }
    }
    return out + "\"";
  }

  Choices& choices_;
};

void find_kinds(const ir::Block& block, std::vector<ir::Kind>& kinds) {
  for (const ir::Op& op : block.ops) {
    if (op.kind == ir::OpKind::load) kinds[op.path.index] = op.type;
    for (const ir::Block& inside : op.blocks) find_kinds(inside, kinds);
  }
}

}  // namespace

std::string record(Choices& choices, const ir::MapProgram& map) {
  Place root, element;
  std::vector<ir::Kind> kinds(map.paths.size(), ir::Kind::any);
  if (map.where) find_kinds(*map.where, kinds);
  find_kinds(map.source_key, kinds);
  for (const ir::Field& field : map.fields) find_kinds(field.value, kinds);
  for (const ir::Association& association : map.associations) find_kinds(association.key, kinds);
  for (size_t i = 0; i < map.paths.size(); ++i) {
    const ir::Path& path = map.paths[i];
    if (path.root == ir::Path::Root::record) add(root, path.segments, 0, kinds[i]);
    if (path.root == ir::Path::Root::element) add(element, path.segments, 0, kinds[i]);
  }
  Writer writer(choices);
  std::string text = writer.object(root, 0);
  if (!map.each || choices.one_in(5)) return text;
  // The elements come last, so that they count where a path leads to the same name.
  const auto& name = std::get<std::string>(map.each->segments.at(0));
  text.back() = text == "{}" ? ' ' : ',';
  return text + "\"" + name + "\":" + writer.array(element) + "}";
}

}  // namespace treaty::generate
