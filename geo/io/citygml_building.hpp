#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geo/io/citygml_dynamizer.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/object_lines.hpp"

namespace geo {

/// Attributes of the CityGML core and building modules, as sent; empty when absent. Where an element
/// may occur several times, the texts are joined by "; ".
struct CoreAttributes {
  std::string name;           ///< gml:name
  std::string creation_date;  ///< core:creationDate
  std::string building_class, function, usage, roof_type;
  std::string year_of_construction;
  std::string storeys_above_ground, storeys_below_ground;
  std::string measured_height, measured_height_unit;  ///< of CityGML 3.0: the first con:height
  bool operator==(const CoreAttributes&) const = default;
};

/// One xAL address.
struct RawAddress {
  std::string thoroughfare, number, postal_code, locality, country;
  std::string lines;  ///< address written as free text, lines joined by ", "

  /// "Hermannin rantatie 2, 00580 Helsinki"; the free text when
  /// neither street nor postal code is known; else empty.
  std::string text() const;
  bool operator==(const RawAddress&) const = default;
};

/// core:externalReference.
struct ExternalReference {
  std::string information_system, object;
  bool operator==(const ExternalReference&) const = default;
};

/// The building itself, or one of its BuildingParts.
struct RawPart {
  twin::ShapePart shape;  ///< the highest level up to 3 that has solids, else the highest with polygons
  std::vector<twin::ShapePart> other_levels;  ///< the other levels of detail, which the twin keeps aside
  CoreAttributes core;
  std::vector<twin::GenericAttribute> attributes;  ///< members of a set are named "set/name"
  std::vector<twin::ObjectLines> lines;  ///< of city objects; each level and kind once, in the coordinates of the file
  bool operator==(const RawPart&) const = default;
};

/// A building as the file has it: coordinates in the order and system of the file, first number in
/// `east`, second in `north`, third in `up`, whatever they mean there.
struct RawBuilding {
  std::string id;                ///< gml:id; "unnamed-" and a digest of the geometry when it has none
  std::uint64_t line = 0;        ///< of the start tag
  std::string pointer;           ///< JSON pointer, in files where lines say nothing; else empty
  std::string srs_name;          ///< of the geometry, else of the building's envelope, else of the file's
  bool two_dimensional = false;  ///< coordinates came in pairs; `up` is 0
  bool repaired = false;         ///< something unusable was left out or closed; a finding says what
  twin::Box bounds;              ///< of the coordinates kept
  std::vector<RawPart> parts;    ///< the building's own first, always there
  std::vector<RawAddress> addresses;
  std::vector<ExternalReference> references;
  twin::Appearance appearance;   ///< parts and polygons by their number here
  twin::Appearance other_look;   ///< of `other_levels`, numbered one after the other, those of the first part first

  /// What an export of this program says beside the model: card, link, roof type, source and date are used, nothing else.
  std::optional<twin::Building> exported;
  /// Attributes under their final names that say all there is of these names, whatever else was read.
  std::vector<twin::GenericAttribute> exact_attributes;
  std::vector<RawSeries> series;  ///< Dynamizers of the building, its parts and surfaces

  /// "line 12", or the pointer: what findings call the place.
  std::string place() const;
  bool operator==(const RawBuilding&) const = default;
};

/// A city object beside the buildings, or a space inside one, as the file has it.
struct RawObject {
  std::string type;    ///< class as CityGML 3.0 and CityJSON name it: "Road", "BuildingRoom"
  std::string parent;  ///< id of the object it is a part of; empty: of none
  RawBuilding model;   ///< geometry, attributes and place; `bounds` are empty where it has no surfaces
};

}  // namespace geo
