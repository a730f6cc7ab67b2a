#include "compiler/facts/written.h"

#include <algorithm>
#include <cctype>

#include "compiler/base/match.h"

namespace treaty::facts {
namespace {

using types::Kind;

/// How tightly a piece holds together, loosest first.
enum class Level { choice, condition, pipe, coalesce, sum, product, atom };

constexpr size_t most_rows = 8;

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
      case '\\':
      case '$':
        out += std::string("\\") + c;
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
  return out + "\"";
}

bool is_word(const std::string& text) {
  const auto plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 && std::ranges::all_of(text, plain);
}

std::string literal(const Literal& literal) {
  return match(
      literal, [](std::nullptr_t) { return std::string("null"); },
      [](const std::string& text) { return quoted(text); },
      [](bool boolean) { return std::string(boolean ? "true" : "false"); },
      [](const Digits& digits) { return digits.text; },
      [](const Duration& duration) { return std::to_string(duration.microseconds / 1000) + "ms"; });
}

std::string word(const Literal& one) {
  const auto* text = std::get_if<std::string>(&one);
  return text && is_word(*text) ? *text : literal(one);
}

std::string path(const std::vector<Segment>& segments) {
  std::string text;
  for (const Segment& segment : segments) {
    const auto* name = std::get_if<std::string>(&segment);
    text += name ? (text.empty() ? "" : ".") + *name : "[" + std::to_string(std::get<int64_t>(segment)) + "]";
  }
  return text;
}

std::string_view sign(Comparison op) {
  switch (op) {
    case Comparison::equal:
      return "==";
    case Comparison::not_equal:
      return "!=";
    case Comparison::less:
      return "<";
    case Comparison::less_equal:
      return "<=";
    case Comparison::greater:
      return ">";
    case Comparison::greater_equal:
      return ">=";
    case Comparison::in:
      return "in";
  }
  return "==";
}

std::string_view name(ListOperation op) {
  switch (op) {
    case ListOperation::map:
      return "map";
    case ListOperation::filter:
      return "filter";
    case ListOperation::sort:
      return "sort";
    case ListOperation::sum:
      return "sum";
    case ListOperation::any:
      return "any";
    case ListOperation::all:
      return "all";
  }
  return "map";
}

struct Piece {
  std::string text;
  Level level = Level::atom;
};

class Writer {
 public:
  Writer(const Facts& facts, const schema::HubspotObject* object) : facts_(facts), object_(object) {}

  std::string at(const ValueRef& value, Level least) {
    Piece piece = write(value);
    return piece.level < least ? "(" + piece.text + ")" : piece.text;
  }

 private:
  Piece write(const ValueRef& value) {
    if (const SourceField* property = stored(value)) {
      return {path(property->segments)};
    }
    return match(
        value->node, [](const Unknown&) { return Piece{"?"}; },
        [](const Constant& constant) { return Piece{literal(constant.literal)}; },
        [](const SourceField& field) { return Piece{path(field.segments)}; },
        [](const Element&) { return Piece{"it"}; }, [](const RunStarted&) { return Piece{"run.started"}; },
        [&](const Access& access) { return write(access); }, [&](const Call& call) { return write(call); },
        [&](const MakeList& list) { return Piece{"[" + several(list.items) + "]"}; },
        [&](const Lookup& lookup) { return piped(lookup.input, rows(lookup)); },
        [&](const Compare& compare) {
          return Piece{at(compare.left, Level::pipe) + " " + std::string(sign(compare.op)) + " " +
                           at(compare.right, Level::pipe),
                       Level::condition};
        },
        [&](const Not& negation) {
          return Piece{"not " + at(negation.operand, Level::pipe), Level::condition};
        },
        [&](const Logic& logic) {
          return Piece{at(logic.left, Level::pipe) + (logic.is_and ? " and " : " or ") + at(logic.right, Level::pipe),
                       Level::condition};
        },
        [&](const Choose& choose) {
          return Piece{"if " + at(choose.condition, Level::condition) + " then " +
                           at(choose.then_value, Level::coalesce) +
                           (choose.else_value ? " else " + at(choose.else_value, Level::coalesce) : ""),
                       Level::choice};
        },
        [&](const Coalesce& coalesce) {
          std::string text;
          for (const ValueRef& one : coalesce.alternatives) {
            text += (text.empty() ? "" : " ?? ") + at(one, Level::sum);
          }
          return Piece{text, Level::coalesce};
        },
        [&](const ForEach& each) {
          const bool itself = std::holds_alternative<Element>(each.body->node);
          std::string body = itself ? "" : at(each.body, Level::choice);
          body.erase(0, body.starts_with("it | ") ? std::string_view("it | ").size() : 0);
          return piped(each.list, std::string(name(each.op)) + (itself ? "" : "(" + body + ")"));
        },
        [&](const Inlined& inlined) { return write(inlined.body); },
        [&](const Declassified& declassified) { return write(declassified.input); });
  }

  Piece piped(const ValueRef& input, const std::string& step) {
    return {at(input, Level::pipe) + " | " + step, Level::pipe};
  }

  Piece write(const Access& access) {
    std::string text = at(access.base, Level::pipe);
    Level level = std::holds_alternative<SourceField>(access.base->node) ? Level::atom : Level::pipe;
    for (const Segment& segment : access.segments) {
      const auto* name = std::get_if<std::string>(&segment);
      text += name ? "." + *name : " | at(" + std::to_string(std::get<int64_t>(segment)) + ")";
      level = name ? level : Level::pipe;
    }
    return {text, level};
  }

  Piece write(const Call& call) {
    const std::string& name = call.function->name;
    const std::vector<ValueRef>& arguments = call.arguments;
    if (call.function->key == "decimal_of_integer") {
      return write(arguments[0]);
    }
    if (name == "negate") {
      return {"-" + at(arguments[0], Level::atom), Level::product};
    }
    const std::string_view sign = name == "add"        ? "+"
                                  : name == "subtract" ? "-"
                                  : name == "multiply" ? "*"
                                  : name == "divide"   ? "/"
                                                       : "";
    if (!sign.empty()) {
      const Level level = sign == "+" || sign == "-" ? Level::sum : Level::product;
      const Level tighter = level == Level::sum ? Level::product : Level::atom;
      return {at(arguments[0], level) + " " + std::string(sign) + " " + at(arguments[1], tighter), level};
    }
    if (name == "concat") {
      if (std::string text = interpolated(arguments[0]) + interpolated(arguments[1]); plain_) {
        return {"\"" + text + "\""};
      }
      plain_ = true;
    }
    return piped(arguments[0], name + parameters(call));
  }

  /// A part of a text with holes; `plain_` says whether it could be one.
  std::string interpolated(const ValueRef& value) {
    if (const auto* constant = std::get_if<Constant>(&value->node)) {
      const auto* text = std::get_if<std::string>(&constant->literal);
      const std::string whole = quoted(text ? *text : "");
      return whole.substr(1, whole.size() - 2);
    }
    const auto* call = std::get_if<Call>(&value->node);
    if (call && call->function->name == "concat") {
      return interpolated(call->arguments[0]) + interpolated(call->arguments[1]);
    }
    const Piece piece = write(value);
    plain_ = plain_ && piece.level == Level::atom;
    return "${" + piece.text + "}";
  }

  std::string parameters(const Call& call) {
    std::string text;
    for (size_t i = 1; i < call.arguments.size(); ++i) {
      const functions::Parameter& parameter = call.function->parameters[i];
      const auto* constant = std::get_if<Constant>(&call.arguments[i]->node);
      const auto* letters = constant ? std::get_if<std::string>(&constant->literal) : nullptr;
      const auto* digits = constant ? std::get_if<Digits>(&constant->literal) : nullptr;
      if (parameter.optional && ((letters && *letters == parameter.default_value) ||
                                 (digits && digits->text == parameter.default_value))) {
        continue;
      }
      const bool option = parameter.kind == functions::ParameterKind::option && letters;
      text += (text.empty() ? "" : ", ") + (parameter.labelled ? parameter.name + ": " : "") +
              (option ? *letters : at(call.arguments[i], Level::pipe));
    }
    return text.empty() ? "" : "(" + text + ")";
  }

  std::string several(const std::vector<ValueRef>& values) {
    std::string text;
    for (const ValueRef& value : values) {
      text += (text.empty() ? "" : ", ") + at(value, Level::pipe);
    }
    return text;
  }

  /// A table as the arms of a picklist; from right to left where HubSpot's side is spoken of.
  std::string rows(const Lookup& lookup) const {
    const Table& table = facts_.tables[lookup.table];
    const auto arm = [&](const std::string& key, const std::string& value) {
      return object_ ? value + " <- " + key : key + " -> " + value;
    };
    std::string text;
    for (size_t i = 0; i < std::min(table.rows.size(), most_rows); ++i) {
      text += (i == 0 ? "" : ", ") + arm(word(table.rows[i].first), word(table.rows[i].second));
    }
    text += table.rows.size() > most_rows ? ", …" : "";
    const auto* otherwise = lookup.otherwise ? std::get_if<Constant>(&lookup.otherwise->node) : nullptr;
    text += otherwise ? (object_ ? ", else <- " : ", else -> ") + word(otherwise->literal) : "";
    return "picklist { " + text + " }";
  }

  const SourceField* stored(const ValueRef& value) const {
    const auto* call = object_ ? std::get_if<Call>(&value->node) : nullptr;
    if (!call) {
      return nullptr;
    }
    if (call->function->name == "none_if_empty") {
      return std::get_if<SourceField>(&call->arguments[0]->node);
    }
    const SourceField* field = stored_text(call->arguments[0]);
    const auto* name = field && field->segments.size() == 1 ? std::get_if<std::string>(&field->segments[0]) : nullptr;
    const schema::Property* property = name ? object_->find(*name) : nullptr;
    const bool own = property && types::to_string(types::Type::of(property->type.kind)) == call->function->key;
    return own ? field : nullptr;
  }
  static const SourceField* stored_text(const ValueRef& value) {
    const auto* call = std::get_if<Call>(&value->node);
    return call && call->function->name == "none_if_empty" ? std::get_if<SourceField>(&call->arguments[0]->node)
                                                           : nullptr;
  }

  const Facts& facts_;
  const schema::HubspotObject* object_;
  bool plain_ = true;
};

}  // namespace

std::string written(const Facts& facts, const ValueRef& value, const schema::HubspotObject* object) {
  return Writer(facts, object).at(value, Level::choice);
}

}  // namespace treaty::facts
