#include "compiler/check/resources.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/base/nearest.h"
#include "compiler/check/amounts.h"
#include "compiler/check/maps.h"
#include "compiler/check/once.h"
#include "compiler/check/secrets.h"

namespace treaty::check {
namespace {

class Entries {
 public:
  Entries(Context& context, facts::Resource& resource, std::string kind)
      : context_(context), resource_(resource), kind_(std::move(kind)), once_(context) {}

  void check(const ast::ResourceEntry& entry) {
    match(
        entry.node, [](const ast::Bad&) {}, [](const ast::Allow&) {},
        [&](const ast::SchemaRef&) { once_("schema", entry.span); },
        [&](const ast::Key& key) {
          once_("key", entry.span);
          check_key(key);
        },
        [&](const ast::Page& page) {
          once_("page", entry.span);
          if (page.size) {
            check_amount(context_, entry.span, "size", *page.size, 100'000);
          }
          check_counting(page);
        },
        [&](const ast::Endpoint& endpoint) {
          once_(endpoint.verb.text, entry.span);
          check_method(endpoint);
        },
        [&](const ast::Volume& volume) {
          once_("volume", entry.span);
          check_volume(volume, entry.span);
        },
        [&](const ast::Changes& changes) {
          once_("changes", entry.span);
          check_changes(changes, entry.span);
        },
        [&](const ast::DeletedWhen& deleted) {
          once_("deleted when", entry.span);
          not_in_force(context_, "deleted when");
          resolve_condition(context_, scope(), deleted.condition);
        },
        [&](const ast::Webhook& webhook) {
          once_("webhook", entry.span);
          not_in_force(context_, "webhook");
          check_header_name(context_, webhook.header);
          check_secret_name(context_, webhook.secret.name);
          if (webhook.signature.text != "hmac_sha256") {
            suggest(context_.out.report(webhook.signature.span, diagnostics::unknown_signature,
                                        webhook.signature.text),
                    webhook.signature.text, webhook.signature.span, {"hmac_sha256"});
          }
        });
  }

 private:
  Scope scope() {
    Scope scope{.record = resource_.record, .record_name = resource_.name};
    scope.on_use = [this](const Use& use) {
      context_.used[&resource_].insert(use.path);
      context_.shown[&resource_].emplace(use.path, use.span);
    };
    return scope;
  }

  /// The field a name stands for; null after reporting a name that none has.
  const schema::Field* field(const ast::Name& name) {
    const schema::Field* found = resource_.record->find(name.text);
    if (!found && !resource_.record->open) {
      auto& said = context_.out.report(name.span, diagnostics::unknown_field, name.text, resource_.name);
      suggest(said, name.text, name.span, names_of(resource_.record->fields, &schema::Field::name));
      tell_list_of_records(said, *resource_.record, name.text);
    }
    return found;
  }

  void check_key(const ast::Key& key) {
    Once once(context_, diagnostics::named_twice);
    for (const ast::Name& name : key.fields) {
      once(name.text, name.span);
      const schema::Field* found = field(name);
      const Kind kind = found ? found->type.kind : Kind::unknown;
      if (kind == Kind::decimal || kind == Kind::boolean || kind == Kind::list || kind == Kind::record ||
          kind == Kind::duration) {
        context_.out.report(name.span, diagnostics::key_type, name.text, describe(found->type));
      }
    }
  }

  /// Where reading begins, and whether the system counts pages or records: the parameter's name tells.
  void check_counting(const ast::Page& page) {
    if (page.from.value_or(1) > 1) {
      context_.out.report(page.style.span, diagnostics::pages_skipped, std::to_string(*page.from));
    }
    if (!page.parameter) {
      return;
    }
    static const std::vector<std::string_view> of_records = {"offset", "skip", "start", "startat", "startindex"};
    static const std::vector<std::string_view> of_pages = {"page", "pagenumber", "pageno", "pageindex"};
    const std::string name = plain_name(page.parameter->value);
    const auto among = [&](const auto& names) { return std::ranges::find(names, name) != names.end(); };
    if ((page.style.text == "number" && among(of_records)) || (page.style.text == "offset" && among(of_pages))) {
      context_.out.report(page.parameter->span, diagnostics::number_or_offset, page.style.text,
                          page.parameter->value);
    }
  }

  void check_method(const ast::Endpoint& endpoint) {
    const ast::Name& method = endpoint.method;
    static const std::vector<std::string> methods = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    if (std::ranges::find(methods, method.text) != methods.end()) {
      const std::vector<std::string> suited = methods_of(endpoint.verb.text);
      if (std::ranges::find(suited, method.text) == suited.end()) {
        context_.out.report(method.span, diagnostics::method_not_for, method.text, endpoint.verb.text);
      }
      return;
    }
    std::string upper = method.text;
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    auto& said = context_.out.report(method.span, diagnostics::unknown_method, method.text);
    if (std::ranges::find(methods, upper) != methods.end()) {
      said.fixes.push_back({.span = method.span, .replacement = upper});
    }
  }

  /// How systems are asked to do it.
  static std::vector<std::string> methods_of(std::string_view verb) {
    static const std::map<std::string_view, std::vector<std::string>> of_verb = {{"list", {"GET", "POST"}},
                                                                                 {"get", {"GET", "POST"}},
                                                                                 {"create", {"POST", "PUT"}},
                                                                                 {"update", {"PATCH", "PUT", "POST"}},
                                                                                 {"delete", {"DELETE", "POST"}}};
    const auto found = of_verb.find(verb);
    return found == of_verb.end() ? std::vector<std::string>() : found->second;
  }

  /// A busy hour is no quieter than the average one.
  void check_peak(const ast::Volume& volume) {
    const auto an_hour = [](const ast::Volume::Rate& rate) {
      const double hours = rate.per.text == "second"   ? 1.0 / 3600
                           : rate.per.text == "minute" ? 1.0 / 60
                           : rate.per.text == "day"    ? 24
                                                       : 1;
      return static_cast<double>(rate.count) / hours;
    };
    const auto written = [](const ast::Volume::Rate& rate) {
      return std::to_string(rate.count) + " per " + rate.per.text;
    };
    if (volume.changing && volume.peak && volume.peak->count > 0 &&
        an_hour(*volume.peak) < an_hour(*volume.changing)) {
      context_.out.report(volume.peak->per.span, diagnostics::peak_below_average, written(*volume.peak),
                          written(*volume.changing));
    }
  }

  void check_volume(const ast::Volume& volume, source::Span span) {
    constexpr int64_t most = 1'000'000'000'000;
    check_peak(volume);
    check_amount(context_, span, "volume", volume.records, most);
    for (const auto* rate : {&volume.changing, &volume.peak}) {
      if (*rate) {
        check_rate(context_, (*rate)->per);
      }
    }
  }

  void check_changes(const ast::Changes& changes, source::Span span) {
    if (changes.every) {
      context_.out.report(span, diagnostics::entry_of_other_kind, "changes every", kind_);
      return;
    }
    if (!changes.field || changes.full) {
      return;
    }
    const schema::Field* found = field(*changes.field);
    context_.shown[&resource_].emplace(changes.field->text, changes.field->span);
    const Kind kind = found ? found->type.kind : Kind::unknown;
    if (kind == Kind::boolean || kind == Kind::list || kind == Kind::record || kind == Kind::enumeration ||
        kind == Kind::duration) {
      context_.out.report(changes.field->span, diagnostics::changes_type, changes.field->text,
                          describe(found->type));
    }
    const ast::Duration years{.milliseconds = 0, .months = 1200, .span = {}};
    for (const auto* time : {&changes.window, &changes.lookback}) {
      if (*time) {
        check_time(context_, **time, years);
      }
    }
    if (changes.window && changes.lookback && milliseconds_of(*changes.window) > 0 &&
        milliseconds_of(*changes.lookback) > milliseconds_of(*changes.window)) {
      context_.out.report(changes.lookback->span, diagnostics::lookback_too_long, resource_.name,
                          context_.text(changes.lookback->span), context_.text(changes.window->span));
    }
  }

  Context& context_;
  facts::Resource& resource_;
  std::string kind_;
  Once once_;
};

bool reads(const ast::ResourceEntry& entry) {
  const auto* endpoint = std::get_if<ast::Endpoint>(&entry.node);
  return (endpoint && endpoint->verb.text == "list") || std::holds_alternative<ast::Bad>(entry.node);
}

bool is_read(const Context& context, const facts::Resource& resource) {
  return std::ranges::any_of(context.facts.maps, [&](const auto& map) {
    return map->resource == &resource && map->tree->arrow != ast::Arrow::backward;
  });
}

bool has_address(const facts::System& system) {
  return std::ranges::any_of(system.tree->entries, [](const ast::SystemEntry& entry) {
    const auto* setting = std::get_if<ast::Setting>(&entry.node);
    return setting && setting->key.text == "base";
  });
}

bool signs_in(const facts::System& system) {
  return std::ranges::any_of(system.tree->entries, [](const ast::SystemEntry& entry) {
    return std::holds_alternative<ast::Auth>(entry.node) || std::holds_alternative<ast::Bad>(entry.node);
  });
}

}  // namespace

void check_resource_entries(Context& context, facts::Resource& resource, const std::string& kind) {
  Entries entries(context, resource, kind);
  for (const ast::ResourceEntry& entry : resource.tree->entries) {
    entries.check(entry);
  }
}

void check_reading(Context& context) {
  std::set<const void*> told;
  for (const auto& map : context.facts.maps) {
    const facts::Resource* resource = map->resource;
    if (!map->source || !resource || !resource->tree || !told.insert(resource).second) {
      continue;
    }
    const bool rest = map->source->kind == "rest";
    if (map->target && map->target->tree && !signs_in(*map->target) && told.insert(map->target).second) {
      context.out.report(map->target->tree->name.span, diagnostics::auth_left_out, map->target->name);
    }
    if (rest && !has_address(*map->source) && told.insert(map->source).second) {
      context.out.report(map->source->tree->name.span, diagnostics::no_base, map->source->name);
    }
    if (rest && is_read(context, *resource) && std::ranges::none_of(resource->tree->entries, reads)) {
      context.out.report(resource->tree->name.span, diagnostics::resource_not_read, resource->name)
          .labels.push_back({.span = map->tree->left.span, .text = "read here"});
    } else if (!resource->has_document) {
      context.out.report(resource->tree->name.span, diagnostics::no_document, resource->name);
    }
  }
}

}  // namespace treaty::check
