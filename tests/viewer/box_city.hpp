#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proto/stream.pb.h"

/// A city of boxes for tests: written as the server writes it, without the server.
namespace box_city {

struct Box {
  std::uint32_t feature = 0;
  std::string id;
  double east = 0, north = 0;          ///< of the south-west corner, scene frame
  double width = 10, depth = 10;       ///< metres to the east and to the north
  double base = 0, height = 10;
  std::string surface = {};            ///< of the surroundings: a flat rectangle of this material instead of a box
};

/// Binary glTF with primitives "ground", "wall" and "roof", feature ids and a property table; the node stands
/// at (centre_east, centre_north, 0).
std::string tile(const std::vector<Box>& boxes, double centre_east, double centre_north);

/// tileset.json with one leaf per uri; the boxes are given as centre and half size.
std::string tileset(const std::vector<std::string>& uris);

/// A flat rectangle, or a closed box when `height` > 0, as the stream sends it.
kaksonen::v1::Mesh mesh(double east, double north, double width, double depth, double base, double height);

kaksonen::v1::ServerMessage subscribed(bool resync, std::uint64_t caught_up, const std::string& twin = "Test");
kaksonen::v1::ServerMessage values(const std::string& variable, const std::vector<float>& numbers);
kaksonen::v1::ServerMessage kpi(std::uint64_t sequence, const std::string& unit, double reachable);

}  // namespace box_city
