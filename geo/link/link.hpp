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
};

/// The row of one building, and why. `note` is one sentence for people.
struct LinkOutcome {
  twin::LinkReason reason = twin::LinkReason::kUnlinked;
  std::string note;
  std::optional<std::size_t> row;
};

struct LinkResult {
  std::vector<LinkOutcome> outcomes;  ///< one per candidate, in order
  std::vector<std::size_t> rows_without_building;
};

/// Attaches rows to buildings by the first rule that finds a row:
///   1. both name the same permanent id;
///   2. both name the same RATU, one row alone has it, and not both name a permanent id;
///   3. the row names the building's gml:id or UUID, and their permanent ids do not contradict.
/// One row may serve several buildings (a register building modelled in parts); every note says so.
/// Where two rows carry one key, the later row is taken: files named later win.
///
/// Holds for all inputs (tested): (1) the outcome of a building does not depend on the order of the
/// candidates; (2) a row is in `rows_without_building` exactly when no outcome names it.
LinkResult link_rows(std::span<const LinkCandidate> candidates, std::span<const RegisterRow> rows);

/// The row's card; what the row does not know is taken from the model, and `source` then names both.
twin::RegisterCard merge_cards(const twin::RegisterCard& row, const twin::RegisterCard& model);

}  // namespace geo
