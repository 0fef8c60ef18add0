// Plots of a binding plot division, on their way out.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "geo/io/plan_fresh.hpp"
#include "geo/io/plan_object_writer.hpp"
#include "geo/io/plan_values.hpp"
#include "geo/io/polygon_share.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::PlanUnit;

constexpr std::array<const char*, 3> kRights = {"volumeOfBuilding", "permittedBuildingArea", "permittedBuildingVolume"};

/// The members that tell the rights of a plot, in the order in which they are read.
std::vector<const char*> rights_in(const Json& plot) {
  std::vector<const char*> out;
  for (const char* const member : kRights) {
    if (plot.contains(member) && read_plan_value(plot[member]).value) out.push_back(member);
  }
  return out;
}

/// "Tontti 7" is what an import calls plot 7.
std::string number_of(const PlanUnit& unit) {
  constexpr std::string_view kWord = "Tontti ";
  return unit.name_fi.starts_with(kWord) ? unit.name_fi.substr(kWord.size()) : unit.name_fi;
}

bool is_right(const twin::Regulation& regulation) {
  return regulation.type == "sallittuKerrosala" || regulation.type == "sallittuRakennustilavuus";
}

/// `members` are those that the document tells the rights with; further ones go where the national form has them.
void put_rights(const PlanUnit& unit, const std::vector<const char*>& members, Json& out) {
  std::size_t next = 0;
  for (const auto& regulation : unit.regulations) {
    if (!is_right(regulation) || !regulation.value) continue;
    const char* const own = regulation.unit == "m3" ? "permittedBuildingVolume" : "permittedBuildingArea";
    out[next < members.size() ? members[next] : own] = fresh::quantity(*regulation.value, regulation.unit);
    ++next;
  }
}

Json plot_json(const PlanUnit& unit, const std::string& srid, const std::vector<const char*>& rights) {
  Json out{{"plotDivisionPlotIdentifier", number_of(unit)},
           {"geometry", fresh::geometry(unit.boundary, srid)},
           {"area", fresh::quantity(std::round(area_of_plan(unit.boundary)), "m2")}};
  if (!unit.symbol.empty()) out["areaReservationLetterIdentifier"] = unit.symbol;
  for (const auto& regulation : unit.regulations) {
    if (!is_right(regulation)) out["areaReservations"].push_back(fresh::code_uri("RY_Kaavamaarayslaji", regulation.type));
  }
  put_rights(unit, rights, out);
  for (const auto& id : unit.property_ids) {
    out["motherProperties"].push_back({{"motherPropertyKey", fresh::key_of(unit.id + " of " + id)}, {"propertyIdentifier", id}});
  }
  for (const auto& id : unit.related) out["relatedPlans"].push_back({{"relatedPlanKey", id}});
  if (unit.vertical_low_m || unit.vertical_high_m) {
    Json& limit = out["verticalLimit"] = {{"dataType", "DecimalRange"}};
    if (unit.vertical_low_m) limit["minimumValue"] = fresh::number(*unit.vertical_low_m);
    if (unit.vertical_high_m) limit["maximumValue"] = fresh::number(*unit.vertical_high_m);
  }
  return out;
}

}  // namespace

void write_plots(Json& division, const PlanPart& part) {
  Json& plots = division["plotDivisionPlots"];
  if (!plots.is_array()) plots = Json::array();
  std::map<std::string, const PlanUnit*> now;
  for (const auto* const unit : part.now) now[unit->id] = unit;
  std::map<std::string, std::vector<const PlanDraft*>> by_plot;
  for (const auto& draft : part.before) by_plot[draft.place].push_back(&draft);
  std::vector<std::string> gone, known;
  for (const auto& [pointer, drafts] : by_plot) {
    Json& plot = division.at(Json::json_pointer(pointer.substr(part.pointer.size())));
    const auto key = text_at(plot, "plotDivisionPlotKey");
    const bool same = std::all_of(drafts.begin(), drafts.end(), [&](const PlanDraft* draft) {
      return now.contains(draft->unit.id) && says_the_same(draft->unit, *now[draft->unit.id]);
    });
    const auto& unit = drafts.front()->unit;
    const bool changes = !same && drafts.size() == 1 && unit.id == key && now.contains(key);
    if (changes) {
      const auto rights = rights_in(plot);
      fresh::patch(plot, plot_json(unit, part.srid, rights), plot_json(*now[key], part.srid, rights));
    }
    if (!same && !changes) gone.push_back(key);
    if (!same && !changes) continue;
    for (const auto* const draft : drafts) known.push_back(draft->unit.id);
  }
  for (auto at = plots.begin(); at != plots.end();) {
    at = std::find(gone.begin(), gone.end(), text_at(*at, "plotDivisionPlotKey")) != gone.end() ? plots.erase(at) : at + 1;
  }
  for (const auto* const unit : part.now) {
    if (std::find(known.begin(), known.end(), unit->id) != known.end()) continue;
    Json plot = plot_json(*unit, part.srid, {});
    plot["plotDivisionPlotKey"] = unit->id;
    plots.push_back(std::move(plot));
  }
}

}  // namespace geo
