#include "compiler/lower/lower.h"

#include <algorithm>

#include "compiler/lower/values.h"

namespace treaty::lower {
namespace {

ir::Encoding encoding_of(const facts::Field& field) {
  const types::Kind value = field.value->type.kind;
  if (value == types::Kind::list) {
    return ir::Encoding::options;
  }
  switch (field.target ? field.target->type.kind : types::Kind::text) {
    case types::Kind::integer:
    case types::Kind::decimal:
      return value == types::Kind::integer ? ir::Encoding::integer : ir::Encoding::decimal;
    case types::Kind::boolean:
      return ir::Encoding::boolean;
    case types::Kind::date:
      return ir::Encoding::date;
    case types::Kind::timestamp:
      return ir::Encoding::timestamp;
    default:
      return ir::Encoding::text;
  }
}

std::optional<ir::Constant> policy_value(const std::optional<facts::Literal>& literal) {
  if (!literal) {
    return std::nullopt;
  }
  const auto* digits = std::get_if<facts::Digits>(&*literal);
  const bool decimal = digits && digits->text.find('.') != std::string::npos;
  return constant_of(*literal, types::Type::of(decimal ? types::Kind::decimal : types::Kind::integer));
}

ir::Field lower_field(const facts::Field& field, ValueLowering& values, Pool& pool) {
  ir::Field lowered{.property = field.property, .encoding = encoding_of(field), .value = values.block(field.value)};
  lowered.required = field.required;
  lowered.on_error = static_cast<ir::OnError>(field.on_error);
  lowered.error_value = policy_value(field.error_value);
  lowered.on_null = static_cast<ir::OnNull>(field.on_null);
  lowered.null_value = policy_value(field.null_value);
  lowered.step = pool.step(source::join(field.line->left.span, field.line->right.span));
  return lowered;
}

ir::Path each_path(const std::vector<facts::Segment>& segments) {
  return {.root = ir::Path::Root::record, .segments = {segments.begin(), segments.end()}};
}

ir::MapProgram lower_map(const facts::Map& map, Pool& pool) {
  ValueLowering values(pool, map.source->zone);
  ir::MapProgram lowered{.name = map.name};
  if (map.each) {
    lowered.each = each_path(*map.each);
  }
  if (map.where) {
    lowered.where = values.block(map.where);
  }
  lowered.source_key = values.block(map.source_key);
  for (const facts::Field& field : map.fields) {
    lowered.fields.push_back(lower_field(field, values, pool));
  }
  for (const facts::Association& association : map.associations) {
    lowered.associations.push_back(
        {.map = association.map, .key = values.block(association.key), .step = pool.step(association.span)});
  }
  lowered.paths = values.take_paths();
  return lowered;
}

ir::Encoding encoding_of(const types::Type& type) {
  switch (type.kind) {
    case types::Kind::list:
      return ir::Encoding::options;
    case types::Kind::integer:
      return ir::Encoding::integer;
    case types::Kind::decimal:
      return ir::Encoding::decimal;
    case types::Kind::boolean:
      return ir::Encoding::boolean;
    case types::Kind::date:
      return ir::Encoding::date;
    case types::Kind::timestamp:
      return ir::Encoding::timestamp;
    default:
      return ir::Encoding::text;
  }
}

/// A map that speaks of one record and needs no key.
ir::MapProgram keyless(const std::string& name, source::Span span, ValueLowering& values) {
  ir::MapProgram map{.name = name};
  map.source_key = values.block(std::make_shared<const facts::Value>(
      facts::Value{.type = types::Type::of(types::Kind::text), .span = span, .node = facts::Constant{name}}));
  return map;
}

/// How an example's value is written to be compared.
ir::Field example_field(std::string name, const facts::ValueRef& value, source::Span span, ValueLowering& values,
                        Pool& pool) {
  ir::Field field{.property = std::move(name), .encoding = ir::Encoding::text, .value = values.block(value)};
  if (value->type.kind == types::Kind::list) {
    field.encoding = ir::Encoding::options;
  }
  field.step = pool.step(span);
  return field;
}

ir::Field reverse_field(const facts::ReverseField& field, ValueLowering& values, Pool& pool) {
  ir::Field lowered{.property = facts::dotted_with_positions(field.path),
                    .encoding = encoding_of(field.value->type),
                    .value = values.block(field.value)};
  lowered.on_error = static_cast<ir::OnError>(field.on_error);
  lowered.error_value = policy_value(field.error_value);
  lowered.on_null = static_cast<ir::OnNull>(field.on_null);
  lowered.null_value = policy_value(field.null_value);
  lowered.step = pool.step(source::join(field.line->left.span, field.line->right.span));
  return lowered;
}

}  // namespace

ir::Program lower(const facts::Facts& facts, const source::FileSet& files) {
  Pool pool(facts, files);
  std::vector<ir::MapProgram> maps;
  for (const auto& map : facts.maps) {
    maps.push_back(lower_map(*map, pool));
  }
  return pool.take(std::move(maps));
}

ir::Program lower_reverse(const facts::Facts& facts, const source::FileSet& files) {
  Pool pool(facts, files);
  std::vector<ir::MapProgram> maps;
  for (const auto& map : facts.maps) {
    ValueLowering values(pool, "");
    ir::MapProgram lowered = keyless(map->name, map->span, values);
    for (const facts::ReverseField& field : map->reverse) {
      lowered.fields.push_back(reverse_field(field, values, pool));
    }
    lowered.paths = values.take_paths();
    maps.push_back(std::move(lowered));
  }
  return pool.take(std::move(maps));
}

ir::Program lower_lists(const facts::Facts& facts, const source::FileSet& files) {
  Pool pool(facts, files);
  std::vector<ir::MapProgram> maps;
  for (const auto& map : facts.maps) {
    ValueLowering values(pool, map->source->zone);
    ir::MapProgram lowered = keyless(map->name, map->span, values);
    for (const facts::ListMembership& list : map->lists) {
      ir::Field one{.property = list.tree->list.value,
                    .encoding = ir::Encoding::boolean,
                    .value = values.block(list.condition)};
      one.step = pool.step(list.tree->list.span);
      lowered.fields.push_back(std::move(one));
    }
    lowered.paths = values.take_paths();
    maps.push_back(std::move(lowered));
  }
  return pool.take(std::move(maps));
}

ir::Program lower_halves(const facts::Facts& facts, const source::FileSet& files, const std::vector<Half>& halves) {
  Pool pool(facts, files);
  std::vector<ir::MapProgram> maps;
  for (const Half& half : halves) {
    ValueLowering values(pool, half.fields.empty() ? "" : half.map->source->zone);
    ir::MapProgram lowered = keyless(half.map->name, half.map->span, values);
    for (const facts::Field& field : half.fields) {
      lowered.fields.push_back(lower_field(field, values, pool));
      lowered.fields.back().required = false;
      lowered.fields.back().on_error = ir::OnError::reject;
    }
    for (const facts::ReverseField& field : half.back) {
      lowered.fields.push_back(reverse_field(field, values, pool));
      lowered.fields.back().on_error = ir::OnError::reject;
    }
    lowered.paths = values.take_paths();
    maps.push_back(std::move(lowered));
  }
  return pool.take(std::move(maps));
}

ir::Program lower_value(const facts::Facts& facts, const source::FileSet& files, const facts::ValueRef& value,
                        const std::string& zone) {
  Pool pool(facts, files);
  ValueLowering values(pool, zone);
  ir::MapProgram map = keyless("value", value->span, values);
  map.fields.push_back({.property = "value", .encoding = encoding_of(value->type), .value = values.block(value)});
  map.fields.back().step = pool.step(value->span);
  map.paths = values.take_paths();
  std::vector<ir::MapProgram> maps;
  maps.push_back(std::move(map));
  return pool.take(std::move(maps));
}

ir::Program lower_examples(const facts::Facts& facts, const source::FileSet& files) {
  Pool pool(facts, files);
  std::vector<ir::MapProgram> maps;
  for (const facts::Example& example : facts.examples) {
    ValueLowering values(pool, "");
    ir::MapProgram map{.name = example.transform};
    const auto key =
        std::make_shared<const facts::Value>(facts::Value{.type = types::Type::of(types::Kind::text),
                                                          .span = example.span,
                                                          .node = facts::Constant{std::string("example")}});
    map.source_key = values.block(key);
    map.fields.push_back(example_field("actual", example.actual, example.span, values, pool));
    map.fields.push_back(example_field("expected", example.expected, example.span, values, pool));
    map.paths = values.take_paths();
    maps.push_back(std::move(map));
  }
  return pool.take(std::move(maps));
}

}  // namespace treaty::lower
