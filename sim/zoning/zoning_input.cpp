#include "sim/zoning/zoning_input.hpp"

#include <fmt/format.h>

#include "geo/crs/crs.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/zoning/assumptions.hpp"
#include "sim/zoning/table_input.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

/// The frame's name as `geo` knows it. Errors: `crs-unknown`, `crs-not-accepted`.
twin::Result<std::string> read_crs(const Json& json) {
  TWIN_TRY(const std::string name, read_text(json, "/crs"));
  if (name.empty() || name == "local") return std::string();
  auto crs = geo::find_crs(name);
  if (!crs) {
    twin::Problem problem = crs.problem();
    problem.place = "/crs";
    return problem;
  }
  if (crs->geographic) {
    return twin::Problem{"crs-not-accepted", "Areas and heights need a metric frame.", "/crs",
                         twin::excerpt(name), "Send easting and northing, e.g. in EPSG:3879."};
  }
  return crs->name();
}

/// In a frame on the globe a boundary lies where the frame holds: swapped axes, degrees and other frames show here.
twin::Status check_in_frame(const twin::PlanPolygon& boundary, const std::string& frame) {
  if (frame.empty()) return twin::Done{};
  TWIN_TRY(const geo::Crs crs, geo::find_crs(frame));
  for (std::size_t i = 0; i < boundary.outer.size(); ++i) {
    const auto& p = boundary.outer[i];
    if (crs.contains(p.east, p.north)) continue;
    return twin::Problem{"coordinates-outside-area",
                         fmt::format("The boundary lies outside the area of its frame, {}.", crs.name()),
                         fmt::format("/unit/coordinates/0/{}", i), fmt::format("({:.3f}, {:.3f})", p.east, p.north),
                         fmt::format("Send easting and northing in metres of {}, name their own frame with crs, or send "
                                     "\"crs\": \"local\" where they lie in none.",
                                     crs.name())};
  }
  return twin::Done{};
}

/// A unit of the city by its id.
twin::Result<twin::PlanUnit> stored_unit(const Json& json, const RunContext& context) {
  TWIN_TRY(const std::string id, read_text(json, "/plan_unit"));
  const auto missing = [&](std::string message, std::string remedy) {
    return twin::Problem{"reference-missing", std::move(message), "/plan_unit", twin::excerpt(id),
                         std::move(remedy)};
  };
  if (context.city == nullptr)
    return missing("There is no twin to take a plan unit from.", "Name the twin, or send the unit inline.");
  std::optional<twin::PlanUnit> found;
  std::vector<std::string> ids;
  context.city->for_each_plan_unit([&](twin::FeatureNumber, const twin::PlanUnit& unit) {
    ids.push_back(unit.id);
    if (unit.id == id && !found) found = unit;
  });
  if (found) return std::move(*found);
  const std::vector<std::string_view> known(ids.begin(), ids.end());
  const auto near = nearest_word(id, known);
  return missing("There is no plan unit of this id on this branch.",
                 near ? did_you_mean(id, known) : "List the branch's plan units, and send one of their ids.");
}

twin::Result<std::vector<ZoningLayer>> read_layers(const Json& json, std::string_view pointer) {
  if (!json.is_array())
    return input_invalid(pointer, "Layers are a list.", json, "Send [{\"label\": …, \"regulations\": […]}].");
  std::vector<ZoningLayer> out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto place = pointer_to(pointer, i);
    TWIN_CHECK(expect_members(json[i], place, {"label", "colour", "regulations"}));
    ZoningLayer& layer = out.emplace_back();
    if (json[i].contains("label")) {
      TWIN_TRY(layer.label, read_text(json[i]["label"], pointer_to(place, "label")));
    }
    if (!json[i].contains("regulations"))
      return input_invalid(place, "A layer has its regulations.", json[i], "Send \"regulations\": […].");
    TWIN_TRY(layer.regulations, regulations_from_json(json[i]["regulations"], pointer_to(place, "regulations")));
  }
  return out;
}

/// The unit's regulations over those of its zone and overlays.
twin::Status lay_regulations(const Json& inputs, ZoningInput& into) {
  std::vector<ZoningLayer> zones, overlays;
  if (inputs.contains("zones")) {
    TWIN_TRY(zones, read_layers(inputs["zones"], "/zones"));
  }
  if (inputs.contains("overlays")) {
    TWIN_TRY(overlays, read_layers(inputs["overlays"], "/overlays"));
  }
  if (zones.empty() && overlays.empty()) return twin::Done{};
  auto laid = layered(zones, overlays, into.unit.regulations);
  into.unit.regulations = std::move(laid.regulations);
  into.applied = std::move(laid.applied);
  return twin::Done{};
}

}  // namespace

const std::vector<std::string_view>& zoning_members() {
  static const std::vector<std::string_view> names{"unit",        "plan_unit", "crs",      "ground_level_n2000_m", "regulations",
                                                   "assumptions", "zones",     "overlays", "parking_zone",         "tables", "date"};
  return names;
}

std::string frame_of(const RunContext& context) {
  const auto* const manifest = context.city != nullptr ? context.city->manifest() : nullptr;
  return manifest == nullptr || manifest->crs == "local" ? std::string() : manifest->crs;
}

twin::Result<ZoningInput> read_zoning_input(const Json& inputs, const RunContext& context) {
  ZoningInput out;
  out.seed = context.seed;
  const bool stored = inputs.contains("plan_unit");
  if (stored == inputs.contains("unit")) {
    return input_invalid(
        "/unit",
        stored ? "Either an inline unit or a stored plan unit, not both." : "The unit's boundary is missing.",
        Json(), "Send unit (a GeoJSON Polygon), or plan_unit (the id of one in the twin).");
  }
  if (stored) {
    TWIN_TRY(out.unit, stored_unit(inputs["plan_unit"], context));
    if (inputs.contains("crs")) {
      return input_invalid("/crs", "A stored plan unit is in the twin's frame.", inputs["crs"],
                           "Leave crs out.");
    }
    out.crs = frame_of(context);
  } else {
    TWIN_TRY(out.unit.boundary, polygon_from_json(inputs["unit"], "/unit"));
    out.crs = frame_of(context);
    if (inputs.contains("crs")) {
      TWIN_TRY(out.crs, read_crs(inputs["crs"]));
    }
    TWIN_CHECK(check_in_frame(out.unit.boundary, out.crs));
  }
  if (inputs.contains("ground_level_n2000_m")) {
    out.ground_told = true;
    TWIN_TRY(out.unit.ground_level_m,
             read_number(inputs["ground_level_n2000_m"], "/ground_level_n2000_m", {-500, 2000}));
  }
  if (inputs.contains("regulations")) {
    TWIN_TRY(out.unit.regulations, regulations_from_json(inputs["regulations"], "/regulations"));
  }
  if (inputs.contains("assumptions")) {
    TWIN_TRY(out.unit.assumptions,
             changed_assumptions(out.unit.assumptions, inputs["assumptions"], "/assumptions"));
  }
  TWIN_CHECK(lay_regulations(inputs, out));
  if (inputs.contains("parking_zone")) {
    TWIN_TRY(out.zone, read_text(inputs["parking_zone"], "/parking_zone"));
  }
  TWIN_TRY(out.tables, read_tables(inputs, context.city));
  TWIN_TRY(out.day, read_date(inputs));
  return out;
}

}  // namespace sim
