#include "compiler/lsp/index.h"

#include <algorithm>

namespace treaty::lsp {
namespace {

/// The record of a key `system.resource:…`, and what stands behind the colon.
std::pair<std::string, std::string> halves(const std::string& key) {
  const size_t colon = key.find(':');
  return {key.substr(0, colon), colon == std::string::npos ? "" : key.substr(colon + 1)};
}

}  // namespace

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
