#pragma once

#include <string>
#include <string_view>

namespace treaty::connectors {

/// Whether HubSpot's `held` value is what `sent` asked for, in HubSpot's own spelling: e-mails in lower case, numbers
/// by value, instants by time, options in any order. `type` is the property's type.
bool agree(std::string_view property, std::string_view type, std::string_view sent, std::string_view held);

/// The form in which two values of a match property are the same record.
std::string normalised(std::string_view property, std::string_view value);

}  // namespace treaty::connectors
