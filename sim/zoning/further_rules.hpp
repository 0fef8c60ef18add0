#pragma once

#include <string>
#include <vector>

#include "sim/zoning/regulation_types.hpp"
#include "sim/zoning/rules.hpp"

namespace sim {

void at_most(std::optional<Bound>& bound, double value, const std::string& type);
void at_least(std::optional<Bound>& bound, double value, const std::string& type);

/// True for a kind that means the line or area which it holds at.
bool counts_at_its_place(RegulationKind kind, const twin::PlanRing& place);

/// True where a regulation that may stand without a figure (or its unit) does, so that nothing can be computed.
bool lacks_its_figure(const twin::Regulation& regulation, RegulationKind kind);

/// The area that a regulation holds at. Errors, with the regulation as place: those of `geo::check_polygon`.
twin::Result<twin::PlanPolygon> area_at(const twin::Regulation& regulation, std::size_t index);

/// Floor area per car space or bicycle place.
void take_places(const std::string& use, double figure, const std::string& type, PlaceRule& into);

/// Takes what limits neither floor area, coverage, height nor setback: shares, levels, counts, demands. Errors: those
/// of `area_at`.
twin::Status take_further(const twin::Regulation& regulation, RegulationKind kind, std::size_t index, Rules& rules);

/// Two figures of one type, lower ends above upper ones, levels upside down.
void find_contradictions(const twin::PlanUnit& unit, const std::vector<RegulationKind>& kinds, Rules& rules);

}  // namespace sim
