#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "twin_core/base/result.hpp"

namespace server {

/// A city of which it is known which row is whose.
struct TrialCity {
  std::vector<geo::ReadBuilding> buildings;  ///< geometry alone: no attributes, no card
  std::vector<twin::KeptRow> rows;           ///< without any identifier; where they have their building, in its frame
  std::vector<std::string> building_of;      ///< of each row; "": no building of the model is its
};

struct TrialOptions {
  double noise_m = 10;        ///< standard deviation of the locations in each direction
  double absent_share = 0;    ///< of the buildings, left out of the model in each draw
  std::uint64_t draws = 1, seed = 1;
};

/// What linking made of it. Right is a link of a row to its building; a row of an absent building is rightly unlinked.
struct TrialResult {
  std::size_t rows = 0;       ///< that have a building in the model, all draws together
  std::size_t linked = 0, right = 0;
  std::size_t review = 0, review_right = 0;  ///< questions, and those whose best answer is right
  double seconds = 0;
  double precision() const { return linked == 0 ? 1 : static_cast<double>(right) / static_cast<double>(linked); }
  double recall() const { return rows == 0 ? 1 : static_cast<double>(right) / static_cast<double>(rows); }
};

/// The Kalasatama tile of Helsinki and its register, taken apart: the rows keep floor area, volume, storeys, use and
/// dates; gml ids, UUIDs, permanent and municipal numbers, addresses of the model, bounds, heights and roofs are gone, and
/// each row stands in the middle of its building. Error `file-unreadable`.
twin::Result<TrialCity> kalasatama_taken_apart(const std::filesystem::path& data);

/// A synthetic city with its errors on purpose, taken apart alike; rows stand where register.csv says.
twin::Result<TrialCity> synthetic_taken_apart(const std::filesystem::path& city);

/// Links by place as an import does, in draws of other noise.
TrialResult try_linking(const TrialCity& city, const TrialOptions& options);

/// Imports the synthetic city as it is, identifiers and errors on purpose and all, and asks truth.csv.
twin::Result<TrialResult> try_import(const std::filesystem::path& city);

}  // namespace server
