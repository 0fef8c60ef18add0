#include "geo/io/plan_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "geo/io/plan_groups.hpp"
#include "geo/io/polygon_share.hpp"

namespace geo {
namespace {

bool is_total(const twin::Regulation& regulation) {
  constexpr std::array<std::string_view, 3> kTotals{"sallittuKerrosala", "sallittuRakennustilavuus", "lisarakennusoikeus"};
  return regulation.unit != "%" && std::find(kTotals.begin(), kTotals.end(), regulation.type) != kTotals.end();
}

/// Each part's share of a total; the last one has what is left, so that the sum is the total.
std::optional<double> part_of(const std::optional<double>& total, const std::vector<double>& shares, std::size_t at) {
  if (!total) return std::nullopt;
  const auto rounded = [&](std::size_t i) { return std::round(*total * shares[i] * 100) / 100; };
  if (at + 1 < shares.size()) return rounded(at);
  double left = *total;
  for (std::size_t i = 0; i < at; ++i) left -= rounded(i);
  return std::round(left * 100) / 100;
}

std::vector<double> shares_of(const std::vector<twin::PlanPolygon>& areas) {
  std::vector<double> out;
  double sum = 0;
  for (const auto& area : areas) sum += out.emplace_back(area_of_plan(area));
  for (auto& share : out) share /= sum;
  return out;
}

}  // namespace

void take_unit(PlanDraft draft, std::vector<twin::PlanPolygon> further, PlanIds& ids, PlanFile& out) {
  if (further.empty()) {
    out.units.push_back(std::move(draft));
    return;
  }
  std::vector<twin::PlanPolygon> areas{std::move(draft.unit.boundary)};
  areas.insert(areas.end(), std::make_move_iterator(further.begin()), std::make_move_iterator(further.end()));
  const auto shares = shares_of(areas);
  const auto id_of = [&](std::size_t i) { return fmt::format("{}#{}", draft.unit.id, i + 1); };
  std::size_t divided = 0;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    PlanDraft part = draft;
    part.counts = i == 0;
    auto& unit = part.unit;
    unit.id = id_of(i);
    ids.saw(unit.id, draft.place);
    unit.boundary = std::move(areas[i]);
    for (auto* const name : {&unit.name_fi, &unit.name_sv, &unit.name_en}) {
      if (!name->empty()) *name += fmt::format(" ({}/{})", i + 1, areas.size());
    }
    for (std::size_t other = 0; other < areas.size(); ++other) {
      if (other != i) unit.related.push_back(id_of(other));
    }
    for (auto& regulation : unit.regulations) {
      if (!is_total(regulation)) continue;
      regulation.value = part_of(regulation.value, shares, i);
      regulation.value_max = part_of(regulation.value_max, shares, i);
      divided += i == 0 ? 1 : 0;
    }
    out.units.push_back(std::move(part));
  }
  note(out, "plan-object-divided", twin::Severity::kInfo, draft.unit.id, draft.place,
       fmt::format("{} areas, {} to {}", areas.size(), id_of(0), id_of(areas.size() - 1)),
       divided == 0 ? "Each area is a unit; all regulations hold in each."
                    : fmt::format("Each area is a unit; {} building rights of the whole went to them by area.", divided));
}

}  // namespace geo
