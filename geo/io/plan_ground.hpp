#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "geo/io/city_batch.hpp"

namespace geo {

/// True where heights of the unit are told above the sea (vertical limit, highest roof) and its ground level is not: it is 0,
/// and no regulation gives one. A ground that truly lies at 0 m is taken for not told.
bool needs_ground(const twin::PlanUnit& unit);

/// Warns of such a unit: `ground-level-missing`.
void note_ground_missing(const twin::PlanUnit& unit, const std::string& place, twin::Diagnostics& out);

/// Gives the units of the batch that were warned of the mean height of the terrain at their corners and in their middle, to a
/// centimetre, and says so instead of the warning: `ground-level-from-terrain` (info). `ground_at` is the frame height of the
/// ground; nothing where no terrain is known.
void settle_ground(CityBatch& batch, const std::function<std::optional<double>(const twin::PlanPosition&)>& ground_at);

/// The same for units that the twin has and the batch does not tell of, where the batch brings terrain: those that get a ground, each with a
/// finding of the terrain's file.
std::vector<twin::PlanUnit> settle_known_ground(const std::vector<const twin::PlanUnit*>& known, CityBatch& batch,
                                                const std::function<std::optional<double>(const twin::PlanPosition&)>& ground_at);

}  // namespace geo
