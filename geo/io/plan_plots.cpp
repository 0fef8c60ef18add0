// Plots of a binding plot division (sitova tonttijako).
#include <fmt/format.h>

#include <cmath>

#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_crs.hpp"
#include "geo/io/plan_groups.hpp"
#include "geo/io/plan_objects.hpp"
#include "geo/io/plan_parts.hpp"
#include "geo/io/plan_polygon.hpp"
#include "geo/io/plan_values.hpp"
#include "geo/io/polygon_share.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Severity;

constexpr double kAreaTolerance = 0.01;

void add_right(const Json& plot, const char* member, PlanDraft& draft, PlanFile& out, bool& rejected) {
  if (!plot.contains(member) || plot[member].is_null()) return;
  const auto value = read_plan_value(plot[member]);
  if (!value.value) return;
  const auto place = draft.place + "/" + member;
  twin::Regulation right;
  right.type = value.unit == "m3" ? "sallittuRakennustilavuus" : "sallittuKerrosala";
  right.value = value.value;
  right.value_max = value.value_max;
  right.unit = value.unit;
  if (*value.lowest() < 0) {
    rejected = true;
    note(out, "value-not-positive", Severity::kError, draft.unit.id, place,
         fmt::format("{} {}", *value.lowest(), right.unit), "A plot's building right is 0 or more.");
  }
  draft.unit.regulations.push_back(std::move(right));
  draft.regulation_places.push_back(place);
}

void add_uses(const Json& plot, PlanDraft& draft) {
  const auto& uses = array_at(plot, "areaReservations");
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (!uses[i].is_string()) continue;
    twin::Regulation use;
    use.type = regulation_type(code_of_uri(uses[i].get_ref<const std::string&>()));
    use.information.push_back({"paakayttotarkoitus", "", {}, {}, "", ""});
    draft.unit.use_codes.push_back(use.type);
    draft.unit.regulations.push_back(std::move(use));
    draft.regulation_places.push_back(fmt::format("{}/areaReservations/{}", draft.place, i));
  }
}

void compare_area(const Json& plot, const PlanDraft& draft, const std::vector<twin::PlanPolygon>& further, PlanFile& out) {
  const auto said = plot.contains("area") ? read_plan_value(plot["area"]).value : std::nullopt;
  if (!said || draft.crs == "OGC:CRS84") return;
  double drawn = area_of_plan(draft.unit.boundary);
  for (const auto& area : further) drawn += area_of_plan(area);
  if (std::abs(*said - drawn) <= std::max(1.0, kAreaTolerance * drawn)) return;
  note(out, "plot-area-differs", Severity::kWarning, draft.unit.id, draft.place + "/area",
       fmt::format("{} m2 told, {:.0f} m2 drawn", *said, drawn),
       "Correct the figure or the boundary; the boundary is used.");
}

twin::Status read_plot(const Json& plot, PlanDraft draft, PlanIds& ids, PlanFile& out) {
  auto& unit = draft.unit;
  unit.id = text_at(plot, "plotDivisionPlotKey");
  if (!plot.is_object() || unit.id.empty()) {
    return twin::Problem{"value-missing", "A plot has a key.", draft.place + "/plotDivisionPlotKey", "",
                         "Give it a key."};
  }
  const auto number = text_at(plot, "plotDivisionPlotIdentifier");
  unit.name_fi = "Tontti " + number;
  unit.name_sv = "Tomt " + number;
  unit.name_en = "Plot " + number;
  unit.symbol = text_at(plot, "areaReservationLetterIdentifier");
  for (const auto& plan : array_at(plot, "relatedPlans")) {
    auto identifier = code_at(plan, "relatedPlanUri");
    if (identifier.empty()) identifier = text_at(plan, "relatedPlanKey");
    if (!identifier.empty()) unit.related.push_back(std::move(identifier));
  }
  for (const auto& property : array_at(plot, "motherProperties")) {
    auto id = text_at(property, "propertyIdentifier");
    if (id.starts_with('.')) id.erase(0, 1);
    if (!id.empty()) unit.property_ids.push_back(std::move(id));
  }
  const Json geometry = plot.value("geometry", Json::object());
  TWIN_TRY(draft.crs, crs_of_national(geometry, draft.place + "/geometry"));
  ++out.diagnostics.tally.read;
  ids.saw(unit.id, draft.place + "/plotDivisionPlotKey");
  const Json limit = plot.value("verticalLimit", Json());
  unit.vertical_low_m = number_at(limit, "minimumValue");
  unit.vertical_high_m = number_at(limit, "maximumValue");
  auto area = read_plan_area(geometry.is_object() ? geometry.value("geometry", Json()) : Json(), unit.id,
                             draft.place + "/geometry/geometry");
  for (auto& finding : area.findings) out.diagnostics.add(std::move(finding));
  bool rejected = area.rejected;
  unit.boundary = std::move(area.polygon);
  draft.repaired = area.repaired;
  add_uses(plot, draft);
  for (const char* const member : {"volumeOfBuilding", "permittedBuildingArea", "permittedBuildingVolume"}) {
    add_right(plot, member, draft, out, rejected);
  }
  if (!area.rejected) compare_area(plot, draft, area.further, out);
  rejected |=
      !check_identity_and_ground(unit, draft.place + "/plotDivisionPlotKey", draft.place, out.diagnostics);
  auto& tally = out.diagnostics.tally;
  ++(rejected ? tally.rejected : draft.repaired ? tally.repaired : tally.accepted);
  if (!rejected) take_unit(std::move(draft), std::move(area.further), ids, out);
  return twin::Done{};
}

}  // namespace

const Json* division_of(const Json& matter, std::string& pointer) {
  const Json* found = nullptr;
  const auto& phases = array_at(matter, "phases");
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if (!phases[i].is_object() || !phases[i].contains("bindingPlotDivision")) continue;
    if (!phases[i]["bindingPlotDivision"].is_object()) continue;
    found = &phases[i]["bindingPlotDivision"];
    pointer = fmt::format("/phases/{}/bindingPlotDivision", i);
  }
  return found;
}

twin::Status read_plots(const Json& matter, const std::string& source, PlanIds& ids, PlanFile& out) {
  std::string pointer;
  const Json* const division = division_of(matter, pointer);
  if (division == nullptr) return twin::Done{};
  PlanDraft draft;
  draft.unit.kind = "plot";
  draft.unit.source = source;
  draft.unit.plan.key = text_at(*division, "bindingPlotDivisionKey");
  draft.unit.plan.identifier = text_at(matter, "permanentBindingPlotDivisionIdentifier");
  draft.unit.plan.name = localized_at(matter, "name");
  if (matter.contains("responsibleParty"))
    draft.unit.plan.planner = text_at(matter["responsibleParty"], "organizationName");
  draft.unit.valid = read_days(*division, draft.unit.plan.key.str(), pointer, out);
  const auto& plots = array_at(*division, "plotDivisionPlots");
  for (std::size_t i = 0; i < plots.size(); ++i) {
    draft.place = fmt::format("{}/plotDivisionPlots/{}", pointer, i);
    TWIN_CHECK(read_plot(plots[i], draft, ids, out));
  }
  for (const char* const member :
       {"boundaryPoints", "accessesToRoad", "bindingPlotDivisionCancellationInfos"}) {
    const auto count = array_at(*division, member).size();
    if (count == 0) continue;
    note(out, "object-passed-over", Severity::kInfo, draft.unit.plan.identifier, pointer + "/" + member,
         fmt::format("{} {}", count, member), "Plots are kept; what marks and connects them is not.");
  }
  return twin::Done{};
}

}  // namespace geo
