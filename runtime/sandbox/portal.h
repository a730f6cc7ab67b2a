#pragma once

#include <string>
#include <vector>

#include "runtime/sandbox/hubspot_sandbox.h"
#include "runtime/sandbox/records.h"

namespace treaty::sandbox {

/// Everything an endpoint works on. One request at a time.
struct Portal {
  HubspotOptions options;
  std::unique_ptr<Storage> storage;
  std::unique_ptr<Model> model;
  std::unique_ptr<Records> records;
  int64_t clock_offset_ms = 0;

  [[nodiscard]] int64_t now() const;
};

/// A request taken apart: `path` are the segments behind the family, decoded.
struct Call {
  std::string method;
  std::vector<std::string> path;
  std::vector<std::pair<std::string, std::string>> query;
  Json body;
  bool body_is_json = true;
  bool strict_2026 = false;  ///< the path names version 2026-09

  /// The last value of a query parameter.
  [[nodiscard]] std::string parameter(std::string_view name) const;
  /// All values of a parameter, repeated or parted by commas.
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const;
};

http::Response serve_objects(Portal& portal, const Call& call);
http::Response serve_batch(Portal& portal, const ObjectType& type, const std::string& verb, const Call& call);
http::Response serve_search(Portal& portal, const ObjectType& type, const Call& call);
/// /crm/v4/objects/{from}/{id}/associations/…, the part behind `associations`.
http::Response serve_record_associations(Portal& portal, const ObjectType& from, int64_t id, const Call& call,
                                         size_t next);
http::Response serve_associations(Portal& portal, const Call& call);
http::Response serve_properties(Portal& portal, const Call& call);
/// A property's definition from the body of a request, checked and made.
http::Response create_property(Portal& portal, const std::string& type, const Json& body);
Json shown_property(const Portal& portal, const std::string& type, const schema::Property& property);
http::Response serve_pipelines(Portal& portal, const Call& call);
http::Response serve_schemas(Portal& portal, const Call& call);
http::Response serve_owners(Portal& portal, const Call& call);
http::Response serve_account(Portal& portal, const Call& call);

/// Associates two records, both ways. A refusal when one of them is not there or the type is of other objects.
std::optional<Refusal> associate(Portal& portal, const std::string& from, int64_t from_id, const std::string& to,
                                 int64_t to_id, const std::vector<AssociationType>& types);
/// The `associations` of a create, checked and made.
std::optional<Refusal> associate_inline(Portal& portal, const std::string& from, int64_t from_id,
                                        const Json& associations);

http::Response not_found();
/// 404 in HubSpot's words for a record's id.
http::Response no_such_record(const std::string& id);
std::optional<int64_t> id_of(const std::string& text);
/// Name, dealname, …: what the newest version demands of a new record.
std::vector<Invalid> missing_required(const Portal& portal, const ObjectType& type, const Properties& values);
/// The refusal of an `idProperty` that does not tell records apart; an empty one is the record's id.
std::optional<Refusal> not_unique(const Portal& portal, const ObjectType& type, const std::string& property,
                                  std::string_view verb);
/// POST …/merge and …/gdpr-delete.
http::Response serve_merge(Portal& portal, const ObjectType& type, const Call& call);
http::Response serve_gdpr_delete(Portal& portal, const ObjectType& type, const Call& call);

}  // namespace treaty::sandbox
