#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/synth/lie_of_land.hpp"

namespace datasets {

/// What stands in a block.
enum class BlockUse : char {
  kPerimeter = 'P',
  kOpenPerimeter = 'B',
  kSlabs = 'S',
  kPointHouses = 'T',
  kRowHouses = 'R',
  kHouses = 'D',
  kShops = 'K',
  kOffices = 'O',
  kHeadOffice = 'E',
  kIndustry = 'I',
  kSchool = 'Y',
  kHealthStation = 'H',
  kChurchAndLibrary = 'L',
  kSquare = 'Q',
  kPark = 'G',
  kVacant = 'V',
};

/// A street of a district, straight on the drawing board. Lines 0 to 3 are the district's own edges: south,
/// east, north, west; each is shared with a neighbour.
struct StreetLine {
  std::vector<std::size_t> nodes;  ///< crossings on it, from one end to the other
  double half_width_m = 6;
  std::string_view highway;        ///< OSM value
};

struct Block {
  int east = 0, north = 0;    ///< the district on the lattice of districts
  int number = 0;             ///< within the district, from 0
  std::uint64_t district_serial = 0;  ///< in building order, from 0
  BlockUse use = BlockUse::kPark;
  Polygon plot;               ///< inside of the streets, counter-clockwise
  std::vector<std::string> streets;  ///< name of the street along each side

  std::string name() const;  ///< unique, for draws: "block 3 -7 12"
};

enum class Character { kTown, kCore, kInner, kCentre, kSlabSuburb, kHouseSuburb, kIndustry, kForest };

/// One district: a crooked quadrilateral of some 700 m, cut again and again into blocks. Made from the seed
/// and its place alone, so that no other district has to be kept.
struct District {
  District(std::uint64_t seed, int east, int north, std::uint64_t serial);

  int east, north;
  std::uint64_t serial;
  Character character;
  std::vector<Spot> nodes;         ///< crossings, on the drawing board; 0 to 3 its corners from south-west
  std::vector<StreetLine> lines;
  std::vector<Block> blocks;       ///< nearest to the middle of the district first

  std::string street_name(std::size_t line) const;
  std::uint64_t seed;
};

/// A corner of the lattice of districts, on the drawing board.
Spot district_corner(std::uint64_t seed, int east, int north);

}  // namespace datasets
