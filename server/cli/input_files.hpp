#pragma once

#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "server/cli/arguments.hpp"

namespace server {

/// Files as a user names them: what findings call them is the name without its folder.
std::vector<geo::InputFile> input_files(const std::vector<std::string>& paths);

/// The text of --mapping, "" without one. Errors: `file-unreadable`, 902.
twin::Result<std::string> mapping_text(const Arguments& arguments);

}  // namespace server
