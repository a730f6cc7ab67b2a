// How it runs and is watched: `sync`, `sla`, `alert`, `books`.

#include <charconv>

#include "compiler/diff/compare.h"

namespace treaty::diff {
namespace {

double number_of(const std::string& digits) {
  double number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

class Behaviour {
 public:
  explicit Behaviour(Context& context)
      : context_(context), before_(context.before.facts.agreements), after_(context.after.facts.agreements) {}

  void compare() {
    compare_sync();
    compare_levels();
    compare_alerts();
    compare_books();
  }

 private:
  [[nodiscard]] Where places(source::Span was, source::Span is) const {
    return {was.file.valid() ? at(was) : context_.header_before(),
            is.file.valid() ? at(is) : context_.header_after()};
  }

  /// The line of `sync` that begins with this word.
  static source::Span clause_of(const driver::Compilation& contract, std::string_view word) {
    for (const auto& agreement : all_of<ast::Agreement>(contract.contract.items)) {
      for (const ast::Clause& clause : agreement.node->clauses) {
        const std::string text = plain(contract.files.text(clause.span));
        if (agreement.node->keyword.text == "sync" && (text == word || text.starts_with(std::string(word) + " "))) {
          return clause.span;
        }
      }
    }
    return {};
  }
  [[nodiscard]] Where sync_places(std::string_view word) const {
    return places(clause_of(context_.before, word), clause_of(context_.after, word));
  }

  void compare_sync() {
    const facts::Sync none;
    const facts::Sync& was = before_.sync ? *before_.sync : none;
    const facts::Sync& is = after_.sync ? *after_.sync : none;
    if (was.every_ms != is.every_ms) {
      context_.add(sync_changed, "sync", {is.every_ms == 0 ? "no interval" : "every " + spelled_time(is.every_ms)},
                   sync_places("every"));
    }
    compare_backfill(was, is);
    const auto said = [](const std::optional<facts::Sync::Loops>& loops) {
      return loops ? loops->marker + " " + std::to_string(loops->window_ms) + (loops->hash ? " hash" : "") : "none";
    };
    if (said(was.loops) != said(is.loops)) {
      const std::string words = !is.loops ? "no longer" : context_.text_after(clause_of(context_.after, "loops"));
      context_.add(loops_changed, "sync", {words}, sync_places("loops"));
    }
  }

  void compare_backfill(const facts::Sync& was, const facts::Sync& is) {
    std::vector<std::string> old_order;
    std::ranges::transform(was.backfill, std::back_inserter(old_order),
                           [&](const std::string& name) { return context_.map_name(name); });
    std::vector<std::string> lost;
    for (const std::string& name : old_order) {
      const bool there = context_.after.facts.map(name) != nullptr;
      if (there && std::ranges::find(is.backfill, name) == is.backfill.end()) {
        lost.push_back(name);
      }
    }
    // Where nothing is said every map is.
    if (!lost.empty() && !is.backfill.empty()) {
      context_.add(backfill_removed, "sync", lost, sync_places("backfill"));
    } else if (old_order != is.backfill) {
      context_.add(sync_changed, "sync", {"backfill " + joined(is.backfill)}, sync_places("backfill"));
    }
  }

  void compare_levels() {
    using One = facts::ServiceLevel;
    for (const auto& [was, is] : paired<One>(pointers_to(before_.service_levels), pointers_to(after_.service_levels),
                                             [](const One& one) { return one.name; })) {
      const auto said = [](const One& one) {
        return std::tuple(one.share.digits, one.within_ms, one.over_ms, one.excluding_quiet);
      };
      if (!was || !is || said(*was) != said(*is)) {
        context_.add(sla_changed, "", {(is ? is : was)->name},
                     places(was ? was->span : source::Span{}, is ? is->span : source::Span{}));
      }
    }
  }

  static std::string destination(const facts::Alert& alert) {
    return std::string(facts::word_of(alert.channel)) + " `" + alert.to + "`";
  }

  void compare_alerts() {
    using One = facts::Alert;
    std::set<std::string> known;
    std::ranges::transform(before_.alerts, std::inserter(known, known.end()), destination);
    for (const auto& [was, is] : paired<One>(pointers_to(before_.alerts), pointers_to(after_.alerts),
                                             [](const One& one) { return one.name; })) {
      const Where where = places(was ? was->span : source::Span{}, is ? is->span : source::Span{});
      const std::string& name = (is ? is : was)->name;
      if (is && !known.contains(destination(*is))) {
        context_.add(alert_channel_added, "", {name}, where, {destination(*is)});
      }
      if (!is || (was && is_weaker(*was, *is))) {
        context_.add(alert_weakened, "", {name}, where);
      } else if (!was || bound_of(*was) != bound_of(*is) ||
                 (destination(*was) != destination(*is) && known.contains(destination(*is)))) {
        context_.add(alert_changed, "", {name}, where);
      }
    }
  }
  static std::tuple<int, double, int64_t, int64_t, int64_t> bound_of(const facts::Alert& alert) {
    return {static_cast<int>(alert.metric), number_of(alert.above), alert.above_ms, alert.over_ms, alert.from_ms};
  }
  static bool is_weaker(const facts::Alert& was, const facts::Alert& is) {
    return was.metric != is.metric || number_of(is.above) > number_of(was.above) || is.above_ms > was.above_ms ||
           is.over_ms > was.over_ms;
  }

  void compare_books() {
    using One = facts::Books;
    for (const auto& [was, is] : paired<One>(pointers_to(before_.books), pointers_to(after_.books),
                                             [](const One& one) { return one.name; })) {
      const Where where = places(was ? was->span : source::Span{}, is ? is->span : source::Span{});
      const std::string& name = (is ? is : was)->name;
      const auto holds = [](const One* one) { return one && one->contents == One::Contents::written; };
      if (!is) {
        context_.add(books_removed, "", {name}, where);
        continue;
      }
      if (holds(is) && !holds(was)) {
        context_.add(books_contents_written, "", {name}, where);
      } else if (!was || holds(was) != holds(is)) {
        context_.add(books_changed, "", {name}, where);
      }
      constexpr int64_t month = int64_t{30} * 86'400'000;
      const auto length = [](const One* one) { return one->keep.milliseconds + one->keep.months * month; };
      if (was && length(is) != length(was)) {
        Change& change = context_.add(length(is) < length(was) ? books_kept_shorter
                                      : holds(is)              ? books_kept_longer
                                                               : books_changed,
                                      "", {name}, where);
        change.was = "keep " + spelled(was->keep);
        change.is = "keep " + spelled(is->keep);
      }
    }
  }

  Context& context_;
  const facts::Agreements& before_;
  const facts::Agreements& after_;
};

}  // namespace

void compare_behaviour(Context& context) { Behaviour(context).compare(); }

}  // namespace treaty::diff
