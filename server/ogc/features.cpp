// OGC API Features Part 1: collections of all kinds of features in CRS84.
#include <charconv>
#include <chrono>

#include "server/http/text.hpp"
#include "server/ogc/services.hpp"
#include "twin_core/base/instant.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;
using twin::Result;

constexpr const char* kCrs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
constexpr const char* kGeoJson = "application/geo+json";

struct Collection {
  const char* id;
  const char* title;
  const char* description;
  twin::EntityKind kind;
};
constexpr std::array<Collection, 7> kCollections = {
    {{"buildings", "Buildings", "Buildings as they stand: footprint, register card, and why card and model belong together.",
      twin::EntityKind::kBuilding},
     {"plan-units", "Plan units", "Planned areas with their regulations.", twin::EntityKind::kPlanUnit},
     {"city-objects", "City objects", "Roads, water, bridges, trees and what buildings are divided into, each as what it covers in plan.",
      twin::EntityKind::kCityObject},
     {"streets", "Streets", "Ways of the street network: class, names, speed limit, and which way one may walk, cycle and drive.",
      twin::EntityKind::kStreet},
     {"population-areas", "Population areas", "Residents as counts, on cells of a grid, postal areas, districts or buildings.",
      twin::EntityKind::kPopulationArea},
     {"terrain", "Terrain", "Heights of the ground, each grid as the box around it.", twin::EntityKind::kTerrain},
     {"register-rows", "Register rows without an identifier's link",
      "Rows that no identifier ties to a building: linked by place or by a person, waiting for a decision, or without a building.",
      twin::EntityKind::kRegisterRow}}};

Result<const Collection*> find_collection(const std::string& id) {
  for (const auto& collection : kCollections) {
    if (id == collection.id) return &collection;
  }
  return Problem{"not-found", "There is no collection of this name.", "address", twin::excerpt(id),
                 "Ask for buildings, plan-units, city-objects, streets, population-areas, terrain or register-rows."};
}

/// An instant, a date, or an interval of them with ".." for an open end (RFC 3339, 5.6).
bool is_datetime(std::string_view text) {
  const auto is_part = [](std::string_view part, bool open) {
    if (part.empty() || part == "..") return open;
    const std::string whole = part.size() == 10 ? std::string(part) + "T00:00:00Z" : std::string(part);
    return twin::parse_rfc3339(whole).ok();
  };
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return is_part(text, false);
  return is_part(text.substr(0, slash), true) && is_part(text.substr(slash + 1), true);
}

/// The state that a request is about. `datetime` is time in the real world: an instant, or of an interval
/// its end (".." or nothing there: as recorded, whenever it holds).
Result<twin::Snapshot> state_of(const Services& services, const Call& call) {
  When when = when_of(call);
  const std::string time = call.text_or("datetime", "");
  if (!time.empty()) {
    if (!is_datetime(time)) {
      return Problem{"parameter-invalid", "The parameter datetime has no such value.", "parameter datetime", twin::excerpt(time),
                     "Give an RFC 3339 instant or interval, such as 2026-01-01T00:00:00Z/.. ."};
    }
    if (!when.valid_at.empty()) {
      return Problem{"parameter-invalid", "datetime and valid-at ask for the same.", "parameter datetime", twin::excerpt(time),
                     "Give one of them."};
    }
    const std::string end = time.substr(time.find('/') + 1);  // without a slash: all of it
    if (end != "..") when.valid_at = end;
  }
  return services.twin->state(call.text_or("branch", "main"), when);
}

Json collection_json(const Services& services, const Collection& collection, const std::string& base) {
  const std::string self = base + "/collections/" + collection.id;
  Json out = {{"id", collection.id},
              {"title", collection.title},
              {"description", collection.description},
              {"itemType", "feature"},
              {"crs", {kCrs84}},
              {"links", {link_to(self, "self", "application/json"),
                         link_to(self + "/items", "items", kGeoJson, std::string(collection.title) + " as GeoJSON"),
                         link_to(self + "/items?f=html", "items", "text/html", std::string(collection.title) + " as a page")}}};
  const auto state = services.twin->store().snapshot("main");
  if (!state) return out;
  if (const auto extent = services.features->of(*state)->extent(collection.kind)) {
    out["extent"] = {{"spatial", {{"bbox", {*extent}}, {"crs", kCrs84}}}};
  }
  return out;
}

std::string query_without(const Call& call, std::string_view left_out) {
  std::string out;
  for (const auto& [name, value] : call.request.query) {
    if (name == left_out) continue;
    out += (out.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  }
  return out;
}

Json page_links(const Call& call, const std::string& address, std::size_t next_offset, bool has_next) {
  const auto with = [&](const std::string& left_out, const std::string& more) {
    std::string query = query_without(call, left_out);
    if (!more.empty()) query += (query.empty() ? "" : "&") + more;
    return address + (query.empty() ? "" : "?" + query);
  };
  Json links = {link_to(with("", ""), "self", kGeoJson), link_to(with("f", "f=html"), "alternate", "text/html"),
                link_to(address.substr(0, address.rfind('/')), "collection", "application/json")};
  if (has_next) links.push_back(link_to(with("offset", "offset=" + std::to_string(next_offset)), "next", kGeoJson));
  return links;
}

/// The texts of the features are copied once, into the body, and never parsed.
std::string collection_text(const FeaturePage& page, const Json& links) {
  std::size_t size = 512;
  for (const auto& feature : page.features) size += feature->size() + 1;
  const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  std::string out;
  out.reserve(size);
  out += R"({"type":"FeatureCollection","timeStamp":")" + twin::to_rfc3339(now) + R"(","numberMatched":)" +
         std::to_string(page.matched) + R"(,"numberReturned":)" + std::to_string(page.features.size()) + R"(,"links":)" +
         json_text(links) + R"(,"features":[)";
  for (std::size_t i = 0; i < page.features.size(); ++i) {
    if (i > 0) out += ',';
    out += *page.features[i];
  }
  return out + "]}";
}

/// Text, or a page of it for browsers.
Result<Response> features_response(const Call& call, std::string text, const std::string& title) {
  if (wants_html(call)) {
    TWIN_TRY(const Json document, twin::parse_json(text));
    return document_response(call, document, title, kGeoJson);
  }
  Response out = Response::text(200, kGeoJson, std::move(text));
  out.headers.emplace_back("Vary", "Accept");
  out.headers.emplace_back("Content-Crs", "<" + std::string(kCrs84) + ">");
  return out;
}

Result<Response> items(const Services& services, const Call& call) {
  TWIN_TRY(const Collection* collection, find_collection(call.at("collection")));
  TWIN_TRY(const twin::Snapshot state, state_of(services, call));
  const std::string type = call.text_or("type", "");
  if (!type.empty() && collection->kind != twin::EntityKind::kCityObject) {
    return Problem{"parameter-invalid", "Only city objects are of several types.", "parameter type", twin::excerpt(type),
                   "Leave it out, or ask for /collections/city-objects/items."};
  }
  std::optional<DegreeBox> box;
  if (const auto given = call.box.find("bbox"); given != call.box.end()) {
    const auto& b = given->second;
    const std::size_t half = b.size() / 2;
    box = DegreeBox{b[0], b[1], b[half], b[half + 1]};
  }
  const auto offset = static_cast<std::size_t>(call.number_or("offset", 0));
  const auto limit = static_cast<std::size_t>(call.number_or("limit", 10));
  const FeaturePage page = services.features->of(state)->page(collection->kind, box, offset, limit, type);
  const std::string address = base_of(call.request) + "/collections/" + collection->id + "/items";
  const std::size_t next = offset + page.features.size();
  const Json links = page_links(call, address, next, !page.features.empty() && next < page.matched);
  return features_response(call, collection_text(page, links), collection->title);
}

Result<Response> item(const Services& services, const Call& call) {
  TWIN_TRY(const Collection* collection, find_collection(call.at("collection")));
  TWIN_TRY(const twin::Snapshot state, state_of(services, call));
  const auto number = services.twin->store().feature_number({collection->kind, call.at("id")});
  const auto index = services.features->of(state);
  const FeatureText* feature = number ? index->find(*number) : nullptr;
  if (feature == nullptr || feature->kind != collection->kind) {
    return Problem{"not-found", "There is no feature of this id on the branch.", "address", twin::excerpt(call.at("id")),
                   "List them with /collections/" + std::string(collection->id) + "/items."};
  }
  const std::string etag = "\"" + feature->value.hex().substr(0, 32) + "\"";
  const std::string home = base_of(call.request) + "/collections/" + collection->id;
  const std::string query = query_without(call, "f");
  const std::string self = home + "/items/" + percent_encoded(call.at("id")) + (query.empty() ? "" : "?" + query);
  const Json links = {link_to(self, "self", kGeoJson), link_to(home, "collection", "application/json"),
                      link_to(self + (self.find('?') == std::string::npos ? "?" : "&") + "f=html", "alternate", "text/html")};
  std::string text = *feature->json;
  text.pop_back();
  text += ",\"links\":" + json_text(links) + "}";
  TWIN_TRY(Response out, features_response(call, std::move(text), call.at("id")));
  out.headers.emplace_back("ETag", etag);
  return is_unchanged(call.request, etag) ? not_modified(std::move(out)) : std::move(out);
}

}  // namespace

void add_feature_routes(Router& router, const Services& services) {
  router.add({.method = "GET", .pattern = "/collections", .operation = "listCollections",
              .summary = "The collections of features", .parameters = {format_parameter()},
              .handle = [services](const Call& call) -> Result<Response> {
                const std::string base = base_of(call.request);
                Json list = Json::array();
                for (const auto& collection : kCollections) list.push_back(collection_json(services, collection, base));
                return document_response(call, {{"collections", std::move(list)},
                                                {"links", {link_to(base + "/collections", "self", "application/json"),
                                                           link_to(base + "/collections?f=html", "alternate", "text/html")}}},
                                         "Collections");
              }});
  router.add({.method = "GET", .pattern = "/collections/{collection}", .operation = "describeCollection",
              .summary = "One collection", .parameters = {format_parameter()},
              .handle = [services](const Call& call) -> Result<Response> {
                TWIN_TRY(const Collection* collection, find_collection(call.at("collection")));
                return document_response(call, collection_json(services, *collection, base_of(call.request)), collection->title);
              }});
  const Parameter limit = {.name = "limit", .kind = Parameter::Kind::kInteger,
                           .description = "Features in one answer, 10 when left out; more than 10000 means 10000.",
                           .lowest = 1, .highest = 10000, .clamp = true};
  const Parameter offset = {.name = "offset", .kind = Parameter::Kind::kInteger, .description = "Features to skip.",
                            .lowest = 0, .highest = 4294967295.0};
  const Parameter bbox = {.name = "bbox", .kind = Parameter::Kind::kBox,
                          .description = "West, south, east, north in degrees (CRS84), or six numbers with heights, which do not count."};
  const Parameter datetime = {.name = "datetime", .kind = Parameter::Kind::kText,
                              .description = "Time in the real world: an instant or date, or of an interval its end; features that name no time match always."};
  const Parameter type = {.name = "type", .kind = Parameter::Kind::kText,
                          .description = "Of city objects: their class in the city model, such as Road or WaterBody."};
  router.add({.method = "GET", .pattern = "/collections/{collection}/items", .operation = "listFeatures",
              .summary = "Features as GeoJSON in CRS84",
              .parameters = {bbox, limit, offset, datetime, type, branch_parameter(), as_of_parameter(), valid_at_parameter(), format_parameter()}, .response_type = kGeoJson,
              .handle = [services](const Call& call) { return items(services, call); }});
  router.add({.method = "GET", .pattern = "/collections/{collection}/items/{id}", .operation = "getFeature",
              .summary = "One feature by its id",
              .parameters = {branch_parameter(), as_of_parameter(), valid_at_parameter(), format_parameter()},
              .response_type = kGeoJson, .handle = [services](const Call& call) { return item(services, call); }});
}

}  // namespace server
