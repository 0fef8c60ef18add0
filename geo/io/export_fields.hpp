#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "geo/io/export_layers.hpp"
#include "twin_core/city/feature.hpp"

/// Layers as tables of fields: a name and what stands there.
namespace geo {

/// What a field is asked of.
template <class Record>
struct Subject {
  twin::FeatureNumber number = 0;
  const Record& record;
  const twin::BuildingShape& shape;  ///< empty for kinds that have none
};

template <class Record>
struct ExportField {
  ExportColumn column;
  ExportValue (*get)(const Subject<Record>&);
};

template <const auto& kFields>
std::span<const ExportColumn> columns_of() {
  static constexpr auto kColumns = [] {
    std::array<ExportColumn, kFields.size()> out{};
    std::transform(kFields.begin(), kFields.end(), out.begin(), [](const auto& field) { return field.column; });
    return out;
  }();
  return kColumns;
}

template <class Record, std::size_t N>
std::vector<ExportValue> values_of(const std::array<ExportField<Record>, N>& fields, const Subject<Record>& subject) {
  std::vector<ExportValue> out;
  out.reserve(N);
  for (const auto& field : fields) out.push_back(field.get(subject));
  return out;
}

/// The number that names a feature in every layer, and its id.
template <class Record>
constexpr ExportField<Record> number_field() {
  return {{"feature_number", ColumnType::kInteger}, [](const Subject<Record>& s) { return ExportValue{static_cast<std::int64_t>(s.number)}; }};
}
template <auto Member, class Record>
constexpr ExportField<Record> member_field(std::string_view name, ColumnType type = ColumnType::kText) {
  return {{name, type}, [](const Subject<Record>& s) { return shown(s.record.*Member); }};
}

/// The layers, each in the file that is about it.
ExportLayer city_object_layer();
ExportLayer object_line_layer();
ExportLayer object_point_layer();
ExportLayer space_layer();
ExportLayer street_layer();
ExportLayer population_layer();
ExportLayer register_row_layer();

}  // namespace geo
