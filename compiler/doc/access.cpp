// What is called, with which rights, where.

#include <algorithm>

#include <fmt/core.h>

#include "compiler/doc/entries.h"
#include "compiler/doc/portal.h"
#include "compiler/doc/sections.h"
#include "compiler/doc/words.h"

namespace treaty::doc {
namespace {

/// `limit 10 per second burst 20`, in words; so for the other manners in which a system wants to be treated.
void add_manners(const facts::System& system, Table& table) {
  for (const ast::Limit* limit : all_of<ast::Limit>(system.tree->entries)) {
    table.rows.push_back({"At most", fmt::format("{} requests a {}{}", number_of(limit->count), limit->per.text,
                                                 limit->burst ? fmt::format(", {} at once", *limit->burst) : "")});
  }
  for (const ast::Retry* retry : all_of<ast::Retry>(system.tree->entries)) {
    std::string text = fmt::format("{} times", retry->times);
    text +=
        retry->from && retry->to ? fmt::format(", waiting {} to {}", time_of(*retry->from), time_of(*retry->to)) : "";
    table.rows.push_back({"After a failure tries again", text});
  }
  for (const ast::Quiet* quiet_hours : all_of<ast::Quiet>(system.tree->entries)) {
    table.rows.push_back({"Leaves it alone", quiet_hours->from.value + " to " + quiet_hours->to.value});
  }
}

Line auth_of(const ast::Auth& auth) {
  std::string scheme = auth.scheme.text;
  std::ranges::replace(scheme, '_', ' ');
  Line line = scheme;
  for (const ast::Auth::Entry& entry : auth.entries) {
    std::string key = entry.key.text;
    std::ranges::replace(key, '_', ' ');
    const auto* name = std::get_if<ast::Name>(&entry.value);
    const auto* text = std::get_if<ast::Text>(&entry.value);
    line += "; " + key + " ";
    line += name ? Line(name->text) : text ? code(text->value) : code(std::get<ast::Secret>(entry.value).name.text);
  }
  return auth.secret ? line + ", secret " + code(auth.secret->name.text) : line;
}

Table manners(const facts::System& system) {
  Table table;
  table.caption = title_of(system) + ": address and manners";
  table.columns = {"What", "Agreed"};
  for (const auto& [key, words] :
       {std::pair{"base", "Address"}, std::pair{"version", "API version"}, std::pair{"tier", "Subscription tier"},
        std::pair{"zone", "Times without a zone are of"}}) {
    if (const std::string value = setting(*system.tree, key); !value.empty()) {
      table.rows.push_back({words, code(value)});
    }
  }
  for (const ast::Auth* auth : all_of<ast::Auth>(system.tree->entries)) {
    table.rows.push_back({"Signs in with", auth_of(*auth)});
  }
  add_manners(system, table);
  return table;
}

std::string paging(const ast::Page& page) {
  return fmt::format("pages by {}{}", page.style.text, page.size ? fmt::format(", {} a page", *page.size) : "");
}

std::string changing(const ast::Changes& changes) {
  if (changes.full) {
    return "everything, every time";
  }
  std::string text = changes.field ? "changes by " + changes.field->text : "changes";
  text += changes.window ? ", kept " + time_of(*changes.window) : "";
  text += changes.lookback ? ", looking back " + time_of(*changes.lookback) : "";
  return text;
}

void add_resource(const facts::Resource& resource, Table& table) {
  const auto& entries = resource.tree->entries;
  for (const ast::Endpoint* endpoint : all_of<ast::Endpoint>(entries)) {
    std::vector<Line> notes;
    if (endpoint->verb.text == "list") {
      for (const ast::Page* page : all_of<ast::Page>(entries)) {
        notes.emplace_back(paging(*page));
      }
      for (const ast::Changes* changes : all_of<ast::Changes>(entries)) {
        notes.emplace_back(changing(*changes));
      }
    }
    table.rows.push_back({resource.name, endpoint->verb.text,
                          code(endpoint->method.text + " " + endpoint->path.value), joined(notes, "; ")});
  }
  for (const ast::Webhook* hook : all_of<ast::Webhook>(entries)) {
    table.rows.push_back({resource.name, "webhook", code(hook->path.value),
                          Line("signed with ") + hook->signature.text + ", secret " + code(hook->secret.name.text)});
  }
}

void add_secret(Table& table, const std::string& name, const std::string& why) {
  const auto found = std::ranges::find_if(
      table.rows, [&](const Row& row) { return row.front().lines.front().pieces.front().text == name; });
  if (found == table.rows.end()) {
    table.rows.push_back({code(name), why});
  }
}

Table secrets(const Gathered& gathered) {
  Table table;
  table.caption = "Secrets, by name; their values are in no contract and no document";
  table.columns = {"Name", "Used for"};
  for (const auto& system : gathered.facts.systems) {
    for (const ast::Auth* auth : all_of<ast::Auth>(system->tree->entries)) {
      if (auth->secret) {
        add_secret(table, auth->secret->name.text, "signing in to " + title_of(*system));
      }
      for (const ast::Auth::Entry& entry : auth->entries) {
        if (const auto* secret = std::get_if<ast::Secret>(&entry.value)) {
          add_secret(table, secret->name.text, "signing in to " + title_of(*system));
        }
      }
    }
    for (const facts::Resource& resource : system->resources) {
      for (const ast::Webhook* hook : all_of<ast::Webhook>(resource.tree->entries)) {
        add_secret(table, hook->secret.name.text, "checking the signature of " + title_of(*system) + "'s webhook");
      }
    }
  }
  for (const facts::Alert& alert : gathered.facts.agreements.alerts) {
    if (alert.channel != facts::Alert::Channel::email) {
      add_secret(table, alert.to, "the alert " + alert.name);
    }
  }
  return table;
}

}  // namespace

Section access(const Gathered& gathered) {
  Section section{.title = "Interfaces, access and rights", .blocks = {}, .sections = {}};
  for (const auto& system : gathered.facts.systems) {
    Section one{.title = title_of(*system), .blocks = {}, .sections = {}};
    Table endpoints;
    endpoints.caption = title_of(*system) + ": what is called";
    endpoints.columns = {"Of", "To", "Request", "How"};
    for (const facts::Resource& resource : system->resources) {
      add_resource(resource, endpoints);
    }
    const bool hubspot = system->kind == "hubspot";
    for (Table table : {manners(*system), hubspot ? hubspot_calls(gathered, *system) : std::move(endpoints),
                        hubspot ? hubspot_rights(gathered, *system) : Table()}) {
      if (!table.rows.empty()) {
        one.blocks.emplace_back(std::move(table));
      }
    }
    if (!one.blocks.empty()) {
      section.sections.push_back(std::move(one));
    }
  }
  if (Table table = secrets(gathered); !table.rows.empty()) {
    section.sections.push_back({.title = "Secrets", .blocks = {std::move(table)}, .sections = {}});
  }
  return section;
}

Section environments(const Gathered& gathered) {
  Section section{.title = "Environments", .blocks = {}, .sections = {}};
  Table table;
  table.caption = "Where the integration runs";
  table.columns = {"Environment", "System", "What", "Value"};
  for (const ast::Environment* environment : gathered.facts.agreements.environments) {
    for (const ast::Environment::Entry& entry : environment->entries) {
      const auto* text = std::get_if<ast::Text>(&entry.value);
      table.rows.push_back({environment->name.text, title_of(gathered.facts, entry.system.text),
                            entry.key.text == "base" ? "address" : entry.key.text,
                            code(text ? text->value : std::to_string(std::get<int64_t>(entry.value)))});
    }
    for (const auto& system : gathered.facts.systems) {
      const std::string base = setting(*system->tree, "base");
      const bool named = std::ranges::any_of(environment->entries, [&](const ast::Environment::Entry& entry) {
        return entry.system.text == system->name && entry.key.text == "base";
      });
      if (!named && !base.empty()) {
        table.rows.push_back({environment->name.text, title_of(*system), "address", code(base)});
      }
    }
  }
  if (!table.rows.empty()) {
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

}  // namespace treaty::doc
