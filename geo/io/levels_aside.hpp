#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "geo/io/citygml_building.hpp"
#include "geo/io/frame_agreement.hpp"
#include "geo/validate/validate.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/other_levels.hpp"

namespace geo {

/// How many objects of a file have which levels of detail.
class LevelTally {
 public:
  /// One object: the level that is taken of it, and those that are kept aside or left out.
  void add(const twin::BuildingShape& taken, const twin::OtherLevels& aside);
  void add(const LevelTally& other);
  void leave_out(const std::string& lod) { ++left_out_[lod]; }

  /// `lod-kept-aside` (info), "LoD 0: 3, 1.2: 3 of 3 objects; taken is 2.2: 3", and `lod-left-out` (warning).
  void conclude(twin::Diagnostics& out) const;

 private:
  using Numbers = std::map<std::string, std::uint64_t>;  ///< objects by level
  Numbers aside_, taken_, left_out_;
  std::uint64_t objects_ = 0;  ///< with more than one level
};

/// Takes the other levels out of the parts of a model, in the coordinates of the file. What is no level of CityJSON, or has the
/// name of the level that is taken of the same part, is left out and counted.
twin::OtherLevels take_other_levels(RawBuilding& raw, LevelTally& tally);

/// Takes them into the twin's frame. A level that the frame has no place for is left out and counted. What is wrong with the
/// others is told where `checks` asks for every level; they are mended by no repair, but vertices repeated one after another are left out.
void place_other_levels(twin::OtherLevels& levels, const std::string& id, const Placement& placement, AxisOrder order,
                        const ShapeChecks& checks, LevelTally& tally, twin::Diagnostics& out);

}  // namespace geo
