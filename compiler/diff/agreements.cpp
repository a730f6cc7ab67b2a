// Who answers for what, where it runs, who else writes, what is open, what it serves, how it is tried.

#include "compiler/base/match.h"
#include "compiler/diff/compare.h"

namespace treaty::diff {
namespace {

class Agreements {
 public:
  explicit Agreements(Context& context) : context_(context) {}

  void compare() {
    for (const auto& pair : context_.items<ast::Party>()) {
      compare(pair);
    }
    for (const auto& pair : context_.items<ast::Environment>()) {
      compare(pair);
    }
    plain_ones<ast::Existing>(existing_changed);
    plain_ones<ast::Pending>(pending_changed);
    plain_ones<ast::UseCase>(usecase_changed);
    compare_tests();
  }

 private:
  template <class Node>
  [[nodiscard]] Where places(const Pair<Node>& pair) const {
    Where where = context_.places(pair);
    where.before = where.before ? where.before : context_.header_before();
    where.after = where.after ? where.after : context_.header_after();
    return where;
  }

  template <class Node>
  [[nodiscard]] bool same(const Pair<Node>& pair) const {
    return pair.before && pair.after &&
           context_.same_text(context_.span_before(pair.before), context_.span_after(pair.after));
  }

  /// What is said in one declaration and compared as a whole.
  template <class Node>
  void plain_ones(Kind kind) {
    for (const auto& pair : context_.items<Node>()) {
      if (!same(pair)) {
        context_.add(kind, "", {(pair.after ? pair.after : pair.before)->name.text}, places(pair));
      }
    }
  }

  void compare(const Pair<ast::Party>& pair) {
    const auto topics = [](const ast::Party* party) {
      const auto texts = party ? texts_of(party->approves) : std::vector<std::string>();
      return std::set<std::string>(texts.begin(), texts.end());
    };
    const std::set<std::string> before = topics(pair.before), after = topics(pair.after);
    const std::string& name = (pair.after ? pair.after : pair.before)->name.text;
    std::vector<std::string> lost;
    std::ranges::set_difference(before, after, std::back_inserter(lost));
    if (!lost.empty()) {
      context_.add(approval_removed, "", {name}, places(pair), {"`" + joined(lost, "`, `") + "`"});
    }
    const bool words = pair.before && pair.after && words_of(*pair.before) != words_of(*pair.after);
    const bool more = !std::ranges::includes(before, after);
    if (!pair.before || more || words || (!pair.after && lost.empty())) {
      context_.add(party_changed, "", {name}, places(pair));
    }
  }
  static std::string words_of(const ast::Party& party) {
    return party.title.value + "\n" + (party.email ? party.email->value : "");
  }

  static std::string value_of(const ast::Environment::Entry& entry) {
    return match(
        entry.value, [](const ast::Text& text) { return text.value; },
        [](int64_t number) { return std::to_string(number); });
  }

  void compare(const Pair<ast::Environment>& pair) {
    const std::string& name = (pair.after ? pair.after : pair.before)->name.text;
    if (!pair.before || !pair.after) {
      context_.add(environment_changed, "", {name}, places(pair));
      return;
    }
    using Entry = ast::Environment::Entry;
    const auto entries = paired<Entry>(
        pointers_to(pair.before->entries), pointers_to(pair.after->entries),
        [&](const Entry& entry) { return context_.system_name(entry.system.text) + " " + entry.key.text; },
        [](const Entry& entry) { return entry.system.text + " " + entry.key.text; });
    for (const auto& [was, is] : entries) {
      if (was && is && value_of(*was) == value_of(*is)) {
        continue;
      }
      const Entry& entry = is ? *is : *was;
      const Where where{was ? at(was->span) : inside(pair.before->name.span),
                        is ? at(is->span) : inside(pair.after->name.span)};
      const facts::System* system = (is ? context_.after : context_.before).facts.system(entry.system.text);
      const bool hubspot = system && system->kind == "hubspot";
      context_.add(hubspot ? environment_portal_changed : environment_address_changed, "", {name}, where,
                   {entry.system.text});
    }
  }

  [[nodiscard]] std::string samples_of(const driver::Compilation& contract, const ast::Test& test) const {
    std::string text;
    for (const ast::TestEntry& entry : test.entries) {
      const auto* given = std::get_if<ast::TestGiven>(&entry.node);
      const auto* path = given ? std::get_if<ast::Text>(&given->input) : nullptr;
      const auto sample = path ? contract.samples.find(path->value) : contract.samples.end();
      text += sample == contract.samples.end() ? "" : sample->second;
    }
    return text;
  }

  void compare_tests() {
    for (const auto& pair : context_.items<ast::Test>()) {
      if (same(pair) && samples_of(context_.before, *pair.before) == samples_of(context_.after, *pair.after)) {
        continue;
      }
      const std::string& name = (pair.after ? pair.after : pair.before)->name.text;
      Change& change = context_.add(test_changed, "", {name}, places(pair));
      change.notes.emplace_back(!pair.before  ? "new"
                                : !pair.after ? "gone"
                                : same(pair)  ? "another sample"
                                              : "tries something else");
    }
  }

  Context& context_;
};

}  // namespace

void compare_agreements(Context& context) { Agreements(context).compare(); }

}  // namespace treaty::diff
