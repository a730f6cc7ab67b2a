#pragma once

#include <string>

namespace treaty::budget {

/// `450 ms`, `2 min 5 s`, `3 d 4 h`: two units at most.
std::string time_text(double seconds);

}  // namespace treaty::budget
