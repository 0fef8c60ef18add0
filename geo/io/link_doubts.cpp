#include "geo/io/link_doubts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include "geo/io/linked_card.hpp"
#include "geo/link/ground.hpp"
#include "geo/link/place_evidence.hpp"
#include "geo/link/place_match.hpp"
#include "geo/link/size_model.hpp"
#include "twin_core/city/place_conflict.hpp"

namespace geo {
namespace {

using twin::Building;
using twin::CardConflict;
using twin::CardField;
using twin::LinkedRow;

constexpr double kFar_m = 50;
constexpr double kFarOfShared_m = 150;  ///< a register building modelled in parts has one place for all of them
/// Ratios beyond which a figure does not fit: of heights, floor areas and volumes. Registers count floor area and volume more freely.
constexpr std::array<double, 3> kUnlike{1.6, 2.5, 2.5};


/// Where a row lies is told beside the addresses.
bool is_of_place(const CardConflict& conflict) { return conflict.field == CardField::kAddress && conflict.other.ends_with(twin::kFromFootprint); }

template <class IsMeant>
const CardConflict* find_conflict(const Building& building, IsMeant is_meant) {
  const auto& conflicts = building.details->conflicts;
  const auto found = std::find_if(conflicts.begin(), conflicts.end(), is_meant);
  return found == conflicts.end() ? nullptr : &*found;
}
const CardConflict* place_conflict(const Building& building) { return find_conflict(building, is_of_place); }
const CardConflict* conflict_of(const Building& building, CardField field) {
  return find_conflict(building, [&](const CardConflict& one) { return one.field == field && !is_of_place(one); });
}

/// What register and model say, whichever of them the card has.
struct BothSides {
  std::string row, model;
};
BothSides sides_of(const Building& building, const CardConflict& conflict) {
  const auto taken = twin::text_of(building.card, conflict.field);
  return conflict.model_wins ? BothSides{conflict.other, taken} : BothSides{taken, conflict.other};
}

std::string other_identifier(const Building& building) {
  const auto* const ratu = conflict_of(building, CardField::kMunicipalNumber);
  if (ratu == nullptr) return "";
  const auto [row, model] = sides_of(building, *ratu);
  // Of several rows of one object the model names one.
  const auto& rows = building.details->rows;
  const auto& own = model;
  const bool named = std::any_of(rows.begin(), rows.end(), [&](const LinkedRow& one) { return one.card.municipal_number == own; });
  return named ? "" : fmt::format("RATU {} in the register, {} in the model", row, model);
}

double distance_of(const RegisterRow& row, const twin::PlanPolygon& footprint) {
  if (footprint.outer.empty() || !row.is_placed()) return 0;
  if (row.point) return distance_to(footprint, *row.point);
  // Footprints that meet are one place, however far their middles are apart.
  double nearest = distance_to(footprint, ground_of(row.footprint).centre);
  for (const auto& corner : row.footprint.outer) nearest = std::min(nearest, distance_to(footprint, corner));
  return nearest;
}

/// Figures of the row that do not fit the building, in words; "" where all that is known fits.
std::string unlike_sizes(const Building& building, const twin::RegisterCard& row) {
  const double ground = ground_of(building.footprint).area_m2;
  const PlacedBuilding placed{building.footprint, building.height_m, std::nullopt, ""};
  const PlacedRow figures{std::nullopt, row.floor_area_m2, row.volume_m3, row.storeys, ""};
  const auto difference = size_difference(placed, ground, figures);
  for (std::size_t i = 0; i < kUnlike.size(); ++i) {
    if (difference.known[i] && std::abs(difference.log_ratio[i]) > std::log(kUnlike[i])) return size_words(placed, ground, figures);
  }
  return "";
}

std::string other_address(const Building& building, bool other_identifier) {
  const auto* const address = conflict_of(building, CardField::kAddress);
  if (address == nullptr) return "";
  const auto [in_row, in_model] = sides_of(building, *address);
  if (address_evidence(in_model, in_row).agreement != Agreement::kOther) return "";
  // The figures of a row that several buildings share are about all of them together.
  const auto sizes = building.details->shared_by > 1 ? std::string() : unlike_sizes(building, rows_of(building).front().card);
  if (sizes.empty() && !other_identifier) return "";
  return fmt::format("{} in the register, {} in the model{}{}", in_row, in_model, sizes.empty() ? "" : "; ", sizes);
}

}  // namespace

void note_distance(Building& building, std::span<const RegisterRow* const> rows) {
  double farthest = 0;
  for (const auto* const row : rows) farthest = std::max(farthest, distance_of(*row, building.footprint));
  if (!(farthest > (building.details->shared_by > 1 ? kFarOfShared_m : kFar_m))) return;
  auto details = *building.details;
  details.conflicts.push_back({CardField::kAddress, false, fmt::format("{:.0f}{}", farthest, twin::kFromFootprint)});
  building.details = std::move(details);
}

bool tells_of_link(const CardConflict& conflict) { return is_of_place(conflict) || conflict.field == CardField::kMunicipalNumber; }

std::vector<std::string> link_doubts(const Building& building) {
  if (!twin::is_by_identifier(building.link)) return {};
  std::vector<std::string> out;
  const auto add = [&](std::string said) {
    if (!said.empty()) out.push_back(std::move(said));
  };
  add(other_identifier(building));
  const bool other = !out.empty();
  if (const auto* const place = place_conflict(building)) add("the row's place is " + place->other);
  if (building.details->rows.empty()) add(other_address(building, other));
  return out;
}

}  // namespace geo
