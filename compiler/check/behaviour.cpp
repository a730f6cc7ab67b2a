// How the integration behaves: `sync`, `sla`, `alert`, `books`.

#include "compiler/check/behaviour.h"

#include <algorithm>
#include <array>

#include "compiler/check/clauses.h"
#include "compiler/check/maps.h"

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
  do {
    const auto name = words.name();
    if (!name) {
      return;
    }
    if (!context.maps.contains(name->text)) {
      suggest(context.out.report(name->span, diagnostics::unknown_map, name->text), name->text, name->span,
              keys_of(context.maps));
    } else if (std::ranges::find(sync.backfill, name->text) != sync.backfill.end()) {
      context.out.report(name->span, diagnostics::named_twice, name->text);
    } else {
      const facts::Map* map = context.facts.map(name->text);
      for (const facts::Map* later : waits_for(context, *map)) {
        if (std::ranges::find(sync.backfill, later->name) == sync.backfill.end()) {
          context.out.report(name->span, diagnostics::backfill_order, name->text, later->name);
        }
      }
      sync.backfill.push_back(name->text);
    }
  } while (words.take(","));
  words.end();
}

void read_loops(Words& words, facts::Sync& sync) {
  facts::Sync::Loops loops;
  do {
    if (words.take("marker")) {
      const auto name = words.name();
      loops.marker = name ? name->text : "";
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
  std::set<std::string> seen;
  for (const ast::Clause& clause : agreement.clauses) {
    if (!begins_with(context, clause, "`sync`", entries, seen)) {
      continue;
    }
    if (Words words(context, clause, "every DURATION"); words.take("every")) {
      sync.every_ms = words.duration().value_or(0);
      words.end();
    } else if (Words maps(context, clause, "backfill MAP, MAP, …"); maps.take("backfill")) {
      read_backfill(context, maps, sync);
    } else if (Words loops(context, clause, "loops marker PROPERTY, window DURATION, hash"); loops.take("loops")) {
      read_loops(loops, sync);
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
    level.share = words.percent().value_or(facts::Percent{});
    words.expect("of") && words.expect("records") && words.expect("within");
    level.within_ms = words.duration().value_or(0);
    words.expect("over");
    level.over_ms = words.duration().value_or(0);
    if (words.take("excluding")) {
      level.excluding_quiet = words.expect("quiet");
    }
    if (words.end()) {
      context.facts.agreements.service_levels.push_back(std::move(level));
    }
  }
}

// ── alert ───────────────────────────────────────────────────────────────────

bool is_time(Alert::Metric metric) {
  return metric == Alert::Metric::p50 || metric == Alert::Metric::p95 || metric == Alert::Metric::p99 ||
         metric == Alert::Metric::lag;
}
bool is_count(Alert::Metric metric) { return metric == Alert::Metric::letters || metric == Alert::Metric::conflicts; }

/// What the metric is held against, and for how long.
void read_bound(Words& words, Alert& alert) {
  if (alert.metric == Alert::Metric::volume) {
    words.expect("deviates");
    alert.above = words.number().value_or("");
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
    read_bound(words, alert);
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
  std::set<std::string> seen;
  bool kept = false;
  for (const ast::Clause& clause : agreement.clauses) {
    if (!begins_with(context, clause, "`books`", {"keep", "contents"}, seen)) {
      continue;
    }
    if (Words words(context, clause, "keep DURATION"); words.take("keep")) {
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
  if (kept) {
    context.facts.agreements.books.push_back(std::move(books));
  } else if (!seen.contains("keep")) {
    context.out.report(agreement.keyword.span, diagnostics::books_without_keep);
  }
}

}  // namespace

bool begins_with(Context& context, const ast::Clause& clause, const char* block,
                 const std::vector<std::string>& entries, std::set<std::string>& seen) {
  if (clause.words.empty()) {
    return false;
  }
  const source::Span first = span_of(clause.words.front());
  const std::string word(context.text(first));
  if (std::ranges::find(entries, word) == entries.end()) {
    suggest(context.out.report(first, diagnostics::agreement_entry, word, block), word, first, entries);
    return false;
  }
  seen.insert(word);
  return true;
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
