#include "datasets/synth/builder.hpp"

#include <algorithm>
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
  out.street = block.streets[house.street_side % block.streets.size()];
  return out;
}

/// Section of a sloping roof over a bar.
std::vector<ProfilePoint> profile_of(const BlockBuilder::House& house) {
  const std::int64_t rise = to_mm(house.roof_m);
  switch (house.roof) {
    case BlockBuilder::Roof::kShed:
      return {{0, 0}, {1000, rise}};
    case BlockBuilder::Roof::kMansard:
      return {{0, 0}, {150, rise * 65 / 100}, {500, rise}, {850, rise * 65 / 100}, {1000, 0}};
    default:
      return {{0, 0}, {500, rise}, {1000, 0}};
  }
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
    case Roof::kHalfHipped:
      put(half_hipped_mass(footprint, ground, eaves, eaves + to_mm(house.roof_m)), roof_type::kHalfHipped);
      break;
    case Roof::kMansard:
      put(bar_mass({footprint[0], footprint[1]}, {footprint[3], footprint[2]}, ground, eaves, profile_of(house)),
          roof_type::kMansard);
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

SyntheticBuilding& BlockBuilder::add(const Polygon& ring, const House& house) {
  const Footprint footprint = site.footprint(ring);
  const std::int64_t ground = site.ground(ring), eaves = ground + height_mm(house);
  SyntheticBuilding building = card_of(house, block, area_m2(footprint));
  const Polygon upper = house.roof == Roof::kSetback ? inset(ring, kTerraceM) : Polygon{};
  if (upper.empty()) {
    building.masses.push_back(flat_mass(footprint, ground, eaves));
  } else {
    const Footprint recessed = site.footprint(upper);
    building.masses.push_back(setback_mass(footprint, recessed, ground, eaves - to_mm(house.storey_m), eaves));
    building.floor_area_m2 += area_m2(recessed) - area_m2(footprint);
  }
  building.roof_types.push_back(roof_type::kFlat);
  out.push_back(std::move(building));
  return out.back();
}

SyntheticBuilding& BlockBuilder::add_bar(const Polygon& outer, const Polygon& inner, const House& house) {
  Polygon ring = outer;
  ring.insert(ring.end(), inner.rbegin(), inner.rend());
  const bool is_sloping = house.roof == Roof::kShed || house.roof == Roof::kGabled || house.roof == Roof::kMansard;
  if (!is_sloping) {
    return add(ring, house);
  }
  const std::int64_t ground = site.ground(ring), eaves = ground + height_mm(house);
  SyntheticBuilding building = card_of(house, block, area_m2(site.footprint(ring)));
  building.masses.push_back(
      bar_mass(site.footprint(outer), site.footprint(inner), ground, eaves, profile_of(house)));
  building.roof_types.push_back(house.roof == Roof::kShed     ? roof_type::kShed
                                : house.roof == Roof::kGabled ? roof_type::kGabled
                                                              : roof_type::kMansard);
  out.push_back(std::move(building));
  return out.back();
}

bool BlockBuilder::take(const Quad& quad, double setback, double gap) {
  for (std::size_t i = 0; i < 4; ++i) {
    const Spot along = quad[(i + 1) % 4] - quad[i];
    const int steps = std::max(2, static_cast<int>(length(along) / 9));
    for (int k = 0; k < steps; ++k) {
      if (depth_inside(block.plot, quad[i] + along * (static_cast<double>(k) / steps)) < setback) {
        return false;
      }
    }
  }
  const Quad around = inset(quad, -gap);
  for (const Quad& other : taken) {
    if (meet(around, other)) {
      return false;
    }
  }
  taken.push_back(quad);
  return true;
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
      build_perimeter(builder, false);
      break;
    case BlockUse::kOpenPerimeter:
      build_perimeter(builder, true);
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
    case BlockUse::kHeadOffice:
      build_head_office(builder);
      break;
    case BlockUse::kHealthStation:
      build_health_station(builder);
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
