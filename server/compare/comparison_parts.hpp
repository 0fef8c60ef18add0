#pragma once

#include <string>

#include "twin_core/base/json.hpp"

namespace server {

/// The name of a scenario of the answer, as it may stand in a page.
std::string scenario_name(const twin::Json& answer, std::size_t scenario);
/// Its number in a disc and its name.
std::string scenario_key(const twin::Json& answer, std::size_t scenario);

}  // namespace server
