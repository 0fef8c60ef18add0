// What lies over a whole city, and register rows without a building's identifier, as layers.
#include "geo/io/export_columns.hpp"
#include "geo/io/export_fields.hpp"
#include "geo/io/street_ways.hpp"
#include "geo/link/ground.hpp"
#include "twin_core/base/json.hpp"

namespace geo {
namespace {

using enum ColumnType;
using twin::BranchState;
using twin::KeptRow;
using twin::PopulationArea;
using twin::Status;
using twin::Street;

template <auto Member>
constexpr ExportField<Street> of_street(std::string_view name, ColumnType type = kText) {
  return member_field<Member, Street>(name, type);
}
template <twin::TravelMode kMode>
constexpr ExportField<Street> ways_field(std::string_view name) {
  return {{name, kText}, [](const Subject<Street>& s) { return shown(std::string(ways_of(s.record, kMode))); }};
}
template <twin::TravelMode kMode>
constexpr ExportField<Street> told_field(std::string_view name) {
  return {{name, kText}, [](const Subject<Street>& s) { return shown(s.record.access(kMode).told); }};
}

constexpr auto kStreetFields = std::to_array<ExportField<Street>>({
    number_field<Street>(),
    of_street<&Street::id>("id"),
    of_street<&Street::highway>("highway"),
    of_street<&Street::name>("name"),
    of_street<&Street::name_fi>("name_fi"),
    of_street<&Street::name_sv>("name_sv"),
    of_street<&Street::surface>("surface"),
    of_street<&Street::speed_limit_kmh>("speed_limit_kmh", kNumber),
    of_street<&Street::speed_told>("speed_told"),
    ways_field<twin::TravelMode::kFoot>("foot"),
    ways_field<twin::TravelMode::kBicycle>("bicycle"),
    ways_field<twin::TravelMode::kMotor>("motor"),
    told_field<twin::TravelMode::kFoot>("foot_told"),
    told_field<twin::TravelMode::kBicycle>("bicycle_told"),
    told_field<twin::TravelMode::kMotor>("motor_told"),
    of_street<&Street::lit>("lit"),
    of_street<&Street::bridge>("bridge"),
    of_street<&Street::tunnel>("tunnel"),
    of_street<&Street::layer>("level", kInteger),
    {{"area", kText}, [](const Subject<Street>& s) { return shown(std::optional<bool>(s.record.area)); }},
    of_street<&Street::source>("source"),
});

Status each_street(const BranchState& state, const ShapeLoader&, const TakeFeature& take) {
  Status done = twin::Done{};
  state.for_each<Street>([&](twin::FeatureNumber number, const Street& street) {
    if (!done) return;
    ExportFeature feature;
    feature.id = street.id;
    feature.values = values_of(kStreetFields, {number, street, {}});
    for (const auto& piece : street.pieces()) {
      auto& line = feature.lines.emplace_back();
      for (const auto& node : piece) line.push_back(node.position);
    }
    done = take(feature);
  });
  return done;
}

/// [{"from", "to", "sex", "count"}], "to" left out where a class is open and "count" where it is not told.
ExportValue ages_of(const Subject<PopulationArea>& s) {
  if (s.record.ages.empty()) return {};
  auto out = twin::Json::array();
  for (const auto& age : s.record.ages) {
    twin::Json one{{"from", age.from}, {"sex", twin::name_of(age.sex)}};
    if (age.to) one["to"] = *age.to;
    if (age.count) one["count"] = *age.count;
    out.push_back(std::move(one));
  }
  return out.dump();
}

template <auto Member>
constexpr ExportField<PopulationArea> of_area(std::string_view name, ColumnType type = kText) {
  return member_field<Member, PopulationArea>(name, type);
}

constexpr auto kAreaFields = std::to_array<ExportField<PopulationArea>>({
    number_field<PopulationArea>(),
    of_area<&PopulationArea::id>("id"),
    of_area<&PopulationArea::name>("name"),
    of_area<&PopulationArea::name_sv>("name_sv"),
    of_area<&PopulationArea::building>("building_id"),
    of_area<&PopulationArea::residents>("residents", kInteger),
    {{"ages_json", kJson}, ages_of},
    of_area<&PopulationArea::floor_area_per_resident_m2>("floor_area_per_resident_m2", kNumber),
    of_area<&PopulationArea::dwellings>("dwellings", kInteger),
    of_area<&PopulationArea::year>("year", kInteger),
    of_area<&PopulationArea::source>("source"),
});

Status each_area(const BranchState& state, const ShapeLoader&, const TakeFeature& take) {
  Status done = twin::Done{};
  state.for_each<PopulationArea>([&](twin::FeatureNumber number, const PopulationArea& area) {
    if (!done) return;
    ExportFeature feature;
    feature.id = area.id;
    feature.values = values_of(kAreaFields, {number, area, {}});
    feature.polygons = area.boundary;
    done = take(feature);
  });
  return done;
}

/// As in `kaksonen links`: what became of the row, then its card.
const std::vector<ExportColumn>& row_columns() {
  static const std::vector<ExportColumn> kColumns = [] {
    std::vector<ExportColumn> out{{"feature_number", kInteger}, {"id", kText},         {"row_status", kText},   {"buildings", kList},
                                  {"candidate", kText},         {"probability", kNumber}, {"reason", kText}, {"model_id", kText}};
    const auto card = card_columns();
    out.insert(out.end(), card.begin(), card.end());
    return out;
  }();
  return kColumns;
}

std::vector<ExportValue> row_values(twin::FeatureNumber number, const KeptRow& row) {
  const auto* best = row.buildings.empty() && !row.candidates.empty() ? &row.candidates.front() : nullptr;
  std::vector<ExportValue> out{static_cast<std::int64_t>(number),
                               row.id,
                               std::string(!row.buildings.empty() ? "linked" : best != nullptr ? "review" : "unlinked"),
                               shown(row.buildings),
                               best != nullptr ? shown(best->building) : ExportValue{},
                               best != nullptr && best->probability > 0 ? ExportValue{best->probability} : ExportValue{},
                               best != nullptr ? shown(best->reason) : ExportValue{},
                               shown(row.model_id)};
  auto card = card_values(row.card);
  out.insert(out.end(), std::make_move_iterator(card.begin()), std::make_move_iterator(card.end()));
  return out;
}

/// A location that waits for its frame is none.
std::optional<twin::PlanPosition> place_of(const KeptRow& row) {
  if (!row.location_crs.empty()) return std::nullopt;
  if (row.point || row.footprint.outer.empty()) return row.point;
  return ground_of(row.footprint).centre;
}

Status each_row(const BranchState& state, const ShapeLoader&, const TakeFeature& take) {
  Status done = twin::Done{};
  state.for_each<KeptRow>([&](twin::FeatureNumber number, const KeptRow& row) {
    if (!done) return;
    ExportFeature feature;
    feature.id = row.id;
    feature.values = row_values(number, row);
    feature.point = place_of(row);
    done = take(feature);
  });
  return done;
}

}  // namespace

ExportLayer street_layer() {
  return {"street", "ways of the street network", LayerShape::kMultiLine, columns_of<kStreetFields>(), each_street};
}

ExportLayer population_layer() {
  return {"population_area", "residents as counts on cells, areas or buildings", LayerShape::kMultiPolygon, columns_of<kAreaFields>(), each_area};
}

ExportLayer register_row_layer() {
  return {"register_row", "register rows that no identifier ties to a building", LayerShape::kPoint, row_columns(), each_row};
}

}  // namespace geo
