// How the integration behaves: `sync`, `sla`, `alert`, `books`.

#include "compiler/check/behaviour.h"

#include <algorithm>
#include <array>

#include "compiler/check/amounts.h"
#include "compiler/check/clauses.h"
#include "compiler/check/maps.h"
#include "compiler/check/secrets.h"
#include "compiler/schema/portal.h"

namespace treaty::check {
namespace {

using facts::Alert;

constexpr std::array metrics = {Alert::Metric::failed,    Alert::Metric::parked, Alert::Metric::letters,
                                Alert::Metric::conflicts, Alert::Metric::p50,    Alert::Metric::p95,
                                Alert::Metric::p99,       Alert::Metric::lag,    Alert::Metric::volume};
constexpr std::array channels = {Alert::Channel::slack, Alert::Channel::pagerduty, Alert::Channel::email,
                                 Alert::Channel::webhook};

template <class Values>
std::vector<std::string> words_of(const Values& values) {
  std::vector<std::string> words;
  for (const auto value : values) {
    words.emplace_back(facts::word_of(value));
  }
  return words;
}

/// The value a word stands for; reports any other, with what there is.
template <class Values>
std::optional<typename Values::value_type> one_of(Context& context, Words& words, const Values& values,
                                                  diagnostics::Kind<1> kind) {
  const auto name = words.name();
  if (!name) {
    return std::nullopt;
  }
  for (const auto value : values) {
    if (facts::word_of(value) == name->text) {
      return value;
    }
  }
  suggest(context.out.report(name->span, kind, name->text), name->text, name->span, words_of(values));
  return std::nullopt;
}

// ── sync ────────────────────────────────────────────────────────────────────

void read_backfill(Context& context, Words& words, facts::Sync& sync) {
  bool understood = true;
  do {
    const auto name = words.name();
    if (!name) {
      return;
    }
    if (!context.maps.contains(name->text)) {
      suggest(context.out.report(name->span, diagnostics::unknown_map, name->text), name->text, name->span,
              keys_of(context.maps));
      understood = false;  // whatever is missing here may be what was meant
    } else if (std::ranges::find(sync.backfill, name->text) != sync.backfill.end()) {
      context.out.report(name->span, diagnostics::named_twice, name->text);
    } else {
      const facts::Map* map = context.facts.map(name->text);
      for (const facts::Map* later : waits_for(context, *map)) {
        if (understood && std::ranges::find(sync.backfill, later->name) == sync.backfill.end()) {
          context.out.report(name->span, diagnostics::backfill_order, name->text, later->name);
        }
      }
      sync.backfill.push_back(name->text);
    }
  } while (words.take(","));
  if (!words.end() || !understood) {
    sync.backfill.clear();
  }
}

void read_loops(Context& context, Words& words, facts::Sync& sync) {
  facts::Sync::Loops loops;
  Once once(context, diagnostics::named_twice);
  do {
    once(std::string(words.next()), words.next_span());
    if (words.take("marker")) {
      const auto name = words.name();
      loops.marker = name ? name->text : "";
      if (name && schema::wrong_property_name(name->text)) {
        context.out.report(name->span, diagnostics::ensure_name, name->text);
      }
    } else if (words.take("window")) {
      loops.window_ms = words.duration().value_or(0);
    } else if (words.take("hash")) {
      loops.hash = true;
    } else {
      words.fail();
    }
  } while (words.take(","));
  if (words.end()) {
    sync.loops = loops;
  }
}

void read_sync(Context& context, const ast::Agreement& agreement) {
  facts::Sync sync{.span = agreement.keyword.span};
  const std::vector<std::string> entries = {"every", "backfill", "loops"};
  Once once(context);
  for (const ast::Clause& clause : agreement.clauses) {
    if (!begins_with(context, clause, "`sync`", entries, &once)) {
      continue;
    }
    if (Words words(context, clause, "every DURATION"); words.take("every")) {
      sync.every_ms = words.duration().value_or(0);
      words.end();
    } else if (Words maps(context, clause, "backfill MAP, MAP, …"); maps.take("backfill")) {
      read_backfill(context, maps, sync);
    } else if (Words loops(context, clause, "loops marker PROPERTY, window DURATION, hash"); loops.take("loops")) {
      read_loops(context, loops, sync);
    }
  }
  for (const auto& map : context.facts.maps) {
    if (!sync.backfill.empty() && std::ranges::find(sync.backfill, map->name) == sync.backfill.end()) {
      context.out.report(map->tree->name.span, diagnostics::backfill_left_out, map->name);
    }
  }
  context.facts.agreements.sync = std::move(sync);
}

// ── sla ─────────────────────────────────────────────────────────────────────

void read_level(Context& context, const ast::Agreement& agreement) {
  for (const ast::Clause& clause : agreement.clauses) {
    Words words(context, clause, "99% of records within DURATION over DURATION excluding quiet");
    facts::ServiceLevel level{.span = clause.span, .name = agreement.name ? agreement.name->text : ""};
    const source::Span share = words.next_span();
    level.share = words.percent().value_or(facts::Percent{"100"});
    if (level.share.value() == 0) {
      context.out.report(share, diagnostics::zero_amount, level.share.digits + "%");
    }
    words.expect("of") && words.expect("records") && words.expect("within");
    const source::Span within = words.next_span();
    level.within_ms = words.duration().value_or(0);
    words.expect("over");
    const source::Span over = words.next_span();
    level.over_ms = words.duration().value_or(0);
    if (words.sound() && level.over_ms > 0 && level.within_ms > level.over_ms) {
      context.out.report(within, diagnostics::out_of_proportion, context.text(within),
                         std::string(context.text(over)));
    }
    if (words.take("excluding")) {
      level.excluding_quiet = words.expect("quiet");
    }
    auto& levels = context.facts.agreements.service_levels;
    const auto same = std::ranges::find(levels, level.name, &facts::ServiceLevel::name);
    if (!words.end()) {
      continue;
    }
    if (same != levels.end() && same->span.begin < agreement.keyword.span.begin) {
      context.out.report(agreement.name ? agreement.name->span : agreement.keyword.span, diagnostics::duplicate_name,
                         "service level", level.name)
          .labels.push_back({.span = same->span, .text = "first here"});
      return;
    }
    levels.push_back(std::move(level));
  }
}

// ── alert ───────────────────────────────────────────────────────────────────

bool is_time(Alert::Metric metric) {
  return metric == Alert::Metric::p50 || metric == Alert::Metric::p95 || metric == Alert::Metric::p99 ||
         metric == Alert::Metric::lag;
}
bool is_count(Alert::Metric metric) { return metric == Alert::Metric::letters || metric == Alert::Metric::conflicts; }

/// What the metric is held against, and for how long.
void read_bound(Context& context, Words& words, Alert& alert) {
  if (alert.metric == Alert::Metric::volume) {
    words.expect("deviates");
    const source::Span sigma = words.next_span();
    alert.above = words.number().value_or("");
    if (facts::Percent{alert.above}.value() == 0 && words.sound()) {
      context.out.report(sigma, diagnostics::zero_amount, alert.above);
    }
    words.expect("sigma") && words.expect("from");
    alert.from_ms = words.duration().value_or(0);
    return;
  }
  words.expect(">");
  if (is_time(alert.metric)) {
    alert.above_ms = words.duration().value_or(0);
  } else if (is_count(alert.metric)) {
    alert.above = words.number().value_or("");
  } else if (const auto share = words.percent()) {
    alert.above = share->digits;
  }
  if (words.take("over")) {
    alert.over_ms = words.duration().value_or(0);
  }
}

void read_destination(Context& context, Words& words, Alert& alert) {
  words.expect("to");
  const auto channel = one_of(context, words, channels, diagnostics::unknown_channel);
  if (!channel) {
    words.abandon();
    return;
  }
  alert.channel = *channel;
  if (*channel == Alert::Channel::email) {
    const auto address = words.text();
    alert.to = address ? address->value : "";
    if (address) {
      check_mail_address(context, *address);
    }
    return;
  }
  if (!words.at_end() && words.next().starts_with('"')) {
    const auto text = words.text();
    context.out.report(text->span, diagnostics::secret_in_clear).confidential = true;
    return;
  }
  words.expect("secret");
  const auto name = words.name();
  alert.to = name ? name->text : "";
  if (name) {
    check_secret_name(context, *name);
  }
}

void read_alert(Context& context, const ast::Agreement& agreement) {
  for (const ast::Clause& clause : agreement.clauses) {
    Words words(context, clause, "alert NAME when METRIC > BOUND over DURATION to CHANNEL DESTINATION");
    words.take("alert");
    Alert alert{.span = clause.span};
    const auto name = words.name();
    alert.name = name ? name->text : "";
    words.expect("when");
    if (!words.sound()) {
      continue;
    }
    const auto metric = one_of(context, words, metrics, diagnostics::unknown_metric);
    if (!metric) {
      continue;
    }
    alert.metric = *metric;
    read_bound(context, words, alert);
    if (words.sound()) {
      read_destination(context, words, alert);
    }
    if (!words.end()) {
      continue;
    }
    auto& alerts = context.facts.agreements.alerts;
    if (const auto same = std::ranges::find(alerts, alert.name, &Alert::name); same != alerts.end()) {
      context.out.report(name->span, diagnostics::duplicate_name, "alert", alert.name)
          .labels.push_back({.span = same->span, .text = "first here"});
      continue;
    }
    alerts.push_back(std::move(alert));
  }
}

// ── books ───────────────────────────────────────────────────────────────────

void read_books(Context& context, const ast::Agreement& agreement) {
  facts::Books books{.span = agreement.keyword.span, .name = agreement.name ? agreement.name->text : ""};
  Once once(context);
  bool kept = false, said = false, damaged = false;
  for (const ast::Clause& clause : agreement.clauses) {
    if (!begins_with(context, clause, "`books`", {"keep", "contents"}, &once)) {
      damaged = true;
      continue;
    }
    if (Words words(context, clause, "keep DURATION"); words.take("keep")) {
      said = true;
      const auto keep = words.calendar_duration();
      kept = words.end() && keep;
      books.keep = keep.value_or(ast::Duration{});
    } else if (Words contents(context, clause, "contents written | hashes"); contents.take("contents")) {
      const bool written = contents.take("written");
      if (!written) {
        contents.expect("hashes");
      }
      contents.end();
      books.contents = written ? facts::Books::Contents::written : facts::Books::Contents::hashes;
    }
  }
  auto& all = context.facts.agreements.books;
  if (const auto same = std::ranges::find(all, books.name, &facts::Books::name); same != all.end()) {
    context.out.report(agreement.name ? agreement.name->span : books.span, diagnostics::duplicate_name, "books",
                       books.name)
        .labels.push_back({.span = same->span, .text = "first here"});
  } else if (kept) {
    all.push_back(std::move(books));
  } else if (!said && !damaged) {
    context.out.report(agreement.keyword.span, diagnostics::books_without_keep);
  }
}

/// The block's name where it can have one, and its lines where it has any.
bool is_sound(Context& context, const ast::Agreement& agreement) {
  const std::string& keyword = agreement.keyword.text;
  if ((keyword == "sync" || keyword == "accept") && agreement.name) {
    context.out.report(agreement.name->span, diagnostics::agreement_word, agreement.name->text, keyword + " { … }");
  }
  if (agreement.clauses.empty()) {
    context.out.report(agreement.keyword.span, diagnostics::says_nothing, keyword);
    return false;
  }
  return true;
}

}  // namespace

bool begins_with(Context& context, const ast::Clause& clause, const char* block,
                 const std::vector<std::string>& entries, Once* once) {
  if (clause.words.empty()) {
    return false;
  }
  const source::Span first = span_of(clause.words.front());
  const std::string word(context.text(first));
  if (std::ranges::find(entries, word) == entries.end()) {
    suggest(context.out.report(first, diagnostics::agreement_entry, word, block), word, first, entries);
    return false;
  }
  return !once || (*once)(word, clause.span);
}

void check_behaviour(Context& context) {
  std::map<std::string, source::Span> once;
  for (const ast::Item& item : context.in.contract.items) {
    const auto* agreement = std::get_if<ast::Agreement>(&item.node);
    if (!agreement) {
      continue;
    }
    const std::string& keyword = agreement->keyword.text;
    not_in_force(context, keyword);
    if (!is_sound(context, *agreement)) {
      continue;
    }
    if (keyword == "sync" || keyword == "accept") {
      if (const auto [before, fresh] = once.emplace(keyword, agreement->keyword.span); !fresh) {
        context.out.report(agreement->keyword.span, diagnostics::stands_twice, keyword)
            .labels.push_back({.span = before->second, .text = "first here"});
        continue;
      }
    }
    if (keyword == "sync") {
      read_sync(context, *agreement);
    } else if (keyword == "sla") {
      read_level(context, *agreement);
    } else if (keyword == "alert") {
      read_alert(context, *agreement);
    } else if (keyword == "accept") {
      read_acceptance(context, *agreement);
    } else if (keyword == "books") {
      read_books(context, *agreement);
    }
  }
}

}  // namespace treaty::check
