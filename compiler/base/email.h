#pragma once

#include <string_view>

namespace treaty {

/// Whether a text has the form of an e-mail address, as far as HubSpot asks: its documentation gives no rule, so this
/// refuses only what it was seen to refuse as INVALID_EMAIL.
bool is_email(std::string_view text);

}  // namespace treaty
