#pragma once

#include <filesystem>

#include "twin_core/base/result.hpp"

namespace twin {

/// Whether a file is a twin, by its first bytes, or a part of one: the log or journal beside it, or a database that
/// has a log beside it and may be a twin whose mark is still in there. Opens nothing; false for what cannot be read.
bool is_part_of_twin(const std::filesystem::path& file);

/// That a file may be written to. Error: `target-is-twin`.
Status check_no_twin_at(const std::filesystem::path& target);

}  // namespace twin
