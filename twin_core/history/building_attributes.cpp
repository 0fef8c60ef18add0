#include <string_view>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/link_record.hpp"
#include "twin_core/city/other_levels.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"
#include "twin_core/history/attribute_table.hpp"

namespace twin {
namespace {

constexpr std::string_view kGenericPrefix = "attribute.";

template <auto Member>
constexpr Field<WholeBuilding> card_field(const char* name) {
  return {name, [](const WholeBuilding& b) { return shown(b.building.card.*Member); },
          [](const WholeBuilding& from, WholeBuilding& to) { to.building.card.*Member = from.building.card.*Member; }};
}

template <auto Member>
constexpr Field<WholeBuilding> connection_field(const char* name) {
  return {name, [](const WholeBuilding& b) { return shown(b.building.card.connections.*Member); },
          [](const WholeBuilding& from, WholeBuilding& to) {
            to.building.card.connections.*Member = from.building.card.connections.*Member;
          }};
}

template <auto Member>
constexpr Field<WholeBuilding> building_field(const char* name) {
  return {name, [](const WholeBuilding& b) { return shown(b.building.*Member); },
          [](const WholeBuilding& from, WholeBuilding& to) { to.building.*Member = from.building.*Member; }};
}

std::string digest_of(const PlanPolygon& polygon) {
  ByteWriter out;
  record::put(out, polygon);
  return sha256(out.bytes()).hex();
}

Json geometry_of(const WholeBuilding& whole) {
  const Building& b = whole.building;
  Json out = {{"ground_m", b.ground_m}, {"height_m", b.height_m}, {"footprint_digest", digest_of(b.footprint)}};
  if (!b.bounds.empty()) out["bounds_m"] = box_shown(b.bounds);
  if (whole.has_shape) {
    BuildingShape surfaces{whole.shape.parts, {}, whole.shape.appearance};
    replace_items(whole.shape.attributes, surfaces.attributes, are_other_levels);
    out["shape_digest"] = sha256(encode(surfaces)).hex();
  } else {
    out["shape_digest"] = b.shape.hex();
  }
  return out;
}

void copy_geometry(const WholeBuilding& from, WholeBuilding& to) {
  to.building.ground_m = from.building.ground_m;
  to.building.height_m = from.building.height_m;
  to.building.footprint = from.building.footprint;
  to.building.bounds = from.building.bounds;
  to.building.shape = from.building.shape;
  to.shape.parts = from.shape.parts;
  to.shape.appearance = from.shape.appearance;  // names polygons by number
  replace_items(from.shape.attributes, to.shape.attributes, are_other_levels);
}

Json from_model_shown(const CardFields& fields) {
  Json out = Json::array();
  for (std::uint8_t i = 0; i < kCardFieldCount; ++i) {
    if (const auto field = static_cast<CardField>(i); fields.has(field)) out.push_back(name_of(field));
  }
  return out.empty() ? Json(nullptr) : out;
}

/// How the building came to its row, with everything that is told of it, as one attribute.
Json link_shown(const WholeBuilding& whole) {
  const Building& b = whole.building;
  if (b.link == LinkReason::kUnlinked && b.link_note.empty() && b.details.empty()) return nullptr;
  Json out = {{"reason", name_of(b.link)}, {"note", b.link_note}};
  const LinkDetails& details = *b.details;
  if (!details.row.empty()) out["row"] = details.row;
  if (details.probability != 0) out["probability"] = details.probability;
  if (details.runner_up) {
    const LinkChoice& other = *details.runner_up;
    out["runner_up"] = {{other.is_row ? "row" : "building", other.id}, {"probability", other.probability}};
  }
  if (details.shared_by != 1) out["shared_by"] = details.shared_by;
  for (const LinkedRow& row : details.rows) {
    ByteWriter card;
    record::put_whole_card(card, row.card);
    out["rows"].push_back({{"row", row.row}, {"reason", name_of(row.reason)}, {"probability", row.probability}, {"note", row.note},
                           {"card_digest", sha256(card.bytes()).hex()}});
  }
  for (const CardConflict& conflict : details.conflicts) {
    out["conflicts"].push_back({{"attribute", name_of(conflict.field)}, {"model_wins", conflict.model_wins}, {"other", conflict.other}});
  }
  if (!details.rejected.empty()) out["rejected"] = details.rejected;
  return out;
}

void copy_link(const WholeBuilding& from, WholeBuilding& to) {
  to.building.link = from.building.link;
  to.building.link_note = from.building.link_note;
  to.building.details = from.building.details;
}

constexpr Field<WholeBuilding> kBuildingFields[] = {
    {kGeometry, geometry_of, copy_geometry},
    building_field<&Building::roof_type>("roof_type"),
    building_field<&Building::source>("source"),
    building_field<&Building::surveyed>("surveyed"),
    {"link", link_shown, copy_link},
    {"card.from_model",
     [](const WholeBuilding& b) { return from_model_shown(b.building.from_model); },
     [](const WholeBuilding& from, WholeBuilding& to) { to.building.from_model = from.building.from_model; }},
    card_field<&RegisterCard::updated>("card.updated"),
    card_field<&RegisterCard::permanent_id>("card.permanent_id"),
    card_field<&RegisterCard::municipal_number>("card.municipal_number"),
    card_field<&RegisterCard::property_id>("card.property_id"),
    card_field<&RegisterCard::use_code>("card.use_code"),
    card_field<&RegisterCard::use_code_2018>("card.use_code_2018"),
    card_field<&RegisterCard::use_text>("card.use_text"),
    card_field<&RegisterCard::floor_area_m2>("card.floor_area_m2"),
    card_field<&RegisterCard::total_area_m2>("card.total_area_m2"),
    card_field<&RegisterCard::basement_area_m2>("card.basement_area_m2"),
    card_field<&RegisterCard::volume_m3>("card.volume_m3"),
    card_field<&RegisterCard::storeys>("card.storeys"),
    card_field<&RegisterCard::dwellings>("card.dwellings"),
    card_field<&RegisterCard::completed>("card.completed"),
    card_field<&RegisterCard::completion_year>("card.completion_year"),
    card_field<&RegisterCard::material>("card.material"),
    card_field<&RegisterCard::facade_material>("card.facade_material"),
    card_field<&RegisterCard::heating_mode>("card.heating_mode"),
    card_field<&RegisterCard::heating_source>("card.heating_source"),
    card_field<&RegisterCard::lift>("card.lift"),
    connection_field<&NetworkConnections::sewer>("card.connections.sewer"),
    connection_field<&NetworkConnections::water>("card.connections.water"),
    connection_field<&NetworkConnections::electricity>("card.connections.electricity"),
    connection_field<&NetworkConnections::gas>("card.connections.gas"),
    connection_field<&NetworkConnections::cable>("card.connections.cable"),
    card_field<&RegisterCard::address>("card.address"),
    card_field<&RegisterCard::address_sv>("card.address_sv"),
    card_field<&RegisterCard::status>("card.status"),
    card_field<&RegisterCard::owner_type>("card.owner_type"),
    card_field<&RegisterCard::source>("card.source"),
};

}  // namespace

Attributes attributes_of(const WholeBuilding& building) {
  Attributes out = read_fields(kBuildingFields, building);
  for (const GenericAttribute& attribute : building.shape.attributes) {
    if (are_other_levels(attribute)) continue;  // geometry
    Json& values = out[std::string(kGenericPrefix) + attribute.name];
    Json value = {{"type", attribute.type}, {"value", attribute.value}};
    if (!attribute.unit.empty()) value["unit"] = attribute.unit;
    values.push_back(std::move(value));
  }
  return out;
}

void copy_attribute(const std::string& name, const WholeBuilding& from, WholeBuilding& to) {
  if (copy_field(kBuildingFields, name, from, to) || !name.starts_with(kGenericPrefix)) return;
  const std::string generic = name.substr(kGenericPrefix.size());
  replace_items(from.shape.attributes, to.shape.attributes,
                [&](const GenericAttribute& attribute) { return attribute.name == generic && !are_other_levels(attribute); });
}

}  // namespace twin
