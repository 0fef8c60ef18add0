#pragma once

#include <string>
#include <string_view>

#include "twin_core/base/json.hpp"
#include "twin_core/city/plan_unit.hpp"

/// What the twin knows of a plan as JSON of the national form, as if nothing had been written of it before. Coordinates are those
/// of the frame, heights in its height reference; members of which nothing is known are left out.
namespace geo::fresh {

/// A key in the form of a UUID that is the same for the same seed (version 8: our own digest).
std::string key_of(std::string_view seed);

/// The address of a code in a list of the national service ("RY_Kaavamaarayslaji"); "" for "".
std::string code_uri(std::string_view list, std::string_view code);
/// That of a state (kaavaelinkaari).
std::string state_uri(std::string_view code);

twin::Json geometry(const twin::PlanPolygon& area, const std::string& srid);
/// A Point, or a LineString: an area where regulations hold goes out as the line around it.
twin::Json geometry(const twin::PlanRing& place, const std::string& srid);

/// A number as an integer where it is one.
twin::Json number(double value);
/// A figure of a plot: {"dataType", "number", "unitOfMeasure"}.
twin::Json quantity(double value, const std::string& unit);
/// {"begin", "end"}; null where neither is known.
twin::Json period(const twin::DaySpan& days);

/// A regulation without its key and without what its group says. Its life cycle and days are told where it has them.
twin::Json regulation(const twin::Regulation& regulation);
/// A plan object without its key. `related` are not told: what they are depends on the other objects of the file.
twin::Json object(const twin::PlanUnit& unit, const std::string& srid);

/// Brings what changed between `before` and `now` into `original`, which may say more and may say it otherwise: members that are
/// equal in both stay as they are, objects are gone into, everything else is replaced. Geometries are replaced as a whole.
void patch(twin::Json& original, const twin::Json& before, const twin::Json& now);

}  // namespace geo::fresh
