#include "compiler/diff/model.h"

#include <algorithm>

namespace treaty::diff {
namespace {

constexpr Row table[] = {
#define KIND(name, grade, bump, text, why, remedy) {#name, Grade::grade, Bump::bump, text, why, remedy},
#include "compiler/diff/kinds.def"
#undef KIND
};

constexpr std::array grade_names = {"privacy_widening", "data_loss",        "source_breaking",
                                    "target_breaking",  "reverse_breaking", "safe"};
constexpr size_t subjects_named = 6;

std::string with(std::string_view name, char between) {
  std::string text(name);
  std::ranges::replace(text, '_', between);
  return text;
}

/// `a`, `b` and 12 more
std::string listed(const std::vector<std::string>& subjects) {
  std::string text;
  for (size_t i = 0; i < subjects.size() && i < subjects_named; ++i) {
    text += (i == 0 ? "`" : ", `") + subjects[i] + "`";
  }
  return subjects.size() > subjects_named
             ? text + " and " + std::to_string(subjects.size() - subjects_named) + " more"
             : text;
}

std::string filled(std::string_view pattern, const Change& change) {
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const bool placeholder = pattern[i] == '{' && i + 2 < pattern.size() && pattern[i + 2] == '}';
    if (!placeholder) {
      text += pattern[i];
      continue;
    }
    const auto index = static_cast<size_t>(pattern[i + 1] - '0');
    text += index == 0 ? listed(change.subjects) : change.arguments.at(index - 1);
    i += 2;
  }
  return text;
}

}  // namespace

std::span<const Row> rows() { return table; }
std::string name_of(const Row& row) { return with(row.name, '-'); }
std::string name_of(Grade grade) { return with(grade_names[static_cast<size_t>(grade)], '-'); }
std::string words_of(Grade grade) {
  std::string text = name_of(grade);
  return text.ends_with("-breaking") ? text : with(grade_names[static_cast<size_t>(grade)], ' ');
}
std::string_view word_of(Bump bump) {
  constexpr std::array words = {"major", "minor", "patch", "none"};
  return words[static_cast<size_t>(bump)];
}

const Row& Change::kind() const { return table[row]; }
std::string Change::text() const { return filled(kind().text, *this); }
std::string Change::remedy() const { return filled(kind().remedy, *this); }

std::array<size_t, grade_count> Diff::counts() const {
  std::array<size_t, grade_count> counts{};
  for (const Change& change : changes) {
    ++counts[static_cast<size_t>(change.kind().grade)];
  }
  return counts;
}

}  // namespace treaty::diff
