#include "compiler/check/check.h"

#include "compiler/check/agreements.h"
#include "compiler/check/context.h"
#include "compiler/check/follow_ups.h"
#include "compiler/check/maps.h"
#include "compiler/check/portal_rules.h"
#include "compiler/check/resources.h"
#include "compiler/check/tables.h"
#include "compiler/check/transforms.h"

namespace treaty::check {

facts::Facts check(const Inputs& inputs, diagnostics::Diagnostics& diagnostics) {
  Context context{.in = inputs, .out = diagnostics};
  check_systems(context);  // records and properties
  check_tables(context);   // may name a system's objects
  check_picklists(context);
  check_transforms(context);  // use tables and picklists
  check_examples(context);
  check_maps(context);        // use everything above
  check_reading(context);
  check_portal_rules(context);
  check_agreements(context);  // name maps and tests
  check_tests(context);
  drop_follow_ups(context);
  return std::move(context.facts);
}

}  // namespace treaty::check
