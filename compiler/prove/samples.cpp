#include "compiler/prove/samples.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "compiler/base/match.h"

namespace treaty::prove {
namespace {

using nlohmann::json;
using types::Kind;

/// Collects leaves, and the keys of the tables their values go into.
class Collector {
 public:
  explicit Collector(const facts::Facts& facts) : facts_(facts) {}

  void visit(const facts::ValueRef& value) {
    if (!value || !seen_.insert(value.get()).second) {
      return;
    }
    match(
        value->node, [](const facts::Unknown&) {}, [](const facts::Element&) {},
        [&](const facts::Constant& constant) {
          if (const auto* text = std::get_if<std::string>(&constant.literal)) {
            constants.push_back(*text);
          }
        },
        [](const facts::RunStarted&) {}, [&](const facts::SourceField& field) { add(field, value->type); },
        [&](const facts::Access& access) { visit(access.base); },
        [&](const facts::Call& call) {
          const size_t known = constants.size();
          visit_all(call.arguments);
          constants.resize(known);  // a separator or a pattern is no value of a field
        },
        [&](const facts::MakeList& list) { visit_all(list.items); },
        [&](const facts::Lookup& lookup) {
          const size_t before = leaves.size();
          visit(lookup.input);
          for (size_t i = before; i < leaves.size(); ++i) {
            for (const auto& [key, one] : facts_.tables[lookup.table].rows) {
              leaves[i].keys.push_back(key);
            }
          }
          visit(lookup.otherwise);
        },
        [&](const facts::Compare& compare) { visit(compare.left), visit(compare.right); },
        [&](const facts::Not& negation) { visit(negation.operand); },
        [&](const facts::Logic& logic) { visit(logic.left), visit(logic.right); },
        [&](const facts::Choose& choose) {
          visit(choose.condition), visit(choose.then_value), visit(choose.else_value);
        },
        [&](const facts::Coalesce& coalesce) { visit_all(coalesce.alternatives); },
        [&](const facts::ForEach& each) { visit(each.list); },
        [&](const facts::Inlined& inlined) { visit(inlined.body); },
        [&](const facts::Declassified& declassified) { visit(declassified.input); });
  }

  std::vector<Leaf> leaves;
  std::vector<std::string> constants;  ///< texts the contract compares with or falls back on

 private:
  void visit_all(const std::vector<facts::ValueRef>& values) {
    std::ranges::for_each(values, [&](const facts::ValueRef& value) { visit(value); });
  }
  void add(const facts::SourceField& field, const types::Type& type) {
    if (std::ranges::find(leaves, field.segments, &Leaf::path) == leaves.end()) {
      leaves.push_back({field.segments, type, {}});
    }
  }

  const facts::Facts& facts_;
  std::set<const facts::Value*> seen_;  // values are shared
};

std::vector<std::string> texts(const Leaf& leaf) {
  std::vector<std::string> values = leaf.keys;
  for (const char* one : {"Ana",
                          "ana",
                          " Ana ",
                          "Ana  Maria",
                          "O'Neil",
                          "ANA@Example.org",
                          "ana@example.org",
                          "12",
                          "12.0",
                          "-3.50",
                          "0",
                          "a;b",
                          "a / b",
                          "x, y",
                          "2024-02-29",
                          "03/12/1980",
                          "2024-03-10T02:30:00Z",
                          "+1 514 555 0142",
                          "514-555-0142",
                          "https://www.example.org/a",
                          "https://example.org/b",
                          "true",
                          "\xC3\xA9t\xC3\xA9",
                          "ete"}) {
    values.emplace_back(one);
  }
  return values;
}

}  // namespace

std::vector<Leaf> leaves_of(const facts::ValueRef& value, const facts::Facts& facts) {
  Collector collector(facts);
  collector.visit(value);
  for (Leaf& leaf : collector.leaves) {
    leaf.keys.insert(leaf.keys.end(), collector.constants.begin(), collector.constants.end());
  }
  return std::move(collector.leaves);
}

std::vector<std::string> samples_of(const Leaf& leaf) {
  std::vector<std::string> values;
  const auto add_texts = [&](const std::vector<std::string>& all) {
    for (const std::string& text : all) {
      values.push_back(json(text).dump());
    }
  };
  switch (leaf.type.kind) {
    case Kind::enumeration:
      add_texts(leaf.type.options);
      break;
    case Kind::integer:
      values = {"0", "1", "-1", "7", "99", "100", "1250", "-12345", "86400000", "1262649600000"};
      break;
    case Kind::decimal:
      values = {"0", "1", "-1", "0.01", "2.345", "2.346", "12.5", "-7.25", "1999.99", "100000", "0.125"};
      break;
    case Kind::boolean:
      values = {"true", "false"};
      break;
    case Kind::date:
      add_texts({"2024-02-29", "1980-03-12", "2024-03-01", "1999-12-31"});
      break;
    case Kind::timestamp:
      add_texts(
          {"2024-03-02T08:15:30Z", "2024-03-02T08:15:30.250Z", "2024-03-02T23:15:30-05:00", "1999-12-31T00:00:00Z"});
      break;
    case Kind::list:
      values = {R"(["a"])", R"(["b", "a"])", R"(["a", "b"])", R"(["a", "a"])", R"([" a "])"};
      break;
    default:
      add_texts(texts(leaf));
  }
  return values;
}

std::string record_of(const std::vector<Leaf>& leaves, const std::vector<std::string>& values) {
  json record = json::object();
  for (size_t i = 0; i < leaves.size(); ++i) {
    json* place = &record;
    for (const facts::Segment& segment : leaves[i].path) {
      const auto* name = std::get_if<std::string>(&segment);
      if (!name) {
        return "";
      }
      place = &(*place)[*name];
    }
    *place = "\x01" + std::to_string(i);  // numbers keep their digits: they are put in as written
  }
  std::string text = record.dump();
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string mark = json("\x01" + std::to_string(i)).dump();
    if (const size_t at = text.find(mark); at != std::string::npos) {
      text.replace(at, mark.size(), values[i]);
    }
  }
  return text;
}

}  // namespace treaty::prove
