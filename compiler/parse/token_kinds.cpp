#include "compiler/parse/token_kinds.h"

#include <set>

#include <antlr4-runtime.h>

#include "TreatyLexer.h"

namespace treaty::parse {

bool opens(size_t type) {
  return type == TreatyLexer::LPAREN || type == TreatyLexer::LBRACKET || type == TreatyLexer::LBRACE;
}

bool closes(size_t type) {
  return type == TreatyLexer::RPAREN || type == TreatyLexer::RBRACKET || type == TreatyLexer::RBRACE;
}

size_t partner_of(size_t type) {
  switch (type) {
    case TreatyLexer::LPAREN:
      return TreatyLexer::RPAREN;
    case TreatyLexer::RPAREN:
      return TreatyLexer::LPAREN;
    case TreatyLexer::LBRACKET:
      return TreatyLexer::RBRACKET;
    case TreatyLexer::RBRACKET:
      return TreatyLexer::LBRACKET;
    case TreatyLexer::LBRACE:
      return TreatyLexer::RBRACE;
    default:
      return TreatyLexer::LBRACE;
  }
}

bool begins_declaration(size_t type) {
  static const std::set<size_t> declarations = {
      TreatyLexer::K_IMPORT,    TreatyLexer::K_PARTY,   TreatyLexer::K_SYSTEM, TreatyLexer::K_ENVIRONMENT,
      TreatyLexer::K_EXISTING,  TreatyLexer::K_PENDING, TreatyLexer::K_TABLE,  TreatyLexer::K_PICKLIST,
      TreatyLexer::K_TRANSFORM, TreatyLexer::K_PRIVACY, TreatyLexer::K_MAP,    TreatyLexer::K_USECASE,
      TreatyLexer::K_TEST,      TreatyLexer::K_SYNC,    TreatyLexer::K_SLA,    TreatyLexer::K_ALERT,
      TreatyLexer::K_ACCEPT,    TreatyLexer::K_BOOKS};
  return declarations.contains(type);
}

bool heads_block(size_t type) {
  static const std::set<size_t> heads = {
      TreatyLexer::K_SYSTEM,  TreatyLexer::K_ENVIRONMENT, TreatyLexer::K_RESOURCE,     TreatyLexer::K_ENSURE,
      TreatyLexer::K_PRIVACY, TreatyLexer::K_MAP,         TreatyLexer::K_SUBSCRIPTION, TreatyLexer::K_TEST,
      TreatyLexer::K_SYNC,    TreatyLexer::K_SLA,         TreatyLexer::K_ACCEPT,       TreatyLexer::K_BOOKS,
      TreatyLexer::K_AUTH,    TreatyLexer::K_PICKLIST,    TreatyLexer::K_TABLE,        TreatyLexer::K_GROUP};
  return heads.contains(type);
}

bool is_arrow(size_t type) {
  return type == TreatyLexer::FORWARD || type == TreatyLexer::BACKWARD || type == TreatyLexer::BOTH;
}

bool goes_on(size_t first, size_t second) {
  switch (first) {
    case TreatyLexer::PIPE:
    case TreatyLexer::LBRACE:
    case TreatyLexer::THEN:
    case TreatyLexer::AND:
    case TreatyLexer::OR:
    case TreatyLexer::COALESCE:
      return true;
    case TreatyLexer::ELSE:
      return !is_arrow(second);  // `else -> value` is an arm
    default:
      return is_arrow(first);
  }
}

bool ends_head(size_t type) { return type == TreatyLexer::END || type == TreatyLexer::LBRACE; }

bool begins_map_entry(size_t type) {
  switch (type) {
    case TreatyLexer::K_MATCH:
    case TreatyLexer::K_WHERE:
    case TreatyLexer::K_AFTER:
    case TreatyLexer::K_START:
    case TreatyLexer::K_ON:
    case TreatyLexer::K_GROUP:
    case TreatyLexer::K_LIST:
    case TreatyLexer::K_SUBSCRIPTION:
    case TreatyLexer::K_ASSOCIATE:
    case TreatyLexer::K_IGNORE:
    case TreatyLexer::K_ALLOW:
      return true;
    default:
      return false;
  }
}

}  // namespace treaty::parse
