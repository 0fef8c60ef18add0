#pragma once

#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "server/cli/arguments.hpp"

namespace server {

/// Files are called by their name, those of one name in several folders with as much of the folder as tells them apart.
std::vector<geo::InputFile> input_files(const std::vector<std::string>& paths);

/// The text of --mapping, "" without one. Errors: `file-unreadable`, 902.
twin::Result<std::string> mapping_text(const Arguments& arguments);

}  // namespace server
