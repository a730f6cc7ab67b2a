// Maps: what they read and write, how records are told apart and found again, what becomes of those that one side
// alone has.

#include "compiler/diff/compare.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

std::string_view words_of(ast::Arrow arrow) {
  switch (arrow) {
    case ast::Arrow::forward:
      return "from left to right only";
    case ast::Arrow::backward:
      return "from right to left only";
    case ast::Arrow::both:
      return "both ways";
  }
  return "";
}

class Maps {
 public:
  Maps(Context& context, const facts::Map& before, const facts::Map& after)
      : context_(context), before_(before), after_(after) {}

  void compare() {
    compare_ends();
    compare_match();
    compare_order();
    compare_start();
    compare_unmatched();
    compare_deletions();
  }

 private:
  Change& add(Kind kind, Where where, std::vector<std::string> arguments = {}) {
    return context_.add(kind, scope_of(after_), {after_.name}, where, std::move(arguments));
  }
  [[nodiscard]] Where places(source::Span was, source::Span is) const {
    return {was.file.valid() ? at(was) : inside(before_.tree->name.span),
            is.file.valid() ? at(is) : inside(after_.tree->name.span)};
  }
  template <class Node>
  [[nodiscard]] std::pair<Found<Node>, Found<Node>> both() const {
    return {last_of<Node>(before_.tree->entries), last_of<Node>(after_.tree->entries)};
  }

  void compare_ends() {
    const ast::Map &was = *before_.tree, &is = *after_.tree;
    if (before_.name != after_.name) {
      context_.add(map_renamed, "", {before_.name}, {at(was.name.span), at(is.name.span)}, {"`" + after_.name + "`"});
    }
    const bool same_source =
        context_.system_name(before_.source->name) == after_.source->name &&
        context_.resource_name(before_.source->name, before_.resource->name) == after_.resource->name;
    if (!same_source) {
      add(map_source_changed, {at(was.left.span), at(is.left.span)}, {context_.text_after(is.left.span)});
    }
    if (before_.object->name != after_.object->name ||
        context_.system_name(before_.target->name) != after_.target->name) {
      add(map_object_changed, {at(was.right.span), at(is.right.span)}, {after_.object->name});
    }
    const auto each = [](const facts::Map& map) { return map.each ? facts::dotted(*map.each) : std::string(); };
    if (each(before_) != each(after_)) {
      add(map_each_changed,
          places(was.each ? was.each->span : source::Span{}, is.each ? is.each->span : source::Span{}),
          {after_.each ? "each of `" + each(after_) + "`" : "the record itself"});
    }
    if (was.arrow != is.arrow) {
      Change& change = add(direction_changed, {}, {std::string(words_of(is.arrow))});
      change.before = at(source::join(was.left.span, was.right.span));
      change.after = at(source::join(is.left.span, is.right.span));
      change.was = ast::text_of(was.arrow);
      change.is = ast::text_of(is.arrow);
    }
  }

  void compare_match() {
    if (before_.match == after_.match) {
      return;
    }
    const auto [was, is] = both<ast::Match>();
    const bool extended = !before_.match.empty() && before_.match.size() < after_.match.size() &&
                          std::equal(before_.match.begin(), before_.match.end(), after_.match.begin());
    add(extended ? match_fallback_added : match_changed, places(was.span, is.span),
        {after_.match.empty() ? "nothing" : "`" + joined(after_.match, "` else `") + "`"});
  }

  void compare_order() {
    std::set<std::string> was(after_set(before_.after, true)), is(after_set(after_.after, false));
    if (was != is) {
      const auto [old_entry, entry] = both<ast::After>();
      Change& change = add(order_changed, places(old_entry.span, entry.span));
      change.subjects = {is.begin(), is.end()};
      if (is.empty()) {
        change.subjects = {"nothing else"};
      }
    }
  }
  [[nodiscard]] std::set<std::string> after_set(const std::vector<std::string>& names, bool old) const {
    std::set<std::string> set;
    for (const std::string& name : names) {
      set.insert(old ? context_.map_name(name) : name);
    }
    return set;
  }

  void compare_start() {
    const auto [was, is] = both<ast::Start>();
    const auto meant = [](const std::optional<facts::Start>& start) {
      const facts::Start one = start.value_or(facts::Start{});
      return std::tuple(one.adopt, one.wins, one.empty_wins);
    };
    if (meant(before_.start) == meant(after_.start)) {
      if ((was.node == nullptr) != (is.node == nullptr) || (was.node && !context_.same_text(was.span, is.span))) {
        add(default_spelled_out, places(was.span, is.span)).subjects = {"start"};
      }
      return;
    }
    add(start_changed, places(was.span, is.span)).subjects = {is.node ? context_.text_after(is.span)
                                                                      : "nothing said"};
  }

  /// Whether records that only this side has are created on the other; what nobody says is: from left to right.
  [[nodiscard]] bool creates(const facts::Map& map, bool forward) const {
    for (const facts::Unmatched& one : map.unmatched) {
      if ((one.from == map.source->name) == forward) {
        return one.create;
      }
    }
    return forward;
  }
  [[nodiscard]] Found<ast::OnUnmatched> unmatched(const facts::Map& map, bool forward) const {
    for (const auto& one : all_of<ast::OnUnmatched>(map.tree->entries)) {
      if ((one.node->from.text == map.source->name) == forward) {
        return one;
      }
    }
    return {};
  }

  void compare_unmatched() {
    for (const bool forward : {true, false}) {
      const bool was = creates(before_, forward), is = creates(after_, forward);
      const auto old_entry = unmatched(before_, forward), entry = unmatched(after_, forward);
      const Where where = places(old_entry.span, entry.span);
      if (was == is) {
        if ((old_entry.node == nullptr) != (entry.node == nullptr)) {
          add(default_spelled_out, where).subjects = {"on unmatched"};
        }
        continue;
      }
      const std::string& owner = forward ? after_.source->name : after_.target->name;
      const Kind kind = !forward ? unmatched_back_changed : is ? unmatched_created : unmatched_ignored;
      add(kind, where, {is ? "created in " + after_.source->name : "ignored"}).subjects = {owner};
    }
  }

  void compare_deletions() {
    const auto [was, is] = both<ast::OnDelete>();
    const bool old_archive = before_.on_delete == "archive", archive = after_.on_delete == "archive";
    if (old_archive != archive) {
      add(archive ? archive_on_delete : deletion_not_followed, places(was.span, is.span));
    } else if (before_.on_delete != after_.on_delete) {
      add(default_spelled_out, places(was.span, is.span)).subjects = {"on delete"};
    }
  }

  Context& context_;
  const facts::Map& before_;
  const facts::Map& after_;
};

std::string what_it_writes(const Context& context, const facts::Map& map) {
  return context.text_after(map.tree->left.span) + " -> " + context.text_after(map.tree->right.span) + ", " +
         std::to_string(map.fields.size()) + (map.fields.size() == 1 ? " property" : " properties");
}

}  // namespace

void compare_maps(Context& context) {
  for (const Pair<facts::Map>& pair : context.maps) {
    if (pair.before && pair.after) {
      Maps(context, *pair.before, *pair.after).compare();
      compare_where(context, pair);
      compare_fields(context, pair);
      compare_reverse(context, pair);
      compare_links(context, pair);
      compare_subscriptions(context, pair);
    } else if (pair.after) {
      context.add(map_added, "", {pair.after->name}, {context.header_before(), at(pair.after->tree->name.span)},
                  {what_it_writes(context, *pair.after)});
      if (pair.after->tree->arrow != ast::Arrow::forward && !pair.after->reverse.empty()) {
        std::vector<std::string> names;
        for (const facts::ReverseField& field : pair.after->reverse) {
          names.push_back(facts::dotted(field.path));
        }
        context.add(reverse_added, scope_of(*pair.after), names,
                    {context.header_before(), at(pair.after->tree->name.span)});
      }
    } else {
      context.add(map_removed, "", {pair.before->name}, {at(pair.before->tree->name.span), context.header_after()});
    }
  }
}

}  // namespace treaty::diff
