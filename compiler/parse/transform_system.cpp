#include "compiler/parse/transform.h"

namespace treaty::parse {

ast::System Transformer::system(TreatyParser::SystemContext& context) {
  ast::System system{name(context.name(0)), name(context.name(1)), optional_text(context.STRING()), {}};
  for (auto* statement : context.systemStatement()) {
    system.entries.push_back(system_entry(*statement));
  }
  return system;
}

ast::SystemEntry Transformer::system_entry(TreatyParser::SystemStatementContext& context) {
  ast::SystemEntry entry{span(context), {}, ast::Bad{}};
  auto* found = context.systemEntry();
  if (unreadable(context, context.badSystemStart(), "a system") || found == nullptr) {
    return entry;
  }
  entry.span = span(*found);
  entry.doc = doc_before(entry.span);
  if (auto* one = found->schemaRef()) {
    entry.node = schema_ref(*one);
  } else if (auto* one = found->setting()) {
    ast::Setting setting{keyword(*one), ast::Text{}};
    if (one->STRING() != nullptr) {
      setting.value = text(one->STRING());
    } else {
      setting.value = name(one->name());
    }
    entry.node = std::move(setting);
  } else if (auto* one = found->auth()) {
    entry.node = auth(*one);
  } else if (auto* one = found->limit()) {
    ast::Limit limit{integer(one->INTEGER(0)), name(one->name()), {}};
    if (one->K_BURST() != nullptr) {
      limit.burst = integer(one->INTEGER(1));
    }
    entry.node = limit;
  } else if (auto* one = found->retry()) {
    ast::Retry retry;
    retry.times = integer(one->INTEGER());
    if (one->DURATION().size() > 0) {
      retry.from = duration(one->DURATION(0));
    }
    if (one->DURATION().size() > 1) {
      retry.to = duration(one->DURATION(1));
    }
    entry.node = retry;
  } else if (auto* one = found->quiet()) {
    entry.node = ast::Quiet{{written(span(one->TIME(0))), span(one->TIME(0))},
                            {written(span(one->TIME(1))), span(one->TIME(1))}};
  } else if (auto* one = found->resource()) {
    entry.node = resource(*one);
  } else if (auto* one = found->ensure()) {
    entry.node = ensure(*one);
  } else if (auto* one = found->changes()) {
    entry.node = changes(*one);
  } else if (auto* one = found->allow()) {
    entry.node = ast::Allow{name(one->name()), text(one->STRING())};
  }
  return entry;
}

ast::Auth Transformer::auth(TreatyParser::AuthContext& context) {
  ast::Auth auth;
  auth.scheme = name(context.name(0));
  if (auto* place = context.authPlace()) {
    const source::Span key = words_[place->start->getTokenIndex()].span;
    auth.entries.push_back({{written(key), key}, text(place->STRING())});
  }
  if (context.secret() != nullptr) {
    auth.secret = secret(*context.secret());
  } else if (context.STRING() != nullptr) {
    auth.entries.push_back({{"secret", span(context.STRING())}, text(context.STRING())});
  } else if (context.name().size() > 1) {
    auth.entries.push_back({{"secret", span(*context.name(1))}, name(context.name(1))});
  }
  for (auto* statement : context.authStatement()) {
    if (unreadable(*statement, statement->badWordStart(), "an `auth` block") || statement->name().empty()) {
      continue;
    }
    ast::Auth::Entry entry{name(statement->name(0)), ast::Name{}};
    if (statement->secret() != nullptr) {
      entry.value = secret(*statement->secret());
    } else if (statement->STRING() != nullptr) {
      entry.value = text(statement->STRING());
    } else {
      entry.value = name(statement->name(1));
    }
    auth.entries.push_back(std::move(entry));
  }
  return auth;
}

ast::Secret Transformer::secret(TreatyParser::SecretContext& context) { return {name(context.name())}; }

ast::SchemaRef Transformer::schema_ref(TreatyParser::SchemaRefContext& context) {
  return {name(context.name()), text(context.STRING(0)), optional_text(context.STRING(1))};
}

ast::Resource Transformer::resource(TreatyParser::ResourceContext& context) {
  ast::Resource resource{name(context.name()), {}};
  for (auto* statement : context.resourceStatement()) {
    resource.entries.push_back(resource_entry(*statement));
  }
  return resource;
}

ast::ResourceEntry Transformer::resource_entry(TreatyParser::ResourceStatementContext& context) {
  ast::ResourceEntry entry{span(context), ast::Bad{}};
  auto* found = context.resourceEntry();
  if (unreadable(context, context.badResourceStart(), "a resource") || found == nullptr) {
    return entry;
  }
  entry.span = span(*found);
  if (auto* one = dynamic_cast<TreatyParser::KeyEntryContext*>(found)) {
    entry.node = ast::Key{names(one->name())};
  } else if (auto* one = dynamic_cast<TreatyParser::VolumeEntryContext*>(found)) {
    ast::Volume volume{integer(one->INTEGER()), {}, {}};
    size_t next = 0;
    if (one->K_CHANGING() != nullptr) {
      volume.changing = rate(*one->rate(next++));
    }
    if (one->K_PEAK() != nullptr) {
      volume.peak = rate(*one->rate(next));
    }
    entry.node = volume;
  } else if (auto* one = dynamic_cast<TreatyParser::EndpointEntryContext*>(found)) {
    entry.node = ast::Endpoint{keyword(*one), name(one->name()), text(one->STRING(0)), optional_text(one->STRING(1))};
  } else if (auto* one = dynamic_cast<TreatyParser::PageEntryContext*>(found)) {
    entry.node = page(*one->pageStyle());
  } else if (auto* one = dynamic_cast<TreatyParser::ChangesEntryContext*>(found)) {
    entry.node = changes(*one->changes());
  } else if (auto* one = dynamic_cast<TreatyParser::DeletedEntryContext*>(found)) {
    entry.node = ast::DeletedWhen{expression(one->expr())};
  } else if (auto* one = dynamic_cast<TreatyParser::WebhookEntryContext*>(found)) {
    entry.node = ast::Webhook{text(one->STRING(0)), name(one->name()), text(one->STRING(1)), secret(*one->secret())};
  } else if (auto* one = dynamic_cast<TreatyParser::SchemaEntryContext*>(found)) {
    entry.node = schema_ref(*one->schemaRef());
  } else if (auto* one = dynamic_cast<TreatyParser::AllowEntryContext*>(found)) {
    entry.node = ast::Allow{name(one->allow()->name()), text(one->allow()->STRING())};
  }
  return entry;
}

ast::Volume::Rate Transformer::rate(TreatyParser::RateContext& context) {
  return {integer(context.INTEGER()), name(context.name())};
}

ast::Page Transformer::page(TreatyParser::PageStyleContext& context) {
  ast::Page page;
  const source::Span style = words_[context.start->getTokenIndex()].span;
  page.style = {written(style), style};
  if (context.K_CURSOR() != nullptr) {
    page.next = text(context.STRING(0));
    page.parameter = optional_text(context.STRING(1));
  } else if (context.K_NUMBER() != nullptr || context.K_OFFSET() != nullptr) {
    page.parameter = text(context.STRING(0));
  }
  if (context.INTEGER() != nullptr) {
    page.from = integer(context.INTEGER());
  }
  if (auto* size = context.pageSize()) {
    page.size = integer(size->INTEGER());
    page.size_parameter = optional_text(size->STRING());
  }
  return page;
}

ast::Changes Transformer::changes(TreatyParser::ChangesContext& context) {
  ast::Changes changes;
  if (context.K_EVERY() != nullptr) {
    changes.every = duration(context.DURATION(0));
    return changes;
  }
  const ast::Name field = name(context.name());
  if (field.text == "full" && context.K_SINCE() == nullptr) {
    changes.full = true;
    return changes;
  }
  changes.field = field;
  changes.since = optional_text(context.STRING());
  size_t next = 0;
  if (context.K_WINDOW() != nullptr) {
    changes.window = duration(context.DURATION(next++));
  }
  if (context.K_LOOKBACK() != nullptr) {
    changes.lookback = duration(context.DURATION(next));
  }
  return changes;
}

ast::Ensure Transformer::ensure(TreatyParser::EnsureContext& context) {
  ast::Ensure ensure{name(context.name()), optional_text(context.STRING()), {}};
  for (auto* statement : context.ensureStatement()) {
    auto* found = statement->ensureProperty();
    if (unreadable(*statement, statement->badWordStart(), "an `ensure` block") || found == nullptr) {
      continue;
    }
    ast::EnsureProperty property{name(found->name(0)), name(found->name(1)), found->K_UNIQUE() != nullptr,
                                 optional_text(found->STRING()), {}, span(*found)};
    if (found->optionList() != nullptr) {
      property.options = arm_values(found->optionList()->armValue());
    }
    ensure.properties.push_back(std::move(property));
  }
  return ensure;
}

}  // namespace treaty::parse
