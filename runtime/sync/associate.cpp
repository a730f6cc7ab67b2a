#include <fmt/format.h>

#include "runtime/sync/crash.h"
#include "runtime/sync/map_run.h"

namespace treaty::sync {
namespace {

constexpr size_t largest_batch = 1000;

std::expected<int64_t, Error> associate_all(const Lent& lent, connectors::Portal& portal, const package::Map& map,
                                            const package::Association& association) {
  int64_t made = 0;
  while (true) {
    auto ready = lent.ledger.ready(map.name, association.map, association.label, largest_batch);
    if (!ready) return std::unexpected(error_of(ready.error()));
    if (ready->empty()) return made;
    std::vector<connectors::Link> links;
    for (const ledger::ReadyAssociation& one : *ready) {
      connectors::Link link{one.from_id, one.to_id, {}};
      // A labelled write replaces the labels of the pair: those it has are sent along.
      if (!association.label.empty()) link.labels.push_back(association.label);
      link.labels.insert(link.labels.end(), one.other_labels.begin(), one.other_labels.end());
      links.push_back(std::move(link));
    }
    if (association.label.empty()) {
      for (connectors::Link& link : links) link.labels.clear();  // the default type stands beside labels
    }
    auto results = portal.associate(association.from_object, association.to_object, links);
    if (!results) return std::unexpected(error_of(results.error()));
    crash_point("associations_sent");
    std::vector<ledger::Ledger::AssociationResult> outcome;
    for (size_t i = 0; i < links.size(); ++i) {
      made += (*results)[i].refusal.empty();
      outcome.push_back({std::move((*ready)[i]), (*results)[i].refusal});
    }
    auto noted = lent.ledger.associated(outcome);
    if (!noted) return std::unexpected(error_of(noted.error()));
    crash_point("associations_committed");
  }
}

}  // namespace

std::expected<int64_t, Error> associate(const Lent& lent) {
  int64_t made = 0;
  for (const package::Map& map : lent.program.manifest().maps) {
    auto portal = lent.portals.find(map.target_system);
    if (portal == lent.portals.end()) continue;
    for (const package::Association& association : map.associations) {
      auto done = associate_all(lent, *portal->second, map, association);
      if (!done) return done;
      made += *done;
    }
  }
  return made;
}

}  // namespace treaty::sync
