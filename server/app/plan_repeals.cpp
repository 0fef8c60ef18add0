#include "server/app/plan_repeals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "geo/io/polygon_share.hpp"
#include "server/app/times.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/life_cycle.hpp"

namespace server {
namespace {

using geo::GroupCancellation;
using geo::ObjectCancellation;
using geo::PlanCancellation;
using twin::PlanUnit;
using twin::Severity;

constexpr double kOwnArea = 0.5, kWholeArea = 0.99;

bool has_ended(const PlanUnit& unit) {
  return twin::phase_of(unit.life_cycle.str()) == twin::PlanPhase::kEnded;
}

bool is_of_plan(const PlanUnit& unit, const std::string& plan) {
  return !plan.empty() && (unit.plan.identifier == plan || unit.plan.key == plan);
}

class Repeals {
 public:
  Repeals(const twin::BranchState& state, geo::CityBatch& batch) : batch_(batch) {
    state.for_each_plan_unit(
        [&](twin::FeatureNumber, const PlanUnit& unit) { recorded_.emplace(unit.id, &unit); });
    for (auto& unit : batch.plan_units) arrived_.emplace(unit.id, &unit);
  }

  std::vector<RepealedUnit> apply() {
    for (auto& unit : batch_.plan_units) keep_marks(unit);
    count_names();
    for (const auto& cancellation : batch_.cancellations) apply(cancellation);
    std::vector<RepealedUnit> out;
    for (auto& [id, repealed] : changed_) {
      if (repealed.unit != *recorded_.at(id)) out.push_back(std::move(repealed));
    }
    return out;
  }

 private:
  void tell(const PlanCancellation& cancellation, std::string code, Severity severity,
            const std::string& object, const std::string& place, std::string value, std::string remedy) {
    for (auto& file : batch_.files) {
      if (file.name != cancellation.file) continue;
      file.diagnostics.add({std::move(code), severity, twin::excerpt(object, 128), "", place,
                            twin::excerpt(value), std::move(remedy)});
      return;
    }
  }

  /// A unit's own plan, read again, does not bring back what a later plan has taken.
  void keep_marks(PlanUnit& unit) {
    const auto found = recorded_.find(unit.id);
    if (found == recorded_.end() || found->second->repealed_by.empty() || !unit.repealed_by.empty()) return;
    const PlanUnit& marked = *found->second;
    if (unit.plan.key != marked.plan.key) return;
    unit.repealed_by = marked.repealed_by;
    unit.life_cycle = marked.life_cycle;
    unit.valid.to = marked.valid.to;
    if (!has_ended(marked)) unit.boundary = marked.boundary;
    for (auto& regulation : unit.regulations) {
      for (const auto& other : marked.regulations) {
        if (other.group != regulation.group || other.type != regulation.type ||
            other.life_cycle != twin::kRepealed)
          continue;
        regulation.life_cycle = other.life_cycle;
        regulation.valid.to = other.valid.to;
      }
    }
  }

  void count_names() {
    for (const auto& cancellation : batch_.cancellations) {
      for (const auto& object : cancellation.objects) narrowed_[object.object] |= !object.entire;
    }
  }

  void apply(const PlanCancellation& cancellation) {
    const auto phase = twin::phase_of(cancellation.life_cycle);
    if (phase != twin::PlanPhase::kInForce) {
      tell(cancellation, "repeal-pending", Severity::kInfo, cancellation.plan, cancellation.place,
           "life cycle " + (cancellation.life_cycle.empty() ? "unknown" : cancellation.life_cycle),
           "Only a plan in force repeals; import it again when it is.");
      return;
    }
    const std::size_t before = touched_;
    if (cancellation.entire) end_plan(cancellation);
    for (const auto& object : cancellation.objects) apply(cancellation, object);
    for (const auto& group : cancellation.groups) apply(cancellation, group);
    const bool empty = !cancellation.entire && cancellation.objects.empty() && cancellation.groups.empty();
    if (touched_ != before || empty || !cancellation.entire) return;
    tell(cancellation, "reference-missing", Severity::kWarning, cancellation.plan,
         cancellation.place + "/cancelledPlanUri", cancellation.plan,
         "No unit of this plan is in the twin; import the plan, then this file again.");
  }

  void end_plan(const PlanCancellation& cancellation) {
    std::vector<std::string> ids;
    for (const auto& [id, unit] : recorded_) {
      if (is_of_plan(*unit, cancellation.plan)) ids.push_back(id);
    }
    for (const auto& [id, unit] : arrived_) {
      if (!recorded_.contains(id) && is_of_plan(*unit, cancellation.plan)) ids.push_back(id);
    }
    std::sort(ids.begin(), ids.end());
    for (const auto& id : ids) end_unit(cancellation, *writable(id, cancellation), cancellation.place);
  }

  void apply(const PlanCancellation& cancellation, const ObjectCancellation& object) {
    const auto ids = ids_of(object.object);
    const std::string owner = object.entire ? "" : owner_among(ids, object);
    for (const auto& id : ids) {
      // Of an object of several areas, the area that stays valid lies in one of them, and the others end.
      const bool ends = object.entire || (!owner.empty() && id != owner && id != object.object);
      if (ends) {
        end_object(cancellation, object, id);
      } else if (owner.empty() ? id == ids.front() : id == owner) {
        narrow(cancellation, object, *writable(id, cancellation));
      }
    }
    if (ids.empty()) {
      tell(cancellation, "reference-missing", Severity::kWarning, object.object, object.place,
           fmt::format("object {}, plan {}", object.object, cancellation.plan),
           "There is no plan unit of this id in the twin; import its plan, then this file again.");
    }
  }

  /// The unit of the object, or the units of its areas ("ID#1", `geo::take_unit`).
  std::vector<std::string> ids_of(const std::string& object) const {
    std::vector<std::string> out;
    const auto take_from = [&](const auto& units) {
      if (units.contains(object)) out.push_back(object);
      for (auto at = units.lower_bound(object + '#'); at != units.end() && at->first.starts_with(object + '#'); ++at) out.push_back(at->first);
    };
    take_from(recorded_);
    take_from(arrived_);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  /// The one of them that the area where the object stays valid lies in; "" where it lies in none.
  std::string owner_among(const std::vector<std::string>& ids, const ObjectCancellation& object) const {
    for (const auto& id : ids) {
      const auto arrived = arrived_.find(id);
      const PlanUnit& unit = arrived != arrived_.end() ? *arrived->second : *recorded_.at(id);
      if (geo::share_inside(object.remaining, unit.boundary) >= kOwnArea) return id;
    }
    return "";
  }

  void end_object(const PlanCancellation& cancellation, const ObjectCancellation& object, const std::string& id) {
    if (object.entire && narrowed_[object.object]) {
      tell(cancellation, "repeal-contradictory", Severity::kWarning, object.object, object.place,
           fmt::format("ended with plan {}", cancellation.plan),
           "The same file says where this object stays valid: it is narrowed, not ended. Correct the key of "
           "one of the two.");
    } else {
      end_unit(cancellation, *writable(id, cancellation), object.place);
    }
  }

  void end_unit(const PlanCancellation& cancellation, PlanUnit& unit, const std::string& place) {
    ++touched_;
    if (has_ended(unit) && unit.repealed_by == cancellation.by) return;
    unit.life_cycle = twin::kRepealed;
    unit.valid.to = cancellation.from;
    unit.repealed_by = cancellation.by;
    tell(cancellation, "plan-object-repealed", Severity::kInfo, unit.id, place,
         "ended " + day_of(cancellation),
         fmt::format("It is marked as repealed by {}; undo brings it back.", cancellation.by) +
             of_one_import(unit.id));
  }

  void narrow(const PlanCancellation& cancellation, const ObjectCancellation& object, PlanUnit& unit) {
    if (unit.boundary == object.remaining) {
      ++touched_;
      return;
    }
    const double share = geo::share_inside(object.remaining, unit.boundary);
    const bool has_edges = std::any_of(unit.regulations.begin(), unit.regulations.end(),
                                       [](const auto& regulation) { return !regulation.edges.empty(); });
    if (share < kOwnArea || has_edges) {
      tell(cancellation, "repeal-not-applied", Severity::kError, object.object, object.place,
           has_edges ? "sky planes" : fmt::format("{:.0f} % inside", 100 * share),
           has_edges
               ? "Sky planes name edges of the boundary as it is; redraw the unit with an edit."
               : "The area where it should stay valid is not its own; it stays as it is." + owner_of(object));
      return;
    }
    ++touched_;
    if (share < kWholeArea) {
      tell(cancellation, "plan-object-outside", Severity::kWarning, object.object, object.place,
           fmt::format("{:.1f} % inside", 100 * share),
           "The area where it stays valid goes beyond the object's boundary; it is taken as drawn.");
    }
    const double before = geo::area_of_plan(unit.boundary);
    unit.boundary = object.remaining;
    unit.repealed_by = cancellation.by;
    tell(cancellation, "plan-object-repealed", Severity::kInfo, unit.id, object.place,
         fmt::format("{:.0f} of {:.0f} m2 stay {}", geo::area_of_plan(unit.boundary), before,
                     day_of(cancellation)),
         fmt::format("A part of it is repealed by {}; undo brings it back.", cancellation.by) +
             of_one_import(unit.id));
  }

  void apply(const PlanCancellation& cancellation, const GroupCancellation& group) {
    std::vector<std::string> ids;
    if (!group.object.empty()) {
      ids = ids_of(group.object);
    } else {
      for (const auto& units : {recorded_, as_constant()}) {
        for (const auto& [id, unit] : units) {
          if (is_of_plan(*unit, cancellation.plan)) ids.push_back(id);
        }
      }
      std::sort(ids.begin(), ids.end());
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    }
    bool found = false;
    for (const auto& id : ids) {
      PlanUnit* const unit = writable(id, cancellation);
      if (unit != nullptr) found |= end_group(cancellation, group, *unit);
    }
    if (found) return;
    tell(cancellation, "reference-missing", Severity::kWarning, group.object, group.place,
         fmt::format("group {}, object {}", group.group, group.object.empty() ? "any" : group.object),
         "No regulation of this group is in the twin; import its plan, then this file again.");
  }

  bool end_group(const PlanCancellation& cancellation, const GroupCancellation& group, PlanUnit& unit) {
    std::size_t ended = 0, held = 0;
    for (auto& regulation : unit.regulations) {
      if (regulation.group != group.group) continue;
      ++held;
      if (regulation.life_cycle == twin::kRepealed) continue;
      regulation.life_cycle = twin::kRepealed;
      regulation.valid.to = cancellation.from;
      ++ended;
    }
    if (ended > 0) {
      unit.repealed_by = cancellation.by;
      tell(cancellation, "plan-object-repealed", Severity::kInfo, unit.id, group.place,
           fmt::format("{} regulations ended {}", ended, day_of(cancellation)),
           fmt::format("They are marked as repealed by {}; undo brings them back.", cancellation.by));
    }
    touched_ += held;
    return held > 0;
  }

  /// The unit to change: of the batch, else a copy of the branch's own. Null where neither has it.
  PlanUnit* writable(const std::string& id, const PlanCancellation& cancellation) {
    if (const auto found = arrived_.find(id); found != arrived_.end()) return found->second;
    const auto found = recorded_.find(id);
    if (found == recorded_.end()) return nullptr;
    const auto [entry, fresh] = changed_.try_emplace(id);
    if (fresh) {
      const auto from = read_time(cancellation.from, "from");
      entry->second = {*found->second, from ? *from : std::nullopt};
    }
    return &entry->second.unit;
  }

  /// " Did you mean …", for the one unit of the twin that the area lies in.
  std::string owner_of(const ObjectCancellation& object) const {
    for (const auto& units : {as_constant(), recorded_}) {
      for (const auto& [id, unit] : units) {
        if (has_ended(*unit) || geo::share_inside(object.remaining, unit->boundary) < kWholeArea) continue;
        return fmt::format(" It lies in unit {}{}: did you mean that one?", twin::excerpt(id),
                           unit->name_fi.empty() ? "" : " (" + twin::excerpt(unit->name_fi) + ")");
      }
    }
    return "";
  }

  std::map<std::string, const PlanUnit*> as_constant() const { return {arrived_.begin(), arrived_.end()}; }

  std::string of_one_import(const std::string& id) const {
    if (!arrived_.contains(id) || recorded_.contains(id)) return "";
    return " Both plans came in one import: import them one after the other to keep what held before.";
  }

  static std::string day_of(const PlanCancellation& cancellation) {
    return cancellation.from.empty() ? "(no day told)" : "from " + cancellation.from;
  }

  geo::CityBatch& batch_;
  std::map<std::string, const PlanUnit*> recorded_;  ///< the branch's
  std::map<std::string, PlanUnit*> arrived_;         ///< the batch's
  std::map<std::string, RepealedUnit> changed_;      ///< by id
  std::map<std::string, bool> narrowed_;             ///< objects named with an area where they stay
  std::size_t touched_ = 0;
};

}  // namespace

std::vector<RepealedUnit> apply_repeals(const twin::BranchState& state, geo::CityBatch& batch) {
  return Repeals(state, batch).apply();
}

}  // namespace server
