#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "geo/link/register_row.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// What linking needs to know of one building.
struct LinkCandidate {
  std::string model_id;      ///< gml:id
  std::string uuid;          ///< UUID attribute, may be empty
  twin::RegisterCard model;  ///< what the model itself says
  std::vector<std::string> rejected = {};  ///< ids of rows that a person said are not this building's
};

/// The row of one building, and why. `note` is one sentence for people.
struct LinkOutcome {
  twin::LinkReason reason = twin::LinkReason::kUnlinked;
  std::string note;
  std::optional<std::size_t> row;
  std::vector<std::size_t> more_rows = {};  ///< further rows that name this building by gml:id or UUID
};

struct LinkResult {
  std::vector<LinkOutcome> outcomes;  ///< one per candidate, in order
  std::vector<std::size_t> uses;      ///< of each row: how many buildings have it
};

/// Attaches rows to buildings by the first rule that finds a row:
///   1. both name the same permanent id;
///   2. both name the same RATU, one row alone has it, and not both name a permanent id;
///   3. the row names the building's gml:id or UUID, and their permanent ids do not contradict.
/// One row may serve several buildings (a register building modelled in parts), and a building found so may hold
/// further rows that name it by gml:id or UUID (several register buildings in one object of the model).
/// Where two rows carry one key, the later row is taken: files named later win. A rejected row is passed over.
///
/// Holds for all inputs (tested): (1) the outcome of a building does not depend on the order of the
/// candidates; (2) a row has a use exactly when an outcome names it.
LinkResult link_rows(std::span<const LinkCandidate> candidates, std::span<const RegisterRow> rows);

/// True where both name a permanent id or a RATU, and not the same: place cannot make them one.
bool identifiers_contradict(const twin::RegisterCard& a, const twin::RegisterCard& b);

/// What a building is told of that a register was read for and no identifier ties to a row.
std::string note_without_row(const twin::RegisterCard& model);

}  // namespace geo
