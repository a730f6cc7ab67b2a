#include "tests/mutations/report.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace treaty::mutations {
namespace {

const std::vector<Fate> fates = {Fate::rejected,     Fate::warned,        Fate::caught_by_tests, Fate::same_tree,
                                 Fate::same_meaning, Fate::other_meaning, Fate::crashed,         Fate::hung};

using Counts = std::map<Fate, size_t>;

size_t at(const Counts& counts, Fate fate) {
  const auto found = counts.find(fate);
  return found == counts.end() ? 0 : found->second;
}
size_t sum(const Counts& counts) {
  size_t all = 0;
  for (const auto& [fate, count] : counts) {
    all += count;
  }
  return all;
}

std::map<Kind, Counts> by_kind(const std::vector<Trial>& trials) {
  std::map<Kind, Counts> counts;
  for (const Trial& trial : trials) {
    ++counts[trial.kind][trial.verdict.fate];
  }
  return counts;
}

/// How many messages a rejected mutant gets.
struct Messages {
  size_t rejected = 0, errors = 0, one = 0;
  std::vector<const Trial*> most;
};
Messages messages_of(const std::vector<Trial>& trials) {
  Messages messages;
  for (const Trial& trial : trials) {
    if (trial.verdict.fate == Fate::rejected) {
      ++messages.rejected;
      messages.errors += trial.verdict.errors;
      messages.one += trial.verdict.errors == 1;
      messages.most.push_back(&trial);
    }
  }
  std::ranges::stable_sort(messages.most, std::greater(), [](const Trial* one) { return one->verdict.errors; });
  constexpr size_t few = 5;
  messages.most.resize(std::min(few, messages.most.size()));
  return messages;
}
double mean(const Messages& messages) {
  return messages.rejected == 0 ? 0 : static_cast<double>(messages.errors) / static_cast<double>(messages.rejected);
}
double share(size_t part, size_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

/// What passed with another meaning: what the edit hit, with the kinds of edits that hit it.
std::vector<std::pair<std::string, std::map<Kind, size_t>>> passing(const std::vector<Trial>& trials) {
  std::map<std::string, std::map<Kind, size_t>> counts;
  for (const Trial& trial : trials) {
    if (trial.verdict.fate == Fate::other_meaning) {
      ++counts[trial.construct][trial.kind];
    }
  }
  std::vector<std::pair<std::string, std::map<Kind, size_t>>> sorted(counts.begin(), counts.end());
  const auto total = [](const auto& one) {
    size_t all = 0;
    for (const auto& [kind, count] : one.second) {
      all += count;
    }
    return all;
  };
  std::ranges::stable_sort(sorted, std::greater(), total);
  return sorted;
}

std::string kinds_text(const std::map<Kind, size_t>& counts) {
  std::string text;
  for (const auto& [kind, count] : counts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, words_of(kind));
  }
  return text;
}

}  // namespace

Times times_of(const std::vector<Trial>& trials) {
  std::vector<std::pair<double, uint64_t>> times;
  for (const Trial& trial : trials) {
    times.emplace_back(trial.verdict.milliseconds, trial.index);
  }
  if (times.empty()) {
    return {};
  }
  std::ranges::sort(times);
  const auto rank = [&](size_t hundredth) { return times[std::min(times.size() - 1, times.size() * hundredth / 100)].first; };
  return {.p50 = rank(50), .p99 = rank(99), .worst = times.back().first, .slowest = times.back().second};
}

size_t broken(const std::vector<Trial>& trials) {
  return static_cast<size_t>(std::ranges::count_if(trials, [](const Trial& trial) {
    return trial.verdict.fate == Fate::crashed || trial.verdict.fate == Fate::hung;
  }));
}

std::string describe(const Plan& plan, const Trial& trial) {
  std::string text = fmt::format("#{} {}: {}, {} → {} ({} errors, {:.1f} ms)\n{}", trial.index,
                                 plan.judges[trial.contract]->original().path, words_of(trial.kind), trial.construct,
                                 words_of(trial.verdict.fate), trial.verdict.errors, trial.verdict.milliseconds,
                                 trial.shown);
  for (const std::string& said : trial.verdict.said) {
    text += "  " + said + "\n";
  }
  return text;
}

std::string to_text(const Plan& plan, const std::vector<Trial>& trials) {
  std::string text = fmt::format("{:<24}{:>7}", "", "all");
  for (const Fate fate : fates) {
    text += fmt::format("{:>17}", words_of(fate));
  }
  text += "\n";
  Counts all;
  const auto row = [&](std::string_view name, const Counts& counts) {
    text += fmt::format("{:<24}{:>7}", name, sum(counts));
    for (const Fate fate : fates) {
      text += fmt::format("{:>17}", at(counts, fate));
    }
    text += "\n";
  };
  for (const auto& [kind, counts] : by_kind(trials)) {
    row(words_of(kind), counts);
    for (const auto& [fate, count] : counts) {
      all[fate] += count;
    }
  }
  row("all", all);
  const Times times = times_of(trials);
  text += fmt::format("\ntime: p50 {:.1f} ms, p99 {:.1f} ms, worst {:.1f} ms (#{})\n", times.p50, times.p99, times.worst,
                      times.slowest);
  const Messages messages = messages_of(trials);
  text += fmt::format("messages of a rejected mutant: {:.3f} on average, one alone {:.1f} %\n", mean(messages),
                      share(messages.one, messages.rejected));
  for (const Trial* trial : messages.most) {
    text += "\n" + describe(plan, *trial);
  }
  text += "\npassing with another meaning:\n";
  for (const auto& [construct, counts] : passing(trials)) {
    text += fmt::format("  {:<36} {}\n", construct, kinds_text(counts));
  }
  return text;
}

std::string to_json(const Plan& plan, const std::vector<Trial>& trials) {
  nlohmann::ordered_json kinds = nlohmann::ordered_json::object(), passed = nlohmann::ordered_json::array();
  for (const auto& [kind, counts] : by_kind(trials)) {
    for (const Fate fate : fates) {
      kinds[std::string(words_of(kind))][std::string(words_of(fate))] = at(counts, fate);
    }
  }
  for (const auto& [construct, counts] : passing(trials)) {
    for (const auto& [kind, count] : counts) {
      passed.push_back({{"kind", words_of(kind)}, {"construct", construct}, {"count", count}});
    }
  }
  const Times times = times_of(trials);
  const Messages messages = messages_of(trials);
  const nlohmann::ordered_json json = {
      {"seed", plan.seed},
      {"count", trials.size()},
      {"kinds", std::move(kinds)},
      {"milliseconds", {{"p50", times.p50}, {"p99", times.p99}, {"worst", times.worst}, {"slowest", times.slowest}}},
      {"messages", {{"mean", mean(messages)}, {"one_percent", share(messages.one, messages.rejected)}}},
      {"passing", std::move(passed)}};
  return json.dump(2) + "\n";
}

}  // namespace treaty::mutations
