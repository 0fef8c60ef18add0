#include "datasets/synth/block_uses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "datasets/synth/draw.hpp"
#include "datasets/synth/noise.hpp"

namespace datasets {
namespace {

/// Blocks of the town's middle, from the square outwards.
constexpr std::string_view kTownMiddle = "QPPPEPPKPPLPPGPBPOBYPBBH";

/// A hundred draws of blocks, by character.
std::string_view mix_of(Character character) {
  switch (character) {
    case Character::kTown:
      return "";
    case Character::kCore:
      return "PPPPPPPPPPBBBOOKG";
    case Character::kInner:
      return "PPPBBBBBBSSTTOG";
    case Character::kCentre:
      return "BBTTTTSSSKKOG";
    case Character::kSlabSuburb:
      return "SSSSSSTTTRRRG";
    case Character::kHouseSuburb:
      return "DDDDDDDDDDDRRRGS";
    case Character::kIndustry:
      return "IIIIIIIOKG";
    case Character::kForest:
      return "GGGGGGGGDD";
  }
  return "G";
}

/// A block of a use that needs a wide plot changes places with the nearest block that is wide enough.
void find_room(District& district, BlockUse use, double along_m, double across_m) {
  auto is_wide = [&](const Block& block) {
    const Ground ground(inset(block.plot, 4));
    return ground.width() >= along_m && ground.depth() >= across_m;
  };
  for (Block& block : district.blocks) {
    if (block.use != use || is_wide(block)) {
      continue;
    }
    for (Block& other : district.blocks) {
      const bool can_move = other.use == BlockUse::kPerimeter || other.use == BlockUse::kOpenPerimeter ||
                            other.use == BlockUse::kSlabs || other.use == BlockUse::kPointHouses ||
                            other.use == BlockUse::kRowHouses || other.use == BlockUse::kHouses;
      if (can_move && other.number > 6 && is_wide(other)) {
        std::swap(block.use, other.use);
        break;
      }
    }
  }
}

void give_town_uses(District& town) {
  const LieOfLand land(town.seed);
  const Spot middle = middle_of(town.blocks.front().plot);
  std::size_t rank = 0, edge = 0;
  for (Block& block : town.blocks) {
    if (block.use == BlockUse::kPark) {
      continue;
    }
    if (rank < kTownMiddle.size()) {
      block.use = static_cast<BlockUse>(kTownMiddle[rank++]);
      continue;
    }
    // Further out by quarter: slabs and towers to the east, industry beyond them, houses to the west and north.
    const Spot to = middle_of(block.plot) - middle;
    const std::string_view quarter = to.x > 0 && to.x > to.y * 0.8 ? "STVSTSIISTS" : to.y > -to.x * 0.5 ? "RSTDRVDDRD" : "DRDGVDDRD";
    block.use = static_cast<BlockUse>(quarter[edge++ % quarter.size()]);
  }
  // The head office needs the roomiest of the middle blocks.
  Block* office = nullptr;
  Block* roomiest = nullptr;
  for (Block& block : town.blocks) {
    office = block.use == BlockUse::kHeadOffice ? &block : office;
    if ((block.use == BlockUse::kHeadOffice || block.use == BlockUse::kPerimeter || block.use == BlockUse::kOffices) &&
        (roomiest == nullptr || area_m2(block.plot) > area_m2(roomiest->plot))) {
      roomiest = &block;
    }
  }
  if (office != nullptr) {
    std::swap(office->use, roomiest->use);
  }
}

}  // namespace

Character character_of(std::uint64_t seed, int east, int north) {
  if (east == 0 && north == 0) {
    return Character::kTown;
  }
  const std::uint64_t bits = lattice_bits(seed, 20, east, north);
  const double x = east, y = north * 0.9;
  const double away = std::sqrt(x * x + y * y) + 0.8 * noise(seed, 21, east / 2.3, north / 2.3);
  const int chance = static_cast<int>(bits % 100);
  if (away < 1.7) {
    return Character::kCore;
  }
  if (away < 3.1) {
    return chance < 75 ? Character::kInner : chance < 85 ? Character::kForest : Character::kSlabSuburb;
  }
  // Centres of their own every four or five districts, slabs around them, houses between.
  const std::int64_t column = east >= 0 ? east / 5 : -((4 - east) / 5), row = north >= 0 ? north / 5 : -((4 - north) / 5);
  const std::uint64_t centre = lattice_bits(seed, 22, column, row);
  const int cx = static_cast<int>(column * 5 + 1 + static_cast<std::int64_t>(centre % 3));
  const int cy = static_cast<int>(row * 5 + 1 + static_cast<std::int64_t>((centre >> 8) % 3));
  const int near = std::max(std::abs(east - cx), std::abs(north - cy));
  if (near == 0) {
    return Character::kCentre;
  }
  if (near == 1 && chance < (away < 14 ? 70 : 30)) {
    return Character::kSlabSuburb;
  }
  const double wild = noise(seed, 23, east / 3.1, north / 3.1);
  if (wild > 0.42 || chance > 95) {
    return Character::kForest;
  }
  if (wild < -0.55 && chance < 70) {
    return Character::kIndustry;
  }
  return away < 6 && chance < 55 ? Character::kSlabSuburb : Character::kHouseSuburb;
}

void give_uses(District& district) {
  if (district.character == Character::kTown) {
    give_town_uses(district);
    find_room(district, BlockUse::kSchool, 56, 46);
    find_room(district, BlockUse::kChurchAndLibrary, 60, 38);
    find_room(district, BlockUse::kHealthStation, 48, 40);
    return;
  }
  Draw draw(district.seed, fmt::format("uses {} {}", district.east, district.north));
  const std::string_view mix = mix_of(district.character);
  const bool is_lived_in = district.character != Character::kIndustry && district.character != Character::kForest;
  std::size_t rank = 0;
  for (Block& block : district.blocks) {
    if (block.use == BlockUse::kPark) {
      continue;
    }
    block.use = static_cast<BlockUse>(draw.pick(mix));
    if (draw.percent(3)) {
      block.use = BlockUse::kVacant;
    }
    // The middle of a district where people live: a square or a park, shops, a school, sometimes more.
    if (is_lived_in && rank == 0) {
      block.use = district.character == Character::kHouseSuburb ? BlockUse::kPark : BlockUse::kSquare;
    } else if (is_lived_in && rank == 2) {
      block.use = BlockUse::kSchool;
    } else if (rank == 1 && (district.character == Character::kCentre || (is_lived_in && draw.percent(25)))) {
      block.use = BlockUse::kShops;
    } else if (rank == 3 && (district.character == Character::kCentre || (is_lived_in && draw.percent(20)))) {
      block.use = BlockUse::kChurchAndLibrary;
    } else if (rank == 4 && (district.character == Character::kCentre || (is_lived_in && draw.percent(15)))) {
      block.use = BlockUse::kHealthStation;
    }
    ++rank;
  }
  find_room(district, BlockUse::kSchool, 56, 46);
}

}  // namespace datasets
