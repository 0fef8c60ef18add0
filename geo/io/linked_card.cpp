#include "geo/io/linked_card.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "geo/io/card_rules.hpp"
#include "geo/io/register_quality.hpp"
#include "twin_core/city/card_visit.hpp"
#include "twin_core/city/kept_row.hpp"

namespace geo {
namespace {

using twin::Building;
using twin::LinkedRow;
using twin::LinkReason;

constexpr std::string_view kModelToo = ", model attributes";

/// The row with most floor area gives what only one row can give; a row found by an identifier comes before others.
void put_main_first(std::vector<LinkedRow>& rows) {
  const auto weight = [](const LinkedRow& row) { return std::pair(is_by_identifier(row.reason), row.card.floor_area_m2.value_or(0)); };
  std::stable_sort(rows.begin(), rows.end(), [&](const LinkedRow& a, const LinkedRow& b) { return weight(a) > weight(b); });
}

twin::RegisterCard card_of_rows(const std::vector<LinkedRow>& rows) {
  std::vector<const twin::RegisterCard*> cards;
  for (const auto& row : rows) cards.push_back(&row.card);
  return card_of_several(cards, card_rules());
}

}  // namespace

std::vector<LinkedRow> rows_of(const Building& building) {
  if (building.link == LinkReason::kUnlinked) return {};
  const auto& details = *building.details;
  if (!details.rows.empty()) return details.rows;
  LinkedRow row{details.row, building.link, details.probability, building.link_note, building.card};
  for (std::uint8_t i = 0; i < twin::kCardFieldCount; ++i) {
    const auto field = static_cast<twin::CardField>(i);
    if (!building.from_model.has(field)) continue;
    twin::visit_field(row.card, field, [](auto& value) { value = std::decay_t<decltype(value)>{}; });
  }
  const std::string source = row.card.source.str();
  if (source.ends_with(kModelToo)) row.card.source = source.substr(0, source.size() - kModelToo.size());
  if (row.row.empty()) row.row = twin::row_id_of(row.card, building.id);
  return {std::move(row)};
}

void attach_rows(Building& building, std::vector<LinkedRow> rows, const twin::RegisterCard& model,
                 std::optional<twin::LinkChoice> runner_up, std::uint32_t shared_by) {
  twin::LinkDetails details;
  details.rejected = building.details->rejected;
  details.runner_up = std::move(runner_up);
  building.from_model = {};
  if (rows.empty()) {
    building.link = LinkReason::kUnlinked;
    building.card = model;
    building.details = std::move(details);
    return;
  }
  put_main_first(rows);
  const auto& main = rows.front();
  building.link = main.reason;
  building.link_note = main.note;
  auto merged = merge_cards(card_of_rows(rows), model, building.surveyed.str(), card_rules());
  building.card = std::move(merged.card);
  building.from_model = merged.from_model;
  if (!merged.from_model.empty()) building.card.source = building.card.source.str() + std::string(kModelToo);
  details.conflicts = std::move(merged.conflicts);
  details.shared_by = shared_by;
  // The card of a row names it, but for rows that place or a UUID found.
  if (!is_by_identifier(main.reason) || main.row != twin::row_id_of(main.card, building.id)) details.row = main.row;
  details.probability = main.probability;
  if (rows.size() > 1) details.rows = std::move(rows);
  // A row of several objects is about all of them together, so its storeys say nothing of this one's height.
  if (shared_by < 2 && height_contradicts_storeys(building)) {
    details.conflicts.push_back({twin::CardField::kStoreys, false, fmt::format("{:.1f} m high", building.height_m)});
  }
  building.details = std::move(details);
}

}  // namespace geo
