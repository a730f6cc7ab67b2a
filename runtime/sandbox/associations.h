#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/sandbox/portal.h"

// What the endpoints of associations and of their labels share.

namespace treaty::sandbox {

/// An id, as number or text; -1 for anything else.
int64_t number_of(const Json& value);
/// The types that a body names; nothing when one of them does not go from `from` to `to`.
std::optional<std::vector<AssociationType>> types_of(Portal& portal, const std::string& from, const std::string& to,
                                                     const Json& written);
Json shown(const AssociationType& type);
bool is_same(const AssociationType& a, const AssociationType& b);
/// All between two records, in both directions.
void erase_pair(Portal& portal, const std::string& from, int64_t from_id, const std::string& to, int64_t to_id);
/// One type, in one direction.
void erase_type(Portal& portal, const std::string& from, int64_t from_id, const std::string& to, int64_t to_id,
                const AssociationType& type);

http::Response serve_labels(Portal& portal, const ObjectType& from, const ObjectType& to, const Call& call);
http::Response serve_labels_archive(Portal& portal, const ObjectType& from, const ObjectType& to, const Call& call);

}  // namespace treaty::sandbox
