#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "geo/io/cityjson_write_tables.hpp"
#include "twin_core/base/json.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/feature.hpp"

namespace geo::cityjson {

/// Ids of city objects, each given once in a document.
class ObjectIds {
 public:
  /// False when it was taken before.
  bool take(std::string_view id);
  /// `id` where it is free, else "PARENT-part-NUMBER" with as many dashes as make it so.
  std::string take_part(std::string_view id, std::string_view parent, std::size_t number);

 private:
  /// Hashes: 8 bytes for each object of a large city. Two ids of one hash rename a part, nothing worse.
  std::unordered_set<std::size_t> taken_;
};

/// The city objects of one building, by id: the building and its parts. All building ids of the document must have been
/// taken from `ids`. Geometry goes by number through `tables`.
twin::Json city_objects_of(twin::FeatureNumber number, const twin::Building& building,
                           const twin::BuildingShape& shape, ObjectIds& ids, WriteTables& tables);

}  // namespace geo::cityjson
