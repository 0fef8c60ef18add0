#pragma once

#include "server/cli/arguments.hpp"
#include "twin_core/base/json.hpp"

namespace server {

/// The inputs of scenario-comparison that a command line asks for. Errors: `usage` (a pair or a range that is none), `file-unreadable`,
/// those of the JSON reader.
twin::Result<twin::Json> compare_request(const Arguments& arguments);

/// "name=value" in two. Error `usage`.
twin::Result<std::pair<std::string, std::string>> pair_of(const std::string& text, const char* option);

}  // namespace server
