#include "geo/io/plan_cancellation.hpp"

#include <fmt/format.h>

#include "geo/io/plan_codes.hpp"
#include "geo/io/plan_crs.hpp"
#include "geo/io/plan_groups.hpp"
#include "geo/io/plan_objects.hpp"
#include "geo/io/plan_polygon.hpp"
#include "geo/io/plan_values.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Json;
using twin::Severity;

bool flag_at(const Json& object, const char* key) {
  return object.is_object() && object.contains(key) && object[key].is_boolean() && object[key].get<bool>();
}

/// A part that stays valid and cannot be read leaves the object as it is: nothing ends by a mistake.
void read_object(const Json& json, const std::string& pointer, PlanCancellation& into, PlanFile& out) {
  ObjectCancellation object;
  object.place = pointer;
  object.object = code_at(json, "cancelledPlanObjectUri");
  object.entire = flag_at(json, "cancelsEntirePlanObject");
  if (!object.entire) {
    const Json geometry = json.is_object() ? json.value("validityGeometry", Json()) : Json();
    const auto crs = crs_of_national(geometry, pointer + "/validityGeometry");
    auto area = read_plan_area(geometry.is_object() ? geometry.value("geometry", Json()) : Json(),
                               object.object, pointer + "/validityGeometry/geometry", true);
    for (auto& finding : area.findings) out.diagnostics.add(std::move(finding));
    if (!crs || area.rejected) {
      if (!crs) out.diagnostics.add(twin::finding_of(crs.problem()));
      note(out, "repeal-not-applied", Severity::kError, object.object, pointer, twin::excerpt(into.plan),
           "Say with validityGeometry where the object stays valid, or cancel it entirely; it stays as it "
           "is.");
      return;
    }
    object.crs = *crs;
    object.remaining = std::move(area.polygon);
  }
  into.objects.push_back(std::move(object));
}

}  // namespace

void read_cancellations(const Json& infos, const std::string& pointer, const PlanCancellation& about,
                        PlanFile& out) {
  if (!infos.is_array()) return;
  for (std::size_t i = 0; i < infos.size(); ++i) {
    const auto& info = infos[i];
    auto cancellation = about;
    cancellation.place = fmt::format("{}/{}", pointer, i);
    cancellation.plan = code_at(info, "cancelledPlanUri");
    cancellation.entire = flag_at(info, "cancelsEntirePlan");
    const auto& objects = array_at(info, "planObjectCancellationInfos");
    for (std::size_t j = 0; j < objects.size(); ++j) {
      read_object(objects[j], fmt::format("{}/planObjectCancellationInfos/{}", cancellation.place, j),
                  cancellation, out);
    }
    const auto& relations = array_at(info, "cancelledGroupRelations");
    for (std::size_t j = 0; j < relations.size(); ++j) {
      cancellation.groups.push_back({code_at(relations[j], "planObjectUri"),
                                     code_at(relations[j], "planRegulationGroupUri"),
                                     fmt::format("{}/cancelledGroupRelations/{}", cancellation.place, j)});
    }
    const auto& groups = array_at(info, "cancelledGeneralRegulationGroupUris");
    for (std::size_t j = 0; j < groups.size(); ++j) {
      if (!groups[j].is_string()) continue;
      cancellation.groups.push_back(
          {"", std::string(code_of_uri(groups[j].get_ref<const std::string&>())),
           fmt::format("{}/cancelledGeneralRegulationGroupUris/{}", cancellation.place, j)});
    }
    out.cancellations.push_back(std::move(cancellation));
  }
}

}  // namespace geo
