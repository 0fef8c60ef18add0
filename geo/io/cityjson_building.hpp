#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geo/io/citygml_building.hpp"
#include "geo/io/cityjson_family.hpp"
#include "geo/io/cityjson_geometry.hpp"

namespace geo::cityjson {

/// Puts buildings, and any other object that may have parts, together from the city objects of one document
/// or feature.
class BuildingAssembly {
 public:
  BuildingAssembly(const Family& family, const JsonPlace& place, GeometryReader& geometry,
                   twin::Diagnostics& diagnostics)
      : family_(family),
        place_(place),
        geometry_(geometry),
        diagnostics_(diagnostics),
        used_(family.objects.size()) {}

  /// The building with its parts at every depth; installations add their surfaces to what they stand on.
  /// Nothing, with the finding `object-too-large`, beyond the limits of one building; nothing, told
  /// elsewhere, when it or a part of it is named twice.
  twin::Result<std::optional<RawBuilding>> read(std::size_t number);

  /// True for a part or an installation that another object took.
  bool used(std::size_t number) const { return used_[number]; }

 private:
  twin::Status read_part(const CityObject& object, RawBuilding& building, std::vector<std::size_t>& parts);
  twin::Status read_addresses(const CityObject& object, const JsonPlace& here, RawBuilding& building);
  void too_large(const RawBuilding& building);

  const Family& family_;
  const JsonPlace& place_;
  GeometryReader& geometry_;
  twin::Diagnostics& diagnostics_;
  std::vector<bool> used_;
  BuildingPaint paint_;
  std::size_t points_ = 0, text_bytes_ = 0;  ///< of the building at hand
  bool doubled_ = false;
};

}  // namespace geo::cityjson
