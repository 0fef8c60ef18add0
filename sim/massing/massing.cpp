#include "sim/massing/massing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/solid/overlay.hpp"
#include "geo/solid/section_area.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/zoning/counts.hpp"
#include "sim/zoning/regulation_types.hpp"

namespace sim {
namespace {

constexpr int kMostStoreys = 100;

using Area = std::vector<twin::PlanPolygon>;

/// Along the middle line, one in the middle of each part of at most `every` metres.
std::vector<twin::PlanPosition> staircases_of(const MassingBlock& block, double every) {
  const int count = every > 0 ? std::max(1, static_cast<int>(std::ceil(block.frame_length_m / every - 1e-9))) : 1;
  std::vector<twin::PlanPosition> out;
  double length = 0;
  for (std::size_t i = 0; i + 1 < block.axis.size(); ++i)
    length += std::hypot(block.axis[i + 1].east - block.axis[i].east, block.axis[i + 1].north - block.axis[i].north);
  double passed = 0;
  std::size_t edge = 0;
  for (int k = 0; k < count; ++k) {
    const double wanted = length * (k + 0.5) / count;
    while (edge + 2 < block.axis.size()) {
      const double own = std::hypot(block.axis[edge + 1].east - block.axis[edge].east, block.axis[edge + 1].north - block.axis[edge].north);
      if (passed + own >= wanted) break;
      passed += own;
      ++edge;
    }
    const auto &a = block.axis[edge], &b = block.axis[edge + 1];
    const double own = std::hypot(b.east - a.east, b.north - a.north);
    const double share = own > 0 ? std::clamp((wanted - passed) / own, 0.0, 1.0) : 0;
    out.push_back({a.east + (b.east - a.east) * share, a.north + (b.north - a.north) * share});
  }
  return out;
}

twin::PlanPosition direction_of(const MassingBlock& block) {
  return {block.axis[1].east - block.axis[0].east, block.axis[1].north - block.axis[0].north};
}

/// The kind with facades and distances as the plan asks for.
MassingKind within_rules(MassingKind kind, const Rules& rules) {
  if (rules.facade_length_m) {
    const double most = rules.facade_length_m->value;
    kind.length_max_m = std::min(kind.length_max_m, most);
    kind.length_min_m = std::min(kind.length_min_m, most);
    const double units = kind.unit_width_m > 0 ? std::floor(most / kind.unit_width_m + 1e-9) : 0;
    if (units > 0) kind.length_min_m = std::min(kind.length_min_m, units * kind.unit_width_m);  // whole units only
    kind.depth_m = std::min(kind.depth_m, most);
    kind.depth_min_m = std::min(kind.depth_min_m, most);
  }
  if (rules.building_distance_m) {
    kind.gap_along_m = std::max(kind.gap_along_m, rules.building_distance_m->value);
    kind.gap_across_m = std::max(kind.gap_across_m, rules.building_distance_m->value);
  }
  return kind;
}

class Builder {
 public:
  Builder(const ZoningInput& input, const MassingKind& kind, const ZoningCapacity& capacity, LegalShape shape)
      : input_(input), kind_(within_rules(kind, capacity.rules)), capacity_(capacity), shape_(std::move(shape)), stack_(stack_of(input.unit, capacity.rules, capacity)) {}

  twin::Result<Massing> run(std::optional<double> direction_deg) {
    out_.kind = kind_.name;
    out_.ground_level_m = capacity_.ground_level_m;
    out_.floor_area_allowed_k_m2 = capacity_.floor_area_allowed_k_m2;
    TWIN_TRY(auto blocks, kind_.name == "perimeter"
                              ? perimeter_blocks(shape_.buildable, kind_)
                              : lines_of_buildings(shape_.buildable, kind_, direction_deg, capacity_.footprint_max_m2, input_.seed));
    keep_sites(blocks);
    TWIN_CHECK(keep_coverage(blocks));
    TWIN_CHECK(add_storeys(blocks));
    for (std::size_t i = 0; i < out_.buildings.size(); ++i) {
      auto& building = out_.buildings[i];
      building.frame_length_m = blocks[i].frame_length_m;
      building.staircases = staircases_of(blocks[i], kind_.stair_every_m);
      if (kind_.unit_width_m > 0) building.units = static_cast<int>(std::lround(blocks[i].frame_length_m / kind_.unit_width_m));
      if (!building.floors.empty()) out_.footprint_m2 += building.floors.front().area_k_m2;
    }
    std::erase_if(out_.buildings, [](const MassingBuilding& building) { return building.floors.empty(); });
    for (auto& building : out_.buildings) TWIN_CHECK(close(building));
    tell_obstacles();
    warn_of_breaches();
    return std::move(out_);
  }

 private:
  /// The largest ones stay where the plan limits the number of sites.
  void keep_sites(std::vector<MassingBlock>& blocks) {
    if (!capacity_.building_sites_max || static_cast<long long>(blocks.size()) <= *capacity_.building_sites_max) return;
    std::stable_sort(blocks.begin(), blocks.end(), [](const auto& a, const auto& b) { return geo::area_of(a.outline) > geo::area_of(b.outline); });
    blocks.resize(static_cast<std::size_t>(*capacity_.building_sites_max));
    cut_by_ = "rakennuspaikkojenMaara";
  }

  /// Blocks in their order until the footprint is used; the last one is cut.
  twin::Status keep_coverage(std::vector<MassingBlock>& blocks) {
    double left = capacity_.footprint_max_m2;
    std::vector<MassingBlock> kept;
    for (auto& block : blocks) {
      const double area = geo::area_of(block.outline);
      if (area > left * (1 + 1e-9)) {
        cut_by_ = capacity_.rules.coverage_percent ? capacity_.rules.coverage_percent->type : "";
        if (left < kLeastFloor) break;
        TWIN_TRY(block.outline, cut_to_area(block.outline, left, direction_of(block)));
        block.frame_length_m *= left / area;
      }
      left -= geo::area_of(block.outline);
      kept.push_back(std::move(block));
      if (left < kLeastFloor) break;
    }
    blocks = std::move(kept);
    return twin::Done{};
  }

  twin::Status add_storeys(const std::vector<MassingBlock>& blocks) {
    const double allowed = capacity_.floor_area_allowed_k_m2.value_or(1e300);
    const double volume = capacity_.volume_allowed_m3.value_or(1e300);
    double built_m3 = 0;
    out_.buildings.resize(blocks.size());
    for (int k = 1; k <= kMostStoreys; ++k) {
      if (capacity_.rules.storeys && k > capacity_.rules.storeys->value) return twin::Done{};
      if (k > kind_.storeys_max) {
        stopped_by_kind_ = true;
        return twin::Done{};
      }
      const double bottom = stack_.top_of(k - 1), top = stack_.top_of(k);
      Area section = shape_.buildable;
      if (shape_.envelope) {
        TWIN_TRY(section, geo::section_of(*shape_.envelope, top));
      }
      bool any = false;
      for (std::size_t i = 0; i < blocks.size(); ++i) {
        auto& building = out_.buildings[i];
        if (static_cast<int>(building.floors.size()) != k - 1) continue;
        const double room = std::min(allowed - out_.floor_area_k_m2, (volume - built_m3) / (top - bottom));
        if (room < kLeastFloor) continue;
        TWIN_TRY(auto outline, shape_.envelope ? geo::intersection_of(k == 1 ? blocks[i].outline : building.floors.back().outline, section)
                                               : twin::Result<Area>(k == 1 ? blocks[i].outline : building.floors.back().outline));
        std::erase_if(outline, [](const auto& piece) { return geo::area_of(piece) < kLeastFloor; });
        if (geo::area_of(outline) > room) {
          TWIN_TRY(outline, cut_to_area(outline, room, direction_of(blocks[i])));
        }
        const double area = geo::area_of(outline);
        if (area < kLeastFloor * (1 - 1e-9)) continue;
        building.floors.push_back({k, bottom, top, std::move(outline), area});
        out_.floor_area_k_m2 += area;
        built_m3 += area * (top - bottom);
        any = true;
      }
      if (!any) return twin::Done{};
    }
    return twin::Done{};
  }

  /// Storeys of falling size are tiers of one solid.
  twin::Status close(MassingBuilding& building) {
    geo::EnvelopeLimits limits;
    limits.height_m = building.floors.back().top_m;
    for (std::size_t i = 1; i < building.floors.size(); ++i) {
      if (building.floors[i].area_k_m2 < building.floors[i - 1].area_k_m2 * (1 - 1e-9))
        limits.tiers.push_back({building.floors[i].floor_m, building.floors[i].outline});
    }
    TWIN_TRY(building.shape, geo::legal_envelope(input_.unit.boundary, building.floors.front().outline, limits));
    return twin::Done{};
  }

  /// What no layout of this kind keeps.
  void warn_of_breaches() {
    const auto& rules = capacity_.rules;
    const auto warn = [&](const std::string& rule, const std::string& what) { out_.warnings.push_back(fmt::format("{} is not kept: {}.", rule, what)); };
    double longest = 0;
    int least = kMostStoreys + 1;
    for (const auto& building : out_.buildings) {
      least = std::min(least, static_cast<int>(building.floors.size()));
      for (const auto& piece : building.floors.front().outline) {
        for (std::size_t i = 0; i < piece.outer.size(); ++i) {
          const auto &a = piece.outer[i], &b = piece.outer[(i + 1) % piece.outer.size()];
          longest = std::max(longest, std::hypot(b.east - a.east, b.north - a.north));
        }
      }
    }
    if (out_.buildings.empty()) return;
    if (rules.facade_length_m && longest > rules.facade_length_m->value + 1e-6)
      warn(rules.facade_length_m->type, fmt::format("a facade is {:.1f} m long", longest));
    for (const auto& minimum : rules.minimums) {
      const auto* const type = find_regulation_type(minimum.type);
      const bool of_storeys = type != nullptr && (type->kind == RegulationKind::kFloorsMin || type->kind == RegulationKind::kStoreys);
      if (of_storeys && least < minimum.value) warn(minimum.type, fmt::format("a building has {} storeys", least));
    }
    const double dwellings = std::floor(housing_floor_area(capacity_.floor_area_by_use, out_.floor_area_k_m2) / input_.unit.assumptions.k_m2_per_dwelling);
    if (rules.dwellings && dwellings > rules.dwellings->value)
      warn(rules.dwellings->type, fmt::format("its housing makes some {:.0f} dwellings of {:.0f} k-m2", dwellings, input_.unit.assumptions.k_m2_per_dwelling));
  }

  void tell_obstacles() {
    if (!capacity_.floor_area_allowed_k_m2) return;
    double missing = *capacity_.floor_area_allowed_k_m2 - out_.floor_area_k_m2;
    if (missing < 1e-6 * *capacity_.floor_area_allowed_k_m2) return;
    const auto add = [&](std::string rule, double loss, std::string sentence) {
      out_.obstacles.push_back({std::move(rule), std::move(sentence), loss});
    };
    if (capacity_.loss_k_m2 && *capacity_.loss_k_m2 > 0) {
      const double loss = std::min(missing, *capacity_.loss_k_m2);
      add(capacity_.binding_rule.value_or(""), loss, "No building of any kind reaches more under this regulation.");
      missing -= loss;
    }
    if (missing < 1e-6 * *capacity_.floor_area_allowed_k_m2) return;
    if (out_.buildings.empty()) {
      add(kind_.name == "perimeter" ? "courtyard" : "frame-depth", missing,
          kind_.name == "perimeter" ? "The courtyard would be narrower than its least width." : "No building of this kind's depth and length fits.");
    } else if (stopped_by_kind_) {
      add("storeys-of-kind", missing, fmt::format("Buildings of this kind have {} storeys at most.", kind_.storeys_max));
    } else if (missing < kLeastFloor) {
      add("floor-minimum", missing, fmt::format("What is left is smaller than a floor of {} m2.", kLeastFloor));
    } else if (cut_by_ == "rakennuspaikkojenMaara") {
      add(cut_by_, missing, "The number of building sites ends the layout.");
    } else {
      add("distances", missing,
          fmt::format("Frame depth, courtyard and distances between buildings leave {:.0f} of {:.0f} m2 of footprint unbuilt.",
                      std::max(0.0, capacity_.footprint_max_m2 - out_.footprint_m2), capacity_.footprint_max_m2));
    }
  }

  const ZoningInput& input_;
  const MassingKind kind_;
  const ZoningCapacity& capacity_;
  LegalShape shape_;
  StoreyStack stack_;
  Massing out_;
  bool stopped_by_kind_ = false;
  std::string cut_by_;
};

}  // namespace

twin::Result<std::vector<twin::PlanPolygon>> cut_to_area(const Area& outline, double keep_m2, const twin::PlanPosition& along) {
  const double length = std::hypot(along.east, along.north);
  const double east = length > 0 ? along.east / length : 1, north = length > 0 ? along.north / length : 0;
  const auto origin = outline.front().outer.front();
  double low = 1e300, high = -1e300, wide = 1;
  for (const auto& piece : outline) {
    for (const auto& p : piece.outer) {
      const double s = (p.east - origin.east) * east + (p.north - origin.north) * north;
      low = std::min(low, s), high = std::max(high, s);
      wide = std::max(wide, std::hypot(p.east - origin.east, p.north - origin.north));
    }
  }
  wide = 2 * wide + 1;
  const auto kept = [&](double to) {
    const auto at = [&](double s, double t) { return twin::PlanPosition{origin.east + east * s - north * t, origin.north + north * s + east * t}; };
    const twin::PlanPolygon kept_side{{at(low - 1, -wide), at(to, -wide), at(to, wide), at(low - 1, wide)}, {}};
    return geo::intersection_of(outline, std::vector{kept_side});
  };
  double from = low, to = high;
  Area best;
  for (int i = 0; i < 45 && to - from > 1e-9; ++i) {
    const double middle = (from + to) / 2;
    TWIN_TRY(auto part, kept(middle));
    if (geo::area_of(part) <= keep_m2) {
      from = middle;
      best = std::move(part);
    } else {
      to = middle;
    }
  }
  return best;
}

twin::Result<Massing> massing_of(const ZoningInput& input, const MassingKind& kind, std::optional<double> direction_deg) {
  TWIN_TRY(const auto capacity, zoning_capacity(input));
  if (!capacity.floor_area_allowed_k_m2 && !capacity.floor_area_reachable_k_m2) {
    return input_invalid("/regulations", "No regulation bounds floor area, storeys or height: there is no end to a massing.", twin::Json(),
                         "Send a floor area, a storey limit or a height.");
  }
  TWIN_TRY(auto shape, legal_shape(input.unit.boundary, capacity.rules));
  return Builder(input, kind, capacity, std::move(shape)).run(direction_deg);
}

}  // namespace sim
