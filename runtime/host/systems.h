#pragma once

#include <memory>

#include "runtime/auth/secrets.h"
#include "runtime/connectors/hubspot/portal.h"
#include "runtime/connectors/source.h"
#include "runtime/host/host.h"
#include "runtime/host/transport.h"
#include "runtime/program/program.h"
#include "runtime/sync/backfill.h"

namespace treaty::host {

/// A failure of a system, for whoever runs the contract.
Error error_of(const connectors::Failure& failure);
Error error_of(const sync::Error& error);

/// The lines to all systems of a contract. Not movable: portals and sources refer to the channels.
class Systems {
 public:
  /// Resolves every secret that the maps to be run need.
  static std::expected<std::unique_ptr<Systems>, Error> connect(const program::Program& program,
                                                                const BackfillOptions& options,
                                                                observe::Redactor& redactor, observe::Log& log);
  Systems(const Systems&) = delete;
  Systems& operator=(const Systems&) = delete;

  [[nodiscard]] std::map<std::string, connectors::Portal*> portals() const;
  std::expected<std::unique_ptr<connectors::Source>, connectors::Failure> open_source(const package::Map& map);
  /// Whether each key opens the portal that the chosen environment names, and whose records the ledger knows.
  std::expected<void, Error> check_portals(ledger::Ledger& ledger);
  /// Whether the portals have every property that the maps to be run write: else each record would be parked for it.
  std::expected<void, Error> check_properties();
  /// Creates what the contract asks the portals to have; says what was created.
  std::expected<std::vector<std::string>, Error> provision();
  /// Adds up what went over all lines.
  void add_traffic(sync::Report& report) const;

 private:
  Systems(const package::Manifest& manifest, const BackfillOptions& options, observe::Redactor& redactor,
          observe::Log& log);
  std::expected<void, Error> connect(const package::System& system, const auth::Secrets& secrets);
  /// Whether every map to be run has something to read.
  [[nodiscard]] std::expected<void, Error> check_files() const;
  /// By the chosen environment; empty where it names none.
  [[nodiscard]] std::string named_portal(const std::string& system) const;
  [[nodiscard]] std::string base_of(const package::System& system) const;
  [[nodiscard]] const std::string* file_of(const package::Map& map) const;

  const package::Manifest& manifest_;
  const BackfillOptions& options_;
  observe::Redactor& redactor_;
  observe::Log& log_;
  http::Client client_;
  std::map<std::string, std::unique_ptr<connectors::Channel>> channels_;
  std::map<std::string, std::unique_ptr<connectors::Portal>> portals_;
};

}  // namespace treaty::host
