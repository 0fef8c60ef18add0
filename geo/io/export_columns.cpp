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
    {"use_text", kText},
    {"floor_area_m2", kNumber},
    {"total_area_m2", kNumber},
    {"volume_m3", kNumber},
    {"storeys", kInteger},
    {"completed", kText},
    {"completion_year", kInteger},
    {"material", kText},
    {"address", kText},
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

ExportValue text(const std::string& value) {
  return value.empty() ? ExportValue{} : ExportValue{value};
}

ExportValue number(const std::optional<double>& value) {
  return value ? ExportValue{*value} : ExportValue{};
}

ExportValue integer(const std::optional<int>& value) {
  return value ? ExportValue{static_cast<std::int64_t>(*value)} : ExportValue{};
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
          text(card.use_code),
          text(card.use_text),
          number(card.floor_area_m2),
          number(card.total_area_m2),
          number(card.volume_m3),
          integer(card.storeys),
          text(card.completed),
          integer(card.completion_year),
          text(card.material),
          text(card.address),
          text(card.status),
          text(card.owner_type),
          text(card.source),
          std::string(twin::name_of(building.link)),
          text(building.link_note),
          building.ground_m,
          building.height_m,
          text(building.roof_type),
          text(building.source)};
}

}  // namespace geo
