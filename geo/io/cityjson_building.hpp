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
  /// @param quick  attributes that are plain may be read without a parser
  BuildingAssembly(const Family& family, const JsonPlace& place, GeometryReader& geometry, Parsers& parsers,
                   bool quick, twin::Diagnostics& diagnostics)
      : family_(family),
        place_(place),
        pointer_(place.text()),
        geometry_(geometry),
        parsers_(parsers),
        quick_(quick),
        diagnostics_(diagnostics),
        used_(family.objects.size()),
        geometry_read_(family.objects.size()),
        rest_read_(family.objects.size()) {}

  /// The building with its parts at every depth; installations add their surfaces to what they stand on.
  /// False, with the finding `object-too-large`, beyond the limits of one building; false, told
  /// elsewhere, when it or a part of it is named twice. `out` is a new one.
  /// @param lines  points and lines are kept: of any object but a building
  twin::Result<bool> read(std::size_t number, bool lines, RawBuilding& out);

  /// True for a part or an installation that another object took.
  bool used(std::size_t number) const { return used_[number]; }
  /// Only checks the geometry.
  twin::Status check_geometry(std::size_t number);
  /// To be called in the end: what nobody asked for has to be JSON too.
  twin::Status check_unread();

 private:
  twin::Status read_part(std::size_t number, RawBuilding& building, std::vector<std::size_t>& parts);
  twin::Status read_geometry(std::size_t number, GeometrySink* sink);
  twin::Status read_attribute_members(const CityObject& object, const JsonPlace& here, RawPart& part, RawBuilding* own);
  twin::Status read_addresses(const CityObject& object, const JsonPlace& here, RawBuilding& building);
  void take_other_levels(GeometrySink& sink, RawPart& part);
  void too_large(const RawBuilding& building);

  const Family& family_;
  const JsonPlace& place_;
  std::string pointer_;  ///< the same, written out
  GeometryReader& geometry_;
  Parsers& parsers_;
  bool quick_;
  twin::Diagnostics& diagnostics_;
  std::vector<bool> used_, geometry_read_, rest_read_;  ///< by number
  std::vector<std::size_t> waiting_;
  std::vector<Level> levels_;  ///< empty: memory for those of the next part
  BuildingPaint paint_, paint_aside_;
  std::size_t levels_aside_ = 0;  ///< of the building at hand
  std::size_t points_ = 0, text_bytes_ = 0;  ///< of the building at hand
  bool doubled_ = false, lines_ = false;
};

}  // namespace geo::cityjson
