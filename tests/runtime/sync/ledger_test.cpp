// The contract of every ledger, whatever stores it. A new one joins by adding its maker to the list at the end.

#include "runtime/ledger/ledger.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "runtime/ledger/lock.h"

namespace treaty::ledger {
namespace {

using Maker = std::unique_ptr<Ledger> (*)();

class LedgerContract : public testing::TestWithParam<Maker> {
 protected:
  void SetUp() override {
    ledger = GetParam()();
    ASSERT_TRUE(ledger);
    auto opened = ledger->open_run("club", "abc", "backfill", 1000);
    ASSERT_TRUE(opened) << opened.error().message;
    run = *opened;
  }

  static Plan plan_of(std::string key, std::string email) {
    return {{.source_key = key,
             .match_property = "email",
             .match_value = email,
             .payload = "{}",
             .payload_hash = hash_of(email)},
            {{"email", email}}};
  }
  std::vector<Granted> intend(std::vector<Plan> plans) {
    auto granted = ledger->intend(run.id, "members", "hubspot", "contacts", plans);
    EXPECT_TRUE(granted) << granted.error().message;
    return *granted;
  }
  Batch batch() { return {.run = run.id, .map = "members", .object = "contacts", .now_us = 2000}; }
  void commit(const Batch& batch) {
    auto done = ledger->commit(batch);
    ASSERT_TRUE(done) << done.error().message;
  }

  std::unique_ptr<Ledger> ledger;
  ledger::Run run;
};

TEST_P(LedgerContract, AnOpenRunIsTakenUpAgain) {
  auto again = ledger->open_run("club", "abc", "backfill", 2000);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, run.id);
  EXPECT_EQ(again->resumed, 1);
}

TEST_P(LedgerContract, AnotherVersionOfTheContractBeginsAnew) {
  auto other = ledger->open_run("club", "def", "backfill", 2000);
  ASSERT_TRUE(other);
  EXPECT_NE(other->id, run.id);
  EXPECT_EQ(ledger->runs()->at(0).state, "abandoned");
}

TEST_P(LedgerContract, AFinishedRunIsNotTakenUp) {
  ASSERT_TRUE(ledger->finish_run(run.id, 3000));
  EXPECT_NE(ledger->open_run("club", "abc", "backfill", 4000)->id, run.id);
}

TEST_P(LedgerContract, ABatchCommitsLinksCursorAndCountsTogether) {
  intend({plan_of("1", "a@x")});
  EXPECT_EQ(ledger->unfinished("members")->size(), 1);
  Batch one = batch();
  one.counts = {.read = 2, .created = 1, .filtered = 1};
  one.links = {{"1", "900", hash_of("a@x"), {}}};
  one.cursor = {"page 2", false};
  commit(one);
  EXPECT_TRUE(ledger->unfinished("members")->empty());
  EXPECT_EQ(ledger->cursor(run.id, "members")->position, "page 2");
  std::vector<std::string> keys = {"2", "1"};
  auto links = ledger->links("members", keys);
  ASSERT_TRUE(links);
  EXPECT_FALSE(links->at(0));
  EXPECT_EQ(links->at(1)->remote_id, "900");
  EXPECT_EQ(links->at(1)->payload_hash, hash_of("a@x"));
  EXPECT_EQ(*ledger->source_of("members", "900"), "1");
  EXPECT_EQ(ledger->counts(run.id)->at(0).counts, one.counts);
}

TEST_P(LedgerContract, CountsThatLoseARecordAbort) {
  Batch lossy = batch();
  lossy.counts = {.read = 3, .created = 1, .filtered = 1};
  EXPECT_DEATH((void)ledger->commit(lossy), "3 records read, but 1 created");
}

TEST_P(LedgerContract, AMatchValueHasOneHolder) {
  auto granted = intend({plan_of("1", "a@x"), plan_of("2", "a@x"), plan_of("3", "b@x")});
  EXPECT_FALSE(granted[0].denied);
  ASSERT_TRUE(granted[1].denied);
  EXPECT_EQ(granted[1].holder, "1");
  EXPECT_FALSE(granted[2].denied);
  EXPECT_EQ(ledger->unfinished("members")->size(), 2);
}

TEST_P(LedgerContract, AClaimMovesWithItsRecord) {
  intend({plan_of("1", "a@x")});
  intend({plan_of("1", "new@x")});
  EXPECT_FALSE(intend({plan_of("2", "a@x")})[0].denied);
}

TEST_P(LedgerContract, AnInterruptedIntentIsResolved) {
  intend({plan_of("1", "a@x"), plan_of("2", "b@x"), plan_of("3", "c@x")});
  auto unfinished = *ledger->unfinished("members");
  unfinished[0].remote_id = "900";
  std::vector<Intent> landed = {unfinished[0]};
  std::vector<Link> links = {{"2", "901", {}, {}}};
  std::vector<std::string> undone = {"2", "3"};
  ASSERT_TRUE(ledger->resolve("members", "contacts", landed, links, undone, 2000));
  auto left = *ledger->unfinished("members");
  ASSERT_EQ(left.size(), 1);
  EXPECT_TRUE(left[0].landed);
  EXPECT_EQ(left[0].remote_id, "900");
  EXPECT_EQ(*ledger->source_of("members", "901"), "2");
}

TEST_P(LedgerContract, ALetterCountsItsAttemptsAndClosesItself) {
  Batch failed = batch();
  failed.counts = {.read = 1, .parked = 1};
  failed.letters = {{.map = "members",
                     .source_key = "1",
                     .verdict = "rejected",
                     .code = "INVALID_EMAIL",
                     .field = "email",
                     .message = "no",
                     .first_us = 2000,
                     .last_us = 2000,
                     .http_status = 400}};
  commit(failed);
  failed.letters[0].last_us = 3000;
  commit(failed);
  auto open = *ledger->letters("open", "", 10);
  ASSERT_EQ(open.size(), 1);
  EXPECT_EQ(open[0].attempts, 2);
  EXPECT_EQ(open[0].first_us, 2000);
  EXPECT_EQ(open[0].last_us, 3000);
  Batch better = batch();
  better.counts = {.read = 1, .updated = 1};
  better.links = {{"1", "900", hash_of("x"), {}}};
  commit(better);
  EXPECT_TRUE(ledger->letters("open", "", 10)->empty());
  EXPECT_EQ(ledger->letter(open[0].id)->value().state, "closed");
}

TEST_P(LedgerContract, AnAssociationWaitsForBothEnds) {
  Batch from = batch();
  from.counts = {.read = 1, .created = 1};
  from.links = {{"1", "900", hash_of("x"), {}}};
  from.wanted = {{"1", {{"clubs", "C", "member of"}}}};
  commit(from);
  EXPECT_TRUE(ledger->ready("members", "clubs", "member of", 10)->empty());
  Batch to = {.run = run.id, .map = "clubs", .object = "companies", .now_us = 2000};
  to.counts = {.read = 1, .created = 1};
  to.links = {{"C", "55", hash_of("y"), {}}};
  commit(to);
  auto ready = *ledger->ready("members", "clubs", "member of", 10);
  ASSERT_EQ(ready.size(), 1);
  EXPECT_EQ(ready[0].from_id, "900");
  EXPECT_EQ(ready[0].to_id, "55");
  std::vector<Ledger::AssociationResult> results = {{ready[0], ""}};
  ASSERT_TRUE(ledger->associated(results));
  EXPECT_TRUE(ledger->ready("members", "clubs", "member of", 10)->empty());
  EXPECT_EQ(ledger->association_counts()->at(0).done, 1);
  EXPECT_EQ(ledger->made("members", "clubs")->at(0).to_id, "55");
}

TEST_P(LedgerContract, ARecordMadeAnewIsAssociatedAnew) {
  Batch from = batch();
  from.counts = {.read = 1, .created = 1};
  from.links = {{"1", "900", hash_of("x"), {}}};
  from.wanted = {{"1", {{"clubs", "C", ""}}}};
  commit(from);
  Batch to = {.run = run.id, .map = "clubs", .object = "companies", .now_us = 2000};
  to.counts = {.read = 1, .created = 1};
  to.links = {{"C", "55", hash_of("y"), {}}};
  commit(to);
  std::vector<Ledger::AssociationResult> results = {{ledger->ready("members", "clubs", "", 10)->at(0), ""}};
  ASSERT_TRUE(ledger->associated(results));
  Batch again = {.run = run.id, .map = "clubs", .object = "companies", .now_us = 3000};
  again.counts = {.read = 1, .created = 1};
  again.links = {{"C", "56", hash_of("y"), {}}};
  commit(again);
  auto ready = *ledger->ready("members", "clubs", "", 10);
  ASSERT_EQ(ready.size(), 1);
  EXPECT_EQ(ready[0].to_id, "56");
}

std::unique_ptr<Ledger> sqlite_in_memory() {
  auto ledger = open_sqlite("");
  return ledger ? std::move(*ledger) : nullptr;
}

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerContract, testing::Values(&sqlite_in_memory));

TEST(SqliteLedger, IsReadableByItsOwnerOnlyAndKeepsWhatWasCommitted) {
  std::string path = testing::TempDir() + "treaty_ledger_test.db";
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
  {
    auto ledger = open_sqlite(path);
    ASSERT_TRUE(ledger) << ledger.error().message;
    ASSERT_TRUE((*ledger)->open_run("club", "abc", "backfill", 1000));
  }
  struct stat status{};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600);
  auto again = open_sqlite(path);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ((*again)->runs()->size(), 1);
}

TEST(Lock, OneRunAtATimeAndFreeAgainAtItsEnd) {
  const std::string path = testing::TempDir() + "locked.db";
  std::filesystem::remove(path + ".lock");
  {
    auto first = Lock::take(path);
    ASSERT_TRUE(first) << first.error().message;
    auto second = Lock::take(path);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().message.find(std::to_string(getpid())), std::string::npos) << second.error().message;
    struct stat status{};
    ASSERT_EQ(stat((path + ".lock").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
  }
  EXPECT_TRUE(Lock::take(path));
  EXPECT_TRUE(Lock::take(""));
  EXPECT_FALSE(Lock::take("/nowhere/at/all.db"));
}

}  // namespace
}  // namespace treaty::ledger
