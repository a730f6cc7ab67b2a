#include "compiler/lsp/index.h"

#include <algorithm>

namespace treaty::lsp {
namespace {

/// The record of a key `system.resource:…`, and what stands behind the colon.
std::pair<std::string, std::string> halves(const std::string& key) {
  const size_t colon = key.find(':');
  return {key.substr(0, colon), colon == std::string::npos ? "" : key.substr(colon + 1)};
}

/// Whether `field` is `one` or stands somewhere in it.
bool holds(const schema::Field& one, const schema::Field& field) {
  return &one == &field || (one.record && std::ranges::any_of(one.record->fields, [&](const schema::Field& inner) {
                              return holds(inner, field);
                            }));
}

/// Whether `field` is what a path names, holds it, or stands in it.
bool overlaps(const schema::Record* record, const ast::Expr& expression, const schema::Field& field) {
  const auto* path = std::get_if<ast::Path>(&expression.node);
  if (!path) return false;
  const schema::Field* named = nullptr;
  for (const auto& segment : path->segments) {
    const auto* part = std::get_if<ast::Path::Field>(&segment);
    if (!part) continue;
    named = record ? record->find(part->name.text) : nullptr;
    if (named == &field) return true;
    record = named ? named->record.get() : nullptr;
  }
  return named && holds(*named, field);
}

}  // namespace

bool is_private(const driver::Compilation& compilation, const schema::Field& field) {
  for (const ast::Item& item : compilation.contract.items) {
    const auto* privacy = std::get_if<ast::Privacy>(&item.node);
    if (!privacy) continue;
    const auto& parts = privacy->resource.parts;
    const facts::System* system = parts.size() == 2 ? compilation.facts.system(parts[0].text) : nullptr;
    const facts::Resource* resource = system ? system->find(parts[1].text) : nullptr;
    if (!resource) return true;  // a name half typed: nobody knows yet whose fields they are
    for (const ast::Privacy::Entry& entry : privacy->entries) {
      for (const ast::Expr& path : entry.paths) {
        if (overlaps(resource->record.get(), path, field)) return true;
      }
    }
  }
  return false;
}

const Occurrence* Index::at(source::FileId file, uint32_t offset) const {
  // A caret behind the last letter of a name is still at it.
  const Occurrence* before = nullptr;
  for (const Occurrence& one : occurrences) {
    if (one.span.file != file) continue;
    if (one.span.begin <= offset && offset < one.span.end) return &one;
    if (one.span.end == offset) before = &one;
  }
  return before;
}

const Occurrence* Index::definition_of(const Occurrence& use) const {
  const auto found = std::ranges::find_if(occurrences, [&](const Occurrence& one) {
    return one.definition && one.role == use.role && one.key == use.key;
  });
  return found == occurrences.end() ? nullptr : &*found;
}

const Meaning* Index::meaning_at(source::FileId file, uint32_t offset) const {
  const Meaning* innermost = nullptr;
  for (const Meaning& one : meanings) {
    const bool around = one.span.file == file && one.span.begin <= offset && offset <= one.span.end;
    if (around && (!innermost || one.span.end - one.span.begin < innermost->span.end - innermost->span.begin)) {
      innermost = &one;
    }
  }
  return innermost;
}

const schema::Field* field_of(const facts::Facts& facts, const std::string& key) {
  const auto [record_key, path] = halves(key);
  const size_t dot = record_key.find('.');
  const facts::System* system = facts.system(record_key.substr(0, dot));
  const facts::Resource* resource =
      system && dot != std::string::npos ? system->find(record_key.substr(dot + 1)) : nullptr;
  const schema::Record* record = resource ? resource->record.get() : nullptr;
  const schema::Field* field = nullptr;
  for (size_t at = 0; record != nullptr && at <= path.size();) {
    const size_t end = std::min(path.find('.', at), path.size());
    field = record->find(path.substr(at, end - at));
    record = field ? field->record.get() : nullptr;
    at = end + 1;
    if (!field || (record == nullptr && at <= path.size())) return nullptr;
  }
  return field;
}

const schema::Property* property_of(const facts::Facts& facts, const std::string& key) {
  const auto [object_key, name] = halves(key);
  const size_t dot = object_key.find('.');
  const facts::System* system = facts.system(object_key.substr(0, dot));
  if (!system || !system->portal || dot == std::string::npos) return nullptr;
  const schema::HubspotObject* object = system->portal->find(object_key.substr(dot + 1));
  return object ? object->find(name) : nullptr;
}

}  // namespace treaty::lsp
