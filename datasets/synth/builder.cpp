#include "datasets/synth/builder.hpp"

#include <cmath>

namespace datasets {
namespace {

constexpr double kTerraceM = 1.8;  // depth of the terrace around a recessed storey

std::int64_t to_mm(double metres) {
  return static_cast<std::int64_t>(std::floor(metres * 1000 + 0.5));
}

SyntheticBuilding card_of(const BlockBuilder::House& house, const Block& block, double footprint_m2) {
  SyntheticBuilding out;
  out.use_code = house.use_code;
  out.storeys = house.storeys;
  out.first_year = house.first_year;
  out.last_year = house.last_year;
  out.footprint_m2 = footprint_m2;
  out.floor_area_m2 = footprint_m2 * house.storeys;
  out.street = street_name(block, house.street_side);
  return out;
}

}  // namespace

std::int64_t height_mm(const BlockBuilder::House& house) {
  return to_mm(house.storey_m * house.storeys + 0.9);
}

SyntheticBuilding& BlockBuilder::add(const Quad& quad, const House& house) {
  const Footprint footprint = site.footprint(quad);
  const std::int64_t ground = site.ground(quad), eaves = ground + height_mm(house);
  SyntheticBuilding building = card_of(house, block, area_m2(footprint));
  auto put = [&](Mass mass, std::string_view type) {
    building.masses.push_back(std::move(mass));
    building.roof_types.push_back(type);
  };
  switch (house.roof) {
    case Roof::kFlat:
      put(flat_mass(footprint, ground, eaves), roof_type::kFlat);
      break;
    case Roof::kShed:
      put(shed_mass(footprint, ground, eaves, eaves + to_mm(house.roof_m)), roof_type::kShed);
      break;
    case Roof::kGabled:
      put(gabled_mass(footprint, ground, eaves, eaves + to_mm(house.roof_m)), roof_type::kGabled);
      break;
    case Roof::kHipped:
      put(hipped_mass(footprint, ground, eaves, eaves + to_mm(house.roof_m)), roof_type::kHipped);
      break;
    case Roof::kSetback: {
      const Footprint upper = site.footprint(inset(quad, kTerraceM));
      put(setback_mass(footprint, upper, ground, eaves - to_mm(house.storey_m), eaves), roof_type::kFlat);
      building.floor_area_m2 += area_m2(upper) - area_m2(footprint);
      break;
    }
  }
  out.push_back(std::move(building));
  return out.back();
}

SyntheticBuilding& BlockBuilder::add(const std::vector<Spot>& ring, const House& house) {
  const Footprint footprint = site.footprint(ring);
  std::int64_t ground = site.ground(ring.front());
  for (Spot spot : ring) {
    ground = std::min(ground, site.ground(spot));
  }
  SyntheticBuilding building = card_of(house, block, area_m2(footprint));
  building.masses.push_back(flat_mass(footprint, ground, ground + height_mm(house)));
  building.roof_types.push_back(roof_type::kFlat);
  out.push_back(std::move(building));
  return out.back();
}

void BlockBuilder::add_part(Mass mass, std::string_view type, double footprint_m2, double floor_area_m2) {
  SyntheticBuilding& building = out.back();
  building.masses.push_back(std::move(mass));
  building.roof_types.push_back(type);
  building.footprint_m2 += footprint_m2;
  building.floor_area_m2 += floor_area_m2;
}

std::vector<SyntheticBuilding> buildings_on(const Block& block, const Site& site, std::uint64_t seed) {
  BlockBuilder builder(seed, site, block);
  switch (block.use) {
    case BlockUse::kPerimeter:
      build_perimeter(builder);
      break;
    case BlockUse::kSlabs:
      build_slabs(builder);
      break;
    case BlockUse::kPointHouses:
      build_point_houses(builder);
      break;
    case BlockUse::kRowHouses:
      build_row_houses(builder);
      break;
    case BlockUse::kHouses:
      build_houses(builder);
      break;
    case BlockUse::kShops:
      build_shops(builder);
      break;
    case BlockUse::kOffices:
      build_offices(builder);
      break;
    case BlockUse::kIndustry:
      build_industry(builder);
      break;
    case BlockUse::kSchool:
      build_school(builder);
      break;
    case BlockUse::kChurchAndLibrary:
      build_church_and_library(builder);
      break;
    case BlockUse::kSquare:
    case BlockUse::kPark:
    case BlockUse::kVacant:
      break;
  }
  return std::move(builder.out);
}

}  // namespace datasets
