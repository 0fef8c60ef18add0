#include "sim/compare/sun_bodies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "geo/tiles/triangulate.hpp"
#include "sim/massing/massing.hpp"
#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/record.hpp"

namespace sim {
namespace {

constexpr double kUpright = 0.0872;  // sin 5°

twin::Box box_of(const twin::PlanRing& ring) {
  twin::Box out;
  for (const auto& p : ring) out.add(twin::WorkingPosition{p.east, p.north, 0});
  return out;
}

bool near(const twin::Box& a, const twin::Box& b, double margin_m) {
  return !a.empty() && !b.empty() && a.low.east <= b.high.east + margin_m && b.low.east <= a.high.east + margin_m && a.low.north <= b.high.north + margin_m &&
         b.low.north <= a.high.north + margin_m;
}

bool lies_mostly_in(const twin::PlanPolygon& unit, const twin::PlanRing& ring) {
  const auto within = std::count_if(ring.begin(), ring.end(), [&](const auto& p) { return lies_in(unit, p); });
  return within * 2 > static_cast<std::ptrdiff_t>(ring.size());
}

void mark(twin::Polygon3& polygon) {
  const Eigen::Vector3d area = geo::area_vector(polygon.exterior);
  const double up = area.norm() > 0 ? area.z() / area.norm() : 0;
  polygon.kind = up > kUpright ? twin::SurfaceKind::kRoof : up < -kUpright ? twin::SurfaceKind::kGround : twin::SurfaceKind::kWall;
}

/// A closed prism with its surfaces marked.
twin::BuildingShape prism_shape(const twin::PlanPolygon& plan, double base_m, double top_m) {
  twin::ShapePart part;
  twin::Polygon3 roof;
  const auto add_ring = [&](const twin::PlanRing& ring, bool outer) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      twice += (ring[j].east - ring[0].east) * (ring[i].north - ring[0].north) - (ring[i].east - ring[0].east) * (ring[j].north - ring[0].north);
    }
    twin::PlanRing turned = ring;
    if ((twice > 0) != outer) std::reverse(turned.begin(), turned.end());  // the inside lies to the left
    twin::Ring3 top;
    for (std::size_t i = 0; i < turned.size(); ++i) {
      const auto &a = turned[i], &b = turned[(i + 1) % turned.size()];
      twin::Polygon3 wall;
      wall.kind = twin::SurfaceKind::kWall;
      wall.exterior.points = {{a.east, a.north, base_m}, {b.east, b.north, base_m}, {b.east, b.north, top_m}, {a.east, a.north, top_m}};
      part.polygons.push_back(std::move(wall));
      top.points.push_back({a.east, a.north, top_m});
    }
    if (outer) {
      roof.exterior = std::move(top);
    } else {
      roof.interiors.push_back(std::move(top));
    }
  };
  add_ring(plan.outer, true);
  for (const auto& hole : plan.holes) add_ring(hole, false);
  roof.kind = twin::SurfaceKind::kRoof;
  part.polygons.push_back(std::move(roof));
  return {{std::move(part)}};
}

void add_envelope(const geo::Envelope& envelope, double ground_m, twin::BuildingShape& into) {
  for (const auto& solid : envelope.solids) {
    twin::ShapePart part;
    for (const auto& face : solid.faces) {
      twin::Polygon3 polygon;
      for (std::size_t r = 0; r < face.rings.size(); ++r) {
        twin::Ring3 ring;
        for (const auto vertex : face.rings[r]) {
          const auto& p = solid.vertices[vertex];
          ring.points.push_back({p.east, p.north, p.up + ground_m});
        }
        if (r == 0) {
          polygon.exterior = std::move(ring);
        } else {
          polygon.interiors.push_back(std::move(ring));
        }
      }
      mark(polygon);
      part.polygons.push_back(std::move(polygon));
    }
    into.parts.push_back(std::move(part));
  }
}

twin::Digest value_of(const ScenarioUnit& unit, const SunOrder& order) {
  twin::ByteWriter out;
  out.text("sun body 1");
  out.text(unit.value.hex());
  out.text(order.built);
  out.text(kZoningCapacityVersion);
  out.text(unit.input.day);
  out.text(assumptions_to_json(unit.input.unit.assumptions).dump());
  if (unit.input.tables) out.text(table_rules_to_json(*unit.input.tables).dump());
  return twin::sha256(out.bytes());
}

/// What the order builds on an empty unit; nothing where there is no floor area, or no shape (`notes` says so).
std::optional<SunBody> build(const ScenarioUnit& unit, const SunOrder& order, const ZoningCapacity& capacity, std::vector<std::string>& notes) {
  const auto& id = unit.input.unit.id;
  if (order.built == "nothing" || capacity.floor_area_reachable_k_m2.value_or(0) <= 0) return std::nullopt;
  SunBody out;
  out.id = fmt::format("{} of {}", order.built, id);
  out.value = value_of(unit, order);
  out.ground_m = capacity.ground_level_m;
  if (order.built == "envelope") {
    if (!capacity.envelope) {
      notes.push_back(fmt::format("{} has no height limit, so that no envelope stands there.", id));
      return std::nullopt;
    }
    add_envelope(*capacity.envelope, capacity.ground_level_m, out.shape);
    for (auto polygon : capacity.envelope->base) {
      const auto move = [&](twin::PlanRing& ring) {
        for (auto& p : ring) p.east += capacity.envelope->origin.east, p.north += capacity.envelope->origin.north;
      };
      move(polygon.outer);
      for (auto& hole : polygon.holes) move(hole);
      out.footprints.push_back(std::move(polygon));
    }
    return out;
  }
  const auto massing = massing_of(unit.input, *find_massing_kind(order.built), std::nullopt);
  if (!massing || massing->buildings.empty()) {
    notes.push_back(fmt::format("No {} fits on {}: {}", order.built, id, massing ? "nothing is built there." : massing.problem().message));
    return std::nullopt;
  }
  out.ground_m = massing->ground_level_m;
  for (const auto& building : massing->buildings) {
    add_envelope(building.shape, massing->ground_level_m, out.shape);
    out.footprints.insert(out.footprints.end(), building.floors.front().outline.begin(), building.floors.front().outline.end());
  }
  return out;
}

/// A building sent inline; nothing where its extent is not known.
std::optional<SunBody> sent_body(const ScenarioBuilding& building, double ground_m, std::vector<std::string>& notes) {
  const auto& facts = building.facts;
  const double base = facts.ground_m.value_or(ground_m);
  if (facts.footprint.outer.size() < 3 || !facts.top_m || *facts.top_m <= base) {
    notes.push_back(fmt::format("{} has no footprint or no highest point and casts no shadow.", facts.id));
    return std::nullopt;
  }
  SunBody out;
  out.id = facts.id;
  out.value = twin::sha256(fmt::format("{} {}", building.value.hex(), base));  // its ground may be the unit's
  out.ground_m = base;
  out.shape = prism_shape(facts.footprint, base, *facts.top_m);
  out.footprints = {facts.footprint};
  return out;
}

twin::Result<SunBody> city_body(twin::FeatureNumber number, const twin::Building& building, const Scenario& scenario, const RunContext& context) {
  SunBody out;
  out.id = building.id;
  out.value = scenario.state->feature(number)->value;
  out.number = number;
  out.of_city = true;
  out.ground_m = building.ground_m;
  if (!building.footprint.outer.empty()) out.footprints = {building.footprint};
  if (building.shape.is_nothing()) {
    if (building.footprint.outer.size() >= 3 && building.height_m > 0) out.shape = prism_shape(building.footprint, building.ground_m, building.ground_m + building.height_m);
    return out;
  }
  TWIN_TRY(const twin::Bytes bytes, context.blobs(building.shape));
  TWIN_TRY(out.shape, twin::decode_building_shape(bytes));
  return out;
}

}  // namespace

twin::Box extent_of(const Scenario& scenario) {
  twin::Box out;
  for (const auto& unit : scenario.units) {
    for (const auto& p : unit.input.unit.boundary.outer) out.add(twin::WorkingPosition{p.east, p.north, 0});
  }
  return out;
}

std::vector<twin::Box> unit_boxes(const std::vector<Scenario>& scenarios) {
  std::vector<twin::Box> out;
  for (const auto& scenario : scenarios) {
    for (const auto& unit : scenario.units) out.push_back(box_of(unit.input.unit.boundary.outer));
  }
  return out;
}

twin::Result<SunStand> bodies_of(const Scenario& scenario, const SunOrder& order, std::span<const twin::Box> around, const RunContext& context) {
  SunStand out;
  std::vector<twin::Box> boxes;
  std::vector<bool> stands(scenario.units.size(), false);
  for (const auto& unit : scenario.units) boxes.push_back(box_of(unit.input.unit.boundary.outer));
  /// The unit of a footprint, or how many there are: a neighbour; one more: too far off.
  const auto place_of = [&](const twin::PlanRing& ring) {
    const auto box = box_of(ring);
    std::optional<std::size_t> place;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      if (!near(box, boxes[i], 0) || !lies_mostly_in(scenario.units[i].input.unit.boundary, ring)) continue;
      stands[i] = true;  // a part of another unit has it too
      if (!place) place = i;
    }
    if (place) return *place;
    const bool beside = std::any_of(around.begin(), around.end(), [&](const twin::Box& unit) { return near(box, unit, order.neighbours_m); });
    return boxes.size() + (beside ? 0 : 1);
  };
  std::optional<twin::Problem> problem;
  if (scenario.state) {
    scenario.state->for_each_building([&](twin::FeatureNumber number, const twin::Building& building) {
      if (problem || building.footprint.outer.empty()) return;
      const std::size_t place = place_of(building.footprint.outer);
      if (place > boxes.size()) return;
      auto body = city_body(number, building, scenario, context);
      if (!body) {
        problem = body.problem();
      } else if (place < boxes.size()) {
        out.within.push_back(*std::move(body));
      } else {
        out.neighbours.push_back(*std::move(body));
      }
    });
  }
  if (problem) return *problem;
  for (const auto& building : scenario.sent) {
    const std::size_t place = place_of(building.facts.footprint.outer);
    auto body = sent_body(building, place < boxes.size() ? scenario.units[place].input.unit.ground_level_m : 0, out.notes);
    if (!body) continue;
    (place < boxes.size() ? out.within : place == boxes.size() ? out.neighbours : out.beyond).push_back(*std::move(body));
  }
  std::size_t built = 0;
  std::vector<std::size_t> order_of_building(scenario.units.size());  // parts of units after the units
  std::iota(order_of_building.begin(), order_of_building.end(), 0);
  std::stable_partition(order_of_building.begin(), order_of_building.end(), [&](std::size_t i) { return scenario.units[i].counts_land; });
  out.grounds_m.resize(scenario.units.size());
  const auto has_a_built_whole = [&](std::size_t part) {
    for (std::size_t i = 0; i < boxes.size() && !scenario.units[part].counts_land; ++i) {
      if (i != part && stands[i] && near(boxes[i], boxes[part], 0) && lies_mostly_in(scenario.units[i].input.unit.boundary, scenario.units[part].input.unit.boundary.outer))
        return true;
    }
    return false;
  };
  for (const std::size_t i : order_of_building) {
    const auto capacity = zoning_capacity(scenario.units[i].input);
    out.grounds_m[i] = capacity ? capacity->ground_level_m : scenario.units[i].input.unit.ground_level_m;
    if (stands[i] || !capacity || has_a_built_whole(i)) continue;
    if (auto body = build(scenario.units[i], order, *capacity, out.notes)) {
      out.within.push_back(*std::move(body));
      stands[i] = true;
      ++built;
    }
  }
  if (built > 0) out.notes.push_back(fmt::format("{} of {} plan units have no building; what stands there: {}.", built, scenario.units.size(), order.built));
  return out;
}

}  // namespace sim
