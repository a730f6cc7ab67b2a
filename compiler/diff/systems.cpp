// Systems: where they are, how one signs in, how they want to be treated.

#include <charconv>

#include "compiler/diff/compare.h"

namespace treaty::diff {
namespace {

/// Of two kinds the one for this system: what a source must give, and what HubSpot must.
struct BySide {
  Kind source, hubspot;
  [[nodiscard]] Kind of(const facts::System& system) const { return system.kind == "hubspot" ? hubspot : source; }
};

struct Sides {
  Context& context;
  const facts::System& before;
  const facts::System& after;

  /// Where both say something, or the system where one does not.
  [[nodiscard]] Where places(source::Span was, source::Span is) const {
    return {was.file.valid() ? at(was) : inside(before.tree->name.span),
            is.file.valid() ? at(is) : inside(after.tree->name.span)};
  }
  Change& add(Kind kind, Where where, std::vector<std::string> arguments = {}) const {
    return context.add(kind, scope_of(after), {after.name}, where, std::move(arguments));
  }
};

std::string value_of(const ast::Setting& setting) {
  const auto* text = std::get_if<ast::Text>(&setting.value);
  return text ? text->value : std::get<ast::Name>(setting.value).text;
}

Found<ast::Setting> setting_of(const facts::System& system, std::string_view key) {
  Found<ast::Setting> found;
  for (const auto& one : all_of<ast::Setting>(system.tree->entries)) {
    found = one.node->key.text == key ? one : found;
  }
  return found;
}

size_t tier_of(const std::string& word) {
  static const std::vector<std::string> tiers = {"", "free", "starter", "professional", "enterprise"};
  return static_cast<size_t>(std::ranges::find(tiers, word) - tiers.begin());
}

void compare_settings(const Sides& sides) {
  for (const std::string_view key : {"base", "zone", "version", "tier"}) {
    const auto was = setting_of(sides.before, key), is = setting_of(sides.after, key);
    const std::string old_value = was.node ? value_of(*was.node) : "", new_value = is.node ? value_of(*is.node) : "";
    if (old_value == new_value) {
      continue;
    }
    const Where where = sides.places(was.span, is.span);
    const std::string shown = new_value.empty() ? "none" : "`" + new_value + "`";
    if (key == "base") {
      sides.add(BySide{source_address_changed, hubspot_address_changed}.of(sides.after), where);
    } else if (key == "zone") {
      sides.add(zone_changed, where, {new_value.empty() ? "UTC" : new_value});
    } else if (key == "version") {
      sides.add(api_version_changed, where, {shown});
    } else {
      const bool raised = tier_of(new_value) > tier_of(old_value);
      sides.add(raised ? tier_raised : tier_lowered, where, {shown});
    }
  }
}

/// How one signs in, but for the scopes; entries in any order.
std::string account_of(const ast::Auth& auth) {
  std::set<std::string> entries;
  for (const ast::Auth::Entry& entry : auth.entries) {
    if (entry.key.text != "scope") {
      const auto* name = std::get_if<ast::Name>(&entry.value);
      const auto* text = std::get_if<ast::Text>(&entry.value);
      entries.insert(entry.key.text + " " +
                     (name   ? name->text
                      : text ? "\"" + text->value + "\""
                             : "secret " + std::get<ast::Secret>(entry.value).name.text));
    }
  }
  return auth.scheme.text + (auth.secret ? " secret " + auth.secret->name.text : "") + " " +
         joined({entries.begin(), entries.end()});
}

/// The words of `scope`, with the place of the text.
std::pair<std::set<std::string>, source::Span> scopes_of(const ast::Auth* auth) {
  std::set<std::string> words;
  source::Span span;
  for (const ast::Auth::Entry& entry : auth ? auth->entries : std::vector<ast::Auth::Entry>()) {
    const auto* text = std::get_if<ast::Text>(&entry.value);
    if (entry.key.text != "scope" || !text) {
      continue;
    }
    span = text->span;
    std::string word;
    for (const char c : text->value + " ") {
      if (c == ' ' || c == ',') {
        word.empty() ? void() : void(words.insert(std::exchange(word, "")));
      } else {
        word += c;
      }
    }
  }
  return {words, span};
}

void compare_auth(const Sides& sides) {
  const auto was = last_of<ast::Auth>(sides.before.tree->entries), is = last_of<ast::Auth>(sides.after.tree->entries);
  const std::string old_account = was.node ? account_of(*was.node) : "",
                    account = is.node ? account_of(*is.node) : "";
  if (old_account != account) {
    sides.add(BySide{source_auth_changed, hubspot_auth_changed}.of(sides.after), sides.places(was.span, is.span));
  }
  const auto [old_scopes, old_span] = scopes_of(was.node);
  const auto [scopes, span] = scopes_of(is.node);
  const Where where = sides.places(old_span, span);
  for (const std::string& scope : scopes) {
    if (!old_scopes.contains(scope)) {
      sides.add(source_scope_added, where, {"`" + scope + "`"});
    }
  }
  for (const std::string& scope : old_scopes) {
    if (!scopes.contains(scope)) {
      sides.add(scope_removed, where, {"`" + scope + "`"});
    }
  }
}

void compare_limits(const Sides& sides) {
  const auto before = all_of<ast::Limit>(sides.before.tree->entries);
  const auto after = all_of<ast::Limit>(sides.after.tree->entries);
  const Kind raised = BySide{source_limit_raised, hubspot_limit_raised}.of(sides.after);
  for (const auto& [was, is] : paired<Found<ast::Limit>>(pointers_to(before), pointers_to(after),
                                                         [](const auto& limit) { return limit.node->per.text; })) {
    const Where where = sides.places(was ? was->span : source::Span{}, is ? is->span : source::Span{});
    if (!was || !is) {
      sides.add(is ? limit_lowered : raised, where);
      continue;
    }
    const int64_t old_burst = was->node->burst.value_or(0), burst = is->node->burst.value_or(0);
    if (is->node->count != was->node->count || burst != old_burst) {
      sides.add(is->node->count > was->node->count || burst > old_burst ? raised : limit_lowered, where);
    }
  }
}

constexpr size_t minutes_a_day = 24 * 60;

size_t minute_of(const std::string& text) {
  size_t hour = 0, minute = 0;
  const size_t colon = std::min(text.find(':'), text.size());
  std::from_chars(text.data(), text.data() + colon, hour);
  std::from_chars(text.data() + std::min(colon + 1, text.size()), text.data() + text.size(), minute);
  return (hour * 60 + minute) % minutes_a_day;
}

/// Which minutes of the day are left alone.
std::vector<bool> quiet_of(const facts::System& system) {
  std::vector<bool> minutes(minutes_a_day, false);
  for (const auto& quiet : all_of<ast::Quiet>(system.tree->entries)) {
    const size_t end = minute_of(quiet.node->to.value);
    for (size_t at = minute_of(quiet.node->from.value); at != end; at = (at + 1) % minutes_a_day) {
      minutes[at] = true;
    }
  }
  return minutes;
}

void compare_quiet(const Sides& sides) {
  const std::vector<bool> old_minutes = quiet_of(sides.before), minutes = quiet_of(sides.after);
  if (old_minutes == minutes) {
    return;
  }
  bool covered = true;
  for (size_t i = 0; i < minutes_a_day; ++i) {
    covered = covered && (minutes[i] || !old_minutes[i]);
  }
  const auto was = last_of<ast::Quiet>(sides.before.tree->entries),
             is = last_of<ast::Quiet>(sides.after.tree->entries);
  const Kind shortened = BySide{source_quiet_shortened, hubspot_quiet_shortened}.of(sides.after);
  sides.add(covered ? quiet_extended : shortened, sides.places(was.span, is.span));
}

void compare_manners(const Sides& sides) {
  compare_limits(sides);
  compare_quiet(sides);
  const auto& before = sides.before.tree->entries;
  const auto& after = sides.after.tree->entries;
  const auto old_retry = last_of<ast::Retry>(before), retry = last_of<ast::Retry>(after);
  const auto waits = [](const ast::Retry* one) {
    const auto time = [](const std::optional<ast::Duration>& length) { return length ? spelled(*length) : "-"; };
    return one ? std::to_string(one->times) + " " + time(one->from) + " " + time(one->to) : std::string();
  };
  if (waits(old_retry.node) != waits(retry.node)) {
    sides.add(retry_changed, sides.places(old_retry.span, retry.span));
  }
  const auto old_polling = last_of<ast::Changes>(before), polling = last_of<ast::Changes>(after);
  if (old_polling.node && !polling.node) {
    sides.add(polling_removed, sides.places(old_polling.span, {}));
  } else if (polling.node && (!old_polling.node || !sides.context.same_text(old_polling.span, polling.span))) {
    sides.add(polling_changed, sides.places(old_polling.span, polling.span));
  }
  const auto old_schema = last_of<ast::SchemaRef>(before), schema = last_of<ast::SchemaRef>(after);
  if (old_schema.node || schema.node) {
    const bool same = old_schema.node && schema.node && sides.context.same_text(old_schema.span, schema.span);
    if (!same) {
      sides.add(document_replaced, sides.places(old_schema.span, schema.span));
    }
  }
}

void compare_pair(Context& context, const facts::System& before, const facts::System& after) {
  const Sides sides{context, before, after};
  const Where names{at(before.tree->name.span), at(after.tree->name.span)};
  if (before.name != after.name) {
    context.add(system_renamed, "", {before.name}, names, {"`" + after.name + "`"});
  }
  if (before.kind != after.kind) {
    sides.add(source_kind_changed, {at(before.tree->kind.span), at(after.tree->kind.span)}, {after.kind});
  }
  compare_settings(sides);
  compare_auth(sides);
  compare_manners(sides);
}

}  // namespace

void compare_systems(Context& context) {
  for (const Pair<facts::System>& pair : context.systems) {
    if (pair.before && pair.after) {
      compare_pair(context, *pair.before, *pair.after);
      compare_resources(context, pair);
      compare_portal(context, pair);
    } else if (pair.after) {
      context.add(BySide{source_added, portal_added}.of(*pair.after), "", {pair.after->name},
                  {std::nullopt, at(pair.after->tree->name.span)});
    } else {
      context.add(system_removed, "", {pair.before->name}, {at(pair.before->tree->name.span), std::nullopt});
    }
  }
}

}  // namespace treaty::diff
