#include <signal.h>

#include <fmt/core.h>

#include "compiler/cli/command.h"
#include "runtime/sandbox/hubspot_sandbox.h"

namespace treaty::cli {
namespace {

void serve(const sandbox::HubspotOptions& options, Exit& exit) {
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);  // before the server's threads begin, so that they inherit it
  const auto sandbox = sandbox::HubspotSandbox::start(options);
  if (!sandbox) {
    complain(sandbox.error());
    exit = Exit::world_failed;
    return;
  }
  fmt::print("a HubSpot sandbox at {}\n", (*sandbox)->url());
  fmt::print("  curl -H 'Authorization: Bearer {}' {}/crm/objects/2026-09/contacts\n",
             options.token.empty() ? "any" : options.token, (*sandbox)->url());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&stop, &signal);
}

}  // namespace

void add_sandbox(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("sandbox", "Serve a HubSpot of our own on this machine, until interrupted");
  auto options = std::make_shared<sandbox::HubspotOptions>();
  command->add_option("--port", options->port, "0: any that is free (default)");
  command->add_option("--state", options->database, "a file that keeps the state; left out: in memory");
  command->add_option("--token", options->token, "the bearer token that is let in (default: sandbox)");
  command->add_option("--index-lag", options->index_lag_ms,
                      "milliseconds after which search sees a write (default: 10000)");
  command->add_option("--burst", options->burst, "requests in ten seconds; 0: no limit (default: 190)");
  command->footer("Example:\n  treaty sandbox --port 8080 --state portal.sqlite");
  command->callback([options, &exit] { serve(*options, exit); });
}

}  // namespace treaty::cli
