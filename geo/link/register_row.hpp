#pragma once

#include <optional>
#include <string>

#include "twin_core/base/position.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// In `location_crs`: as sent, before the twin had a frame.
inline constexpr const char* kUnplaced = "unplaced";

/// A register row as it was read, not yet attached to a building.
struct RegisterRow {
  twin::RegisterCard card;
  std::string model_id;  ///< gml:id or UUID column, when there is one
  std::string place;     ///< "row 7"
  twin::CardFields columns = {};  ///< what its file has columns for; of another field the row says nothing
  /// Where the row says its building is: a point, a footprint (first outer ring), or neither. In the frame of the
  /// twin when `location_crs` is empty, else as sent: easting or longitude first, in that system.
  std::optional<twin::PlanPosition> point;
  twin::PlanPolygon footprint;
  std::string location_crs;
  std::string id = {};  ///< twin::row_id_of; given when rows are linked
  /// An export of this program says how the building `model_id` was linked: nothing is to be found out.
  struct KnownLink {
    twin::LinkReason reason = twin::LinkReason::kUnlinked;
    std::string note;
    twin::CardFields from_model = {};
    twin::LinkDetails details = {};
  };
  std::optional<KnownLink> known_link;

  /// In the frame of the twin.
  bool is_placed() const { return has_location() && location_crs.empty(); }
  bool has_location() const { return point.has_value() || !footprint.outer.empty(); }
  void drop_location() {
    point.reset();
    footprint = {};
    location_crs.clear();
  }
};

}  // namespace geo
