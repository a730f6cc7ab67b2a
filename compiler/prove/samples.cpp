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
            words.push_back(*text);
          } else if (const auto* number = std::get_if<facts::Digits>(&constant.literal)) {
            add_number(number->text);
          }
        },
        [](const facts::RunStarted&) {}, [&](const facts::SourceField& field) { add(field, value->type); },
        [&](const facts::Access& access) { visit(access.base); },
        [&](const facts::Call& call) {
          const size_t known = words.size();
          visit_all(call.arguments);
          between.insert(between.end(), words.begin() + static_cast<std::ptrdiff_t>(known), words.end());
          words.resize(known);  // a separator or a pattern is no value of a field
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
  std::vector<std::string> words;    ///< texts the contract compares with or falls back on
  std::vector<std::string> between;  ///< texts that steps are given
  std::vector<std::string> numbers;  ///< whole numbers

 private:
  void visit_all(const std::vector<facts::ValueRef>& values) {
    std::ranges::for_each(values, [&](const facts::ValueRef& value) { visit(value); });
  }
  void add_number(const std::string& digits) {
    if (digits.size() <= most_digits && digits.find('.') == std::string::npos) {
      numbers.push_back(digits);
    }
  }
  void add(const facts::SourceField& field, const types::Type& type) {
    if (std::ranges::find(leaves, field.segments, &Leaf::path) == leaves.end()) {
      leaves.push_back({.path = field.segments, .type = type});
    }
  }

  static constexpr size_t most_digits = 15;

  const facts::Facts& facts_;
  std::set<const facts::Value*> seen_;  // values are shared
};

constexpr int64_t longest = 2000;

/// The number, its neighbours and its opposite.
std::vector<std::string> around(const std::vector<std::string>& numbers) {
  std::vector<std::string> values;
  for (const std::string& number : numbers) {
    const int64_t value = std::atoll(number.c_str());
    for (const int64_t one : {value - 1, value, value + 1, -value}) {
      values.push_back(std::to_string(one));
    }
  }
  return values;
}

std::vector<std::string> texts(const Leaf& leaf) {
  std::vector<std::string> values = leaf.keys;
  values.insert(values.end(), leaf.words.begin(), leaf.words.end());
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
                          "ete",
                          "007",
                          "1234.5",
                          "a;b, c",
                          "Germany",
                          "DE",
                          "CAD",
                          "eur",
                          "<b>Ana</b>",
                          "1.234,5"}) {
    values.emplace_back(one);
  }
  for (const std::string& one : leaf.between) {
    values.push_back(one + "x");  // what a step looks for, where nothing stands before it, or behind
    values.push_back("x" + one);
  }
  for (const std::string& number : leaf.numbers) {
    if (const int64_t length = std::atoll(number.c_str()); length > 0 && length < longest) {
      values.push_back("a" + std::string(static_cast<size_t>(length), 'b'));  // one letter more than a step may keep
    }
  }
  return values;
}

/// Two options at once, as HubSpot stores them.
std::vector<std::string> several(const std::vector<std::string>& options) {
  std::vector<std::string> values = options;
  for (size_t i = 0; i + 1 < options.size(); ++i) {
    values.push_back(options[i + 1] + ";" + options[i]);
  }
  return values;
}

std::vector<std::string> stored(const Leaf& leaf) {
  switch (leaf.type.kind) {
    case Kind::enumeration:
      return leaf.many ? several(leaf.type.options) : leaf.type.options;
    case Kind::integer:
    case Kind::decimal: {
      std::vector<std::string> values = {
          "0",           "1",     "-1",   "7",          "0.5",           "0.1",
          "12.50",       "33.33", "1250", "-12345.678", "1234567.89",    "100000",
          "86400000.25", "0.125", "1000", "1.5",        "0.12345678901", "9223372036854775807"};
      const auto own = around(leaf.numbers);
      values.insert(values.end(), own.begin(), own.end());
      return values;
    }
    case Kind::boolean:
      return {"true", "false"};
    case Kind::date:
      return {"2024-02-29", "1980-03-12", "1999-12-31", "2024-03-10", "1880-01-01", "2080-06-30"};
    case Kind::timestamp:  // the last four: hours that clocks showed twice, or never, in America and in Europe
      return {"2024-03-02T08:15:00Z", "2024-03-02T08:15:30Z", "2024-03-02T23:15:30.250Z", "1969-07-20T20:17:40.123Z",
              "2024-02-29T00:00:00Z", "2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z",     "2024-10-27T00:30:00Z",
              "2024-10-27T01:30:00Z"};
    default: {
      std::vector<std::string> values = {"McDonald",
                                         "van der Berg"};  // right as they are, whatever a step makes of them
      const std::vector<std::string> others = texts(leaf);
      values.insert(values.end(), others.begin(), others.end());
      return values;
    }
  }
}

}  // namespace

std::vector<Leaf> leaves_of(const facts::ValueRef& value, const facts::Facts& facts) {
  Collector collector(facts);
  collector.visit(value);
  for (Leaf& leaf : collector.leaves) {
    leaf.words = collector.words;
    leaf.between = collector.between;
    leaf.numbers = collector.numbers;
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
  const auto add_numbers = [&] {
    const auto own = around(leaf.numbers);
    values.insert(values.end(), own.begin(), own.end());
  };
  switch (leaf.type.kind) {
    case Kind::enumeration:
      add_texts(leaf.type.options);
      break;
    case Kind::integer:
      values = {"0", "1", "-1", "7", "99", "100", "1250", "-12345", "86400000", "1262649600000"};
      add_numbers();
      break;
    case Kind::decimal:
      values = {"0",    "1",     "-1",      "0.01",   "2.345", "2.346",
                "12.5", "-7.25", "1999.99", "100000", "0.125", "0.12345678901"};
      add_numbers();
      break;
    case Kind::boolean:
      values = {"true", "false"};
      break;
    case Kind::date:
      add_texts({"2024-02-29", "1980-03-12", "2024-03-01", "1999-12-31", "2080-03-12", "2024-03-31", "2024-01-30",
                 "2024-01-31"});
      break;
    case Kind::timestamp:
      add_texts(
          {"2024-03-02T08:15:30Z", "2024-03-02T08:15:30.250Z", "2024-03-02T23:15:30-05:00", "1999-12-31T00:00:00Z"});
      break;
    case Kind::list:
      if (leaf.type.element && (*leaf.type.element)->kind == Kind::integer) {
        values = {"[1]", "[2, 1]", "[1, 2]", "[7, 7]"};
        break;
      }
      if (leaf.type.element && (*leaf.type.element)->kind == Kind::enumeration) {
        for (const std::string& option : (*leaf.type.element)->options) {
          values.push_back(json::array({option}).dump());
        }
        break;
      }
      values = {R"(["a"])", R"(["b", "a"])", R"(["a", "b"])", R"(["a", "a"])", R"([" a "])", R"(["a", "b", "c"])",
                R"(["a", "b", "d"])"};
      break;
    default:
      add_texts(texts(leaf));
  }
  return values;
}

std::vector<std::string> stored_samples_of(const Leaf& leaf) {
  std::vector<std::string> values;
  for (const std::string& one : stored(leaf)) {
    values.push_back(json(one).dump());
  }
  values.emplace_back("null");
  return values;
}

std::vector<Leaf> properties_of(const facts::ValueRef& value, const facts::Map& map, const facts::Facts& facts) {
  std::vector<Leaf> leaves = leaves_of(value, facts);
  for (Leaf& leaf : leaves) {
    const auto* name = leaf.path.size() == 1 ? std::get_if<std::string>(&leaf.path.front()) : nullptr;
    if (const schema::Property* property = name && map.object ? map.object->find(*name) : nullptr) {
      leaf.type = property->type;
      leaf.many = property->field_type == "checkbox";
    }
  }
  return leaves;
}

void share_words(std::vector<Leaf>& source, std::vector<Leaf>& stored) {
  for (const auto list : {&Leaf::words, &Leaf::between, &Leaf::numbers}) {
    std::set<std::string> all;
    for (const auto* leaves : {&source, &stored}) {
      for (const Leaf& leaf : *leaves) {
        all.insert((leaf.*list).begin(), (leaf.*list).end());
      }
    }
    for (auto* leaves : {&source, &stored}) {
      for (Leaf& leaf : *leaves) {
        (leaf.*list).assign(all.begin(), all.end());
      }
    }
  }
}

void add_leaves(std::vector<Leaf>& leaves, std::vector<Leaf> more) {
  for (Leaf& leaf : more) {
    if (std::ranges::find(leaves, leaf.path, &Leaf::path) == leaves.end()) {
      leaves.push_back(std::move(leaf));
    }
  }
}

std::string record_of(const std::vector<Leaf>& leaves, const std::vector<std::string>& values) {
  json record = json::object();
  for (size_t i = 0; i < leaves.size(); ++i) {
    json* place = &record;
    for (const facts::Segment& segment : leaves[i].path) {
      const auto* name = std::get_if<std::string>(&segment);
      if (!name || place->is_string()) {
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
