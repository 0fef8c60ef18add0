#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "viewer/desktop/colour_scale.hpp"
#include "viewer/desktop/outcome.hpp"
#include "viewer/desktop/panels.hpp"
#include "viewer/desktop/space.hpp"

namespace viewer {

// What processes answer about one plan unit, read from JSON for drawing; and what they are asked. The server computes all of it.

/// Kinds that process `massing` lays out, in the order in which they are offered.
inline constexpr std::array kMassingKinds{"perimeter", "slab", "point", "row", "detached"};

using PlanRings = std::vector<std::vector<std::array<double, 2>>>;  ///< outer ring first; easting and northing, metres; closed

/// A storey of a proposed building; heights in the twin's height reference, metres.
struct Storey {
  std::vector<PlanRings> outline;
  double low = 0, high = 0;
  bool roofed = false;  ///< the storey above is smaller, or there is none
};

struct ProposedBuilding {
  std::vector<Storey> storeys;
};

/// Answer of process `massing`.
struct Massing {
  struct Prevention {
    std::string rule;
    double loss_k_m2 = 0;
  };
  std::string kind, lineage;
  std::optional<double> allowed_k_m2;
  double floor_area_k_m2 = 0, footprint_m2 = 0;
  std::vector<Prevention> prevented_by;
  std::vector<ProposedBuilding> buildings;
};
Outcome<Massing> read_massing(const std::string& json);

/// Answer of process `sun-hours`, whole or partial.
struct SunHours {
  struct Point {
    Vector at, normal;                ///< the twin's frame
    double area_m2 = 0;
    std::optional<double> hours;      ///< none: not known yet
  };
  std::vector<Point> points;
  std::optional<double> bound_h, up_h;  ///< of a whole answer
  std::string lineage;
};
Outcome<SunHours> read_sun_hours(const std::string& json);

/// "2026-03-21" or "2026".
bool is_sun_span(const std::string& text);
/// "21.3.2026"; a year as it is.
std::string span_text(const std::string& span);
/// Hours that the clock is ahead of UTC by the sun at the place where the scene lies; 2 where it lies nowhere.
int zone_hours(bool placed, const Transform& scene_to_ecef);

std::string massing_request(const std::string& unit, const std::string& kind);
std::string check_request(const std::string& unit);
/// Buildings of a `check-plan` answer that stand on the unit, half of them or more.
std::vector<std::string> standing_on_unit(const std::string& check_answer);

/// Requests of process `sun-hours` for the ground around a unit, the facades there, and those of the massing.
/// @param unit_document  answer of GET …/plan-units/{id}
Outcome<std::vector<std::string>> sun_requests(const std::string& unit_document, const std::optional<Massing>& massing,
                                               const std::vector<std::string>& replaced, const std::string& span, int zone);

/// Rows beside the picture: allowed, reached, and what prevents the rest.
std::vector<CardRow> massing_rows(const Massing& massing, Language language);
/// Classes of sun hours with the area in each.
Legend sun_legend(const ColourScale& scale, const std::vector<SunHours>& parts, const std::string& span, Language language);
/// "± 0.34 h · 7,120 points".
std::string sun_note(const std::vector<SunHours>& parts, Language language);

}  // namespace viewer
