#include "geo/io/plan_pieces.hpp"

#include <algorithm>

#include "geo/io/plan_groups.hpp"
#include "geo/io/plan_values.hpp"

namespace geo {
namespace {

/// "/planRegulationGroups/3/planRegulations/1" → "/planRegulationGroups/3".
std::string group_of(const std::string& pointer) {
  const auto last = pointer.rfind('/');
  return last == std::string::npos || last == 0 ? std::string() : pointer.substr(0, pointer.rfind('/', last - 1));
}

std::vector<PlanPiece> divide(const twin::PlanUnit& unit, const std::vector<std::string>& places, const std::vector<std::string>& objects) {
  std::vector<PlanPiece> out;
  for (std::size_t i = 0; i < unit.regulations.size(); ++i) {
    auto regulation = unit.regulations[i];
    const auto pointer = i < places.size() ? places[i] : std::string(), object = i < objects.size() ? objects[i] : std::string();
    auto piece = std::find_if(out.begin(), out.end(), [&](const PlanPiece& one) {
      return one.group == regulation.group && one.place == regulation.place && one.object == object &&
             one.group_pointer() == group_of(pointer);
    });
    if (piece == out.end()) piece = out.insert(out.end(), PlanPiece{regulation.group, regulation.place, {}, {}, object});
    if (regulation.life_cycle.empty()) regulation.life_cycle = unit.life_cycle;
    if (regulation.valid == twin::DaySpan{}) regulation.valid = unit.valid;
    regulation.group.clear();
    regulation.place.clear();
    piece->regulations.push_back(std::move(regulation));
    if (!pointer.empty()) piece->pointers.push_back(pointer);
  }
  return out;
}

}  // namespace

std::string PlanPiece::group_pointer() const { return pointers.empty() ? std::string() : group_of(pointers.front()); }

std::vector<PlanPiece> pieces_of(const twin::PlanUnit& unit) { return divide(unit, {}, {}); }

std::vector<PlanPiece> general_pieces(const twin::Json& plan, const std::string& pointer, const twin::PlanUnit& unit) {
  PlanFile unsaid;
  PlanDraft draft;
  draft.unit.life_cycle = unit.life_cycle;
  draft.unit.valid = unit.valid;
  for (const auto& group : read_plan_groups(array_at(plan, "generalRegulationGroups"), "generalRegulationGroupKey", pointer + "/generalRegulationGroups", unsaid)) {
    add_group(group, draft);
  }
  return pieces_of(draft);
}

std::vector<PlanPiece> pieces_of(const PlanDraft& draft) { return divide(draft.unit, draft.regulation_places, draft.regulation_objects); }

}  // namespace geo
