#pragma once

#include "datasets/synth/district.hpp"
#include "datasets/synth/draw.hpp"
#include "datasets/synth/site.hpp"
#include "datasets/synth/synthetic_building.hpp"

namespace datasets {

/// Puts buildings on one block; what the rules of a block use have in common.
struct BlockBuilder {
  const Site& site;
  const Block& block;
  Draw draw;
  std::vector<SyntheticBuilding> out;

  BlockBuilder(std::uint64_t seed, const Site& where, const Block& which)
      : site(where), block(which), draw(seed, which.name()) {}

  /// A building of one mass. Height follows from storeys: the ground floor is 0.9 m higher than the others.
  enum class Roof { kFlat, kSetback, kShed, kGabled, kHipped, kHalfHipped, kMansard };
  struct House {
    std::string_view use_code = "039";
    int storeys = 1;
    double storey_m = 3.0;
    Roof roof = Roof::kFlat;
    double roof_m = 2.5;  ///< rise of a sloping roof
    int first_year = 1905, last_year = 2024;
    std::size_t street_side = 0;  ///< side of the block's plot
  };
  SyntheticBuilding& add(const Quad& footprint, const House& house);
  /// The same over any simple ring, with a flat roof or a recessed storey.
  SyntheticBuilding& add(const Polygon& ring, const House& house);
  /// Along a street, bent where it bends: `outer` and `inner` as for bar_mass.
  SyntheticBuilding& add_bar(const Polygon& outer, const Polygon& inner, const House& house);
  /// A further mass of the last building: a BuildingPart.
  void add_part(Mass mass, std::string_view roof_type, double footprint_m2, double floor_area_m2);

  /// Whether a house fits there: `setback` from the plot's sides and `gap` from those that were granted
  /// before. If so the place is taken.
  bool take(const Quad& quad, double setback, double gap);
  std::vector<Quad> taken;
};

std::int64_t height_mm(const BlockBuilder::House& house);

/// The rules, one per use; each in the file of its name.
void build_perimeter(BlockBuilder& builder, bool is_open);
void build_offices(BlockBuilder& builder);
void build_head_office(BlockBuilder& builder);
void build_slabs(BlockBuilder& builder);
void build_point_houses(BlockBuilder& builder);
void build_row_houses(BlockBuilder& builder);
void build_houses(BlockBuilder& builder);
void build_shops(BlockBuilder& builder);
void build_industry(BlockBuilder& builder);
void build_school(BlockBuilder& builder);
void build_health_station(BlockBuilder& builder);
void build_church_and_library(BlockBuilder& builder);

/// Everything on a block, in a fixed order; nothing on squares, parks and vacant plots.
std::vector<SyntheticBuilding> buildings_on(const Block& block, const Site& site, std::uint64_t seed);

}  // namespace datasets
