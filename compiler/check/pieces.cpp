#include "compiler/check/pieces.h"

#include "compiler/check/dependence.h"

namespace treaty::check {
namespace {

class Collector {
 public:
  /// Why it cannot be taken apart; empty when it can.
  std::string visit(const ValueRef& value) {
    if (const std::string* text = text_literal_of(value)) {
      if (text->find("{}") != std::string::npos) {
        return "`{}` in a text stands for a value where texts are taken apart";
      }
      pieces.pattern += *text;
      return "";
    }
    if (!depends(value)) {
      return "a part of it is known only when a run begins";
    }
    const auto* call = std::get_if<facts::Call>(&value->node);
    if (call && call->function->name == "concat") {
      std::string why = visit(call->arguments[0]);
      return why.empty() ? visit(call->arguments[1]) : why;
    }
    if (pieces.pattern.ends_with("{}")) {
      return "nothing stands between two of its parts, so where one ends cannot be told";
    }
    pieces.values.push_back(value);
    pieces.pattern += "{}";
    return "";
  }

  Pieces pieces;
};

}  // namespace

std::variant<Pieces, std::string> pieces_of(const ValueRef& value) {
  Collector collector;
  if (std::string why = collector.visit(value); !why.empty()) {
    return why;
  }
  return std::move(collector.pieces);
}

}  // namespace treaty::check
