#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/result.hpp"

namespace server {

/// Where a program of this name lies in the folders of PATH; nothing where it does not.
std::optional<std::filesystem::path> find_program(const std::string& name);

/// Runs a program, without a shell, and waits; it is ended when the time is up.
/// Error `program-failed`: it cannot be started, ends with another code than 0 (with the end of what it said), or takes too long.
twin::Status run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments, std::chrono::seconds patience);

}  // namespace server
