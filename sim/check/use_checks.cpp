#include "sim/check/use_checks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "twin_core/city/life_cycle.hpp"

namespace sim {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

/// Uses joined by " + ", one by one.
std::vector<std::string> parts_of(std::string_view joined) {
  std::vector<std::string> out;
  while (!joined.empty()) {
    const auto end = joined.find(" + ");
    out.emplace_back(joined.substr(0, end));
    joined.remove_prefix(end == std::string_view::npos ? joined.size() : end + 3);
  }
  return out;
}

std::string class_of(const BuildingFacts& facts) {
  return facts.use_2018.empty() ? fmt::format("{} (1994)", facts.use_1994) : fmt::format("{} (2018)", facts.use_2018);
}

Check verdict(std::string rule, CheckStatus status, std::string sentence) {
  Check out;
  out.rule = std::move(rule);
  out.status = status;
  out.sentence = std::move(sentence);
  return out;
}

}  // namespace

UseChecker::UseChecker(const ZoningInput& input, const std::vector<CheckedBuilding>& buildings)
    : table_(input.tables ? input.tables->building_uses : shipped_zoning_tables().building_uses), buildings_(buildings) {
  const auto take = [this](const std::string& use) {
    const bool known = std::any_of(table_.rows.begin(), table_.rows.end(), [&](const auto& row) { return holds(row.uses, use); });
    if (known && !holds(uses_, use)) uses_.push_back(use);
  };
  for (const auto& use : input.unit.use_codes) take(use);
  for (const auto& regulation : input.unit.regulations) {
    if (twin::phase_of(regulation.life_cycle.str()) == twin::PlanPhase::kEnded) continue;
    take(regulation.type);
    for (const auto& use : parts_of(use_meant(regulation))) take(use);
  }
}

const BuildingUseRow* UseChecker::row_of(const BuildingFacts& facts) const {
  return table_.row_for(facts.use_2018, facts.use_1994);
}

std::optional<Check> UseChecker::of_building(const CheckedBuilding& building) const {
  if (uses_.empty()) return std::nullopt;
  const auto& facts = building.facts;
  const auto all = fmt::format("{}", fmt::join(uses_, " + "));
  if (facts.use_2018.empty() && facts.use_1994.empty()) return verdict(all, CheckStatus::kCannotTell, "The building's use is not known.");
  const auto* const row = row_of(facts);
  if (row == nullptr)
    return verdict(all, CheckStatus::kCannotTell, fmt::format("The table building_uses has no row for class {}.", class_of(facts)));
  if (row->serves_others) return verdict(all, CheckStatus::kFulfilled, fmt::format("Class {}, {}, serves other buildings.", class_of(facts), row->name));
  for (const auto& use : uses_) {
    if (holds(row->uses, use)) return verdict(use, CheckStatus::kFulfilled, fmt::format("Class {}, {}.", class_of(facts), row->name));
  }
  Check out = verdict(all, CheckStatus::kBreached, fmt::format("Class {}, {}, is of none of the uses that the plan gives.", class_of(facts), row->name));
  if (!facts.footprint.outer.empty()) out.where = {facts.footprint};
  return out;
}

UseChecker::FloorArea UseChecker::floor_area_of(std::string_view uses) const {
  const auto wanted = parts_of(uses);
  FloorArea out;
  for (const auto& building : buildings_) {
    const auto* const row = row_of(building.facts);
    const bool unsure = row == nullptr || row->serves_others;
    if (!unsure && std::none_of(wanted.begin(), wanted.end(), [&](const auto& use) { return holds(row->uses, use); })) continue;
    if (!building.facts.floor_area_k_m2) {
      ++out.unmeasured;
    } else {
      (unsure ? out.unsure_k_m2 : out.k_m2) += *building.facts.floor_area_k_m2 * building.share;
    }
  }
  return out;
}

std::vector<Check> UseChecker::of_unit(const std::vector<UseShare>& shares) const {
  std::vector<Check> out;
  for (const auto& share : shares) {
    const bool known = share.use.empty() || std::any_of(uses_.begin(), uses_.end(), [&](const auto& use) { return holds(parts_of(share.use), use); });
    if (share.use.empty() || !known) continue;  // the whole floor area, or a use that no class of buildings is of
    const auto area = floor_area_of(share.use);
    Check check = at_most_check(share.use, area.k_m2, share.allowed_k_m2, "k-m2");
    check.sentence = "Floor area of this use, each building by its main one.";
    const bool sure = check.status == CheckStatus::kBreached || (area.unmeasured == 0 && area.k_m2 + area.unsure_k_m2 <= share.allowed_k_m2);
    if (!sure) {
      check.status = CheckStatus::kCannotTell;
      check.sentence = area.unmeasured > 0 ? fmt::format("The floor area of {} buildings that may be of this use is not known.", area.unmeasured)
                                           : fmt::format("The use of {:.0f} k-m2 is not known.", area.unsure_k_m2);
    }
    out.push_back(std::move(check));
  }
  for (const auto& use : uses_) {
    const bool shared = std::any_of(shares.begin(), shares.end(), [&](const auto& share) { return share.use == use; });
    const bool used = std::any_of(buildings_.begin(), buildings_.end(), [&](const auto& building) {
      const auto* const row = row_of(building.facts);
      return row == nullptr || row->serves_others || holds(row->uses, use);
    });
    if (!shared && !used && !buildings_.empty()) out.push_back(verdict(use, CheckStatus::kFulfilled, "Allowed; no building is of this use."));
  }
  return out;
}

}  // namespace sim
