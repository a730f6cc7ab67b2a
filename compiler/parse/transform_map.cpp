#include "compiler/base/nearest.h"
#include "compiler/parse/transform.h"

namespace treaty::parse {

ast::Arrow Transformer::arrow(TreatyParser::ArrowContext* context) {
  if (context != nullptr && context->BACKWARD() != nullptr) {
    return ast::Arrow::backward;
  }
  return context != nullptr && context->BOTH() != nullptr ? ast::Arrow::both : ast::Arrow::forward;
}

ast::Map Transformer::map(TreatyParser::MapContext& context) {
  ast::Map map;
  map.name = name(context.name(0));
  map.left = qualified(context.qualified(0));
  map.right = qualified(context.qualified(1));
  map.arrow = arrow(context.arrow());
  map.arrow_span = context.arrow() != nullptr ? span(*context.arrow()) : source::Span{file_, 0, 0};
  if (context.path() != nullptr) {
    map.each = path_expression(context.path());
    map.alias = name(context.name(1));
  }
  for (auto* statement : context.mapStatement()) {
    map.entries.push_back(map_entry(*statement));
  }
  return map;
}

ast::MapEntry Transformer::map_entry(TreatyParser::MapStatementContext& context) {
  ast::MapEntry entry{span(context), {}, ast::Bad{}};
  auto* found = context.mapEntry();
  if (unreadable(context, context.badEntryStart(), "a map") || found == nullptr) {
    return entry;
  }
  entry.span = span(*found);
  entry.doc = doc_before(entry.span);
  if (auto* one = dynamic_cast<TreatyParser::FieldLineContext*>(found)) {
    entry.node = field_line(*one);
  } else if (auto* one = dynamic_cast<TreatyParser::MatchEntryContext*>(found)) {
    entry.node = ast::Match{names(one->name())};
  } else if (auto* one = dynamic_cast<TreatyParser::WhereEntryContext*>(found)) {
    entry.node = ast::Where{expression(one->expr())};
  } else if (auto* one = dynamic_cast<TreatyParser::AfterEntryContext*>(found)) {
    entry.node = ast::After{names(one->name())};
  } else if (auto* one = dynamic_cast<TreatyParser::StartEntryContext*>(found)) {
    entry.node = start(*one);
  } else if (auto* one = dynamic_cast<TreatyParser::UnmatchedEntryContext*>(found)) {
    entry.node = ast::OnUnmatched{name(one->name(0)), name(one->name(1)), name(one->name(2))};
  } else if (auto* one = dynamic_cast<TreatyParser::OnDeleteEntryContext*>(found)) {
    entry.node = ast::OnDelete{name(one->name())};
  } else if (auto* one = dynamic_cast<TreatyParser::OnErrorEntryContext*>(found)) {
    entry.node = on_error(*one->onError());
  } else if (auto* one = dynamic_cast<TreatyParser::OnNullEntryContext*>(found)) {
    entry.node = on_null(*one->onNull());
  } else if (auto* one = dynamic_cast<TreatyParser::GroupEntryContext*>(found)) {
    entry.node = group(*one);
  } else if (auto* one = dynamic_cast<TreatyParser::ListEntryContext*>(found)) {
    entry.node = ast::ListMembership{text(one->STRING()), expression(one->expr())};
  } else if (auto* one = dynamic_cast<TreatyParser::SubscriptionEntryContext*>(found)) {
    entry.node = subscription(*one);
  } else if (auto* one = dynamic_cast<TreatyParser::AssociateEntryContext*>(found)) {
    ast::Associate associate{expression(one->expr()), name(one->name(0)), optional_text(one->STRING()), {}};
    if (one->name().size() > 1) {
      associate.cardinality = name(one->name(1));
    }
    entry.node = std::move(associate);
  } else if (auto* one = dynamic_cast<TreatyParser::IgnoreEntryContext*>(found)) {
    ast::Ignore ignore{{}, optional_text(one->STRING())};
    for (auto* ignored : one->path()) {
      ignore.paths.push_back(path_expression(ignored));
    }
    entry.node = std::move(ignore);
  } else if (auto* one = dynamic_cast<TreatyParser::AllowInMapContext*>(found)) {
    entry.node = ast::Allow{name(one->name()), text(one->STRING())};
  }
  return entry;
}

ast::Start Transformer::start(TreatyParser::StartEntryContext& context) {
  ast::Start start;
  start.rules.emplace_back();
  for (auto* child : context.children) {
    if (auto* word = dynamic_cast<TreatyParser::NameContext*>(child)) {
      start.rules.back().push_back(name(word));
    } else if (auto* token = dynamic_cast<Node*>(child);
               token != nullptr && token->getSymbol()->getType() == TreatyLexer::COMMA) {
      start.rules.emplace_back();
    }
  }
  return start;
}

ast::FieldLine Transformer::field_line(TreatyParser::FieldLineContext& context) {
  ast::FieldLine line{
      expression(context.expr(0)), arrow(context.arrow()), span(*context.arrow()), expression(context.expr(1)), {}};
  for (auto* clause : context.clause()) {
    if (clause->COMMA() == nullptr) {
      line.clauses.push_back(field_clause(*clause));
    }
  }
  return line;
}

ast::FieldClause Transformer::field_clause(TreatyParser::ClauseContext& context) {
  ast::FieldClause clause{ast::FieldClause::Required{}, span(context)};
  if (context.K_OWNER() != nullptr) {
    clause.clause = ast::FieldClause::Owner{name(context.name())};
  } else if (context.K_WRITE() != nullptr) {
    clause.clause = ast::FieldClause::Write{name(context.name())};
  } else if (context.onNull() != nullptr) {
    clause.clause = on_null(*context.onNull());
  } else if (context.onError() != nullptr) {
    clause.clause = on_error(*context.onError());
  } else if (context.K_UNCONFIRMED() != nullptr) {
    clause.clause = ast::FieldClause::Unconfirmed{text(context.STRING())};
  }
  return clause;
}

ast::NullPolicy Transformer::on_null(TreatyParser::OnNullContext& context) {
  ast::NullPolicy policy{ast::NullPolicy::Kind::keep, {}, span(context)};
  if (context.K_CLEAR() != nullptr) {
    policy.kind = ast::NullPolicy::Kind::clear;
  } else if (context.K_USE() != nullptr) {
    policy.kind = ast::NullPolicy::Kind::use;
    policy.value = expression(context.expr());
  }
  return policy;
}

ast::ErrorPolicy Transformer::on_error(TreatyParser::OnErrorContext& context) {
  ast::ErrorPolicy policy{ast::ErrorPolicy::Kind::reject, {}, span(context)};
  if (context.K_SKIP() != nullptr) {
    policy.kind = ast::ErrorPolicy::Kind::skip;
  } else if (context.K_USE() != nullptr) {
    policy.kind = ast::ErrorPolicy::Kind::use;
    policy.value = expression(context.expr());
  }
  return policy;
}

ast::Group Transformer::group(TreatyParser::GroupEntryContext& context) {
  ast::Group group{name(context.name(0)), {}, context.K_ATOMIC() != nullptr, {}};
  if (context.K_OWNER() != nullptr) {
    group.owner = name(context.name(1));
  }
  for (auto* statement : context.mapStatement()) {
    group.entries.push_back(map_entry(*statement));
  }
  return group;
}

ast::Subscription Transformer::subscription(TreatyParser::SubscriptionEntryContext& context) {
  ast::Subscription subscription{text(context.STRING()), expression(context.expr()), {}};
  for (auto* statement : context.subscriptionStatement()) {
    if (unreadable(*statement, statement->badWordStart(), "a subscription") || statement->name() == nullptr) {
      continue;
    }
    ast::SubscriptionArm arm;
    arm.values = arm_values(statement->armValue());
    arm.is_else = statement->ELSE() != nullptr;
    arm.state = name(statement->name());
    arm.span = span(*statement);
    for (auto* clause : statement->subscriptionClause()) {
      subscription_clause(*clause, arm);
    }
    subscription.arms.push_back(std::move(arm));
  }
  return subscription;
}

void Transformer::subscription_clause(TreatyParser::SubscriptionClauseContext& context, ast::SubscriptionArm& arm) {
  const source::Span where = span(context);
  bool again = false;
  if (context.K_UNTIL() != nullptr) {
    again = arm.until.has_value();
    arm.until = path_expression(context.path());
  } else {
    const ast::Name word = name(context.name(0));
    const bool text_follows = context.STRING() != nullptr;
    const std::string meant = text_follows ? "explained" : "basis";
    if (word.text != meant) {
      auto& said = out_.report(word.span, diagnostics::not_understood, word.text,
                               "what may stand here is `basis GROUND`, `explained \"…\"` and `until DATE`");
      if (nearest(word.text, {meant}).empty()) {
        return;
      }
      said.notes.push_back(did_you_mean(word.text, {meant}));
      said.fixes.push_back({.span = word.span, .replacement = meant, .certain = false});
    }
    again = text_follows ? arm.explained.has_value() : arm.basis.has_value();
    if (text_follows) {
      arm.explained = text(context.STRING());
    } else {
      arm.basis = name(context.name(1));
    }
  }
  if (again) {
    const std::string written_out = written(where);
    out_.report(where, diagnostics::clause_twice, written_out.substr(0, written_out.find(' ')));
  }
}

}  // namespace treaty::parse
