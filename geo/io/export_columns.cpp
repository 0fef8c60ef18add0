#include "geo/io/export_columns.hpp"

#include <array>
#include <optional>

namespace geo {
namespace {

using enum ColumnType;

constexpr auto kColumns = std::to_array<ExportColumn>({
    {"feature_number", kInteger},
    {"id", kText},
    {"permanent_id", kText},
    {"municipal_number", kText},
    {"property_id", kText},
    {"use_code", kText},
    {"use_code_2018", kText},
    {"use_text", kText},
    {"floor_area_m2", kNumber},
    {"total_area_m2", kNumber},
    {"basement_area_m2", kNumber},
    {"volume_m3", kNumber},
    {"storeys", kInteger},
    {"dwellings", kInteger},
    {"completed", kText},
    {"completion_year", kInteger},
    {"material", kText},
    {"facade_material", kText},
    {"heating_mode", kText},
    {"heating_source", kText},
    {"lift", kText},
    {"connected_sewer", kText},
    {"connected_water", kText},
    {"connected_electricity", kText},
    {"connected_gas", kText},
    {"connected_cable", kText},
    {"address", kText},
    {"address_sv", kText},
    {"status", kText},
    {"owner_type", kText},
    {"register_source", kText},
    {"link_reason", kText},
    {"link_note", kText},
    {"ground_m", kNumber},
    {"height_m", kNumber},
    {"roof_type", kText},
    {"source", kText},
});

ExportValue text(std::string value) {
  return value.empty() ? ExportValue{} : ExportValue{std::move(value)};
}

ExportValue number(const std::optional<double>& value) {
  return value ? ExportValue{*value} : ExportValue{};
}

ExportValue integer(const std::optional<int>& value) {
  return value ? ExportValue{static_cast<std::int64_t>(*value)} : ExportValue{};
}

ExportValue answer(const std::optional<bool>& value) {
  return value ? ExportValue{std::string(*value ? "yes" : "no")} : ExportValue{};
}

}  // namespace

std::span<const ExportColumn> building_columns() {
  return kColumns;
}

std::vector<ExportValue> building_values(twin::FeatureNumber feature, const twin::Building& building) {
  const auto& card = building.card;
  return {static_cast<std::int64_t>(feature),
          text(building.id),
          text(card.permanent_id),
          text(card.municipal_number),
          text(card.property_id),
          text(card.use_code.str()),
          text(card.use_code_2018.str()),
          text(card.use_text.str()),
          number(card.floor_area_m2),
          number(card.total_area_m2),
          number(card.basement_area_m2),
          number(card.volume_m3),
          integer(card.storeys),
          integer(card.dwellings),
          text(card.completed),
          integer(card.completion_year),
          text(card.material.str()),
          text(card.facade_material.str()),
          text(card.heating_mode.str()),
          text(card.heating_source.str()),
          answer(card.lift),
          answer(card.connections.sewer),
          answer(card.connections.water),
          answer(card.connections.electricity),
          answer(card.connections.gas),
          answer(card.connections.cable),
          text(card.address.str()),
          text(card.address_sv.str()),
          text(card.status.str()),
          text(card.owner_type.str()),
          text(card.source.str()),
          std::string(twin::name_of(building.link)),
          text(building.link_note),
          building.ground_m,
          building.height_m,
          text(building.roof_type.str()),
          text(building.source.str())};
}

}  // namespace geo
