// The same between the played source and the HubSpot sandbox: a backfill that is killed at ten random moments leaves
// the portal as an undisturbed one does. TREATY_CRASH_MEMBERS says how many records (default 2000).

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

#include "runtime/host/host.h"
#include "runtime/sandbox/hubspot_sandbox.h"
#include "runtime/sandbox/source_system.h"
#include "tests/runtime/sync/fake_program.h"

namespace treaty::testing_portal {
namespace {

int member_count() {
  const char* given = std::getenv("TREATY_CRASH_MEMBERS");
  return given == nullptr ? 2000 : std::atoi(given);
}

class Stage {
 public:
  explicit Stage(const std::string& name) : folder_(testing::TempDir() + "treaty_crash_" + name) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/data");
    write_data();
    const package::System& system = program_.manifest().systems[0];
    source = std::move(*sandbox::SourceSystem::start(system, {.data = folder_ + "/data"}));
    portal = std::move(*sandbox::HubspotSandbox::start({.token = "", .burst = 0}));
  }

  pid_t start() {
    std::string worker = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "backfill_worker";
    std::string from = source->url(), to = portal->url(), kept = ledger();
    std::vector<char*> arguments = {worker.data(), from.data(), to.data(), kept.data(), nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    EXPECT_EQ(posix_spawn(&child, worker.c_str(), &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    return child;
  }
  /// Whether the run came to its end; false when it was killed.
  bool finish(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) return false;
    EXPECT_EQ(WEXITSTATUS(status), 0);
    return true;
  }
  [[nodiscard]] std::string ledger() const { return folder_ + "/ledger.db"; }

  std::unique_ptr<sandbox::SourceSystem> source;
  std::unique_ptr<sandbox::HubspotSandbox> portal;

 private:
  void write_data() {
    std::ofstream clubs(folder_ + "/data/clubs.jsonl"), people(folder_ + "/data/members.jsonl"),
        products(folder_ + "/data/products.jsonl");
    for (int i = 0; i < 25; ++i)
      clubs << json{{"id", "C" + std::to_string(i)}, {"external_id", "C" + std::to_string(i)}, {"name", "Club"}}
            << "\n";
    for (int i = 0; i < member_count(); ++i) {
      std::string n = std::to_string(i);
      json member = {{"id", "M" + n},
                     {"external_id", "M" + n},
                     {"email", "User" + n + "@example.org"},
                     {"name", "N" + n},
                     {"club", "C" + std::to_string(i % 25)}};
      if (i % 70 == 9) member["filtered"] = true;
      if (i % 90 == 7) member["email"] = "no address";
      people << member << "\n";
    }
    for (int i = 0; i < member_count() / 5; ++i)
      products << json{{"id", "P" + std::to_string(i)}, {"hs_sku", "S" + std::to_string(i)}, {"name", "p"}} << "\n";
  }

  FakeProgram program_;
  std::string folder_;
};

TEST(SandboxCrash, TenRandomKillsLeaveNoTrace) {
  Stage undisturbed("undisturbed"), disturbed("disturbed");
  auto begin = std::chrono::steady_clock::now();
  ASSERT_TRUE(undisturbed.finish(undisturbed.start()));
  auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);

  // Moments within a sixth of the whole run, so that ten of them do not outlast it.
  std::mt19937 random(11);
  int kills = 0;
  bool through = false;
  while (!through) {
    pid_t child = disturbed.start();
    if (kills < 10) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % std::max<int64_t>(whole.count() / 6, 1)));
      kill(child, SIGKILL);
    }
    through = disturbed.finish(child);
    kills += !through;
  }
  RecordProperty("kills", kills);
  EXPECT_GE(kills, 5);
  EXPECT_EQ(disturbed.portal->dump(true), undisturbed.portal->dump(true));
  EXPECT_EQ(disturbed.portal->counts(), undisturbed.portal->counts());
  auto status = host::status(disturbed.ledger());
  ASSERT_TRUE(status);
  EXPECT_EQ(status->runs.size(), 1);
  for (const host::MapStatus& map : status->maps) {
    EXPECT_TRUE(map.complete);
    EXPECT_EQ(map.under_way, 0);
    EXPECT_EQ(map.linked, map.last.written()) << map.map;
  }
}

}  // namespace
}  // namespace treaty::testing_portal
