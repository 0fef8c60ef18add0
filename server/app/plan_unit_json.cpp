#include "server/app/plan_unit_json.hpp"

#include <array>
#include <algorithm>

#include "geo/solid/envelope.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/instant.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/plan_document.hpp"
#include "twin_core/store/edit_lock.hpp"

namespace server {

using twin::Json;
using twin::Problem;

std::string lock_key(const std::string& branch, const std::string& id) {
  return twin::edit_lock_key(branch, {twin::EntityKind::kPlanUnit, id});
}

Json plan_unit_to_json(const twin::PlanUnit& unit, twin::FeatureNumber feature, const twin::Digest& value,
                       const std::vector<twin::Claim>& locks) {
  Json lock = nullptr;
  if (!locks.empty()) {
    lock = {{"owner", locks.front().owner}, {"expires_at", nullptr}};
    if (locks.front().expires_at) lock["expires_at"] = twin::to_rfc3339(*locks.front().expires_at);
  }
  Json out = {{"id", unit.id},
          {"feature", feature},
          {"digest", value.hex()},
          {"name", {{"fi", unit.name_fi}, {"sv", unit.name_sv}, {"en", unit.name_en}}},
          {"symbol", unit.symbol},
          {"use_codes", unit.use_codes},
          {"boundary", sim::polygon_to_json(unit.boundary)},
          {"ground_level_n2000_m", unit.ground_level_m},
          {"regulations", sim::regulations_to_json(unit.regulations)},
          {"assumptions", sim::assumptions_to_json(unit.assumptions)},
          {"source", unit.source},
          {"edit_lock", std::move(lock)}};
  twin::put_plan_members(unit, out);
  return out;
}

namespace {

constexpr std::array kMembers = {"id",     "feature",   "digest",     "name",
                                 "symbol", "use_codes", "boundary",   "ground_level_n2000_m",
                                 "source", "edit_lock", "assumptions", "regulations"};

Problem invalid(std::string pointer, std::string rule, const Json& value) {
  return {"input-invalid", std::move(rule), std::move(pointer), value.dump().substr(0, 80),
          "See GET /api for the shape of a plan unit."};
}

/// Names are shown in terminals, pages and tables: no control characters, nothing that turns the writing round.
twin::Status check_text(const std::string& text, const std::string& pointer, std::size_t most) {
  if (text.size() > most) {
    return Problem{"name-invalid", "The text is too long.", pointer, twin::excerpt(text),
                   "Shorten it to " + std::to_string(most) + " bytes."};
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::string_view three = std::string_view(text).substr(i, 3);
    const bool turns = three == "\u202A" || three == "\u202B" || three == "\u202C" || three == "\u202D" || three == "\u202E" ||
                       three == "\u2066" || three == "\u2067" || three == "\u2068" || three == "\u2069";
    if ((byte >= 0x20 || byte == '\n' || byte == '\t') && byte != 0x7F && !turns) continue;
    return Problem{"name-invalid", "The text holds a character that cannot be shown.", pointer, twin::excerpt(text),
                   "Remove control characters and marks of writing direction."};
  }
  return twin::Done{};
}

twin::Result<std::string> text_member(const Json& object, const char* name, const std::string& pointer) {
  if (!object.contains(name) || object[name].is_null()) return std::string{};
  if (!object[name].is_string()) return invalid(pointer + "/" + name, "A text is expected.", object[name]);
  auto text = object[name].get<std::string>();
  TWIN_CHECK(check_text(text, pointer + "/" + name, 4000));
  return text;
}

}  // namespace

twin::Result<twin::PlanUnit> plan_unit_from_json(const Json& document, const std::string& id,
                                                 const twin::PlanUnit* before) {
  if (!document.is_object()) return invalid("", "A plan unit is a JSON object.", document);
  for (const auto& [name, value] : document.items()) {
    const auto more = twin::plan_member_names();
    if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end() &&
        std::find(more.begin(), more.end(), name) == more.end()) {
      return Problem{"member-unknown", "A plan unit has no member of this name.", "/" + name, name,
                     "Remove it or correct its spelling."};
    }
  }
  if (const auto said = document.find("id"); said != document.end() && *said != id) {
    return invalid("/id", "The id is the one of the address, \"" + id + "\".", *said);
  }
  TWIN_CHECK(check_text(id, "/id", 128));
  twin::PlanUnit unit;
  unit.id = id;
  if (document.contains("name")) {
    const Json& name = document["name"];
    if (!name.is_object()) return invalid("/name", "Names are an object with fi, sv and en.", name);
    for (const auto& [language, value] : name.items()) {
      if (language != "fi" && language != "sv" && language != "en") {
        return Problem{"member-unknown", "Names are given in fi, sv and en.", "/name/" + language, language,
                       "Remove it."};
      }
    }
    TWIN_TRY(unit.name_fi, text_member(name, "fi", "/name"));
    TWIN_TRY(unit.name_sv, text_member(name, "sv", "/name"));
    TWIN_TRY(unit.name_en, text_member(name, "en", "/name"));
  }
  TWIN_TRY(unit.symbol, text_member(document, "symbol", ""));
  TWIN_TRY(unit.source, text_member(document, "source", ""));
  if (document.contains("use_codes")) {
    const Json& codes = document["use_codes"];
    if (!codes.is_array()) return invalid("/use_codes", "A list of national use codes is expected.", codes);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      if (!codes[i].is_string()) {
        return invalid("/use_codes/" + std::to_string(i), "A use code is a text.", codes[i]);
      }
      unit.use_codes.push_back(codes[i].get<std::string>());
    }
  }
  if (!document.contains("boundary")) {
    return Problem{"input-invalid", "A plan unit needs its boundary.", "/boundary", "",
                   "Give a GeoJSON Polygon, coordinates easting, northing in the twin's frame."};
  }
  TWIN_TRY(unit.boundary, sim::polygon_from_json(document["boundary"], "/boundary"));
  if (auto checked = geo::check_polygon(unit.boundary); !checked) {
    Problem problem = checked.problem();
    problem.place = "/boundary " + problem.place;
    return problem;
  }
  if (document.contains("ground_level_n2000_m")) {
    const Json& level = document["ground_level_n2000_m"];
    if (!level.is_number()) return invalid("/ground_level_n2000_m", "A number of metres is expected.", level);
    unit.ground_level_m = level.get<double>();
    if (unit.ground_level_m < -100 || unit.ground_level_m > 1000) {
      return Problem{"value-out-of-range", "Ground lies between -100 and 1,000 m.", "/ground_level_n2000_m",
                     level.dump(), "Give the height in metres above the N2000 zero."};
    }
  }
  if (document.contains("regulations")) {
    TWIN_TRY(unit.regulations, sim::regulations_from_json(document["regulations"], "/regulations",
                                                          before ? before->regulations : std::vector<twin::Regulation>{}));
  }
  if (document.contains("assumptions") && !document["assumptions"].is_null()) {
    TWIN_TRY(unit.assumptions, sim::assumptions_from_json(document["assumptions"], "/assumptions"));
  }
  TWIN_CHECK(twin::take_plan_members(document, "", unit));
  TWIN_CHECK(check_text(unit.description, "/description", 4000));
  TWIN_CHECK(check_text(unit.plan.name, "/plan/name", 4000));
  TWIN_CHECK(check_text(unit.plan.planner, "/plan/planner", 4000));
  TWIN_CHECK(check_text(unit.repealed_by, "/repealed_by", 4000));
  return unit;
}

}  // namespace server
