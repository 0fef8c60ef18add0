#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "geo/io/register_text.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// One row of a table of text. `cells` as many as columns, nullptr where nothing stands; they live for the call.
using TakeTableRow = std::function<void(std::span<const char* const> cells, std::string place)>;

/// The rows of a table that `check_register_text` has found in order. Errors `file-unreadable`, `library-missing`.
twin::Status for_each_table_row(const RegisterTable& table, std::string_view bytes, const TakeTableRow& take);

}  // namespace geo
