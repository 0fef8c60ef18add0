#include "twin_core/history/attributes.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/city/plan_document.hpp"
#include "twin_core/city/link_record.hpp"
#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

constexpr std::string_view kGenericPrefix = "attribute.";
constexpr std::string_view kRegulationPrefix = "regulation.";

Json shown(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json shown(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }
Json shown(const std::optional<int>& number) { return number ? Json(*number) : Json(nullptr); }
Json shown(double number) { return number; }
Json shown(const std::optional<bool>& flag) { return flag ? Json(*flag) : Json(nullptr); }
Json shown(const std::vector<std::string>& texts) { return texts.empty() ? Json(nullptr) : Json(texts); }

/// One attribute: how it is read, and how it is given from one record to another.
template <class Record>
struct Field {
  const char* name;
  Json (*read)(const Record&);
  void (*copy)(const Record& from, Record& to);
};

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

template <auto Member>
constexpr Field<PlanUnit> unit_field(const char* name) {
  return {name, [](const PlanUnit& unit) { return shown(unit.*Member); },
          [](const PlanUnit& from, PlanUnit& to) { to.*Member = from.*Member; }};
}

template <auto Member>
constexpr Field<PlanUnit> assumption_field(const char* name) {
  return {name, [](const PlanUnit& unit) { return shown(unit.assumptions.*Member); },
          [](const PlanUnit& from, PlanUnit& to) { to.assumptions.*Member = from.assumptions.*Member; }};
}

template <auto Member>
constexpr Field<Manifest> manifest_field(const char* name) {
  return {name, [](const Manifest& manifest) { return shown(manifest.*Member); },
          [](const Manifest& from, Manifest& to) { to.*Member = from.*Member; }};
}

template <auto Member>
constexpr Field<PlanUnit> plan_field(const char* name) {
  return {name, [](const PlanUnit& unit) { return shown(unit.plan.*Member); },
          [](const PlanUnit& from, PlanUnit& to) { to.plan.*Member = from.plan.*Member; }};
}

template <auto Member>
constexpr Field<PlanUnit> valid_field(const char* name) {
  return {name, [](const PlanUnit& unit) { return shown(unit.valid.*Member); },
          [](const PlanUnit& from, PlanUnit& to) { to.valid.*Member = from.valid.*Member; }};
}

std::string digest_of(const PlanPolygon& polygon) {
  ByteWriter out;
  record::put(out, polygon);
  return sha256(out.bytes()).hex();
}

Json polygon_shown(const PlanPolygon& polygon) {
  if (polygon.outer.empty() && polygon.holes.empty()) return nullptr;
  Json rings = Json::array();
  const auto add = [&](const PlanRing& ring) {
    Json points = Json::array();
    for (const PlanPosition& point : ring) points.push_back({point.east, point.north});
    rings.push_back(std::move(points));
  };
  add(polygon.outer);
  for (const PlanRing& hole : polygon.holes) add(hole);
  return rings;
}

Json box_shown(const Box& box) {
  return {box.low.east, box.low.north, box.low.up, box.high.east, box.high.north, box.high.up};
}

Json geometry_of(const WholeBuilding& whole) {
  const Building& b = whole.building;
  Json out = {{"ground_m", b.ground_m}, {"height_m", b.height_m}, {"footprint_digest", digest_of(b.footprint)}};
  if (!b.bounds.empty()) out["bounds_m"] = box_shown(b.bounds);
  if (whole.has_shape) {
    out["shape_digest"] = sha256(encode(BuildingShape{whole.shape.parts, {}, whole.shape.appearance})).hex();
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

constexpr Field<PlanUnit> kUnitFields[] = {
    unit_field<&PlanUnit::name_fi>("name.fi"),
    unit_field<&PlanUnit::name_sv>("name.sv"),
    unit_field<&PlanUnit::name_en>("name.en"),
    unit_field<&PlanUnit::symbol>("symbol"),
    unit_field<&PlanUnit::use_codes>("use_codes"),
    unit_field<&PlanUnit::ground_level_m>("ground_level_m"),
    unit_field<&PlanUnit::source>("source"),
    {kGeometry, [](const PlanUnit& unit) { return polygon_shown(unit.boundary); },
     [](const PlanUnit& from, PlanUnit& to) { to.boundary = from.boundary; }},
    assumption_field<&CapacityAssumptions::storey_height_m>("assumptions.storey_height_m"),
    assumption_field<&CapacityAssumptions::net_ratio>("assumptions.net_ratio"),
    assumption_field<&CapacityAssumptions::m2_per_resident>("assumptions.m2_per_resident"),
    assumption_field<&CapacityAssumptions::k_m2_per_dwelling>("assumptions.k_m2_per_dwelling"),
    assumption_field<&CapacityAssumptions::k_m2_per_parking_space>("assumptions.k_m2_per_parking_space"),
    plan_field<&PlanReference::key>("plan.key"),
    plan_field<&PlanReference::identifier>("plan.identifier"),
    plan_field<&PlanReference::name>("plan.name"),
    plan_field<&PlanReference::kind>("plan.kind"),
    plan_field<&PlanReference::approved>("plan.approved"),
    plan_field<&PlanReference::planner>("plan.planner"),
    unit_field<&PlanUnit::kind>("kind"),
    unit_field<&PlanUnit::life_cycle>("life_cycle"),
    valid_field<&DaySpan::from>("valid.from"),
    valid_field<&DaySpan::to>("valid.to"),
    unit_field<&PlanUnit::underground>("underground"),
    unit_field<&PlanUnit::vertical_low_m>("vertical_limit.low_m"),
    unit_field<&PlanUnit::vertical_high_m>("vertical_limit.high_m"),
    unit_field<&PlanUnit::description>("description"),
    unit_field<&PlanUnit::related>("related"),
    unit_field<&PlanUnit::property_ids>("property_ids"),
    unit_field<&PlanUnit::repealed_by>("repealed_by"),
};

template <auto Member>
constexpr Field<CityObject> object_field(const char* name) {
  return {name, [](const CityObject& object) { return shown(object.*Member); },
          [](const CityObject& from, CityObject& to) { to.*Member = from.*Member; }};
}

constexpr Field<CityObject> kObjectFields[] = {
    {kGeometry,
     [](const CityObject& object) {
       if (object.bounds.empty() && object.shape.is_nothing()) return Json(nullptr);
       Json out = {{"shape_digest", object.shape.hex()}};
       if (!object.bounds.empty()) out["bounds_m"] = box_shown(object.bounds);
       return out;
     },
     [](const CityObject& from, CityObject& to) {
       to.bounds = from.bounds;
       to.shape = from.shape;
     }},
    object_field<&CityObject::type>("type"),
    object_field<&CityObject::name>("name"),
    object_field<&CityObject::parent>("parent"),
    object_field<&CityObject::source>("source"),
};

constexpr Field<KeptRow> kRowFields[] = {
    {"row",
     [](const KeptRow& row) {
       ByteWriter card;
       record::put_whole_card(card, row.card);
       Json out = {{"source", row.card.source.str()}, {"digest", sha256(card.bytes()).hex()}};
       if (!row.model_id.empty()) out["model_id"] = row.model_id;
       return out;
     },
     [](const KeptRow& from, KeptRow& to) {
       to.card = from.card;
       to.model_id = from.model_id;
     }},
    {"location",
     [](const KeptRow& row) {
       Json out = Json::object();
       if (row.point) out["point"] = {row.point->east, row.point->north};
       if (Json rings = polygon_shown(row.footprint); !rings.is_null()) out["footprint"] = std::move(rings);
       if (!row.location_crs.empty()) out["crs"] = row.location_crs;
       return out.empty() ? Json(nullptr) : out;
     },
     [](const KeptRow& from, KeptRow& to) {
       to.point = from.point;
       to.footprint = from.footprint;
       to.location_crs = from.location_crs;
     }},
    {"link",
     [](const KeptRow& row) {
       Json out = Json::object();
       if (!row.buildings.empty()) out["buildings"] = row.buildings;
       for (const RowCandidate& candidate : row.candidates) {
         out["candidates"].push_back({{"building", candidate.building}, {"probability", candidate.probability}, {"reason", candidate.reason}});
       }
       return out.empty() ? Json(nullptr) : out;
     },
     [](const KeptRow& from, KeptRow& to) {
       to.buildings = from.buildings;
       to.candidates = from.candidates;
     }},
};

template <auto Member>
constexpr Field<Street> street_field(const char* name) {
  return {name, [](const Street& street) { return shown(street.*Member); },
          [](const Street& from, Street& to) { to.*Member = from.*Member; }};
}

/// What is told of one kind of traffic, as one attribute.
template <auto Member>
constexpr Field<Street> access_field(const char* name) {
  return {name,
          [](const Street& street) {
            const StreetAccess& access = street.*Member;
            if (access == StreetAccess{}) return Json(nullptr);
            return Json{{"told", access.told.str()}, {"one_way", name_of(access.one_way)}};
          },
          [](const Street& from, Street& to) { to.*Member = from.*Member; }};
}

constexpr Field<Street> kStreetFields[] = {
    {kGeometry,
     [](const Street& street) {
       ByteWriter out;
       for (const StreetNode& node : street.nodes) {
         out.whole(node.id);
         out.real(node.position.east);
         out.real(node.position.north);
       }
       Json shape = {{"nodes", street.nodes.size()}, {"nodes_digest", sha256(out.bytes()).hex()}};
       if (!street.breaks.empty()) shape["breaks"] = street.breaks;
       return shape;
     },
     [](const Street& from, Street& to) {
       to.nodes = from.nodes;
       to.breaks = from.breaks;
     }},
    street_field<&Street::highway>("highway"),
    street_field<&Street::name>("name"),
    street_field<&Street::name_fi>("name.fi"),
    street_field<&Street::name_sv>("name.sv"),
    street_field<&Street::surface>("surface"),
    street_field<&Street::speed_limit_kmh>("speed_limit_kmh"),
    street_field<&Street::speed_told>("speed_told"),
    access_field<&Street::foot>("foot"),
    access_field<&Street::bicycle>("bicycle"),
    access_field<&Street::motor>("motor"),
    street_field<&Street::lit>("lit"),
    street_field<&Street::bridge>("bridge"),
    street_field<&Street::tunnel>("tunnel"),
    {"layer", [](const Street& street) { return street.layer == 0 ? Json(nullptr) : Json(street.layer); },
     [](const Street& from, Street& to) { to.layer = from.layer; }},
    {"area", [](const Street& street) { return street.area ? Json(true) : Json(nullptr); },
     [](const Street& from, Street& to) { to.area = from.area; }},
    street_field<&Street::source>("source"),
};

template <auto Member>
constexpr Field<PopulationArea> area_field(const char* name) {
  return {name, [](const PopulationArea& area) { return shown(area.*Member); },
          [](const PopulationArea& from, PopulationArea& to) { to.*Member = from.*Member; }};
}

constexpr Field<PopulationArea> kPopulationFields[] = {
    {kGeometry,
     [](const PopulationArea& area) {
       if (area.boundary.empty()) return Json(nullptr);
       Json out = Json::array();
       for (const PlanPolygon& polygon : area.boundary) out.push_back(polygon_shown(polygon));
       return out;
     },
     [](const PopulationArea& from, PopulationArea& to) { to.boundary = from.boundary; }},
    area_field<&PopulationArea::name>("name"),
    area_field<&PopulationArea::name_sv>("name.sv"),
    area_field<&PopulationArea::building>("building"),
    area_field<&PopulationArea::residents>("residents"),
    {"ages",
     [](const PopulationArea& area) {
       Json out = Json::array();
       for (const AgeCount& age : area.ages) {
         out.push_back({{"from", age.from}, {"to", age.to ? Json(*age.to) : Json(nullptr)}, {"sex", name_of(age.sex)},
                        {"count", shown(age.count)}});
       }
       return area.ages.empty() ? Json(nullptr) : out;
     },
     [](const PopulationArea& from, PopulationArea& to) { to.ages = from.ages; }},
    area_field<&PopulationArea::floor_area_per_resident_m2>("floor_area_per_resident_m2"),
    area_field<&PopulationArea::dwellings>("dwellings"),
    area_field<&PopulationArea::year>("year"),
    area_field<&PopulationArea::source>("source"),
};

constexpr Field<Terrain> kTerrainFields[] = {
    {kGeometry,
     [](const Terrain& terrain) {
       return Json{{"first", {terrain.first.east, terrain.first.north}}, {"step_m", terrain.step_m},
                   {"columns", terrain.columns}, {"rows", terrain.rows},
                   {"lowest_m", terrain.lowest_m}, {"highest_m", terrain.highest_m},
                   {"missing", terrain.missing}, {"heights_digest", terrain.heights.hex()}};
     },
     [](const Terrain& from, Terrain& to) {
       Terrain all = from;
       all.id = to.id;
       all.source = to.source;
       to = std::move(all);
     }},
    {"source", [](const Terrain& terrain) { return shown(terrain.source); },
     [](const Terrain& from, Terrain& to) { to.source = from.source; }},
};

template <auto Member>
constexpr Field<TimeSeries> series_field(const char* name) {
  return {name, [](const TimeSeries& series) { return shown(series.*Member); },
          [](const TimeSeries& from, TimeSeries& to) { to.*Member = from.*Member; }};
}

constexpr Field<TimeSeries> kSeriesFields[] = {
    {"samples",
     [](const TimeSeries& series) {
       return Json{{"count", series.count}, {"first", to_rfc3339(series.first)}, {"last", to_rfc3339(series.last)},
                   {"samples_digest", series.samples.hex()}};
     },
     [](const TimeSeries& from, TimeSeries& to) {
       to.count = from.count;
       to.first = from.first;
       to.last = from.last;
       to.samples = from.samples;
     }},
    series_field<&TimeSeries::feature>("feature"),
    series_field<&TimeSeries::target>("target"),
    series_field<&TimeSeries::property>("property"),
    series_field<&TimeSeries::observed>("observed"),
    series_field<&TimeSeries::unit>("unit"),
    series_field<&TimeSeries::source>("source"),
};

constexpr Field<Manifest> kManifestFields[] = {
    manifest_field<&Manifest::name>("name"),
    manifest_field<&Manifest::crs>("crs"),
    manifest_field<&Manifest::height_reference>("height_reference"),
    {"geoid",
     [](const Manifest& manifest) {
       if (!manifest.geoid) return Json(nullptr);
       const Geoid& geoid = *manifest.geoid;
       return Json{{"undulation_m", geoid.undulation_m}, {"error_m", geoid.error_m}, {"source", geoid.source}};
     },
     [](const Manifest& from, Manifest& to) { to.geoid = from.geoid; }},
    {"scene_origin",
     [](const Manifest& manifest) {
       const auto& origin = manifest.scene_origin;
       return Json{origin.east, origin.north, origin.up};
     },
     [](const Manifest& from, Manifest& to) { to.scene_origin = from.scene_origin; }},
};

template <class Record, std::size_t N>
Attributes read_fields(const Field<Record> (&fields)[N], const Record& record) {
  Attributes out;
  for (const auto& field : fields) {
    if (Json value = field.read(record); !value.is_null()) out.emplace(field.name, std::move(value));
  }
  return out;
}

template <class Record, std::size_t N>
bool copy_field(const Field<Record> (&fields)[N], const std::string& name, const Record& from, Record& to) {
  for (const auto& field : fields) {
    if (name != field.name) continue;
    field.copy(from, to);
    return true;
  }
  return false;
}

Json regulation_shown(const Regulation& rule) {
  Json out = Json::object();
  const auto put = [&](const char* name, Json value) {
    if (!value.is_null()) out[name] = std::move(value);
  };
  put("value", shown(rule.value));
  put("value_max", shown(rule.value_max));
  put("unit", shown(rule.unit));
  put("text", shown(rule.text));
  put("angle_deg", shown(rule.angle_deg));
  put("start_height_m", shown(rule.start_height_m));
  if (!rule.edges.empty()) out["edges"] = rule.edges;
  put_regulation_members(rule, out);
  return out;
}

/// Members of a list that one attribute stands for (regulations of a type, generic attributes of a name)
/// are replaced where the first of them stood; new ones come last.
template <class Item, class IsMeant>
void replace_items(const std::vector<Item>& from, std::vector<Item>& to, IsMeant is_meant) {
  const auto first = static_cast<std::ptrdiff_t>(std::find_if(to.begin(), to.end(), is_meant) - to.begin());
  to.erase(std::remove_if(to.begin(), to.end(), is_meant), to.end());
  std::vector<Item> items;
  std::copy_if(from.begin(), from.end(), std::back_inserter(items), is_meant);
  to.insert(to.begin() + std::min(first, static_cast<std::ptrdiff_t>(to.size())), items.begin(), items.end());
}

}  // namespace

Attributes attributes_of(const WholeBuilding& building) {
  Attributes out = read_fields(kBuildingFields, building);
  for (const GenericAttribute& attribute : building.shape.attributes) {
    Json& values = out[std::string(kGenericPrefix) + attribute.name];
    Json value = {{"type", attribute.type}, {"value", attribute.value}};
    if (!attribute.unit.empty()) value["unit"] = attribute.unit;
    values.push_back(std::move(value));
  }
  return out;
}

Attributes attributes_of(const PlanUnit& unit) {
  Attributes out = read_fields(kUnitFields, unit);
  Json order = Json::array();
  for (const Regulation& rule : unit.regulations) {
    out[std::string(kRegulationPrefix) + rule.type].push_back(regulation_shown(rule));
    order.push_back(rule.type);
  }
  if (!order.empty()) out[kRegulationOrder] = std::move(order);
  return out;
}

Attributes attributes_of(const CityObject& object) { return read_fields(kObjectFields, object); }

Attributes attributes_of(const KeptRow& row) { return read_fields(kRowFields, row); }
Attributes attributes_of(const ImportReport& report) {
  const Tally& tally = report.tally;
  return {{"answer",
           {{"format", report.format.str()},
            {"mapping", report.mapping.str()},
            {"read", tally.read},
            {"accepted", tally.accepted},
            {"repaired", tally.repaired},
            {"rejected", tally.rejected},
            {"findings", report.findings.hex()}}}};
}

Attributes attributes_of(const Street& street) { return read_fields(kStreetFields, street); }

Attributes attributes_of(const PopulationArea& area) { return read_fields(kPopulationFields, area); }

Attributes attributes_of(const Terrain& terrain) { return read_fields(kTerrainFields, terrain); }

Attributes attributes_of(const TimeSeries& series) { return read_fields(kSeriesFields, series); }

Attributes attributes_of(const Manifest& manifest) { return read_fields(kManifestFields, manifest); }

void copy_attribute(const std::string& name, const WholeBuilding& from, WholeBuilding& to) {
  if (copy_field(kBuildingFields, name, from, to) || !name.starts_with(kGenericPrefix)) return;
  const std::string generic = name.substr(kGenericPrefix.size());
  replace_items(from.shape.attributes, to.shape.attributes,
                [&](const GenericAttribute& attribute) { return attribute.name == generic; });
}

void copy_attribute(const std::string& name, const PlanUnit& from, PlanUnit& to) {
  if (copy_field(kUnitFields, name, from, to) || !name.starts_with(kRegulationPrefix)) return;
  const std::string type = name.substr(kRegulationPrefix.size());
  replace_items(from.regulations, to.regulations, [&](const Regulation& rule) { return rule.type == type; });
}

void copy_attribute(const std::string& name, const CityObject& from, CityObject& to) {
  copy_field(kObjectFields, name, from, to);
}

void copy_attribute(const std::string& name, const KeptRow& from, KeptRow& to) { copy_field(kRowFields, name, from, to); }
void copy_attribute(const std::string&, const ImportReport& from, ImportReport& to) { to = from; }

void copy_attribute(const std::string& name, const Street& from, Street& to) { copy_field(kStreetFields, name, from, to); }

void copy_attribute(const std::string& name, const PopulationArea& from, PopulationArea& to) {
  copy_field(kPopulationFields, name, from, to);
}

void copy_attribute(const std::string& name, const Terrain& from, Terrain& to) {
  copy_field(kTerrainFields, name, from, to);
}

void copy_attribute(const std::string& name, const TimeSeries& from, TimeSeries& to) {
  copy_field(kSeriesFields, name, from, to);
}

void copy_attribute(const std::string& name, const Manifest& from, Manifest& to) {
  copy_field(kManifestFields, name, from, to);
}

std::vector<AttributeDifference> diff(const Attributes& a, const Attributes& b) {
  std::vector<AttributeDifference> out;
  const auto value_in = [](const Attributes& attributes, const std::string& name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? Json(nullptr) : found->second;
  };
  for (const auto& [name, value] : a) {
    if (Json other = value_in(b, name); other != value) out.push_back({name, value, std::move(other)});
  }
  for (const auto& [name, value] : b) {
    if (!a.contains(name)) out.push_back({name, nullptr, value});
  }
  std::sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.name < y.name; });
  return out;
}

}  // namespace twin
