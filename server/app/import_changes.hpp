#pragma once

#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "server/app/plan_repeals.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/history/attributes.hpp"
#include "twin_core/history/branch_state.hpp"

namespace server {

/// What an import brings to a branch, entity by entity, of every kind.
struct ImportChanges {
  struct Changed {
    twin::EntityKey entity;
    std::vector<std::string> attributes;  ///< names of history/attributes.hpp, without the geometry
  };

  std::vector<twin::EntityKey> added, removed, geometry;
  std::vector<Changed> attributes;

  /// {"added","removed","geometry","attributes"}: how many. One that changed both ways counts twice.
  twin::Json counts() const;
  /// The same names with ids, at most 1,000 each; of attributes {"kind","id","attributes"}.
  twin::Json lists() const;
};

/// `existing` are the branch's buildings with their shapes, `repealed` its plan units that a plan of the batch changes;
/// city objects of the batch have the digests of theirs. Nothing counts as removed yet.
ImportChanges changes_of(const std::vector<geo::ReadBuilding>& existing, const twin::BranchState& state,
                         const geo::CityBatch& batch, const std::vector<RepealedUnit>& repealed = {});

/// A file stands for a complete edition only when every record of it could be taken: a building that was
/// rejected would otherwise look as if it had been pulled down. Error `edition-incomplete`.
twin::Status check_editions(const std::vector<geo::FileReport>& files);

/// Buildings, city objects, streets and population areas that came from a file of the same name, and plan units of the same source (a file, or what the
/// file says of itself), that are not in it any more. Of a batch that is read and not linked yet.
std::vector<twin::EntityKey> removed_by(const twin::BranchState& state, const geo::CityBatch& batch);

/// False of a register, whose records are rows.
bool has_model(const geo::FileReport& file);

/// Objects of the class "Building" that the batch, read and not linked yet, brings as buildings: imports of before kept buildings
/// without surfaces so.
std::vector<twin::EntityKey> exchanged_by(const twin::BranchState& state, const geo::CityBatch& batch);

/// Buildings that go when the import is done: those of `removed`, and those whose last state in the batch is of the past.
std::vector<std::string> leaving_buildings(const std::vector<twin::EntityKey>& removed, const geo::CityBatch& batch);

}  // namespace server
