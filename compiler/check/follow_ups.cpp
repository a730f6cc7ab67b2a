#include "compiler/check/follow_ups.h"

#include <algorithm>
#include <cctype>

#include "compiler/check/follow_up_kinds.h"

namespace treaty::check {
namespace {

using diagnostics::Diagnostic;

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
    add_ensured();
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

  /// Properties that `ensure` asks for, where an error speaks of them or of their object.
  void add_ensured() {
    for (const auto& system : context_.facts.systems) {
      for (const ast::SystemEntry& entry : system->tree->entries) {
        const auto* ensure = std::get_if<ast::Ensure>(&entry.node);
        const bool object = ensure && is_wrong(ensure->object.span);
        for (size_t i = 0; ensure && i < ensure->properties.size(); ++i) {
          const ast::EnsureProperty& property = ensure->properties[i];
          if (object || is_wrong(property.span)) {
            unread_words_.insert(property.name.text);
          }
        }
      }
    }
  }

  bool is_wrong(source::Span place) const {
    return std::ranges::any_of(context_.out.all(), [&](const Diagnostic& said) {
      return said.severity() == diagnostics::Severity::error && within(said.span, place);
    });
  }

  /// Several entries of a system are none of its kind: it is the kind that is wrong.
  bool is_of_other_kind(std::string_view system) const {
    for (const auto& one : context_.facts.systems) {
      for (const ast::Item& item : context_.in.contract.items) {
        if (one->name == system && std::get_if<ast::System>(&item.node) == one->tree) {
          return std::ranges::count_if(context_.out.all(), [&](const Diagnostic& said) {
                   return said.row == diagnostics::entry_of_other_kind.row && within(said.span, item.span);
                 }) > 1;
        }
      }
    }
    return false;
  }
  const ast::Item* item_around(source::Span place) const {
    const auto found = std::ranges::find_if(context_.in.contract.items,
                                            [&](const ast::Item& item) { return within(place, item.span); });
    return found == context_.in.contract.items.end() ? nullptr : &*found;
  }

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
    if (const std::string_view system = system_meant(said); !system.empty() && is_of_other_kind(system)) {
      return true;
    }
    if (said.row == diagnostics::environment_key.row) {
      return kind_is_wrong(said.arguments[1]);
    }
    if (declared_in_block().contains(said.row) && has_headless_block() && !suggests_some(said)) {
      return true;
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

  /// The system whose resources or objects a message misses; empty for others.
  static std::string_view system_meant(const Diagnostic& said) {
    if (said.row == diagnostics::unknown_resource.row) {
      return said.arguments[1];
    }
    const bool named = said.row == diagnostics::unknown_system.row || said.row == diagnostics::side_not_mappable.row;
    return named ? std::string_view(said.arguments[0]).substr(0, said.arguments[0].find('.')) : std::string_view();
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

  /// Lines stand outside of every block: the one that they are of has lost its first line, and with it its name.
  bool has_headless_block() const {
    return std::ranges::any_of(context_.out.all(), [](const Diagnostic& said) {
      return said.row == diagnostics::unknown_entry.row && said.arguments[1] == "a contract";
    });
  }

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
    const std::string_view word = any ? std::string_view() : std::string_view(name).substr(name.rfind('.') + 1);
    return std::ranges::any_of(wrong_lines_of(map), [&](const WrongLine& wrong) {
      return word.empty() || wrong.said->row == diagnostics::target_left_out.row ||
             holds_word(context_.text(wrong.line), word) || suggests(*wrong.said, word);
    });
  }

  /// A line of a map, and an error in it.
  struct WrongLine {
    source::Span line;
    const Diagnostic* said = nullptr;
  };
  const std::vector<WrongLine>& wrong_lines_of(const facts::Map& map) const {
    const auto [known, fresh] = wrong_lines_.try_emplace(&map);
    if (fresh) {
      add_wrong_lines(map.tree->entries, known->second);
    }
    return known->second;
  }
  void add_wrong_lines(const std::vector<ast::MapEntry>& entries, std::vector<WrongLine>& out) const {
    for (const ast::MapEntry& entry : entries) {
      if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
        add_wrong_lines(group->entries, out);
      } else if (std::holds_alternative<ast::FieldLine>(entry.node) ||
                 std::holds_alternative<ast::Associate>(entry.node)) {
        for (const Diagnostic& said : context_.out.all()) {
          if (said.severity() == diagnostics::Severity::error && within(said.span, entry.span)) {
            out.push_back({entry.span, &said});
          }
        }
      }
    }
  }

  static bool suggests_some(const Diagnostic& said) {
    return std::ranges::any_of(said.notes, [](const std::string& note) { return note.starts_with("did you mean"); });
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
    if (said.row == diagnostics::entry_of_other_kind.row) {
      return item_around(first.span) != nullptr && item_around(first.span) == item_around(said.span);
    }
    if (said.row == diagnostics::side_not_mappable.row) {  // of one system
      const auto system = [](const Diagnostic& one) {
        return one.arguments[0].substr(0, one.arguments[0].find('.'));
      };
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
           std::ranges::none_of(first.notes,
                                [](const std::string& note) { return note.ends_with("change places?"); });
  }

  /// Many names that one record or object does not have, none of them near one it has: it is the wrong one. Said at
  /// the first.
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
    return name && said.fixes.empty() && !suggests_some(said);
  }

  Context& context_;
  std::set<std::string> unread_words_;
  mutable std::map<const facts::Map*, std::vector<WrongLine>> wrong_lines_;  // asked for by each follow-up
};

}  // namespace

bool is_damaged(const Context& context, source::Span place) {
  return std::ranges::any_of(trees_of(context), [&](const ast::Contract* tree) {
    return std::ranges::any_of(tree->unread, [&](const ast::Unread& part) { return within(part.span, place); });
  });
}

void drop_follow_ups(Context& context) { context.out.replace(FollowUps(context).rest()); }

}  // namespace treaty::check
