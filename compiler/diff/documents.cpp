// The source's documents: what they say of the fields that the contract reads.

#include "compiler/diff/compare.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

const schema::Field* find_field(const schema::Record& record, const std::string& path) {
  const schema::Record* inside = &record;
  const schema::Field* field = nullptr;
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find('.', at), path.size());
    field = inside ? inside->find(path.substr(at, end - at)) : nullptr;
    if (!field) {
      return nullptr;
    }
    inside = field->record.get();
    at = end + 1;
  }
  return field;
}

constexpr int deepest = 6;

void add_names(const schema::Record& record, const std::string& prefix, int depth, std::set<std::string>& out) {
  for (const schema::Field& field : record.fields) {
    out.insert(prefix + field.name);
    if (field.record && depth < deepest) {
      add_names(*field.record, prefix + field.name + ".", depth + 1, out);
    }
  }
}

std::set<std::string> names_of(const facts::Resource& resource) {
  std::set<std::string> names;
  add_names(*resource.record, "", 0, names);
  return names;
}

/// What a map reads, with the line that reads it first and whether a record without it is parked or unknown.
struct Read {
  source::Span span;
  bool needed = false;
};

std::map<std::string, Read> reads_of(const driver::Compilation& contract, const facts::Resource& resource) {
  std::map<std::string, Read> reads;
  for (const auto& map : contract.facts.maps) {
    if (map->resource != &resource) {
      continue;
    }
    const auto add = [&](const facts::ValueRef& value, source::Span span, bool needed) {
      for (const std::string& path : fields_of(*map, value)) {
        Read& read = reads.try_emplace(path, Read{span, false}).first->second;
        read.needed = read.needed || needed;
      }
    };
    for (const facts::Field& field : map->fields) {
      const bool matches = std::ranges::find(map->match, field.property) != map->match.end();
      add(field.value, field.line->left.span, field.required || matches);
    }
    add(map->where, map->tree->name.span, false);
    add(map->source_key, map->tree->name.span, true);
    for (const facts::Association& association : map->associations) {
      add(association.key, association.span, false);
    }
    for (const facts::ListMembership& list : map->lists) {
      add(list.condition, list.tree->condition.span, false);
    }
    for (const facts::Subscription& subscription : map->subscriptions) {
      add(subscription.from, subscription.tree->name.span, false);
      for (const facts::ValueRef& until : subscription.until) {
        add(until, subscription.tree->name.span, false);
      }
    }
  }
  return reads;
}

std::string place_of(const schema::Field& field) {
  return field.origin.document.empty() ? "no document"
         : field.origin.line == 0      ? field.origin.document
                                       : field.origin.document + ":" + std::to_string(field.origin.line);
}

std::string described(const schema::Field& field) {
  return types::to_string(field.type) + (field.required ? "" : ", may be missing") +
         (field.nullable ? ", may be null" : "");
}

class Documents {
 public:
  Documents(Context& context, const facts::System& system, const facts::Resource& before,
            const facts::Resource& after)
      : context_(context), system_(system.name), scope_(scope_of(system)), before_(before), after_(after) {}

  void compare() {
    const auto old_reads = reads_of(context_.before, before_), reads = reads_of(context_.after, after_);
    for (const auto& [path, read] : reads) {
      const schema::Field *was = find_field(*before_.record, path), *is = find_field(*after_.record, path);
      const auto old_read = old_reads.find(path);
      if (old_read == old_reads.end()) {
        if (!was && !reads_part_of(old_reads, path)) {
          needed(path, read, is);
        }
      } else if (was && is) {
        compare(path, old_read->second, read, *was, *is);
      } else if (was || is) {
        safe(path, was ? "no longer described" : "described now", old_read->second, read);
      }
    }
    compare_unread(reads);
    compare_body("created", before_.create_body, after_.create_body);
    compare_body("updated", before_.update_body, after_.update_body);
  }

 private:
  [[nodiscard]] Where where(const Read& old_read, const Read& read) const {
    return {at(old_read.span), at(read.span)};
  }
  [[nodiscard]] std::string name(const std::string& path) const { return after_.name + "." + path; }

  /// `address` was read whole: what is in it was read with it.
  static bool reads_part_of(const std::map<std::string, Read>& reads, const std::string& path) {
    return std::ranges::any_of(reads, [&](const auto& one) { return path.starts_with(one.first + "."); });
  }

  void needed(const std::string& path, const Read& read, const schema::Field* is) {
    Change& change =
        context_.add(source_field_needed, scope_, {name(path)}, {inside(before_.tree->name.span), at(read.span)});
    change.notes.push_back(is ? "the document has it now: " + place_of(*is) : "no document describes it");
  }

  void safe(const std::string& path, const std::string& how, const Read& old_read, const Read& read) {
    Change& change = context_.add(document_changed, scope_, {name(path)}, where(old_read, read));
    change.notes.push_back(how);
  }

  void compare(const std::string& path, const Read& old_read, const Read& read, const schema::Field& was,
               const schema::Field& is) {
    const auto say = [&](Kind kind, std::vector<std::string> arguments = {}) {
      Change& change = context_.add(kind, scope_, {name(path)}, where(old_read, read), std::move(arguments));
      change.was = described(was);
      change.is = described(is);
      change.notes.push_back(place_of(was) + " and " + place_of(is));
    };
    const bool both_enums = was.type.kind == types::Kind::enumeration && is.type.kind == types::Kind::enumeration;
    if (both_enums) {
      const std::string added = missing(is.type.options, was.type.options);
      if (!added.empty()) {
        say(source_options_added, {added});
      } else if (!missing(was.type.options, is.type.options).empty()) {
        say(document_changed);
      }
    } else if (!(was.type == is.type) && is.type.kind != types::Kind::unknown) {
      const bool narrower = was.type.kind == types::Kind::text && is.type.kind == types::Kind::enumeration;
      say(narrower ? document_changed : source_type_changed, {types::to_string(is.type)});
    }
    const bool less = (was.required && !is.required) || (!was.nullable && is.nullable);
    if (less && read.needed) {
      say(source_field_less_certain);
    } else if (was.required != is.required || was.nullable != is.nullable || was.format != is.format) {
      say(document_changed);
    }
  }

  /// The values of `all` that `known` lacks.
  static std::string missing(const std::vector<std::string>& all, const std::vector<std::string>& known) {
    std::vector<std::string> lacking;
    for (const std::string& one : all) {
      if (std::ranges::find(known, one) == known.end()) {
        lacking.push_back("`" + one + "`");
      }
    }
    return joined(lacking);
  }

  void compare_unread(const std::map<std::string, Read>& reads) {
    const std::set<std::string> old_names = names_of(before_), names = names_of(after_);
    const auto tell = [&](const std::set<std::string>& some, const std::set<std::string>& others, const char* how) {
      std::vector<std::string> subjects;
      for (const std::string& one : some) {
        if (!others.contains(one) && !reads.contains(one)) {
          subjects.push_back(name(one));
        }
      }
      if (!subjects.empty()) {
        context_
            .add(document_changed, scope_, std::move(subjects),
                 {inside(before_.tree->name.span), inside(after_.tree->name.span)})
            .notes.emplace_back(how);
      }
    };
    tell(names, old_names, "new, and not read");
    tell(old_names, names, "gone, and not read");
  }

  /// What the source takes when a record is written back.
  void compare_body(const std::string& verb, const std::optional<schema::Record>& was,
                    const std::optional<schema::Record>& is) {
    if (!is) {
      return;
    }
    std::vector<std::string> required;
    for (const schema::Field& field : is->fields) {
      const schema::Field* known = was ? was->find(field.name) : nullptr;
      if (was && field.required && !field.read_only && !(known && known->required)) {
        required.push_back("`" + field.name + "`");
      }
    }
    if (!required.empty()) {
      context_.add(body_changed, "resource " + system_ + "." + after_.name, {after_.name},
                   {inside(before_.tree->name.span), inside(after_.tree->name.span)},
                   {joined(required) + " when it is " + verb});
    }
  }

  Context& context_;
  std::string system_, scope_;
  const facts::Resource& before_;
  const facts::Resource& after_;
};

}  // namespace

void compare_documents(Context& context) {
  for (const auto& [before, after] : context.systems) {
    if (!before || !after) {
      continue;
    }
    for (const facts::Resource& is : after->resources) {
      const auto was = std::ranges::find_if(before->resources, [&](const facts::Resource& one) {
        return context.resource_name(before->name, one.name) == is.name;
      });
      if (was != before->resources.end()) {
        Documents(context, *after, *was, is).compare();
      }
    }
  }
}

}  // namespace treaty::diff
