#include "compiler/check/connections.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/agreements.h"
#include "compiler/check/amounts.h"
#include "compiler/check/follow_ups.h"
#include "compiler/check/maps.h"
#include "compiler/check/once.h"
#include "compiler/check/secrets.h"

namespace treaty::check {
namespace {

const std::vector<std::string> tiers = {"free", "starter", "professional", "enterprise"};
const std::vector<std::string> versions = {"2026-09", "2026-03"};

/// A way to sign in: which kinds of system it is for, and what its block may and must say.
struct Scheme {
  const char* name;
  std::vector<std::string> kinds, entries, needed;
};
const std::vector<Scheme> schemes = {
    {"bearer", {"rest", "hubspot"}, {"secret"}, {"secret"}},
    {"service_key", {"hubspot"}, {"secret"}, {"secret"}},
    {"api_key", {"rest"}, {"secret", "header", "query"}, {"secret"}},
    {"oauth2",
     {"rest", "hubspot"},
     {"flow", "token_url", "client_id", "client_secret", "scope"},
     {"token_url", "client_id", "client_secret"}},
};

bool is_secret(std::string_view key) {
  return key == "secret" || key.ends_with("_secret") || key.ends_with("_id") || key == "token" || key == "key" ||
         key == "password";
}

/// The first secret that stands in clear, or without its word.
bool has_open_secret(Context& context, const ast::Auth& auth) {
  for (const ast::Auth::Entry& entry : auth.entries) {
    if (!is_secret(entry.key.text)) {
      continue;
    }
    if (const auto* text = std::get_if<ast::Text>(&entry.value)) {
      context.out.report(text->span, diagnostics::secret_in_clear).confidential = true;
      return true;
    }
    if (const auto* name = std::get_if<ast::Name>(&entry.value)) {
      auto& said = context.out.report(name->span, diagnostics::secret_left_out, auth.scheme.text);
      if (name->text == "secret") {
        said.notes.emplace_back("its name is left out");
      } else {
        const bool certain = name->text.contains('_');  // else it may be the secret itself
        said.fixes.push_back({.span = name->span, .replacement = "secret " + name->text, .certain = certain});
      }
      return true;
    }
  }
  return false;
}

/// The ways to sign in to a kind of system.
std::vector<std::string> schemes_of(const std::string& kind) {
  std::vector<std::string> names;
  for (const Scheme& scheme : schemes) {
    if (std::ranges::find(scheme.kinds, kind) != scheme.kinds.end()) {
      names.emplace_back(scheme.name);
    }
  }
  return names;
}

/// The names of secrets, and of the header that one goes into; false where one was reported.
bool check_auth_names(Context& context, const ast::Auth& auth) {
  bool sound = !auth.secret || check_secret_name(context, auth.secret->name);
  for (const ast::Auth::Entry& entry : auth.entries) {
    if (const auto* secret = std::get_if<ast::Secret>(&entry.value)) {
      sound = check_secret_name(context, secret->name) && sound;
    } else if (const auto* text = std::get_if<ast::Text>(&entry.value); text && entry.key.text == "header") {
      sound = check_header_name(context, *text) && sound;
    }
  }
  return sound;
}

/// Whether the scheme has all these entries; reports the first that it has not.
bool check_auth_entries(Context& context, const ast::Auth& auth, const Scheme& scheme) {
  Once once(context);
  for (const ast::Auth::Entry& entry : auth.entries) {
    if (std::ranges::find(scheme.entries, entry.key.text) == scheme.entries.end()) {
      suggest(context.out.report(entry.key.span, diagnostics::unknown_auth_entry, entry.key.text, auth.scheme.text),
              entry.key.text, entry.key.span, scheme.entries);
      return false;
    }
    once(entry.key.text, entry.key.span);
    const auto* text = std::get_if<ast::Text>(&entry.value);
    if (entry.key.text == "token_url" && text) {
      check_address(context, *text);
    }
    const auto* flow = std::get_if<ast::Name>(&entry.value);
    if (entry.key.text == "flow" && flow && flow->text != "client_credentials") {
      suggest(context.out.report(flow->span, diagnostics::unknown_auth, flow->text, "`" + auth.scheme.text + "`"),
              flow->text, flow->span, {"client_credentials"});
    }
  }
  return true;
}

void check_auth(Context& context, const ast::Auth& auth, const std::string& kind, source::Span entry) {
  const std::vector<std::string> known = schemes_of(kind);
  if (known.empty()) {
    return;  // said of the kind
  }
  if (std::ranges::find(known, auth.scheme.text) == known.end()) {
    suggest(context.out.report(auth.scheme.span, diagnostics::unknown_auth, auth.scheme.text, kind), auth.scheme.text,
            auth.scheme.span, known);
    return;
  }
  if (has_open_secret(context, auth) || !check_auth_names(context, auth)) {
    return;
  }
  const Scheme& scheme = *std::ranges::find(schemes, std::string_view(auth.scheme.text), &Scheme::name);
  if (!check_auth_entries(context, auth, scheme)) {
    return;
  }
  const auto says = [&](const std::string& key) {
    return (key == "secret" && auth.secret) || std::ranges::any_of(auth.entries, [&](const auto& entry) {
             return entry.key.text == key;
           });
  };
  for (const std::string& needed : scheme.needed) {
    if (!says(needed) && !is_damaged(context, entry)) {
      context.out.report(auth.scheme.span, diagnostics::auth_incomplete, auth.scheme.text, needed);
      return;
    }
  }
  if (auth.scheme.text == "api_key" && !says("header") && !says("query")) {
    context.out.report(auth.scheme.span, diagnostics::auth_incomplete, auth.scheme.text, "header");
  }
}

void check_setting(Context& context, const ast::Setting& setting, facts::System& system) {
  const auto* text = std::get_if<ast::Text>(&setting.value);
  const auto* name = std::get_if<ast::Name>(&setting.value);
  const std::string& key = setting.key.text;
  if (key == "zone" && text) {
    system.zone = text->value;
    if (!is_zone(text->value)) {
      context.out.report(text->span, diagnostics::unknown_zone, text->value);
      system.zone.clear();
    }
  } else if (key == "base" && text) {
    check_address(context, *text);
  } else if (key == "tier" && name) {
    if (std::ranges::find(tiers, name->text) == tiers.end()) {
      suggest(context.out.report(name->span, diagnostics::unknown_tier, name->text), name->text, name->span, tiers);
    } else {
      system.tier = name->text;
    }
  } else if (key == "version" && text && std::ranges::find(versions, text->value) == versions.end()) {
    context.out.report(text->span, diagnostics::unknown_api_version, text->value);
  }
}

void check_limit(Context& context, const ast::Limit& limit, source::Span span) {
  constexpr int64_t most = 1'000'000'000;
  check_rate(context, limit.per);
  check_amount(context, span, "limit", limit.count, most);
  if (limit.burst) {
    check_amount(context, span, "burst", *limit.burst, most);
  }
}

void check_retry(Context& context, const ast::Retry& retry, source::Span span) {
  constexpr int64_t most = 100;
  const ast::Duration day{.milliseconds = int64_t{24} * 60 * 60 * 1000, .months = 0, .span = {}};
  check_amount(context, span, "retry", retry.times, most);
  const size_t errors = context.out.error_count();
  for (const auto* wait : {&retry.from, &retry.to}) {
    if (*wait) {
      check_time(context, **wait, day);
    }
  }
  if (errors == context.out.error_count() && retry.from && retry.to && milliseconds_of(*retry.to) > 0 &&
      milliseconds_of(*retry.from) > milliseconds_of(*retry.to)) {
    context.out.report(source::join(retry.from->span, retry.to->span), diagnostics::backoff_turned,
                       context.text(retry.from->span), context.text(retry.to->span));
  }
}

/// A time of the day that there is.
bool is_time(std::string_view text) {
  return text.size() == 5 && text.substr(0, 2) < "24" && text.substr(3, 2) < "60";
}

void check_quiet(Context& context, const ast::Quiet& quiet) {
  not_in_force(context, "quiet");
  for (const ast::Text* time : {&quiet.from, &quiet.to}) {
    if (!is_time(time->value)) {
      context.out.report(time->span, diagnostics::wrong_time, time->value);
      return;
    }
  }
  if (quiet.from.value == quiet.to.value) {
    context.out.report(quiet.to.span, diagnostics::zero_amount,
                       "quiet " + quiet.from.value + " to " + quiet.to.value);
  }
}

/// The word an entry begins with, and whether it can stand once only.
struct Entry {
  std::string word;
  bool once = true;
};

Entry entry_of(const ast::SystemEntry& entry) {
  return match(
      entry.node, [](const ast::Bad&) { return Entry{}; },
      [](const ast::Allow&) {
        return Entry{"allow", false};
      },
      [](const ast::SchemaRef&) { return Entry{"schema"}; },
      [](const ast::Setting& setting) { return Entry{setting.key.text}; },
      [](const ast::Auth&) { return Entry{"auth"}; },
      [](const ast::Limit& limit) { return Entry{"limit … per " + limit.per.text}; },
      [](const ast::Retry&) { return Entry{"retry"}; },
      [](const ast::Quiet& quiet) { return Entry{"quiet " + quiet.from.value + " to " + quiet.to.value}; },
      [](const ast::Resource&) {
        return Entry{"resource", false};
      },
      [](const ast::Ensure&) {
        return Entry{"ensure", false};
      },
      [](const ast::Changes&) { return Entry{"changes"}; });
}

/// Whether an entry can stand in this kind of system; reports it when not.
bool belongs(Context& context, const ast::SystemEntry& entry, const std::string& kind) {
  static const std::map<std::string, std::vector<std::string>> of_kind = {
      {"rest", {"schema", "base", "zone", "auth", "limit", "retry", "quiet", "resource", "allow"}},
      {"files", {"schema", "zone", "resource", "allow"}},
      {"hubspot",
       {"schema", "base", "version", "tier", "auth", "limit", "retry", "quiet", "changes", "ensure", "allow"}}};
  const auto known = of_kind.find(kind);
  std::string word = entry_of(entry).word;
  word = word.substr(0, word.find(' '));
  if (known == of_kind.end() || word.empty() || std::ranges::find(known->second, word) != known->second.end()) {
    return true;
  }
  context.out.report(entry.span, diagnostics::entry_of_other_kind, word, kind);
  return false;
}

/// Files are read as they lie there: nobody is asked for them, and nothing is sent to them.
void check_no_requests(Context& context, const ast::Resource& resource) {
  for (const ast::ResourceEntry& entry : resource.entries) {
    const std::string_view word = std::holds_alternative<ast::Page>(entry.node)      ? "page"
                                  : std::holds_alternative<ast::Webhook>(entry.node) ? "webhook"
                                                                                     : "";
    if (const auto* endpoint = std::get_if<ast::Endpoint>(&entry.node)) {
      context.out.report(entry.span, diagnostics::entry_of_other_kind, endpoint->verb.text, "files");
    } else if (!word.empty()) {
      context.out.report(entry.span, diagnostics::entry_of_other_kind, word, "files");
    }
  }
}

}  // namespace

void check_connection(Context& context, facts::System& system) {
  const bool known = system.kind == "rest" || system.kind == "hubspot" || system.kind == "files";
  Once once(context);
  for (const ast::SystemEntry& entry : system.tree->entries) {
    if (!known || !belongs(context, entry, system.kind)) {
      continue;
    }
    if (const Entry kind = entry_of(entry); kind.once && !kind.word.empty() && !once(kind.word, entry.span)) {
      continue;
    }
    match(
        entry.node, [](const ast::Bad&) {}, [](const ast::SchemaRef&) {}, [](const ast::Ensure&) {},
        [](const ast::Allow&) {},
        [&](const ast::Resource& resource) {
          if (system.kind == "files") {
            check_no_requests(context, resource);
          }
        },
        [&](const ast::Setting& setting) { check_setting(context, setting, system); },
        [&](const ast::Auth& auth) { check_auth(context, auth, system.kind, entry.span); },
        [&](const ast::Limit& limit) { check_limit(context, limit, entry.span); },
        [&](const ast::Retry& retry) { check_retry(context, retry, entry.span); },
        [&](const ast::Quiet& quiet) { check_quiet(context, quiet); },
        [&](const ast::Changes& changes) {
          not_in_force(context, "changes every");
          if (changes.every) {
            check_time(context, *changes.every, {.milliseconds = 0, .months = 12, .span = {}});
          } else {
            context.out.report(entry.span, diagnostics::entry_of_other_kind, "changes FIELD", system.kind);
          }
        });
  }
}

}  // namespace treaty::check
