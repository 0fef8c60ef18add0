#include "geo/io/export_columns.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "geo/io/link_details_text.hpp"

namespace geo {
namespace {

using enum ColumnType;
using twin::Building;
using twin::NetworkConnections;
using twin::RegisterCard;

template <class Text>
bool take(Text& into, const ExportValue& value) {
  const auto* const text = std::get_if<std::string>(&value);
  if (text != nullptr) into = *text;
  return text != nullptr;
}
bool take(std::optional<double>& into, const ExportValue& value) {
  const auto* const real = std::get_if<double>(&value);
  const auto* const whole = std::get_if<std::int64_t>(&value);
  if (real == nullptr && whole == nullptr) return false;
  const double number = real != nullptr ? *real : static_cast<double>(*whole);
  if (number < 0) return false;  // an area, a volume
  into = number;
  return true;
}
bool take(std::optional<int>& into, const ExportValue& value) {
  const auto* const whole = std::get_if<std::int64_t>(&value);
  if (whole == nullptr || *whole < 0 || *whole > std::numeric_limits<int>::max()) return false;
  into = static_cast<int>(*whole);
  return true;
}
bool take(std::optional<bool>& into, const ExportValue& value) {
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr || (*text != "yes" && *text != "no")) return false;
  into = *text == "yes";
  return true;
}

/// One column: how it is read from a building, and how it is given to one; no way back where `put` is nullptr.
struct Column {
  ExportColumn column;
  ExportValue (*get)(const Building&);
  bool (*put)(const ExportValue&, Building&) = nullptr;
  bool is_card = false;
};

template <auto Member>
constexpr Column of_card(std::string_view name, ColumnType type = kText) {
  return {{name, type}, [](const Building& b) { return shown(b.card.*Member); },
          [](const ExportValue& value, Building& b) { return take(b.card.*Member, value); }, true};
}
template <auto Member>
constexpr Column of_connections(std::string_view name) {
  return {{name, kText}, [](const Building& b) { return shown(b.card.connections.*Member); },
          [](const ExportValue& value, Building& b) { return take(b.card.connections.*Member, value); }, true};
}
template <auto Member>
constexpr Column of_building(std::string_view name) {
  return {{name, kText}, [](const Building& b) { return shown(b.*Member); },
          [](const ExportValue& value, Building& b) { return take(b.*Member, value); }};
}

bool put_permanent_id(const ExportValue& value, Building& building) {
  const auto* const text = std::get_if<std::string>(&value);
  if (text == nullptr || !twin::is_permanent_building_id(*text)) return false;
  building.card.permanent_id = *text;
  return true;
}

bool put_link_reason(const ExportValue& value, Building& building) {
  const auto* const text = std::get_if<std::string>(&value);
  const auto reason = text == nullptr ? std::nullopt : twin::link_reason_named(*text);
  if (reason) building.link = *reason;
  return reason.has_value();
}

bool put_from_model(const ExportValue& value, Building& building) {
  const auto* const text = std::get_if<std::string>(&value);
  const auto fields = text == nullptr ? std::nullopt : card_fields_of(*text);
  if (fields) building.from_model = *fields;
  return fields.has_value();
}

bool put_link_details(const ExportValue& value, Building& building) {
  const auto* const text = std::get_if<std::string>(&value);
  auto details = text == nullptr ? std::nullopt : link_details_of(*text);
  const bool taken = details.has_value();
  if (taken) building.details = std::move(*details);
  return taken;
}

constexpr auto kTable = std::to_array<Column>({
    {{"feature_number", kInteger}, nullptr},
    {{"id", kText}, [](const Building& b) { return shown(b.id); }},
    {{"permanent_id", kText}, [](const Building& b) { return shown(b.card.permanent_id); }, put_permanent_id, true},
    of_card<&RegisterCard::municipal_number>("municipal_number"),
    of_card<&RegisterCard::property_id>("property_id"),
    of_card<&RegisterCard::use_code>("use_code"),
    of_card<&RegisterCard::use_code_2018>("use_code_2018"),
    of_card<&RegisterCard::use_text>("use_text"),
    of_card<&RegisterCard::floor_area_m2>("floor_area_m2", kNumber),
    of_card<&RegisterCard::total_area_m2>("total_area_m2", kNumber),
    of_card<&RegisterCard::basement_area_m2>("basement_area_m2", kNumber),
    of_card<&RegisterCard::volume_m3>("volume_m3", kNumber),
    of_card<&RegisterCard::storeys>("storeys", kInteger),
    of_card<&RegisterCard::dwellings>("dwellings", kInteger),
    of_card<&RegisterCard::completed>("completed"),
    of_card<&RegisterCard::completion_year>("completion_year", kInteger),
    of_card<&RegisterCard::material>("material"),
    of_card<&RegisterCard::facade_material>("facade_material"),
    of_card<&RegisterCard::heating_mode>("heating_mode"),
    of_card<&RegisterCard::heating_source>("heating_source"),
    of_card<&RegisterCard::lift>("lift"),
    of_connections<&NetworkConnections::sewer>("connected_sewer"),
    of_connections<&NetworkConnections::water>("connected_water"),
    of_connections<&NetworkConnections::electricity>("connected_electricity"),
    of_connections<&NetworkConnections::gas>("connected_gas"),
    of_connections<&NetworkConnections::cable>("connected_cable"),
    of_card<&RegisterCard::address>("address"),
    of_card<&RegisterCard::address_sv>("address_sv"),
    of_card<&RegisterCard::status>("status"),
    of_card<&RegisterCard::owner_type>("owner_type"),
    of_card<&RegisterCard::source>("register_source"),
    {{"link_reason", kText}, [](const Building& b) { return ExportValue{std::string(twin::name_of(b.link))}; },
     put_link_reason},
    of_building<&Building::link_note>("link_note"),
    of_card<&RegisterCard::updated>("register_date"),
    of_building<&Building::surveyed>("model_date"),
    {{"conflicts", kText}, [](const Building& b) { return shown(joined(twin::conflict_sentences(b), " | ")); }},
    {{"from_model", kText}, [](const Building& b) { return shown(to_text(b.from_model)); }, put_from_model},
    {{"link_details", kText}, [](const Building& b) { return shown(to_text(*b.details)); }, put_link_details},
    {{"ground_m", kNumber}, [](const Building& b) { return ExportValue{b.ground_m}; }},
    {{"height_m", kNumber}, [](const Building& b) { return ExportValue{b.height_m}; }},
    of_building<&Building::roof_type>("roof_type"),
    of_building<&Building::source>("source"),
});

constexpr auto kColumns = [] {
  std::array<ExportColumn, kTable.size()> out{};
  std::transform(kTable.begin(), kTable.end(), out.begin(), [](const Column& entry) { return entry.column; });
  return out;
}();

constexpr std::size_t kCardColumns = std::count_if(kTable.begin(), kTable.end(), [](const Column& entry) { return entry.is_card; });

constexpr auto kOfCard = [] {
  std::array<ExportColumn, kCardColumns> out{};
  auto* next = out.begin();
  for (const auto& entry : kTable) {
    if (entry.is_card) *next++ = entry.column;
  }
  return out;
}();

}  // namespace

std::span<const ExportColumn> card_columns() {
  return kOfCard;
}

std::vector<ExportValue> card_values(const RegisterCard& card) {
  Building carrier;
  carrier.card = card;
  std::vector<ExportValue> out;
  out.reserve(kCardColumns);
  for (const auto& entry : kTable) {
    if (entry.is_card) out.push_back(entry.get(carrier));
  }
  return out;
}

std::span<const ExportColumn> building_columns() {
  return kColumns;
}

std::vector<ExportValue> building_values(twin::FeatureNumber feature, const Building& building) {
  std::vector<ExportValue> out;
  out.reserve(kTable.size());
  for (const auto& entry : kTable) {
    out.push_back(entry.get == nullptr ? ExportValue{static_cast<std::int64_t>(feature)} : entry.get(building));
  }
  return out;
}

bool put_building_value(std::string_view column, const ExportValue& value, Building& building) {
  const auto* const entry =
      std::find_if(kTable.begin(), kTable.end(), [&](const Column& e) { return e.column.name == column; });
  if (entry == kTable.end()) return false;
  return entry->put == nullptr || entry->put(value, building);
}

}  // namespace geo
