// backfill_worker SOURCE_URL PORTAL_URL LEDGER: one backfill of the test contract; prints the report as JSON.

#include <fmt/format.h>

#include "runtime/host/host.h"
#include "tests/runtime/sync/fake_program.h"

int main(int count, char** arguments) {
  if (count != 4) return 2;
  treaty::testing_portal::FakeProgram program;
  auto report = treaty::host::backfill(program, {.ledger = arguments[3],
                                                 .bases = {{"club", arguments[1]}, {"hubspot", arguments[2]}},
                                                 .secrets = {{"CLUB_KEY", "played"}, {"HUBSPOT_KEY", "played"}},
                                                 .provision = true});
  if (!report) {
    fmt::print(stderr, "{}\n", report.error().message);
    return 1;
  }
  fmt::print("{}", treaty::sync::to_json(*report));
  return 0;
}
