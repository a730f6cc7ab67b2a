#include <algorithm>

#include "compiler/parse/transform.h"

namespace treaty::parse {

ast::Contract Transformer::contract(TreatyParser::FileContext& file) {
  ast::Contract contract;
  contract.file = file_;
  if (auto* header = file.header(); header != nullptr && header->exception == nullptr && header->name() != nullptr) {
    ast::Header found;
    found.name = name(header->name());
    found.version = written(span(*header->version()));
    found.edition = static_cast<int>(integer(header->INTEGER()));
    found.title = optional_text(header->STRING());
    found.span = span(*header);
    found.doc = doc_before(found.span);
    contract.header = std::move(found);
  }
  for (auto* statement : file.topStatement()) {
    if (statement->exception != nullptr || statement->declaration() != nullptr || statement->badStart() != nullptr) {
      contract.items.push_back(item(*statement));
    }
  }
  contract.unread = std::move(unread_);
  contract.node_count = node_count_;
  return contract;
}

ast::Item Transformer::item(TreatyParser::TopStatementContext& context) {
  ast::Item item{span(context), {}, ast::Bad{}};
  auto* declaration = context.declaration();
  if (unreadable(context, context.badStart(), "a contract") || declaration == nullptr) {
    return item;
  }
  item.span = span(*declaration);
  item.doc = doc_before(item.span);
  if (auto* found = declaration->importDecl()) {
    item.node = ast::Import{text(found->STRING())};
  } else if (auto* found = declaration->party()) {
    item.node = party(*found);
  } else if (auto* found = declaration->system()) {
    item.node = system(*found);
  } else if (auto* found = declaration->environment()) {
    item.node = environment(*found);
  } else if (auto* found = declaration->existing()) {
    item.node = existing(*found);
  } else if (auto* found = declaration->pending()) {
    item.node = pending(*found);
  } else if (auto* found = declaration->table()) {
    item.node = table(*found);
  } else if (auto* found = declaration->picklist()) {
    item.node = ast::Picklist{name(found->name()), arms(found->arms())};
  } else if (auto* found = declaration->transform()) {
    item.node = transform(*found);
  } else if (auto* found = declaration->privacy()) {
    item.node = privacy(*found);
  } else if (auto* found = declaration->map()) {
    item.node = map(*found);
  } else if (auto* found = declaration->usecase()) {
    item.node = use_case(*found);
  } else if (auto* found = declaration->test()) {
    item.node = test(*found);
  } else if (auto* found = declaration->agreement()) {
    item.node = agreement(*found);
  } else if (auto* found = declaration->allow()) {
    item.node = ast::Allow{name(found->name()), text(found->STRING())};
  }
  return item;
}

ast::Party Transformer::party(TreatyParser::PartyContext& context) {
  std::vector<ast::Name> all = names(context.name());
  ast::Party party{all.front(), text(context.STRING(0)), optional_text(context.STRING(1)), {}};
  party.approves.assign(all.begin() + 1, all.end());
  return party;
}

ast::Environment Transformer::environment(TreatyParser::EnvironmentContext& context) {
  ast::Environment environment{name(context.name()), {}};
  for (auto* statement : context.environmentStatement()) {
    if (unreadable(*statement, statement->badWordStart(), "an environment") || statement->name().size() != 2) {
      continue;
    }
    ast::Environment::Entry entry{name(statement->name(0)), name(statement->name(1)), int64_t{0}, span(*statement)};
    if (statement->STRING() != nullptr) {
      entry.value = text(statement->STRING());
    } else {
      entry.value = integer(statement->INTEGER());
    }
    environment.entries.push_back(std::move(entry));
  }
  return environment;
}

ast::Existing Transformer::existing(TreatyParser::ExistingContext& context) {
  ast::Existing existing{name(context.name()), text(context.STRING()), {}, {}};
  for (auto* written_property : context.qualified()) {
    existing.writes.push_back(qualified(written_property));
  }
  if (context.DATE() != nullptr) {
    existing.until = ast::Text{written(span(context.DATE())), span(context.DATE())};
  }
  return existing;
}

ast::Pending Transformer::pending(TreatyParser::PendingContext& context) {
  ast::Pending pending{name(context.name(0)), text(context.STRING()), {}, {}, {}};
  size_t next = 1;
  if (context.K_BY() != nullptr) {
    pending.by = name(context.name(next++));
  }
  if (context.DATE() != nullptr) {
    pending.until = ast::Text{written(span(context.DATE())), span(context.DATE())};
  }
  for (; next < context.name().size(); ++next) {
    pending.blocks.push_back(name(context.name(next)));
  }
  return pending;
}

ast::UseCase Transformer::use_case(TreatyParser::UsecaseContext& context) {
  ast::UseCase found{name(context.name(0)), text(context.STRING()), {}, {}};
  const uint32_t proven = context.K_PROVEN() != nullptr ? span(context.K_PROVEN()).begin : UINT32_MAX;
  for (size_t i = 1; i < context.name().size(); ++i) {
    ast::Name one = name(context.name(i));
    (one.span.begin < proven ? found.maps : found.tests).push_back(std::move(one));
  }
  return found;
}

ast::Privacy Transformer::privacy(TreatyParser::PrivacyContext& context) {
  ast::Privacy privacy{qualified(context.qualified()), {}};
  for (auto* statement : context.privacyStatement()) {
    if (unreadable(*statement, statement->badWordStart(), "a `privacy` block") || statement->name() == nullptr) {
      continue;
    }
    ast::Privacy::Entry entry{name(statement->name()), {}, optional_text(statement->STRING()), span(*statement)};
    for (auto* one : statement->path()) {
      entry.paths.push_back(path_expression(one));
    }
    privacy.entries.push_back(std::move(entry));
  }
  return privacy;
}

ast::Test Transformer::test(TreatyParser::TestContext& context) {
  ast::Test test{name(context.name(0)), optional_text(context.STRING()), {}, {}};
  if (context.K_FOR() != nullptr) {
    test.map = name(context.name(1));
  }
  for (auto* statement : context.testStatement()) {
    test.entries.push_back(test_entry(*statement));
  }
  return test;
}

ast::TestEntry Transformer::test_entry(TreatyParser::TestStatementContext& context) {
  using Side = ast::TestGiven::Side;
  ast::TestEntry entry{span(context), ast::Bad{}};
  if (unreadable(context, context.badTestStart(), "a test") || context.testEntry() == nullptr) {
    return entry;
  }
  if (auto* found = dynamic_cast<TreatyParser::GivenEntryContext*>(context.testEntry())) {
    ast::TestGiven given;
    given.side = found->K_RIGHT() != nullptr ? Side::right : Side::left;
    if (found->record() != nullptr) {
      given.input = record(found->record());
    } else {
      given.input = text(found->STRING());
    }
    entry.node = std::move(given);
  } else if (auto* found = dynamic_cast<TreatyParser::ExpectRecordContext*>(context.testEntry())) {
    entry.node = ast::TestExpect{
        ast::TestExpect::Record{found->K_LEFT() != nullptr ? Side::left : Side::right, record(found->record())}};
  } else if (auto* found = dynamic_cast<TreatyParser::GivenTableContext*>(context.testEntry())) {
    entry.node = ast::TestTable{name(found->name()), table_rows(*found->tableRows())};
  } else if (auto* found = dynamic_cast<TreatyParser::ExpectKeepContext*>(context.testEntry())) {
    ast::TestExpect::Keep keep;
    for (auto* one : found->qualified()) {
      keep.fields.push_back(qualified(one));
    }
    entry.node = ast::TestExpect{std::move(keep)};
  } else if (auto* found = dynamic_cast<TreatyParser::ExpectRejectContext*>(context.testEntry())) {
    entry.node = ast::TestExpect{ast::TestExpect::Reject{names(found->name())}};
  } else if (dynamic_cast<TreatyParser::ExpectFilteredContext*>(context.testEntry()) != nullptr) {
    entry.node = ast::TestExpect{ast::TestExpect::Filtered{}};
  } else if (auto* found = dynamic_cast<TreatyParser::ExpectListContext*>(context.testEntry())) {
    entry.node = ast::TestExpect{ast::TestExpect::InList{found->NOT() != nullptr, text(found->STRING())}};
  }
  return entry;
}

ast::Agreement Transformer::agreement(TreatyParser::AgreementContext& context) {
  ast::Agreement agreement;
  agreement.keyword = keyword(context);
  if (context.K_ALERT() != nullptr) {
    agreement.clauses.push_back(clause(context.word(), span(context)));
    return agreement;
  }
  if (context.name() != nullptr) {
    agreement.name = name(context.name());
  }
  for (auto* line : context.agreementLine()) {
    if (!unreadable(*line, nullptr, "an agreement")) {
      agreement.clauses.push_back(clause(line->word(), span(*line)));
    }
  }
  return agreement;
}

ast::Clause Transformer::clause(const std::vector<TreatyParser::WordContext*>& words, source::Span span_of_line) {
  ast::Clause clause;
  clause.span = span_of_line;
  for (auto* word : words) {
    if (word->name() != nullptr) {
      clause.words.emplace_back(name(word->name()));
    } else if (word->STRING() != nullptr) {
      clause.words.emplace_back(text(word->STRING()));
    } else if (word->DURATION() != nullptr) {
      clause.words.emplace_back(duration(word->DURATION()));
    } else {
      const bool number = word->INTEGER() != nullptr || word->DECIMAL() != nullptr;
      const std::string meant =
          word->FORWARD() != nullptr ? "->" : written(span(*word));  // another arrow has been answered
      clause.words.emplace_back(
          ast::ArmValue{number ? ast::ArmValue::Form::number : ast::ArmValue::Form::word, meant, span(*word)});
    }
  }
  return clause;
}

// ── leaves ──────────────────────────────────────────────────────────────────

source::Span Transformer::span(const antlr4::ParserRuleContext& context) const {
  if (context.start == nullptr || words_.empty()) {
    return {file_, 0, 0};
  }
  const size_t first = std::min(context.start->getTokenIndex(), words_.size() - 1);
  size_t last = context.stop != nullptr ? std::min(context.stop->getTokenIndex(), words_.size() - 1) : first;
  if (last > first && words_[last].type == TreatyLexer::END) {
    --last;
  }
  return {file_, words_[first].span.begin, std::max(words_[first].span.end, words_[last].span.end)};
}

source::Span Transformer::span(Node* token) const {
  return words_[std::min(token->getSymbol()->getTokenIndex(), words_.size() - 1)].span;
}

ast::Name Transformer::name(TreatyParser::NameContext* context) {
  if (context == nullptr) {
    return {{}, {file_, 0, 0}};
  }
  const source::Span where = span(*context);
  std::string spelled = written(where);
  if (spelled.size() >= 2 && spelled.front() == '`') {
    spelled = spelled.substr(1, spelled.size() - (spelled.back() == '`' ? 2 : 1));
  }
  return {std::move(spelled), where};
}

ast::Name Transformer::keyword(const antlr4::ParserRuleContext& context) const {
  const Token& word = words_[std::min(context.start->getTokenIndex(), words_.size() - 1)];
  const std::string literal = vocabulary_.getLiteralName(word.type);  // in quotes
  return {literal.size() > 2 ? literal.substr(1, literal.size() - 2) : written(word.span), word.span};
}

std::vector<ast::Name> Transformer::names(const std::vector<TreatyParser::NameContext*>& contexts) {
  std::vector<ast::Name> found;
  for (auto* one : contexts) {
    found.push_back(name(one));
  }
  return found;
}

ast::QualifiedName Transformer::qualified(TreatyParser::QualifiedContext* context) {
  return context == nullptr ? ast::QualifiedName{} : ast::QualifiedName{names(context->name()), span(*context)};
}

std::vector<std::string> Transformer::doc_before(source::Span span) const {
  std::vector<std::string> lines;
  auto at = std::lower_bound(all_.begin(), all_.end(), span.begin,
                             [](const Token& token, uint32_t begin) { return token.span.begin < begin; });
  while (at != all_.begin()) {
    --at;
    if (at->type == TreatyLexer::DOC) {
      std::string line(text_.substr(at->span.begin + 3, at->span.end - at->span.begin - 3));
      lines.push_back(line.starts_with(' ') ? line.substr(1) : std::move(line));
    } else if (at->type != TreatyLexer::NEWLINE) {
      break;
    }
  }
  std::ranges::reverse(lines);
  return lines;
}

}  // namespace treaty::parse
