#include "tests/mutations/judge.h"

#include <ctime>

#include <fmt/format.h>

#include "compiler/driver/run_tests.h"
#include "tests/mutations/meaning.h"

namespace treaty::mutations {
namespace {

constexpr const char* today = "2026-11-23";

double processor_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// The same wherever it stands.
std::string sentence(const diagnostics::Diagnostic& said) {
  return fmt::format("{} {}", said.kind().code, said.text());
}

std::string with_place(const driver::Compilation& compilation, const diagnostics::Diagnostic& said) {
  const source::Position at = compilation.files[said.span.file].position(said.span.begin);
  return fmt::format("{} {}:{} {}", said.kind().code, at.line, at.column, said.text());
}

}  // namespace

std::string_view words_of(Fate fate) {
  switch (fate) {
    case Fate::rejected:
      return "rejected";
    case Fate::warned:
      return "warned";
    case Fate::caught_by_tests:
      return "caught by tests";
    case Fate::same_tree:
      return "same tree";
    case Fate::same_meaning:
      return "same meaning";
    case Fate::other_meaning:
      return "other meaning";
    case Fate::crashed:
      return "crashed";
    case Fate::hung:
      return "hung";
  }
  return "";
}

driver::Compilation Judge::compile(const std::string& text) const {
  const auto read = [&](const std::string& path) -> std::expected<std::string, std::string> {
    if (path == original_.path) {
      return text;
    }
    const auto known = documents_.find(path);
    return known != documents_.end() ? known->second : documents_.emplace(path, disk_(path)).first->second;
  };
  return driver::compile(original_.path, read, today, shelf_);
}

std::expected<std::unique_ptr<Judge>, std::string> Judge::of(const std::string& path, const std::string& library) {
  std::unique_ptr<Judge> judge(new Judge);
  judge->disk_ = driver::disk(library);
  auto text = judge->disk_(path);
  if (!text) {
    return std::unexpected(fmt::format("cannot read `{}`: {}", path, text.error()));
  }
  judge->original_.path = path;
  judge->original_.text = std::move(*text);
  const driver::Compilation compilation = judge->compile(judge->original_.text);
  if (!compilation.ok()) {
    return std::unexpected(fmt::format("`{}` has errors as it stands: treaty check {}", path, path));
  }
  if (driver::run_tests(compilation).failed() > 0) {
    return std::unexpected(fmt::format("`{}` fails its own tests as it stands: treaty test {}", path, path));
  }
  for (const diagnostics::Diagnostic& said : compilation.diagnostics.all()) {
    judge->known_.insert(sentence(said));
  }
  judge->tree_ = tree_of(compilation.contract);
  judge->unordered_tree_ = unordered_tree_of(compilation.contract);
  judge->meaning_ = meaning_of(compilation);
  take_apart(judge->original_);
  return judge;
}

Verdict Judge::judge(const std::string& text) const {
  Verdict verdict;
  const double before = processor_milliseconds();
  const driver::Compilation compilation = compile(text);
  verdict.milliseconds = processor_milliseconds() - before;
  verdict.errors = compilation.diagnostics.error_count();
  std::multiset<std::string> known = known_;
  for (const diagnostics::Diagnostic& said : compilation.diagnostics.all()) {
    if (const auto before_too = known.find(sentence(said)); before_too != known.end()) {
      known.erase(before_too);
    } else {
      verdict.said.push_back(with_place(compilation, said));
    }
  }
  if (!compilation.ok()) {
    verdict.fate = Fate::rejected;
  } else if (!verdict.said.empty()) {
    verdict.fate = Fate::warned;
  } else if (tree_of(compilation.contract) == tree_) {
    verdict.fate = Fate::same_tree;
  } else if (driver::run_tests(compilation).failed() > 0) {
    verdict.fate = Fate::caught_by_tests;
  } else {
    const bool same = unordered_tree_of(compilation.contract) == unordered_tree_ || meaning_of(compilation) == meaning_;
    verdict.fate = same ? Fate::same_meaning : Fate::other_meaning;
  }
  return verdict;
}

}  // namespace treaty::mutations
