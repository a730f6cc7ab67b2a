// Resources: what is called at the source, how it is read, and what tells its records apart.

#include "compiler/diff/compare.h"

namespace treaty::diff {
namespace {

bool is_used(const driver::Compilation& contract, const facts::Resource& resource) {
  return std::ranges::any_of(contract.facts.maps, [&](const auto& map) { return map->resource == &resource; });
}

std::string numbers_of(const ast::Volume* volume) {
  const auto rate = [](const std::optional<ast::Volume::Rate>& one) {
    return one ? std::to_string(one->count) + " per " + one->per.text : std::string("-");
  };
  return volume ? std::to_string(volume->records) + " " + rate(volume->changing) + " " + rate(volume->peak) : "";
}

/// What the checker took an expression to mean; null where it did not keep it.
facts::ValueRef meaning_of(const driver::Compilation& contract, const ast::Expr& expr) {
  const auto found = contract.facts.values.find({expr.span.file, expr.id});
  return found == contract.facts.values.end() ? nullptr : found->second;
}

class Resources {
 public:
  Resources(Context& context, const facts::System& system, const facts::Resource& before,
            const facts::Resource& after)
      : context_(context), system_(system), before_(before), after_(after) {}

  void compare() {
    if (before_.name != after_.name) {
      add(resource_renamed, names(), {"`" + after_.name + "`"}).subjects = {before_.name};
    }
    if (before_.key != after_.key) {
      const auto was = last_of<ast::Key>(before_.tree->entries), is = last_of<ast::Key>(after_.tree->entries);
      add(source_key_changed, places(was.span, is.span), {"`" + joined(after_.key, "`, `") + "`"});
    }
    compare_endpoints();
    compare_page();
    compare_changes();
    compare_rest();
  }

 private:
  using Entries = std::vector<ast::ResourceEntry>;

  Change& add(Kind kind, Where where, std::vector<std::string> arguments = {}) {
    return context_.add(kind, "resource " + system_.name + "." + after_.name, {after_.name}, where,
                        std::move(arguments));
  }
  [[nodiscard]] Where names() const { return {at(before_.tree->name.span), at(after_.tree->name.span)}; }
  [[nodiscard]] Where places(source::Span was, source::Span is) const {
    return {was.file.valid() ? at(was) : inside(before_.tree->name.span),
            is.file.valid() ? at(is) : inside(after_.tree->name.span)};
  }

  void compare_endpoints() {
    const auto before = all_of<ast::Endpoint>(before_.tree->entries);
    const auto after = all_of<ast::Endpoint>(after_.tree->entries);
    for (const auto& [was, is] : paired<Found<ast::Endpoint>>(pointers_to(before), pointers_to(after),
                                                              [](const auto& one) { return one.node->verb.text; })) {
      if (was && is) {
        if (!context_.same_text(was->span, is->span)) {
          add(endpoint_changed, places(was->span, is->span), {is->node->verb.text});
        }
      } else if (is) {
        add(endpoint_added, places({}, is->span), {is->node->method.text + " " + is->node->path.value});
      } else {
        const std::string& verb = was->node->verb.text;
        const bool writes = verb == "create" || verb == "update" || verb == "delete";
        const bool lost = verb == "list" && system_.kind != "files";  // a file needs none
        const Kind kind = lost ? list_endpoint_removed : writes ? write_endpoint_removed : endpoint_removed;
        add(kind, places(was->span, {}), {verb});
      }
    }
  }

  void compare_page() {
    const auto was = last_of<ast::Page>(before_.tree->entries), is = last_of<ast::Page>(after_.tree->entries);
    if (was.node && !is.node) {
      add(paging_removed, places(was.span, {}));
    } else if (is.node && (!was.node || !context_.same_text(was.span, is.span))) {
      add(paging_changed, places(was.span, is.span));
    }
  }

  void compare_changes() {
    const auto was = last_of<ast::Changes>(before_.tree->entries), is = last_of<ast::Changes>(after_.tree->entries);
    const Where where = places(was.span, is.span);
    const ast::Changes none{.field = {}, .full = true, .since = {}, .window = {}, .lookback = {}, .every = {}};
    const ast::Changes& before = was.node ? *was.node : none;
    const ast::Changes& after = is.node ? *is.node : none;
    const auto asks = [](const ast::Changes& one) {
      return (one.full ? std::string("full") : "") + " " + (one.field ? one.field->text : "") + " " +
             (one.since ? one.since->value : "");
    };
    if (asks(before) != asks(after)) {
      add(changes_changed, where);
      return;
    }
    if ((was.node == nullptr) != (is.node == nullptr)) {
      add(default_spelled_out, where).subjects = {"changes"};
    }
    compare_reach(before, after, where);
    const auto time = [](const std::optional<ast::Duration>& one) { return one ? spelled(*one) : ""; };
    if (time(before.every) != time(after.every)) {
      add(polling_changed, where);
    }
  }

  /// How long a change can be seen. A window that is not said is as long as the source's memory.
  void compare_reach(const ast::Changes& before, const ast::Changes& after, const Where& where) {
    constexpr int64_t month = int64_t{30} * 86'400'000;
    const auto length = [](const std::optional<ast::Duration>& one, int64_t otherwise) {
      return one ? one->milliseconds + one->months * month : otherwise;
    };
    constexpr int64_t unlimited = INT64_MAX;
    const int64_t old_window = length(before.window, unlimited), window = length(after.window, unlimited);
    const int64_t old_lookback = length(before.lookback, 0), lookback = length(after.lookback, 0);
    if (window < old_window || lookback < old_lookback) {
      add(changes_window_shortened, where);
    } else if (window > old_window || lookback > old_lookback) {
      add(changes_window_extended, where);
    }
  }

  void compare_rest() {
    const Entries &before = before_.tree->entries, &after = after_.tree->entries;
    const auto old_hook = last_of<ast::Webhook>(before), hook = last_of<ast::Webhook>(after);
    if (old_hook.node && !hook.node) {
      add(webhook_removed, places(old_hook.span, {}));
    } else if (hook.node && (!old_hook.node || !context_.same_text(old_hook.span, hook.span))) {
      add(webhook_changed, places(old_hook.span, hook.span), {hook.node->path.value});
    }
    const auto old_volume = last_of<ast::Volume>(before), volume = last_of<ast::Volume>(after);
    if (numbers_of(old_volume.node) != numbers_of(volume.node)) {
      add(volume_changed, places(old_volume.span, volume.span));
    }
    const auto old_schema = last_of<ast::SchemaRef>(before), schema = last_of<ast::SchemaRef>(after);
    if (!same(old_schema, schema)) {
      add(document_replaced, places(old_schema.span, schema.span));
    }
    compare_deletion(last_of<ast::DeletedWhen>(before), last_of<ast::DeletedWhen>(after));
  }

  void compare_deletion(const Found<ast::DeletedWhen>& was, const Found<ast::DeletedWhen>& is) {
    if (same(was, is) || (was.node && is.node &&
                          context_.same(meaning_of(context_.before, was.node->condition),
                                        meaning_of(context_.after, is.node->condition), Depth::whole))) {
      return;
    }
    add(is.node ? deletion_rule_changed : deletion_not_followed, places(was.span, is.span));
  }

  template <class Node>
  bool same(const Found<Node>& was, const Found<Node>& is) const {
    return (was.node == nullptr) == (is.node == nullptr) && (!is.node || context_.same_text(was.span, is.span));
  }

  Context& context_;
  const facts::System& system_;
  const facts::Resource& before_;
  const facts::Resource& after_;
};

}  // namespace

void compare_resources(Context& context, const Pair<facts::System>& systems) {
  const facts::System &before = *systems.before, &after = *systems.after;
  const auto pairs = paired<facts::Resource>(
      pointers_to(before.resources), pointers_to(after.resources),
      [&](const facts::Resource& one) { return context.resource_name(before.name, one.name); },
      [](const facts::Resource& one) { return one.name; });
  for (const auto& [was, is] : pairs) {
    if (was && is) {
      Resources(context, after, *was, *is).compare();
    } else if (is) {
      const bool used = is_used(context.after, *is);
      context.add(used ? resource_needed : resource_declared, scope_of(after), {is->name},
                  {std::nullopt, at(is->tree->name.span)}, {"`" + after.name + "`"});
    } else {
      context.add(resource_removed, scope_of(after), {was->name},
                  {at(was->tree->name.span), inside(after.tree->name.span)});
    }
  }
}

}  // namespace treaty::diff
