#include "geo/io/plan_polygon.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "geo/io/polygon_share.hpp"
#include "geo/io/ring_crossing.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::PlanRing;
using twin::Severity;

constexpr std::size_t kMostVertices = 20'000;

class AreaReader {
 public:
  AreaReader(std::string_view id, std::string_view pointer) : id_(id), pointer_(pointer) {}

  PlanArea read(const Json& geometry, bool one) {
    const auto polygons = polygons_of(geometry, one);
    std::vector<twin::PlanPolygon> read;
    std::size_t vertices = 0;
    for (const auto& [rings, where] : polygons) {
      if (area_.rejected) break;
      where_ = where;
      read.push_back(read_polygon(*rings, vertices));
      if (!area_.rejected) check_shape(read.back());
    }
    if (!area_.rejected && read.size() > 1) check_apart(read);
    if (area_.rejected) return std::move(area_);
    area_.polygon = std::move(read.front());
    area_.further.assign(std::make_move_iterator(read.begin() + 1), std::make_move_iterator(read.end()));
    return std::move(area_);
  }

 private:
  void reject(std::string code, std::string place, std::string value, std::string remedy) {
    area_.rejected = true;
    note(std::move(code), Severity::kError, std::move(place), std::move(value), std::move(remedy));
  }

  void repair(std::string code, std::string place, std::string value, std::string remedy) {
    area_.repaired = true;
    note(std::move(code), Severity::kWarning, std::move(place), std::move(value), std::move(remedy));
  }

  void note(std::string code, Severity severity, std::string place, std::string value, std::string remedy) {
    area_.findings.push_back({std::move(code), severity, std::string(id_), "", std::move(place),
                              std::move(value), std::move(remedy)});
  }

  using Placed = std::pair<const Json*, std::string>;  ///< the rings of a polygon, and where they stand

  /// Rejected where there are none.
  std::vector<Placed> polygons_of(const Json& geometry, bool one) {
    constexpr std::size_t kMostAreas = 200;
    const auto type = geometry.is_object() && geometry.contains("type") && geometry["type"].is_string()
                          ? geometry["type"].get<std::string>()
                          : std::string();
    const Json* const coordinates =
        geometry.is_object() && geometry.contains("coordinates") ? &geometry["coordinates"] : nullptr;
    const auto where = fmt::format("{}/coordinates", pointer_);
    std::vector<Placed> out;
    if (type == "Polygon") {
      out.emplace_back(coordinates, where);
    } else if (type == "MultiPolygon" && coordinates != nullptr && coordinates->is_array() && !coordinates->empty() &&
               (coordinates->size() == 1 || !one)) {
      if (coordinates->size() > kMostAreas) {
        reject("too-many-vertices", where, fmt::format("{} areas", coordinates->size()), "A plan object has at most 200 areas.");
        return {};
      }
      for (std::size_t i = 0; i < coordinates->size(); ++i) out.emplace_back(&(*coordinates)[i], fmt::format("{}/{}", where, i));
    } else {
      reject("geometry-not-polygon", std::string(pointer_), twin::excerpt(type),
             one ? "Send one Polygon here." : "Plan units are areas: send a Polygon or a MultiPolygon.");
      return {};
    }
    for (const auto& [rings, place] : out) {
      if (rings != nullptr && rings->is_array() && !rings->empty()) continue;
      reject("input-invalid", place, "", "A Polygon has an array of rings, the outer one first.");
      return {};
    }
    return out;
  }

  twin::PlanPolygon read_polygon(const Json& rings, std::size_t& vertices) {
    twin::PlanPolygon out;
    for (std::size_t i = 0; i < rings.size() && !area_.rejected; ++i) {
      auto ring = read_ring(rings[i], fmt::format("{}/{}", where_, i), vertices);
      if (i == 0) {
        out.outer = std::move(ring);
      } else {
        out.holes.push_back(std::move(ring));
      }
    }
    return out;
  }

  PlanRing read_ring(const Json& json, const std::string& where, std::size_t& vertices) {
    PlanRing ring;
    if (!json.is_array()) {
      reject("input-invalid", where, "", "A ring is an array of positions [easting, northing].");
      return ring;
    }
    vertices += json.size();
    if (vertices > kMostVertices) {
      reject("too-many-vertices", where, fmt::format("{}", vertices),
             "A plan unit has at most 20,000 vertices.");
      return ring;
    }
    std::size_t repeated = 0;
    for (std::size_t i = 0; i < json.size(); ++i) {
      const auto& position = json[i];
      const bool fine =
          position.is_array() && position.size() >= 2 && position[0].is_number() && position[1].is_number();
      if (!fine) {
        reject("input-invalid", fmt::format("{}/{}", where, i), twin::excerpt(position.dump()),
               "A position is [easting, northing], two numbers.");
        return ring;
      }
      const twin::PlanPosition next{position[0].get<double>(), position[1].get<double>()};
      if (!ring.empty() && ring.back() == next) {
        ++repeated;
      } else {
        ring.push_back(next);
      }
    }
    close(ring, where);
    if (repeated > 0)
      repair("102", where, fmt::format("{} repeated", repeated), "Leave out repeated vertices.");
    if (ring.size() < 3 && !area_.rejected) {
      reject("polygon-too-few-points", where, fmt::format("{} vertices", ring.size()),
             "A ring has at least three different vertices.");
    }
    return ring;
  }

  void close(PlanRing& ring, const std::string& where) {
    if (ring.size() > 1 && ring.front() == ring.back()) {
      ring.pop_back();
    } else if (ring.size() > 2) {
      repair("103", where, "", "Repeat the first vertex at the end of a ring.");
    }
  }

  /// Areas of one object lie beside one another.
  void check_apart(const std::vector<twin::PlanPolygon>& areas) {
    const auto place = fmt::format("{}/coordinates", pointer_);
    std::vector<const PlanRing*> outers;
    for (const auto& area : areas) outers.push_back(&area.outer);
    if (const auto crossing = find_crossing(outers)) {
      reject("polygon-self-intersection", place, fmt::format("({:.3f}, {:.3f})", crossing->east, crossing->north),
             "Redraw the areas so that they do not overlap.");
      return;
    }
    for (std::size_t i = 0; i < areas.size() && !area_.rejected; ++i) {
      for (std::size_t j = 0; j < areas.size() && !area_.rejected; ++j) {
        if (i == j || !geo::contains(areas[i], areas[j].outer.front()) || !contains(areas[i].outer, areas[j].outer)) continue;
        reject("polygon-self-intersection", fmt::format("{}/{}", place, j), fmt::format("inside area {}", i),
               "Redraw the areas so that they do not overlap.");
      }
    }
  }

  void check_shape(const twin::PlanPolygon& polygon) {
    if (is_collinear(polygon.outer)) {
      reject("polygon-zero-area", where_, "", "Draw the unit as an area.");
      return;
    }
    std::vector<const PlanRing*> rings{&polygon.outer};
    for (const auto& hole : polygon.holes) rings.push_back(&hole);
    if (const auto crossing = find_crossing(rings)) {
      reject("polygon-self-intersection", where_,
             fmt::format("({:.3f}, {:.3f})", crossing->east, crossing->north),
             "Redraw the boundary so that it does not cross or touch itself.");
      return;
    }
    for (std::size_t i = 0; i < polygon.holes.size(); ++i) {
      if (!contains(polygon.outer, polygon.holes[i])) {
        reject("polygon-hole-outside", fmt::format("{}/{}", where_, i + 1), "",
               "A hole lies inside the outer ring.");
      }
    }
  }

  std::string_view id_, pointer_;
  std::string where_;
  PlanArea area_;
};

}  // namespace

PlanArea read_plan_area(const Json& geometry, std::string_view id, std::string_view pointer, bool one) {
  return AreaReader(id, pointer).read(geometry, one);
}

}  // namespace geo
