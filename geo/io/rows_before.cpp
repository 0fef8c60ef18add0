#include "geo/io/rows_before.hpp"

#include <algorithm>
#include <string>
#include <type_traits>
#include <unordered_map>

#include "geo/io/card_rules.hpp"
#include "geo/io/linked_card.hpp"
#include "twin_core/city/card_visit.hpp"

namespace geo {
namespace {

using twin::CardField;
using twin::CardFields;

CardFields with_their_company(CardFields given) {
  for (const auto& rule : card_rules()) {
    const bool any = rule.together && std::any_of(rule.fields.begin(), rule.fields.end(), [&](auto field) { return given.has(field); });
    if (!any) continue;
    for (const auto field : rule.fields) given.add(field);
  }
  return given;
}

/// "heat.csv" of "heat.csv row 12".
std::string_view file_of(std::string_view source) { return source.substr(0, source.rfind(" row ")); }

/// The sources of a card, "a; b; c": the new one, then the earlier ones of other files.
std::string joined(const std::string& source, std::string_view earlier) {
  std::string out = source;
  while (!earlier.empty()) {
    const auto end = std::min(earlier.find("; "), earlier.size());
    const auto one = earlier.substr(0, end);
    if (file_of(one) != file_of(source)) out.append("; ").append(one);
    earlier.remove_prefix(std::min(end + 2, earlier.size()));
  }
  return out;
}

}  // namespace

void fill_missing_columns(RegisterRow& row, const twin::RegisterCard& earlier) {
  const auto given = with_their_company(row.columns);
  bool taken = false;
  for (std::uint8_t i = 0; i < twin::kCardFieldCount; ++i) {
    const auto field = static_cast<CardField>(i);
    if (given.has(field)) continue;
    twin::visit_field(row.card, field, [&](auto& into) {
      twin::visit_field(earlier, field, [&]([[maybe_unused]] const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<std::decay_t<decltype(into)>, Value>) {
          if (!(into == Value{}) || value == Value{}) return;
          into = value;
          taken = true;
        }
      });
    });
  }
  if (row.card.updated.empty()) row.card.updated = earlier.updated;
  if (taken) row.card.source = joined(row.card.source.str(), earlier.source.str());
}

void complete_rows(std::span<FiledRow> rows, std::span<const ReadBuilding> existing, std::span<const FiledRow> kept) {
  std::unordered_map<std::string, std::size_t> named;  // rows that still ask
  for (std::size_t i = 0; i < rows.size(); ++i) named[rows[i].row.id] = i;
  const auto tell = [&](const std::string& name, const twin::RegisterCard& card) {
    const auto asks = named.find(name);
    if (asks == named.end()) return;
    fill_missing_columns(rows[asks->second].row, card);
    named.erase(asks);
  };
  const auto known = [&](const std::string& id, const twin::RegisterCard& card) {
    tell(id, card);
    if (!card.municipal_number.empty()) tell("RATU " + card.municipal_number, card);
  };
  for (const auto& [row, file] : kept) known(row.id, row.card);
  for (const auto& read : existing) {
    if (named.empty()) return;
    for (const auto& row : rows_of(read.building)) known(row.row, row.card);
  }
}

}  // namespace geo
