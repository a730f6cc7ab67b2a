#pragma once

#include <string>

#include "compiler/facts/facts.h"

namespace treaty::facts {

/// A value as the language would write it: `balance | times(100)`. Of a record of HubSpot's, whose object is given
/// then, what turns the stored texts into the types of their properties is left out, as it is in a contract.
std::string written(const Facts& facts, const ValueRef& value, const schema::HubspotObject* object = nullptr);

}  // namespace treaty::facts
