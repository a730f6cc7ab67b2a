#include "compiler/check/follow_up_kinds.h"

#include "compiler/diagnostics/diagnostics.h"

namespace treaty::check {
namespace {

template <int... Arities>
std::set<int> rows_of(const diagnostics::Kind<Arities>&... kinds) {
  return {kinds.row...};
}

}  // namespace

const std::set<int>& undeclared() {
  static const std::set<int> rows =
      rows_of(diagnostics::unknown_system, diagnostics::unknown_resource, diagnostics::unknown_object,
              diagnostics::unknown_property, diagnostics::unknown_step, diagnostics::unknown_table,
              diagnostics::unknown_picklist, diagnostics::unknown_map, diagnostics::unknown_test,
              diagnostics::unknown_party, diagnostics::unknown_list, diagnostics::unknown_field,
              diagnostics::unknown_ensure_object, diagnostics::match_not_unique, diagnostics::nobody_approves);
  return rows;
}
const std::set<int>& declared_here() {
  static const std::set<int> rows =
      rows_of(diagnostics::unknown_system, diagnostics::unknown_resource, diagnostics::unknown_property,
              diagnostics::unknown_step, diagnostics::unknown_table, diagnostics::unknown_picklist,
              diagnostics::unknown_map, diagnostics::unknown_test, diagnostics::unknown_party,
              diagnostics::unknown_list, diagnostics::resource_without_key);
  return rows;
}
const std::set<int>& declared_in_block() {
  static const std::set<int> rows =
      rows_of(diagnostics::unknown_system, diagnostics::unknown_step, diagnostics::unknown_table,
              diagnostics::unknown_picklist, diagnostics::unknown_map, diagnostics::unknown_test,
              diagnostics::unknown_party);
  return rows;
}
const std::set<int>& done_by_no_line() {
  static const std::set<int> rows =
      rows_of(diagnostics::expected_not_written, diagnostics::accept_not_written, diagnostics::match_not_written,
              diagnostics::match_not_read, diagnostics::required_not_written, diagnostics::accept_no_association,
              diagnostics::created_incomplete, diagnostics::match_left_out, diagnostics::never_flows_back);
  return rows;
}
const std::set<int>& written_by_no_line() {
  static const std::set<int> rows =
      rows_of(diagnostics::expected_not_written, diagnostics::accept_not_written, diagnostics::match_not_written);
  return rows;
}
const std::set<int>& left_out_of_resource() {
  static const std::set<int> rows =
      rows_of(diagnostics::resource_without_key, diagnostics::no_update_endpoint, diagnostics::no_create_endpoint);
  return rows;
}

const std::set<int>& left_out_here() {
  static const std::set<int> rows =
      rows_of(diagnostics::resource_not_read, diagnostics::no_base, diagnostics::auth_left_out,
              diagnostics::no_document, diagnostics::entry_twice, diagnostics::auth_incomplete,
              diagnostics::test_without_map, diagnostics::test_without_given, diagnostics::test_without_expectation,
              diagnostics::books_without_keep, diagnostics::picklist_not_covering);
  return rows;
}
const std::set<int>& not_in_portal() {
  static const std::set<int> rows =
      rows_of(diagnostics::unknown_property, diagnostics::unknown_object, diagnostics::unknown_option,
              diagnostics::match_not_unique);
  return rows;
}

}  // namespace treaty::check
