// What a version must be raised to.

#include <gtest/gtest.h>

#include "compiler/diff/version.h"

namespace treaty::diff {
namespace {

std::vector<Change> changes_of(std::initializer_list<Kind> kinds) {
  std::vector<Change> changes;
  for (const Kind kind : kinds) {
    changes.emplace_back().row = kind.row;
  }
  return changes;
}

struct Case {
  std::string before, after;
  std::vector<Change> changes;
  Bump asked;
  std::string suggested;
  bool enough;
};

TEST(Version, IsRaisedAsFarAsTheWorstChangeAsks) {
  const Case cases[] = {
      {"2.3.1", "2.3.1", {}, Bump::none, "", true},
      {"2.3.1", "2.3.1", changes_of({words_changed}), Bump::patch, "2.3.2", false},
      {"2.3.1", "2.3.2", changes_of({words_changed}), Bump::patch, "2.3.2", true},
      {"2.3.1", "2.4.0", changes_of({words_changed, field_added}), Bump::minor, "2.4.0", true},
      {"2.3.1", "2.4.0", changes_of({field_removed, field_added}), Bump::major, "3.0.0", false},
      {"2.3.1", "3.0.0", changes_of({field_removed}), Bump::major, "3.0.0", true},
      {"2.3.1", "10.0.0", changes_of({field_removed}), Bump::major, "3.0.0", true},
      {"2.3.1", "2.3.0", {}, Bump::none, "", false},
      {"0.3.1", "0.4.0", changes_of({field_removed}), Bump::major, "0.4.0", true},
      {"0.3.1", "0.3.2", changes_of({field_added}), Bump::minor, "0.3.2", true},
      {"0.3.1", "0.3.2", changes_of({field_removed}), Bump::major, "0.4.0", false},
      {"2.3.1", "2.3.1", changes_of({version_changed}), Bump::none, "", true},
  };
  for (const Case& one : cases) {
    const Version version = version_of(one.before, one.after, one.changes);
    EXPECT_EQ(version.asked, one.asked) << one.before << " " << one.after;
    EXPECT_EQ(version.suggested, one.suggested) << one.before << " " << one.after;
    EXPECT_EQ(version.enough, one.enough) << one.before << " " << one.after;
  }
}

}  // namespace
}  // namespace treaty::diff
