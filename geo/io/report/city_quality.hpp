#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"
#include "geo/io/export.hpp"
#include "geo/validate/validate.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/history/branch_state.hpp"

namespace geo {

/// What was found about one building, from its stored value alone.
struct BuildingFindings {
  bool volume_unknown = false;          ///< an error leaves the volume of one of its solids unknown
  std::vector<twin::Finding> geometry;  ///< val3dity's numbers
  std::vector<twin::Finding> card;      ///< contradictions within the register card, codes that no list has
  std::vector<twin::Finding> model;     ///< between card and model: true only where no other building shares the row

  bool empty() const { return !volume_unknown && geometry.empty() && card.empty() && model.empty(); }
};

BuildingFindings judge_building(const twin::Building& building, const twin::BuildingShape& shape,
                                const ValidationTolerances& tolerances, int current_year);

/// Whether the building's register row stands for other objects of the model too: it is then about all of them together.
bool shares_row(const twin::Building& building);

struct JudgeOptions {
  ValidationTolerances tolerances;
  int current_year = 0;  ///< a building completed later is a contradiction
  Progress progress;
};

/// Findings of every building of one branch state. Immutable; states that share chunks of the city share the
/// findings in them.
class CityQuality {
 public:
  const twin::Snapshot& state() const { return state_; }
  int current_year() const { return current_year_; }
  /// Null: no such building, or nothing was found.
  const BuildingFindings* of(twin::FeatureNumber number) const;
  std::size_t judged() const { return judged_; }  ///< buildings whose shape was read for this; the others were known

 private:
  friend twin::Result<std::shared_ptr<const CityQuality>> judge_city(const twin::Snapshot&, const ShapeLoader&,
                                                                     const JudgeOptions&, const CityQuality*);
  struct Judged {
    twin::Digest value;                               ///< of the building that was judged
    std::shared_ptr<const BuildingFindings> findings;  ///< null: none
  };
  using Chunk = std::vector<Judged>;
  const Judged* judged(twin::FeatureNumber number) const;

  twin::Snapshot state_;
  int current_year_ = 0;
  std::size_t judged_ = 0;
  std::vector<std::shared_ptr<const Chunk>> chunks_;
};

/// Judges every building anew, on all processors (`shapes` is asked by several threads at once), so that the answer is true of the state whatever an import once said.
/// @param before  another state judged with the same tolerances, or null: buildings with the same value are not
///                judged again
/// Errors: those of `shapes`.
twin::Result<std::shared_ptr<const CityQuality>> judge_city(const twin::Snapshot& state, const ShapeLoader& shapes,
                                                            const JudgeOptions& options, const CityQuality* before = nullptr);

}  // namespace geo
