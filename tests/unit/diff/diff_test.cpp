#include <gtest/gtest.h>
#include "compiler/diff/version.h"
namespace treaty::diff {
TEST(Version, Placeholder) { EXPECT_TRUE(version_of("1.0.0", "1.0.0", {}).enough); }
}
