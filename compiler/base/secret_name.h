#pragma once

#include <string_view>

namespace treaty {

/// Whether a word has the form of a secret's name, which is that of an environment variable in capitals: `CLUB_TOKEN`.
/// What has another form may be the secret itself.
bool is_secret_name(std::string_view word);

}  // namespace treaty
