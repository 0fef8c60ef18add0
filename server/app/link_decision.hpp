#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/result.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/kept_row.hpp"

namespace server {

/// A building and everything that a decision about its rows may change besides.
struct LinkCase {
  twin::Building building;
  twin::RegisterCard model;              ///< what the model itself says of it
  twin::KeptRow row;
  std::optional<twin::LinkedRow> elsewhere;  ///< the row as an identifier ties it to a building, this one or another
  std::vector<twin::KeptRow> others;     ///< other rows that are linked to the building, or ask whether they are
};

/// The row becomes the building's: beside those that identifiers or persons gave it, instead of one that place gave it
/// (beside it too where the question was for a second row). Error `nothing-to-do` when it is.
twin::Status accept_link(LinkCase& of);

/// The row is not the building's: a link is taken back, a question goes, and no import proposes the pair again.
/// Error `nothing-to-do` when that was said before.
twin::Status reject_link(LinkCase& of);

}  // namespace server
