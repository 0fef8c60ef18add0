#include "server/app/plan_solids.hpp"

#include "geo/io/city_batch.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= list.size();) {
    const auto comma = std::min(list.find(',', at), list.size());
    if (comma > at) out.push_back(list.substr(at, comma - at));
    at = comma + 1;
  }
  return out;
}

/// The buildings of a model that a process answered with, in the frame of the twin.
std::vector<geo::ReadBuilding> buildings_in(const Json& model, const twin::BranchState& state) {
  geo::ReadOptions options;
  if (state.manifest() != nullptr) options.frame = *state.manifest();
  if (options.frame && options.frame->crs == "local") options.crs = "local";
  return geo::read_city({{"model.city.json", "", std::make_shared<const std::string>(model.dump())}}, options).buildings;
}

void tell_failed(const Json& answer, twin::Diagnostics& told) {
  for (const Json& failed : answer.value("failed", Json::array())) {
    told.add({failed.value("code", ""), twin::Severity::kWarning, failed.value("id", ""), "", failed.value("place", ""), "",
              failed.value("message", "") + " It has no solid in the file."});
  }
}

/// Figures of a unit that stand with its envelope; null is not known.
Json envelope_figures(const Json& unit) {
  Json out = Json::object();
  for (const char* const name : {"envelope_volume_m3", "floor_area_allowed_k_m2", "floor_area_reachable_k_m2", "storeys_max", "binding_rule"}) {
    if (unit.contains(name) && !unit[name].is_null()) out[name] = unit[name];
  }
  return out;
}

Result<std::vector<geo::PlanSolid>> solids_of(const std::string& word, const twin::BranchState& state, const RunOverUnits& run,
                                              twin::Diagnostics& told) {
  constexpr std::string_view kMassing = "massing";
  const bool massing = word.starts_with(kMassing) && (word.size() == kMassing.size() || word[kMassing.size()] == '-');
  if (!massing && word != "envelope") {
    return Problem{"parameter-invalid", "There is nothing of this name to go with the plan units.", "--with", twin::excerpt(word),
                   "Known are envelope, massing and massing-KIND (perimeter, slab, point, row, detached)."};
  }
  const auto kind = word.size() > kMassing.size() + 1 ? word.substr(kMassing.size() + 1) : std::string("slab");
  TWIN_TRY(const Json answer, massing ? run("massing", {{"kind", kind}}) : run("zoning-capacity", Json::object()));
  tell_failed(answer, told);
  std::vector<geo::PlanSolid> out;
  for (const Json& unit : answer.value("units", Json::array())) {
    const Json model = unit.value(massing ? "model" : "envelope", Json());
    if (!model.is_object()) continue;
    const Json objects = model.value("CityObjects", Json::object());
    const auto id = unit["id"].get<std::string>();
    for (auto& read : buildings_in(model, state)) {
      Json attributes = massing ? Json{{"kind", kind}} : envelope_figures(unit);
      if (const auto said = objects.find(read.building.id); said != objects.end()) attributes.update(said->value("attributes", Json::object()));
      out.push_back({(massing ? "massing:" : "envelope:") + id + (massing ? ":" + read.building.id : ""), id, massing, std::move(attributes), std::move(read.shape)});
    }
  }
  return out;
}

}  // namespace

Result<std::vector<geo::PlanSolid>> plan_solids(const std::string& with, const twin::BranchState& state, const RunOverUnits& run,
                                                twin::Diagnostics& told) {
  std::vector<geo::PlanSolid> out;
  for (const auto& word : words_of(with)) {
    TWIN_TRY(auto solids, solids_of(word, state, run, told));
    std::move(solids.begin(), solids.end(), std::back_inserter(out));
  }
  return out;
}

}  // namespace server
