#include "compiler/check/portal_rules.h"

#include <algorithm>

#include "compiler/check/maps.h"
#include "compiler/facts/scopes.h"
#include "compiler/schema/portal.h"

namespace treaty::check {
namespace {

/// From the smallest to the largest.
constexpr std::string_view tiers[] = {"free", "starter", "professional", "enterprise"};

void need_tier(Context& context, source::Span span, const facts::System& system, const char* what,
               std::string_view needed) {
  const auto* has = std::ranges::find(tiers, system.tier);
  if (has < std::ranges::find(tiers, needed)) {
    context.out.report(span, diagnostics::tier_too_low, what, needed, system.tier);
  }
}

void check_tier(Context& context, const facts::Map& map) {
  if (map.target->tier.empty()) {
    return;  // what the portal can do is not said
  }
  if (!map.object->type_id.starts_with("0-") && !map.object->type_id.empty()) {
    need_tier(context, map.tree->right.span, *map.target, "custom objects", "enterprise");
  }
  for (const facts::Association& association : map.associations) {
    if (!association.label.empty()) {
      need_tier(context, association.line->label->span, *map.target, "labels of associations", "professional");
    }
  }
}

// ── pipelines ───────────────────────────────────────────────────────────────

/// The texts a value can be, where all are known.
std::vector<std::string> texts_of(const ValueRef& value) {
  if (const std::string* text = text_literal_of(value)) {
    return {*text};
  }
  if (value->type.kind == Kind::enumeration) {
    return value->type.options;
  }
  const auto* call = std::get_if<facts::Call>(&value->node);  // an option as the text that is sent
  return call && call->arguments.size() == 1 ? texts_of(call->arguments[0]) : std::vector<std::string>();
}

const facts::Field* writes(const facts::Map& map, std::string_view property) {
  const auto found = std::ranges::find(map.fields, property, &facts::Field::property);
  return found == map.fields.end() ? nullptr : &*found;
}

/// Where an option is written out in the line, else the line's target.
source::Span place_of(const Context& context, const facts::Field& field, const std::string& option) {
  const std::string_view line = context.text(field.line->left.span);
  for (size_t at = line.find(option); at != std::string_view::npos; at = line.find(option, at + 1)) {
    const auto is_word = [&](size_t i) {
      return i < line.size() && (std::isalnum(static_cast<unsigned char>(line[i])) != 0 || line[i] == '_');
    };
    if (!is_word(at - 1) && !is_word(at + option.size())) {
      const uint32_t begin = field.line->left.span.begin + static_cast<uint32_t>(at);
      return {field.line->left.span.file, begin, begin + static_cast<uint32_t>(option.size())};
    }
  }
  return field.span;
}

void check_stages(Context& context, const facts::Map& map, const char* pipeline_property,
                  const char* stage_property) {
  std::vector<const schema::Pipeline*> pipelines;
  for (const schema::Pipeline& one : map.target->portal->pipelines) {
    if (one.object == map.object->name) {
      pipelines.push_back(&one);
    }
  }
  const facts::Field* stage = writes(map, stage_property);
  const facts::Field* pipeline = writes(map, pipeline_property);
  if (pipelines.empty() || !stage) {
    return;
  }
  if (!pipeline && pipelines.size() > 1 && !has_unread_lines(map)) {
    context.out.report(map.tree->name.span, diagnostics::required_not_written, pipeline_property, map.object->name)
        .notes.push_back("the portal has several pipelines of `" + map.object->name + "`");
    return;
  }
  const std::vector<std::string> named = pipeline ? texts_of(pipeline->value) : std::vector{pipelines[0]->id};
  std::erase_if(pipelines,
                [&](const schema::Pipeline* one) { return std::ranges::find(named, one->id) == named.end(); });
  if (pipelines.empty()) {
    return;  // not known, or said of the property
  }
  for (const std::string& option : texts_of(stage->value)) {
    const bool known = std::ranges::any_of(pipelines, [&](const schema::Pipeline* one) {
      return std::ranges::find(one->stages, option, &schema::Stage::id) != one->stages.end();
    });
    if (!known && stage->target &&
        std::ranges::find(stage->target->options, option, &schema::Option::value) != stage->target->options.end()) {
      const source::Span place = place_of(context, *stage, option);
      auto& said = context.out.report(place, diagnostics::stage_of_other_pipeline, option, pipelines[0]->id);
      if (pipeline) {
        said.labels.push_back({.span = pipeline->span, .text = "the pipeline"});
      }
      suggest(said, option, place, names_of(pipelines[0]->stages, &schema::Stage::id));
    }
  }
}

// ── fields ──────────────────────────────────────────────────────────────────

void check_field(Context& context, const facts::Map& map, const facts::Field& field) {
  constexpr size_t longest = 65536;
  if (const std::string* text = text_literal_of(field.value); text && text->size() > longest) {
    context.out.report(field.span, diagnostics::value_too_long, field.property, std::to_string(text->size()));
  }
  const bool every_time = field.write == facts::Write::always && field.owner != map.target->name;
  if (field.property == "lifecyclestage" && every_time) {
    context.out.report(field.span, diagnostics::stage_goes_forward, field.property);
  }
  check_owner_id(context, map, field);
}

void check_labels(Context& context) {
  constexpr size_t promised = 10;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> labels;
  for (const auto& map : context.facts.maps) {
    for (const facts::Association& association : map->associations) {
      const facts::Map* other = context.facts.map(association.map);
      if (!other || !other->object || !map->object || association.label.empty()) {
        continue;
      }
      auto& known = labels[std::minmax(map->object->name, other->object->name)];
      if (known.insert(association.label).second && known.size() == promised + 1) {
        context.out.report(association.line->label->span, diagnostics::many_labels,
                           "`" + map->object->name + "` and `" + other->object->name + "`",
                           std::to_string(known.size()));
      }
    }
  }
}

// ── scopes ──────────────────────────────────────────────────────────────────

/// The scopes that an `auth` block asks for; null where it does not say.
const ast::Text* scope_text(const ast::System& system) {
  for (const ast::SystemEntry& entry : system.entries) {
    const auto* auth = std::get_if<ast::Auth>(&entry.node);
    if (!auth) {
      continue;
    }
    const auto one = std::ranges::find_if(auth->entries, [](const auto& each) { return each.key.text == "scope"; });
    if (one != auth->entries.end()) {
      return std::get_if<ast::Text>(&one->value);
    }
  }
  return nullptr;
}

void check_scopes(Context& context, const facts::System& system) {
  const ast::Text* given = system.portal ? scope_text(*system.tree) : nullptr;
  if (!given) {
    return;
  }
  const std::string padded = " " + given->value + " ";
  std::string missing;
  for (const std::string& scope : facts::scopes_of(context.facts, system)) {
    if (padded.find(" " + scope + " ") == std::string::npos) {
      missing += (missing.empty() ? "" : "`, `") + scope;
    }
  }
  if (!missing.empty()) {
    context.out.report(given->span, diagnostics::scope_left_out, missing);
  }
}

/// A line's text, where it writes nothing else to the property.
const std::string* written_out(const ast::MapEntry& entry, std::string_view property) {
  const auto* line = std::get_if<ast::FieldLine>(&entry.node);
  const ast::Name* target = line ? property_name(line->right) : nullptr;
  const auto* text = target && target->text == property ? std::get_if<ast::TextLiteral>(&line->left.node) : nullptr;
  return text ? &text->value : nullptr;
}

}  // namespace

const schema::Pipeline* pipeline_of(const facts::Map& map) {
  if (!map.target || !map.target->portal || !map.object) {
    return nullptr;
  }
  const char* property = map.object->name == "tickets" ? "hs_pipeline" : "pipeline";
  for (const ast::MapEntry& entry : map.tree->entries) {
    if (const std::string* id = written_out(entry, property)) {
      for (const schema::Pipeline& one : map.target->portal->pipelines) {
        if (one.object == map.object->name && one.id == *id) {
          return &one;
        }
      }
    }
  }
  return nullptr;
}

void check_portal_rules(Context& context) {
  for (const auto& map : context.facts.maps) {
    if (!map->target || !map->target->portal || !map->object) {
      continue;
    }
    check_tier(context, *map);
    for (const facts::Field& field : map->fields) {
      if (field.value && !std::holds_alternative<facts::Unknown>(field.value->node)) {
        check_field(context, *map, field);
      }
    }
    check_stages(context, *map, map->object->name == "tickets" ? "hs_pipeline" : "pipeline",
                 map->object->name == "tickets" ? "hs_pipeline_stage" : "dealstage");
  }
  check_labels(context);
  for (const auto& system : context.facts.systems) {
    check_scopes(context, *system);
  }
}

}  // namespace treaty::check
