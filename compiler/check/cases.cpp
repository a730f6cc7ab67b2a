// `if tier == "GLD" then "gold" else …` from its results back to the value that was asked about.

#include "compiler/check/cases.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/dependence.h"

namespace treaty::check {
namespace {

constexpr std::string_view untold = "which branch it came from cannot be told";

/// `subject == value`, or not.
struct Question {
  ValueRef subject;
  facts::Literal value;
  bool negated = false;
};

std::optional<Question> question_of(const ValueRef& condition) {
  if (const auto* negation = std::get_if<facts::Not>(&condition->node)) {
    auto inner = question_of(negation->operand);
    if (inner) {
      inner->negated = !inner->negated;
    }
    return inner;
  }
  const auto* compare = std::get_if<facts::Compare>(&condition->node);
  if (!compare) {
    return Question{condition, true};
  }
  const bool equality = compare->op == facts::Comparison::equal || compare->op == facts::Comparison::not_equal;
  const facts::Literal* right = literal_of(compare->right);
  const facts::Literal* left = literal_of(compare->left);
  if (!equality || (left == nullptr) == (right == nullptr)) {
    return std::nullopt;
  }
  return Question{right ? compare->left : compare->right, right ? *right : *left,
                  compare->op == facts::Comparison::not_equal};
}

/// Every value that a subject can have; nothing where there is no end of them.
std::vector<facts::Literal> domain_of(const Type& type) {
  if (type.kind == Kind::boolean) {
    return {true, false};
  }
  return type.kind == Kind::enumeration ? std::vector<facts::Literal>(type.options.begin(), type.options.end())
                                        : std::vector<facts::Literal>();
}

class Reader {
 public:
  /// False when the value is no choice between written results by one subject.
  bool read(const ValueRef& value) {
    const auto* choose = std::get_if<facts::Choose>(&value->node);
    if (!choose) {
      return read_condition(value);
    }
    const auto question = question_of(choose->condition);
    if (!question || !take(question->subject)) {
      return false;
    }
    const ValueRef yes = question->negated ? choose->else_value : choose->then_value;
    const ValueRef no = question->negated ? choose->then_value : choose->else_value;
    if (!yes || !add(question->value, yes)) {
      return false;
    }
    if (!no || is_null(no)) {
      return true;
    }
    if (std::holds_alternative<facts::Choose>(no->node)) {
      return read(no);
    }
    otherwise_ = no;
    return literal_of(no) != nullptr;
  }

  std::variant<Cases, std::string> finish() {
    const std::vector<facts::Literal> domain = domain_of(subject_->type);
    if (domain.empty() && otherwise_) {
      return "everything else becomes " + quoted(*literal_of(otherwise_)) + " as well";
    }
    for (const facts::Literal& one : domain) {
      if (otherwise_ && !known(one)) {
        rows_.emplace_back(one, *literal_of(otherwise_));
      }
    }
    Cases cases{.subject = subject_, .rows = {}};
    for (const auto& [value, result] : rows_) {
      const auto same = std::ranges::find_if(
          cases.rows, [&](const auto& row) { return literal_text(row.first) == literal_text(result); });
      if (same != cases.rows.end()) {
        return quoted(same->second) + " and " + quoted(value) + " both become " + quoted(result);
      }
      cases.rows.emplace_back(result, value);
    }
    return cases;
  }

 private:
  /// `x == c`, `not x`: a result of yes or no.
  bool read_condition(const ValueRef& value) {
    const auto question = question_of(value);
    if (!question || question->subject == value || !take(question->subject)) {
      return false;
    }
    rows_.emplace_back(question->value, !question->negated);
    otherwise_ = constant(value->span, question->negated);
    return true;
  }

  bool take(const ValueRef& subject) {
    if (!depends(subject) || (subject_ && !same_field(subject_, subject))) {
      return false;
    }
    subject_ = subject_ ? subject_ : subject;
    return true;
  }

  bool add(const facts::Literal& value, const ValueRef& result) {
    const facts::Literal* literal = literal_of(result);
    if (literal && !known(value)) {  // what was asked before goes before
      rows_.emplace_back(value, *literal);
    }
    return literal != nullptr;
  }

  [[nodiscard]] bool known(const facts::Literal& value) const {
    return std::ranges::any_of(rows_,
                               [&](const auto& row) { return literal_text(row.first) == literal_text(value); });
  }
  static std::string quoted(const facts::Literal& literal) { return "`" + literal_text(literal) + "`"; }

  ValueRef subject_;
  ValueRef otherwise_;
  std::vector<std::pair<facts::Literal, facts::Literal>> rows_;  // value of the subject, result
};

}  // namespace

std::string literal_text(const facts::Literal& literal) {
  return match(
      literal, [](std::nullptr_t) { return std::string(); }, [](const std::string& text) { return text; },
      [](bool boolean) { return std::string(boolean ? "true" : "false"); },
      [](const facts::Digits& digits) { return digits.text; },
      [](const facts::Duration& duration) { return std::to_string(duration.microseconds); });
}

std::variant<Cases, std::string> cases_of(const ValueRef& value) {
  Reader reader;
  return reader.read(value) ? reader.finish() : std::string(untold);
}

}  // namespace treaty::check
