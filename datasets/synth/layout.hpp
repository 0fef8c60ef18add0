#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "datasets/synth/plane.hpp"

namespace datasets {

/// What stands in a block; the letters of the district plans in layout.cpp.
enum class BlockUse : char {
  kPerimeter = 'P',
  kSlabs = 'S',
  kPointHouses = 'T',
  kRowHouses = 'R',
  kHouses = 'D',
  kShops = 'K',
  kOffices = 'O',
  kIndustry = 'I',
  kSchool = 'Y',
  kChurchAndLibrary = 'L',
  kSquare = 'Q',
  kPark = 'G',
  kVacant = 'V',
};

struct Block {
  int column = 0, row = 0;  ///< of the street grid of the whole city
  BlockUse use = BlockUse::kPark;
  Quad plot;  ///< inside of the streets; sides 0 south, 1 east, 2 north, 3 west

  std::string name() const;  ///< unique, for draws: "block 3 -7"
};

/// Blocks of seven by seven streets make a district of some 430 buildings; districts follow each other
/// outwards in square rings, and within one the blocks from its centre outwards. A city of few buildings
/// is the middle of a city of many.
class Layout {
 public:
  explicit Layout(std::uint64_t seed) : seed_(seed) {}

  /// In building order, without end, until `visit` returns false.
  void for_each_block(const std::function<bool(const Block&)>& visit) const;
  Block block_at(int column, int row) const;

  static constexpr int kDistrict = 7;  ///< blocks along a side

 private:
  Spot crossing(int column, int row) const;
  char letter_at(int column, int row) const;

  std::uint64_t seed_;
};

/// Name of the street along a side of a block: 0 south, 1 east, 2 north, 3 west.
std::string street_name(const Block& block, int side);

}  // namespace datasets
