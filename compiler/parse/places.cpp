#include "compiler/parse/places.h"

#include <algorithm>

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "TreatyParser.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

using L = TreatyLexer;

/// Whether a line that could not be read is anywhere in the tree: the grammar takes those too.
bool has_bad_line(const antlr4::tree::ParseTree* tree) {
  if (const auto* rule = dynamic_cast<const antlr4::ParserRuleContext*>(tree)) {
    switch (rule->getRuleIndex()) {
      case TreatyParser::RuleBadStart:
      case TreatyParser::RuleBadEntryStart:
      case TreatyParser::RuleBadWordStart:
      case TreatyParser::RuleBadSystemStart:
      case TreatyParser::RuleBadResourceStart:
      case TreatyParser::RuleBadTestStart:
      case TreatyParser::RuleBadTransformStart:
        return true;
      default:
        break;
    }
  }
  return std::ranges::any_of(tree->children, [](const auto* child) { return has_bad_line(child); });
}

/// The statement as the parser wants it: END before `}` and at the end, and what a block that is open yet needs.
std::vector<size_t> completed(Place place, const std::vector<size_t>& statement) {
  std::vector<size_t> words;
  const auto end = [&] {
    if (!words.empty() && words.back() != L::END && words.back() != L::LBRACE && words.back() != L::COMMA) {
      words.push_back(L::END);
    }
  };
  if (place == Place::record) {
    words.push_back(L::LBRACE);
  }
  for (const size_t type : statement) {
    if (type == L::RBRACE) {
      end();
    }
    words.push_back(type);
  }
  if (statement.back() == L::LBRACE) {
    const size_t before = statement.size() > 1 ? statement[statement.size() - 2] : 0;
    const Place inside = place_inside(place, statement.front(), before);
    if (inside == Place::arms) {
      words.insert(words.end(), {L::IDENT, L::FORWARD, L::IDENT, L::END});
    } else if (inside == Place::options) {
      words.push_back(L::IDENT);
    }
    words.push_back(L::RBRACE);
    if (inside == Place::arms && place == Place::map && std::ranges::none_of(statement, is_arrow)) {
      words.insert(words.end(), {L::FORWARD, L::IDENT});
    }
  }
  if (place == Place::record) {
    end();
    words.push_back(L::RBRACE);
  } else if (place != Place::options && place != Place::rows && place != Place::arms) {
    end();
  }
  return words;
}

antlr4::ParserRuleContext* read(TreatyParser& parser, Place place, size_t first) {
  switch (place) {
    case Place::contract:
      return first == L::K_CONTRACT ? static_cast<antlr4::ParserRuleContext*>(parser.header())
                                    : parser.topStatement();
    case Place::environment:
      return parser.environmentStatement();
    case Place::system:
      return parser.systemStatement();
    case Place::auth:
      return parser.authStatement();
    case Place::resource:
      return parser.resourceStatement();
    case Place::ensure:
      return parser.ensureStatement();
    case Place::transform:
      return parser.transformStatement();
    case Place::privacy:
      return parser.privacyStatement();
    case Place::map:
      return parser.mapStatement();
    case Place::subscription:
      return parser.subscriptionStatement();
    case Place::test:
      return parser.testStatement();
    case Place::agreement:
      return parser.agreementLine();
    case Place::rows:
      return parser.tableRows();
    case Place::arms:
      return parser.arms();
    case Place::options:
      return parser.optionList();
    case Place::record:
      return parser.record();
  }
  return nullptr;
}

}  // namespace

Place place_inside(Place around, size_t head, size_t before) {
  if (before == L::K_PICKLIST) {
    return Place::arms;
  }
  switch (around) {
    case Place::contract:
      switch (head) {
        case L::K_ENVIRONMENT:
          return Place::environment;
        case L::K_SYSTEM:
          return Place::system;
        case L::K_TABLE:
          return Place::rows;
        case L::K_PICKLIST:
          return Place::arms;
        case L::K_TRANSFORM:
          return Place::transform;
        case L::K_PRIVACY:
          return Place::privacy;
        case L::K_MAP:
          return Place::map;
        case L::K_TEST:
          return Place::test;
        case L::K_SYNC:
        case L::K_SLA:
        case L::K_ACCEPT:
        case L::K_BOOKS:
          return Place::agreement;
        default:
          return Place::record;
      }
    case Place::system:
      return head == L::K_AUTH       ? Place::auth
             : head == L::K_RESOURCE ? Place::resource
             : head == L::K_ENSURE   ? Place::ensure
                                     : Place::record;
    case Place::map:
      return head == L::K_GROUP ? Place::map : head == L::K_SUBSCRIPTION ? Place::subscription : Place::record;
    case Place::ensure:
      return Place::options;
    case Place::test:
      return head == L::K_GIVEN && before != L::K_GIVEN && before != L::K_LEFT && before != L::K_RIGHT
                 ? Place::rows
                 : Place::record;
    default:
      return Place::record;
  }
}

void Places::take(const Token& token, std::string_view text) {
  if (token.type == L::NEWLINE) {
    begins_ = true;
    return;
  }
  if (token.hidden) {
    return;
  }
  const bool at_margin = token.span.begin == 0 || text[token.span.begin - 1] == '\n';
  if (begins_ && at_margin && begins_declaration(token.type)) {
    open_.resize(1);  // whatever was left open before it
  }
  if (begins_ && token.type != L::PIPE && token.type != L::LBRACE && !is_arrow(token.type)) {
    open_.back().head = token.type;
  }
  begins_ = false;
  if (token.type == L::LBRACE) {
    open_.push_back({place_inside(here(), open_.back().head, before_)});
    begins_ = true;
  } else if (token.type == L::RBRACE && open_.size() > 1) {
    open_.pop_back();
  }
  before_ = token.type;
}

bool reads_as(Place place, const std::vector<size_t>& statement) {
  if (statement.empty()) {
    return false;
  }
  std::vector<std::unique_ptr<antlr4::Token>> words;
  for (const size_t type : completed(place, statement)) {
    words.push_back(std::make_unique<antlr4::CommonToken>(type));
  }
  words.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF));
  antlr4::ListTokenSource source(std::move(words));
  antlr4::CommonTokenStream stream(&source);
  TreatyParser parser(&stream);
  parser.removeErrorListeners();
  parser.setErrorHandler(std::make_shared<antlr4::BailErrorStrategy>());
  try {
    const antlr4::ParserRuleContext* tree = read(parser, place, statement.front());
    return stream.LA(1) == antlr4::Token::EOF && !has_bad_line(tree);
  } catch (const antlr4::ParseCancellationException&) {
    return false;
  }
}

}  // namespace treaty::parse
