#include "compiler/check/follow_ups.h"

#include <algorithm>
#include <cctype>

namespace treaty::check {
namespace {

using diagnostics::Diagnostic;

template <int... Arities>
std::set<int> rows_of(const diagnostics::Kind<Arities>&... kinds) {
  return {kinds.row...};
}

/// A name that nothing declares, which stands first among the arguments: it may be declared where something is unread.
const std::set<int>& undeclared() {
  static const std::set<int> rows =
      rows_of(diagnostics::unknown_system, diagnostics::unknown_resource, diagnostics::unknown_object,
              diagnostics::unknown_property, diagnostics::unknown_step, diagnostics::unknown_table,
              diagnostics::unknown_picklist, diagnostics::unknown_map, diagnostics::unknown_test,
              diagnostics::unknown_party, diagnostics::unknown_list, diagnostics::unknown_field,
              diagnostics::unknown_ensure_object, diagnostics::match_not_unique, diagnostics::nobody_approves);
  return rows;
}
/// The same for names that the contract itself declares, so that one declaration mends all their uses.
const std::set<int>& declared_here() {
  static const std::set<int> rows =
      rows_of(diagnostics::unknown_system, diagnostics::unknown_resource, diagnostics::unknown_property,
              diagnostics::unknown_step, diagnostics::unknown_table, diagnostics::unknown_picklist,
              diagnostics::unknown_map, diagnostics::unknown_test, diagnostics::unknown_party,
              diagnostics::unknown_list, diagnostics::resource_without_key);
  return rows;
}
/// What no line of a map seems to do with the property or field that stands first among the arguments.
const std::set<int>& done_by_no_line() {
  static const std::set<int> rows =
      rows_of(diagnostics::expected_not_written, diagnostics::accept_not_written, diagnostics::match_not_written,
              diagnostics::match_not_read, diagnostics::required_not_written, diagnostics::accept_no_association,
              diagnostics::created_incomplete, diagnostics::match_left_out, diagnostics::never_flows_back);
  return rows;
}
/// Of those, what speaks of a property: one line that writes it mends them all.
const std::set<int>& written_by_no_line() {
  static const std::set<int> rows =
      rows_of(diagnostics::expected_not_written, diagnostics::accept_not_written, diagnostics::match_not_written);
  return rows;
}
/// What is left out of the resource that stands first among the arguments.
const std::set<int>& left_out_of_resource() {
  static const std::set<int> rows =
      rows_of(diagnostics::resource_without_key, diagnostics::no_update_endpoint, diagnostics::no_create_endpoint);
  return rows;
}

/// What is left out of, or seems to stand twice in, the declaration in which the message stands.
const std::set<int>& left_out_here() {
  static const std::set<int> rows =
      rows_of(diagnostics::resource_not_read, diagnostics::no_base, diagnostics::no_document, diagnostics::entry_twice, diagnostics::auth_incomplete,
              diagnostics::test_without_map, diagnostics::test_without_given,
              diagnostics::test_without_expectation, diagnostics::books_without_keep,
              diagnostics::picklist_not_covering);
  return rows;
}
/// What a portal does not have, as far as its snapshot and `ensure` were read.
const std::set<int>& not_in_portal() {
  static const std::set<int> rows =
      rows_of(diagnostics::unknown_property, diagnostics::unknown_object, diagnostics::unknown_option,
              diagnostics::match_not_unique);
  return rows;
}

bool within(source::Span inner, source::Span outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

bool holds_word(std::string_view text, std::string_view word) {
  const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !letter(text[at - 1])) && (end == text.size() || !letter(text[end]))) {
      return true;
    }
  }
  return false;
}

std::vector<const ast::Contract*> trees_of(const Context& context) {
  std::vector<const ast::Contract*> all = context.in.libraries;
  all.push_back(&context.in.contract);
  return all;
}

class FollowUps {
 public:
  explicit FollowUps(Context& context) : context_(context) {
    for (const ast::Contract* tree : trees()) {
      for (const ast::Unread& part : tree->unread) {
        unread_words_.insert(part.words.begin(), part.words.end());
      }
    }
  }

  std::vector<Diagnostic> rest() {
    std::vector<Diagnostic> kept;
    for (const Diagnostic& said : context_.out.all()) {
      if (!follows(said)) {
        kept.push_back(said);
      }
    }
    std::ranges::stable_sort(kept, {}, [](const Diagnostic& said) {
      return std::pair(said.span.file.index, said.span.begin);
    });
    return gathered(merged(std::move(kept)));
  }

 private:
  std::vector<const ast::Contract*> trees() const { return trees_of(context_); }

  bool follows(const Diagnostic& said) const {
    const bool name = undeclared().contains(said.row), nothing = done_by_no_line().contains(said.row);
    const bool here = left_out_here().contains(said.row);
    if (context_.in.contract.cut_off && (name || nothing || here || said.row == diagnostics::no_maps.row)) {
      return true;
    }
    if (not_in_portal().contains(said.row) && unread_in_portal()) {
      return true;
    }
    if (said.row == diagnostics::unknown_resource.row && unread_in_system(said.arguments[1])) {
      return true;
    }
    if (said.row == diagnostics::environment_key.row) {
      return kind_is_wrong(said.arguments[1]);
    }
    if (name) {
      return unread_words_.contains(said.arguments.front());
    }
    if (said.row == diagnostics::environment_incomplete.row) {
      return unread_words_.contains(said.arguments.back());
    }
    if (nothing) {
      const facts::Map* map = map_of(said);
      return map != nullptr && (unread_within(map->span) || wrong_line_about(*map, said));
    }
    if (said.row == diagnostics::no_maps.row) {
      return !context_.in.contract.unread.empty();
    }
    if (here) {
      return std::ranges::any_of(context_.in.contract.items, [&](const ast::Item& item) {
        return within(said.span, item.span) && unread_within(item.span);
      });
    }
    return left_out_of_resource().contains(said.row) && unread_in_resource(said.arguments.front());
  }

  /// The map that is meant: the one that a message names, or stands in.
  const facts::Map* map_of(const Diagnostic& said) const {
    if (said.row == diagnostics::expected_not_written.row || said.row == diagnostics::accept_not_written.row) {
      return context_.facts.map(said.arguments[1]);
    }
    if (said.row == diagnostics::accept_no_association.row) {
      return context_.facts.map(said.arguments[0]);
    }
    const auto found =
        std::ranges::find_if(context_.facts.maps, [&](const auto& map) { return within(said.span, map->span); });
    return found == context_.facts.maps.end() ? nullptr : found->get();
  }

  bool unread_within(source::Span span) const { return is_damaged(context_, span); }

  bool unread_in_system(std::string_view name) const {
    return std::ranges::any_of(context_.in.contract.items, [&](const ast::Item& item) {
      const auto* system = std::get_if<ast::System>(&item.node);
      return system && system->name.text == name && unread_within(item.span);
    });
  }
  bool unread_in_portal() const {
    return std::ranges::any_of(context_.facts.systems, [&](const auto& system) {
      return system->portal && unread_in_system(system->name);
    });
  }
  /// Maps have the system on a side where its kind cannot stand: it is another kind that was meant.
  bool kind_is_wrong(const std::string& system) const {
    return std::ranges::any_of(context_.out.all(), [&](const Diagnostic& said) {
      return said.row == diagnostics::side_not_mappable.row && said.arguments.front().starts_with(system + ".");
    });
  }

  bool unread_in_resource(const std::string& name) const {
    for (const auto& system : context_.facts.systems) {
      for (const ast::SystemEntry& entry : system->tree->entries) {
        const auto* resource = std::get_if<ast::Resource>(&entry.node);
        if (resource && resource->name.text == name && unread_within(entry.span)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether a line of the map that something is wrong with names what no line seems to do.
  bool wrong_line_about(const facts::Map& map, const Diagnostic& said) const {
    const bool any = said.row == diagnostics::created_incomplete.row || said.row == diagnostics::never_flows_back.row;
    const std::string& name =
        said.row == diagnostics::accept_no_association.row ? said.arguments[1] : said.arguments.front();
    return wrong_line_among(map.tree->entries, any ? "" : name.substr(name.rfind('.') + 1));
  }

  bool wrong_line_among(const std::vector<ast::MapEntry>& entries, std::string_view name) const {
    return std::ranges::any_of(entries, [&](const ast::MapEntry& entry) {
      if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
        return wrong_line_among(group->entries, name);
      }
      const bool line = std::holds_alternative<ast::FieldLine>(entry.node) ||
                        std::holds_alternative<ast::Associate>(entry.node);
      return line && std::ranges::any_of(context_.out.all(), [&](const Diagnostic& wrong) {
               return wrong.severity() == diagnostics::Severity::error && within(wrong.span, entry.span) &&
                      (name.empty() || wrong.row == diagnostics::target_left_out.row ||
                       holds_word(context_.text(entry.span), name) || suggests(wrong, name));
             });
    });
  }

  static bool suggests(const Diagnostic& said, std::string_view name) {
    const std::string quoted = "`" + std::string(name) + "`";
    return std::ranges::any_of(said.notes, [&](const std::string& note) {
      return note.starts_with("did you mean") && note.find(quoted) != std::string::npos;
    });
  }

  /// What nothing declares is said where it is first used; the other uses are shown there.
  std::vector<Diagnostic> merged(std::vector<Diagnostic> all) const {
    std::vector<Diagnostic> kept;
    for (Diagnostic& said : all) {
      const auto same =
          std::ranges::find_if(kept, [&](const Diagnostic& first) { return is_about_the_same(first, said); });
      const auto other = same == kept.end() ? std::ranges::find_if(kept, [&](const Diagnostic& first) {
        return fit_the_other_way_round(first, said);
      })
                                            : kept.end();
      if (other != kept.end()) {
        other->labels.push_back({.span = said.span, .text = "gets " + said.arguments[2]});
        other->notes.push_back("`" + other->arguments[0] + "` and `" + said.arguments[0] +
                               "` fit the other way round: did they change places?");
      } else if (same == kept.end()) {
        kept.push_back(std::move(said));
      } else if (said.span != same->span) {
        same->labels.push_back({.span = said.span, .text = "and here"});
      }
    }
    return kept;
  }

  bool is_about_the_same(const Diagnostic& first, const Diagnostic& said) const {
    if (written_by_no_line().contains(first.row) && written_by_no_line().contains(said.row)) {
      return first.arguments[0] == said.arguments[0] && map_of(first) == map_of(said);
    }
    if (first.row != said.row) {
      return false;
    }
    if (said.row == diagnostics::side_not_mappable.row) {  // of one system
      const auto system = [](const Diagnostic& one) { return one.arguments[0].substr(0, one.arguments[0].find('.')); };
      return system(first) == system(said) && first.arguments[1] == said.arguments[1];
    }
    const bool parameter =
        said.row == diagnostics::unknown_field.row && said.arguments[1].starts_with("transform ");
    return (parameter || declared_here().contains(said.row)) && first.arguments == said.arguments;
  }

  /// Two properties of a map that each get what the other takes.
  bool fit_the_other_way_round(const Diagnostic& first, const Diagnostic& said) const {
    const auto number = [](const std::string& what) {
      return what == "an integer" || what == "a decimal" ? std::string("a number") : what;
    };
    const bool types = first.row == diagnostics::property_type.row && said.row == first.row;
    return types && map_of(first) == map_of(said) && first.arguments[1] == number(said.arguments[2]) &&
           said.arguments[1] == number(first.arguments[2]) &&
           std::ranges::none_of(first.notes, [](const std::string& note) { return note.ends_with("change places?"); });
  }

  /// Many names that one record or object does not have, none of them near one it has: it is the wrong one. Said at the first.
  static std::vector<Diagnostic> gathered(std::vector<Diagnostic> all) {
    constexpr size_t many = 3;
    std::map<std::pair<int, std::string>, std::vector<size_t>> groups;
    for (size_t i = 0; i < all.size(); ++i) {
      if (is_far(all[i])) {
        groups[{all[i].row, all[i].arguments[1]}].push_back(i);
      }
    }
    std::set<size_t> gone;
    for (const auto& [group, members] : groups) {
      for (size_t i = 1; i < members.size() && members.size() >= many; ++i) {
        Diagnostic& said = all[members[i]];
        all[members.front()].labels.push_back({.span = said.span, .text = "nor `" + said.arguments[0] + "`"});
        gone.insert(members[i]);
      }
    }
    std::vector<Diagnostic> kept;
    for (size_t i = 0; i < all.size(); ++i) {
      if (!gone.contains(i)) {
        kept.push_back(std::move(all[i]));
      }
    }
    return kept;
  }

  /// A field or property that is not there, and nothing that is comes near it.
  static bool is_far(const Diagnostic& said) {
    const bool name = said.row == diagnostics::unknown_property.row || said.row == diagnostics::unknown_field.row;
    return name && std::ranges::none_of(said.notes, [](const std::string& note) { return note.starts_with("did you mean"); });
  }

  Context& context_;
  std::set<std::string> unread_words_;
};

}  // namespace

bool is_damaged(const Context& context, source::Span place) {
  return std::ranges::any_of(trees_of(context), [&](const ast::Contract* tree) {
    return std::ranges::any_of(tree->unread, [&](const ast::Unread& part) { return within(part.span, place); });
  });
}

void drop_follow_ups(Context& context) { context.out.replace(FollowUps(context).rest()); }

}  // namespace treaty::check
