#include "geo/io/plan_json.hpp"

#include "twin_core/city/plan_document.hpp"

namespace geo {

twin::Json regulations_json(const std::vector<twin::Regulation>& regulations) {
  auto out = twin::Json::array();
  for (const auto& regulation : regulations) {
    twin::Json item{{"type", regulation.type}};
    if (regulation.value) item["value"] = *regulation.value;
    if (regulation.value_max) item["value_max"] = *regulation.value_max;
    if (!regulation.unit.empty()) item["unit"] = regulation.unit;
    if (!regulation.text.empty()) item["text"] = regulation.text;
    if (regulation.angle_deg) item["angle_deg"] = *regulation.angle_deg;
    if (regulation.start_height_m) item["start_height_m"] = *regulation.start_height_m;
    if (!regulation.edges.empty()) item["edges"] = regulation.edges;
    twin::put_regulation_members(regulation, item);
    out.push_back(std::move(item));
  }
  return out;
}

std::string regulations_text(const std::vector<twin::Regulation>& regulations) {
  return regulations_json(regulations).dump(-1, ' ', false, twin::Json::error_handler_t::replace);
}

}  // namespace geo
