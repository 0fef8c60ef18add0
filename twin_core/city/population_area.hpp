#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/position.hpp"
#include "twin_core/base/shared_text.hpp"

namespace twin {

enum class Sex : std::uint8_t { kBoth, kFemale, kMale };

std::string_view name_of(Sex sex);  ///< "both", "female", "male"

/// Residents of one age class. Whole years; both ends belong to the class.
struct AgeCount {
  std::uint8_t from = 0;
  std::optional<std::uint8_t> to;  ///< nothing: open upwards
  Sex sex = Sex::kBoth;
  std::optional<int> count;        ///< nothing: not known, or not told for privacy
  bool operator==(const AgeCount&) const = default;
};

/// An area with its residents as counts: a cell of a grid, a postal area, a district, or the building that a source
/// counts by. Counts are as published: what a publisher suppresses or rounds stays so.
struct PopulationArea {
  std::string id;                    ///< of the source, after its prefix: "hsy-grid:3342", "postal:00100"
  std::string name, name_sv;         ///< may be empty
  std::vector<PlanPolygon> boundary;  ///< working frame; several where the area is in pieces; empty: not known
  std::string building;              ///< id of the building whose residents these are; empty: of none
  std::optional<int> residents;      ///< not negative; nothing: not known
  std::vector<AgeCount> ages;        ///< in the order of the source
  std::optional<double> floor_area_per_resident_m2;
  std::optional<int> dwellings;
  std::optional<int> year;           ///< that the counts are of
  SharedText source;                 ///< file name it came from
  bool operator==(const PopulationArea&) const = default;
};

}  // namespace twin
