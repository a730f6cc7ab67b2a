#pragma once

// What a contract does to data, as values. What is private is in none of them: it was masked where it was counted.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/profile/shape.h"
#include "runtime/profile/values.h"

namespace treaty::profile {

/// Where in the contract: club.map:14:22, and what is written there.
struct Place {
  std::string at, text;
};

/// One reason why values or records fail.
struct CauseReport {
  std::string part;  ///< the property; `where`, `key`, `each`, `associate clubs`, `record`
  std::string code;  ///< of stdlib/errors.def, or `malformed`
  std::string sentence;
  Place place;
  uint64_t count = 0;
  std::vector<uint64_t> lines;  ///< the first
  Ranking values;               ///< the worst offenders
};

/// One property that a line writes. Every record that `where` lets through is judged, also where it is rejected for
/// another property.
struct FieldReport {
  std::string property, type;
  Place place;
  bool is_required = false, is_private = false;
  std::string on_error, on_null;  ///< reject, skip, use; keep, clear, use
  uint64_t judged = 0, present = 0, null = 0, missing = 0, failed = 0;
  ValuesReport values;
  uint64_t too_long = 0, too_long_line = 0;
  Ranking not_options;  ///< of a property with options: values that are none
  Ranking not_emails;   ///< of a contact's e-mail address: values that are none
  std::vector<CauseReport> causes;
};

/// One step that looks something up.
struct LookupReport {
  std::string table;
  std::string part;
  Place place;
  bool is_private = false, has_else = false;
  std::string loaded_from;  ///< hubspot.owners: its rows are known when a run begins only
  uint64_t rows = 0, asked = 0, found = 0;
  Amount distinct;                  ///< keys that were asked
  Ranking unknown;                  ///< keys that no row has; where there is an `else` it answers
  std::vector<std::string>
      unused;  ///< rows that no record asked for, of a large table the first; none of what is private
  uint64_t unused_count = 0;
};

/// A value that several records have and one should.
struct Collision {
  std::string value;
  uint64_t count = 0;
  std::vector<uint64_t> lines;
};
/// The source's key, or a property that a map matches by.
struct KeyReport {
  std::string name;
  bool is_private = false;
  Amount distinct, repeated,
      records;  ///< repeated: values that several records have; records: how many have one of those
  std::vector<Collision> examples;
};

/// What the records of a map point at in another.
struct ReferenceReport {
  std::string to, label;
  Place place;
  bool is_checked = true;  ///< the other map's data is there
  bool is_private = false;
  uint64_t references = 0, records_without = 0;
  Amount absent, unwritten;  ///< references to what is not in the data; to what is, but is filtered or rejected
  Ranking absent_keys, unwritten_keys;
};

/// One field of the source.
struct SourceReport {
  ShapeField field;
  uint64_t missing = 0;
  bool is_used = false;       ///< the contract reads or ignores it
  bool is_described = false;  ///< its document describes it
  bool is_unknown = false;    ///< neither
  bool is_private = false;
};

struct MapReport {
  std::string name, source, target, file;  ///< clubapp.members, hubspot.contacts
  bool each = false;
  uint64_t records = 0;                                                       ///< of the file
  uint64_t without_items = 0;                                                 ///< `each`: records that give nothing
  uint64_t read = 0, written = 0, filtered = 0, rejected = 0, malformed = 0;  ///< read is the sum of the others
  uint64_t without_match = 0;
  std::vector<uint64_t> without_match_lines;
  bool is_limited = false;              ///< there is more in the file than was read
  std::vector<FieldReport> fields;      ///< in the contract's order
  std::vector<CauseReport> rejections;  ///< by the cause that a run would report, the most frequent first
  std::vector<LookupReport> lookups;
  KeyReport source_key;
  std::vector<KeyReport> matches;
  std::vector<KeyReport> uniques;  ///< of other properties that HubSpot holds unique
  std::vector<ReferenceReport> references;
  std::vector<SourceReport> source_fields;
  std::vector<std::string> absent_fields;  ///< that the contract uses, and no record has
  bool source_is_described = false, source_is_cut = false;
  std::string broken;  ///< why reading ended before the file did
};

/// A map whose data is not there, or cannot be read.
struct Unread {
  std::string map, why;
  bool failed = false;
};

struct Report {
  std::string contract, version;
  std::vector<MapReport> maps;
  std::vector<Unread> unread;
};

}  // namespace treaty::profile
