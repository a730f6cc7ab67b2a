#pragma once

#include <string_view>

namespace treaty {

/// Whether a text has the form of an e-mail address. HubSpot answers INVALID_EMAIL to others and documents no rule:
/// this is what the sandbox refuses, and what a profile foresees.
bool is_email(std::string_view text);

}  // namespace treaty
