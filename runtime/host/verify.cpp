#include "runtime/host/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace treaty::host {
namespace {

constexpr size_t problems_shown = 20;

class Verifier {
 public:
  Verifier(ledger::Ledger& ledger, RehearsalReport& report) : ledger_(ledger), report_(report) {}

  std::expected<void, Error> check_object(const std::string& object, int64_t in_portal) {
    auto ids = ledger_.remote_ids(object);
    if (!ids) return std::unexpected(Error{Error::Kind::ledger, ids.error().message});
    ObjectCheck check{object, in_portal, static_cast<int64_t>(ids->size())};
    if (check.in_portal != check.linked) {
      problem(fmt::format("{}: {} records in the portal, {} in the ledger", object, check.in_portal, check.linked));
    }
    report_.objects.push_back(check);
    return {};
  }

  std::expected<void, Error> check_association(const package::Map& map, const package::Association& association,
                                               connectors::Portal& portal) {
    auto made = ledger_.made(map.name, association.map);
    if (!made) return std::unexpected(Error{Error::Kind::ledger, made.error().message});
    std::set<std::string> from;
    for (const ledger::ReadyAssociation& one : *made) from.insert(one.from_id);
    std::vector<std::string> ids(from.begin(), from.end());
    auto found = portal.associations(association.from_object, association.to_object, ids);
    if (!found) return std::unexpected(Error{Error::Kind::world, found.error().message});
    ReferenceCheck check{map.name, association.map, association.label};
    for (const ledger::ReadyAssociation& one : *made) {
      if (one.label != association.label) continue;
      ++check.expected;
      const auto& targets = (*found)[one.from_id];
      auto target = targets.find(one.to_id);
      if (target != targets.end() && target->second.contains(association.label)) {
        ++check.in_place;
      } else {
        problem(
            fmt::format("{} {} is not associated with {} {}", map.name, one.from_key, association.map, one.to_key));
      }
    }
    for (const ledger::AssociationCounts& counts : report_.run.associations) {
      bool same =
          counts.from_map == map.name && counts.to_map == association.map && counts.label == association.label;
      if (!same) continue;
      check.waiting = counts.waiting;
      check.expected += counts.refused;
      if (counts.refused > 0)
        problem(fmt::format("{} associations from {} to {} were refused", counts.refused, map.name, association.map));
    }
    report_.references.push_back(check);
    return {};
  }

 private:
  void problem(std::string text) {
    if (report_.problems.size() < problems_shown) report_.problems.push_back(std::move(text));
  }

  ledger::Ledger& ledger_;
  RehearsalReport& report_;
};

}  // namespace

std::expected<void, Error> verify(const package::Manifest& manifest, ledger::Ledger& ledger,
                                  const std::map<std::string, connectors::Portal*>& portals,
                                  const std::map<std::string, int64_t>& in_portal, RehearsalReport& report) {
  Verifier verifier(ledger, report);
  auto ran = [&](const package::Map& map) {
    return std::ranges::any_of(report.run.maps, [&](const sync::MapReport& one) { return one.map == map.name; });
  };
  std::set<std::string> seen;
  for (const package::Map& map : manifest.maps) {
    if (!ran(map) || !seen.insert(map.object).second) continue;
    auto count = in_portal.find(map.object);
    auto done = verifier.check_object(map.object, count == in_portal.end() ? 0 : count->second);
    if (!done) return done;
  }
  for (const package::Map& map : manifest.maps) {
    auto portal = portals.find(map.target_system);
    if (portal == portals.end() || !ran(map)) continue;
    for (const package::Association& association : map.associations) {
      auto done = verifier.check_association(map, association, *portal->second);
      if (!done) return done;
    }
  }
  return {};
}

}  // namespace treaty::host
