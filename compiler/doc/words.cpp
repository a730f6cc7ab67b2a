#include "compiler/doc/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "compiler/base/match.h"
#include "compiler/doc/sentences.h"

namespace treaty::doc {
namespace {

constexpr size_t rows_said = 12;  ///< of a table; a longer one is counted

std::string plain_of(const facts::Literal& literal) {
  std::string text;
  for (const Piece& piece : literal_of(literal).pieces) {
    text += piece.text;
  }
  return text;
}

/// `items[0].sku`
std::string path_of(const std::vector<facts::Segment>& segments) {
  std::string text;
  for (const facts::Segment& segment : segments) {
    const auto* name = std::get_if<std::string>(&segment);
    text += name ? (text.empty() ? "" : ".") + *name : "[" + std::to_string(std::get<int64_t>(segment)) + "]";
  }
  return text;
}

/// Of a position, which counts from 0.
std::string ordinal(int64_t position) {
  constexpr std::array words = {"first", "second", "third", "fourth", "fifth"};
  return position >= 0 && position < static_cast<int64_t>(words.size()) ? words[static_cast<size_t>(position)]
         : position == -1                                               ? "last"
                                                                        : std::to_string(position + 1) + "th";
}

/// A value as a thing to begin with and what is done to it, in order.
class Speaker {
 public:
  Speaker(const facts::Facts& facts, bool backwards) : facts_(facts), backwards_(backwards) {}

  struct Said {
    Line base;
    bool field = false;     ///< the base is a field alone
    bool constant = false;  ///< or a fixed value
    std::vector<Line> steps;
  };

  Said say(const facts::ValueRef& value) {
    if (!value) {
      return {.base = "nothing", .steps = {}};
    }
    return match(
        value->node, [](const facts::Unknown&) { return thing("a value"); },
        [](const facts::Constant& one) {
          Said said = thing(literal_of(one.literal));
          said.constant = true;
          return said;
        },
        [](const facts::SourceField& field) {
          Said said = thing(code(path_of(field.segments)));
          said.field = true;
          return said;
        },
        [](const facts::Element&) { return thing("it"); },
        [&](const facts::Access& access) { return say_access(access); },
        [&](const facts::Call& call) { return say_call(value, call); },
        [&](const facts::MakeList& list) { return thing(listed(nouns(list.items))); },
        [&](const facts::Lookup& lookup) { return say_lookup(lookup); },
        [&](const facts::Compare& compare) { return thing(condition(compare)); },
        [&](const facts::Not& negation) { return thing(Line("not (") + truth(negation.operand) + ")"); },
        [&](const facts::Logic& logic) { return thing(condition(logic)); },
        [&](const facts::Choose& choose) { return thing(choice(choose)); },
        [&](const facts::Coalesce& coalesce) {
          return thing(Line("the first of ") + listed(nouns(coalesce.alternatives)) + " that has a value");
        },
        [&](const facts::ForEach& each) { return say_each(each); },
        [&](const facts::Inlined& inlined) { return say(inlined.body); },
        [&](const facts::Declassified& declassified) { return say(declassified.input); },
        [](const facts::RunStarted&) { return thing("the time at which the run began"); });
  }

  Line noun(const facts::ValueRef& value) {
    const Said said = say(value);
    return said.steps.empty() ? said.base : said.base + " (" + joined(said.steps, "; ") + ")";
  }

  /// What holds or does not, where a sentence decides by it.
  Line truth(const facts::ValueRef& value) {
    Said said = say(value);
    const bool boolean = value && value->type.kind == types::Kind::boolean;
    const bool whole = value && (std::holds_alternative<facts::Compare>(value->node) ||
                                 std::holds_alternative<facts::Logic>(value->node) ||
                                 std::holds_alternative<facts::Not>(value->node));
    if (!boolean || whole || said.constant) {
      return noun(value);
    }
    if (said.steps.empty()) {
      return said.base + " is yes";
    }
    Piece& first = said.steps.back().pieces.front();
    constexpr std::string_view asks = "say whether it ";
    if (!first.text.starts_with(asks)) {
      return noun(value) + " is yes";
    }
    first.text.erase(0, asks.size());
    const Line last = said.steps.back();
    said.steps.pop_back();
    return (said.steps.empty() ? said.base : said.base + " (" + joined(said.steps, "; ") + ")") + " " + last;
  }

 private:
  static Said thing(Line line) { return {.base = std::move(line), .steps = {}}; }

  std::vector<Line> nouns(const std::vector<facts::ValueRef>& values) {
    std::vector<Line> lines;
    for (const facts::ValueRef& value : values) {
      lines.push_back(noun(value));
    }
    return lines;
  }

  Said say_access(const facts::Access& access) {
    // Of the element a list is at, a field is simply named.
    if (std::holds_alternative<facts::Element>(access.base->node)) {
      return thing(code(path_of(access.segments)));
    }
    Said said = say(access.base);
    for (const facts::Segment& segment : access.segments) {
      const auto* name = std::get_if<std::string>(&segment);
      said.steps.push_back(name ? Line("take its ") + code(*name)
                                : Line("take the " + ordinal(std::get<int64_t>(segment)) + " of them"));
    }
    return said;
  }

  /// Texts put together are `concat`s in `concat`s.
  void pieces_of(const facts::ValueRef& value, std::vector<Line>& pieces) {
    const auto* call = std::get_if<facts::Call>(&value->node);
    if (call && call->function->key == "concat") {
      pieces_of(call->arguments[0], pieces);
      pieces_of(call->arguments[1], pieces);
    } else {
      pieces.push_back(noun(value));
    }
  }

  Said say_call(const facts::ValueRef& value, const facts::Call& call) {
    if (call.arguments.empty()) {
      return thing(sentence_of(*call.function));
    }
    if (call.function->key == "concat") {
      std::vector<Line> pieces;
      pieces_of(value, pieces);
      return thing(joined(pieces, " followed by "));
    }
    Said said = say(call.arguments.front());
    // What HubSpot calls empty is no value; said once for all, not on every line that comes back.
    if (call.function->key == "none_if_empty" && said.field && said.steps.empty() && backwards_) {
      return said;
    }
    if (Line step = filled(sentence_of(*call.function), call); !step.empty()) {
      said.steps.push_back(std::move(step));
    }
    return said;
  }

  /// Whether an argument is what the function takes by itself.
  static bool by_itself(const facts::Call& call, size_t index) {
    const functions::Parameter& parameter = call.function->parameters[index];
    if (!parameter.optional || !call.arguments[index]) {
      return parameter.optional;
    }
    const auto* constant = std::get_if<facts::Constant>(&call.arguments[index]->node);
    const auto* text = constant ? std::get_if<std::string>(&constant->literal) : nullptr;
    return constant && (text ? *text : plain_of(constant->literal)) == parameter.default_value;
  }

  Line argument(const facts::Call& call, size_t index) {
    if (index >= call.arguments.size()) {
      return {};
    }
    const auto* constant = std::get_if<facts::Constant>(&call.arguments[index]->node);
    if (constant && call.function->parameters[index].kind == functions::ParameterKind::option) {
      std::string word = plain_of(constant->literal);
      std::erase(word, '"');
      std::ranges::replace(word, '_', ' ');
      return word;
    }
    const auto* text = constant ? std::get_if<std::string>(&constant->literal) : nullptr;
    if (text && (call.function->key == "date" || call.function->key == "timestamp")) {
      // Formats that have names of their own.
      const std::string_view named = format_named(*text);
      return named.empty() ? noun(call.arguments[index]) : Line(std::string(named));
    }
    return noun(call.arguments[index]);
  }

  Line filled(const std::string& words, const facts::Call& call) {
    Line line;
    Line part;
    bool optional = false, said = true;
    const auto flush = [&] {
      line += said ? part : Line();
      part = {};
    };
    for (size_t i = 0; i < words.size(); ++i) {
      if (words[i] == '[') {
        flush();
        optional = true, said = false;
      } else if (words[i] == ']') {
        flush();
        optional = false, said = true;
      } else if (words[i] == '{' && i + 2 < words.size()) {
        const auto index = static_cast<size_t>(words[i + 1] - '0');
        part += argument(call, index);
        said = said || (optional && index < call.arguments.size() && !by_itself(call, index));
        i += 2;
      } else {
        part += std::string(1, words[i]);
      }
    }
    flush();
    return line;
  }

  Said say_lookup(const facts::Lookup& lookup) {
    Said said = say(lookup.input);
    const facts::Table& table = facts_.tables[lookup.table];
    const std::string or_else = lookup.otherwise ? "; anything else: " : "";
    if (table.from) {
      Line line = Line("find it in ") + code(table.from->system + "." + table.from->object) + " by " +
                  code(table.from->key) + " and take " + code(table.from->value);
      said.steps.push_back(lookup.otherwise ? line + or_else + noun(lookup.otherwise) : line);
      return said;
    }
    if (!lookup.of_picklist && table.rows.size() > rows_said / 2) {
      Line line = Line("look it up in the table ") + code(table.name);
      said.steps.push_back(lookup.otherwise ? line + or_else + noun(lookup.otherwise) : line);
      return said;
    }
    std::vector<Line> rows;
    for (const auto& [key, value] : table.rows) {
      if (rows.size() == rows_said) {
        rows.push_back(counted(table.rows.size() - rows_said, "more value", "more values"));
        break;
      }
      rows.push_back(code(key) + " becomes " + code(bare(value)));
    }
    Line line = joined(rows);
    said.steps.push_back(lookup.otherwise ? line + or_else + noun(lookup.otherwise) : line);
    return said;
  }

  static std::string bare(const facts::Literal& literal) {
    const auto* text = std::get_if<std::string>(&literal);
    return text ? *text : plain_of(literal);
  }

  Line condition(const facts::Compare& compare) {
    static const std::map<facts::Comparison, const char*> words = {
        {facts::Comparison::equal, " is "},
        {facts::Comparison::not_equal, " is not "},
        {facts::Comparison::less, " is less than "},
        {facts::Comparison::less_equal, " is at most "},
        {facts::Comparison::greater, " is more than "},
        {facts::Comparison::greater_equal, " is at least "},
        {facts::Comparison::in, " is one of "}};
    const auto* list = std::get_if<facts::MakeList>(&compare.right->node);
    const Line right =
        compare.op == facts::Comparison::in && list ? listed(nouns(list->items), " or ") : noun(compare.right);
    return noun(compare.left) + words.at(compare.op) + right;
  }

  Line condition(const facts::Logic& logic) {
    const auto side = [&](const facts::ValueRef& value) {
      const auto* inner = std::get_if<facts::Logic>(&value->node);
      return inner && inner->is_and != logic.is_and ? Line("(") + truth(value) + ")" : truth(value);
    };
    return side(logic.left) + (logic.is_and ? " and " : " or ") + side(logic.right);
  }

  Line choice(const facts::Choose& choose) {
    Line line = Line("if ") + truth(choose.condition) + ": " + noun(choose.then_value);
    return choose.else_value ? line + ", otherwise " + noun(choose.else_value) : line + ", otherwise it is left out";
  }

  Said say_each(const facts::ForEach& each) {
    Said said = say(each.list);
    const Said body = say(each.body);
    const Line of = body.steps.empty() ? body.base : noun(each.body);
    const bool itself = std::holds_alternative<facts::Element>(each.body->node);
    switch (each.op) {
      case facts::ListOperation::map:
        said.steps.push_back(Line("for each: ") + (std::ranges::equal(body.base.pieces, Line("it").pieces, {},
                                                                      &Piece::text, &Piece::text) &&
                                                           !body.steps.empty()
                                                       ? joined(body.steps, ", ")
                                                       : of));
        break;
      case facts::ListOperation::filter:
        said.steps.push_back(Line("keep those for which ") + truth(each.body));
        break;
      case facts::ListOperation::sort:
        said.steps.push_back(itself ? Line("sort them") : Line("sort them by ") + of);
        break;
      case facts::ListOperation::sum:
        said.steps.push_back(itself ? Line("add them up") : Line("add up ") + of);
        break;
      case facts::ListOperation::any:
        said.steps.push_back(Line("say whether for any of them ") + truth(each.body));
        break;
      case facts::ListOperation::all:
        said.steps.push_back(Line("say whether for all of them ") + truth(each.body));
        break;
    }
    return said;
  }

  const facts::Facts& facts_;
  bool backwards_;
};

}  // namespace

Line literal_of(const facts::Literal& literal) {
  return match(
      literal, [](std::nullptr_t) { return Line("nothing"); },
      [](const std::string& text) { return text.empty() ? Line("an empty text") : code("\"" + text + "\""); },
      [](bool yes) { return Line(yes ? "yes" : "no"); },
      [](const facts::Digits& digits) { return Line(digits.text); },
      [](const facts::Duration& duration) { return Line(std::to_string(duration.microseconds / 1000) + " ms"); });
}

Line sentence(Line line) {
  if (line.empty()) {
    return line;
  }
  Piece& first = line.pieces.front();
  if (first.style == Piece::Style::plain) {
    first.text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(first.text[0])));
  }
  return line += ".";
}

Line value_of(const facts::Facts& facts, const facts::ValueRef& value) { return Speaker(facts, false).noun(value); }

Line condition_of(const facts::Facts& facts, const facts::ValueRef& value) {
  return Speaker(facts, false).truth(value);
}

Line rule_of(const facts::Facts& facts, const facts::ValueRef& value, bool backwards) {
  const auto said = Speaker(facts, backwards).say(value);
  if (said.field && said.steps.empty()) {
    return "As it is.";
  }
  if (said.constant && said.steps.empty()) {
    return sentence(Line("Always ") + said.base);
  }
  Line line = said.field ? Line() : said.base;
  if (!said.steps.empty()) {
    line += line.empty() ? Line() : Line("; ");
    line += joined(said.steps, "; ");
  }
  return sentence(std::move(line));
}

}  // namespace treaty::doc
