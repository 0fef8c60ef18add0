#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "geo/io/citygml_appearance.hpp"
#include "geo/io/citygml_building.hpp"
#include "geo/io/citygml_geometry.hpp"

namespace geo {

/// A building or other city object as it was read, not put together yet.
struct CityGmlAtHand {
  struct Space {
    std::string type;
    std::size_t around = 0;  ///< part in which it stands
    std::uint64_t line = 0;
  };

  /// An implicit geometry whose shape did not come before it.
  struct OpenImplicit {
    std::vector<double> matrix, reference_point;
    std::string target;  ///< id of the shape
    std::size_t root = 0;  ///< of the graph, which it belongs to
    std::uint64_t line = 0;
  };

  std::string object_type_;  ///< empty: a building
  RawBuilding building_;
  std::map<std::size_t, Space> spaces_;                          ///< by part
  std::unordered_map<std::string, std::string> owner_of_space_;  ///< ids, as references say it
  /// Of the outside of the building: what was read of level 4, by name with its first line, and how much below it.
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> level4_;
  std::size_t lower_roots_ = 0;
  std::vector<OpenImplicit> open_implicit_;
  GeometryGraph graph_;
  CityGmlAppearance appearance_;
  std::string envelope_srs_, geometry_srs_;
  bool rejected_ = false;
  std::size_t findings_ = 0;  ///< told of it so far

  /// Gives all of it to `to`, whose memory is then here, to be used again.
  void move_to(CityGmlAtHand& to) {
    to.object_type_ = std::move(object_type_);
    to.building_ = std::move(building_);
    std::swap(to.graph_, graph_);
    if (!spaces_.empty() || !to.spaces_.empty()) {
      std::swap(to.spaces_, spaces_);
      std::swap(to.owner_of_space_, owner_of_space_);
    }
    if (!level4_.empty() || !to.level4_.empty()) std::swap(to.level4_, level4_);
    if (!appearance_.empty() || !to.appearance_.empty()) std::swap(to.appearance_, appearance_);
    if (!open_implicit_.empty() || !to.open_implicit_.empty()) std::swap(to.open_implicit_, open_implicit_);
    to.lower_roots_ = lower_roots_;
    to.envelope_srs_ = std::move(envelope_srs_);
    to.geometry_srs_ = std::move(geometry_srs_);
    to.rejected_ = rejected_;
    to.findings_ = findings_;
  }

  void clear() {
    object_type_.clear();
    building_ = {};
    if (!spaces_.empty()) spaces_.clear();
    if (!owner_of_space_.empty()) owner_of_space_.clear();
    if (!level4_.empty()) level4_.clear();
    if (!open_implicit_.empty()) open_implicit_.clear();
    lower_roots_ = 0;
    graph_.clear();
    if (!appearance_.empty()) appearance_.clear();
    envelope_srs_.clear();
    geometry_srs_.clear();
    rejected_ = false;
    findings_ = 0;
  }
};

}  // namespace geo
