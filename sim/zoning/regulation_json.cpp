#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "sim/zoning/regulation_types.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/city/plan_document.hpp"

namespace sim {
namespace {

using twin::Json;
using twin::Regulation;

constexpr std::size_t kMostRegulations = 1000;

twin::Status read_optional(const Json& json, std::string_view pointer, const char* member,
                           std::optional<double>& out) {
  if (!json.contains(member)) return twin::Done{};
  TWIN_TRY(out, read_number(json[member], pointer_to(pointer, member)));
  return twin::Done{};
}

twin::Status read_optional(const Json& json, std::string_view pointer, const char* member, std::string& out) {
  if (!json.contains(member)) return twin::Done{};
  TWIN_TRY(out, read_text(json[member], pointer_to(pointer, member)));
  return twin::Done{};
}

twin::Result<std::vector<std::uint32_t>> read_edges(const Json& json, std::string_view pointer) {
  if (!json.is_array())
    return input_invalid(pointer, "The edges are a list of numbers.", json,
                         "Send [0, 2], or leave it out for all edges.");
  if (json.empty())
    return input_invalid(pointer, "A sky-plane over no edge at all limits nothing.", json,
                         "Name edges, leave the member out for all of them, or leave out the sky-plane.");
  std::vector<std::uint32_t> out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto place = pointer_to(pointer, i);
    if (!json[i].is_number_integer() || json[i] < 0) {
      return input_invalid(place, "An edge is a whole number from 0.", json[i],
                           "Edge i joins vertices i and i+1 of the outer ring.");
    }
    if (json[i] > 1'000'000) {
      return twin::Problem{"edge-unknown", "The outer ring has no such edge.", place, shown(json[i]),
                           "Edge i joins vertices i and i+1 of the outer ring."};
    }
    out.push_back(json[i].get<std::uint32_t>());
  }
  return out;
}

twin::Result<Regulation> read_regulation(const Json& json, std::string_view pointer,
                                         std::span<const Regulation> kept) {
  std::vector<std::string_view> names = {"type", "value",     "value_max",      "unit",
                                         "text", "angle_deg", "start_height_m", "edges"};
  const auto more = twin::regulation_member_names();
  names.insert(names.end(), more.begin(), more.end());
  TWIN_CHECK(expect_members(json, pointer, names));
  if (!json.contains("type"))
    return input_invalid(pointer, "A regulation needs its type.", json,
                         "Send its national code, or a generic type.");
  Regulation out;
  TWIN_CHECK(read_optional(json, pointer, "type", out.type));
  TWIN_CHECK(read_optional(json, pointer, "value", out.value));
  TWIN_CHECK(read_optional(json, pointer, "value_max", out.value_max));
  TWIN_CHECK(read_optional(json, pointer, "unit", out.unit));
  TWIN_CHECK(read_optional(json, pointer, "text", out.text));
  TWIN_CHECK(read_optional(json, pointer, "angle_deg", out.angle_deg));
  TWIN_CHECK(read_optional(json, pointer, "start_height_m", out.start_height_m));
  if (json.contains("edges")) {
    TWIN_TRY(out.edges, read_edges(json["edges"], pointer_to(pointer, "edges")));
  }
  TWIN_CHECK(twin::take_regulation_members(json, std::string(pointer), out));
  if (std::find(kept.begin(), kept.end(), out) == kept.end()) TWIN_CHECK(check_regulation(out, pointer));
  return out;
}

Json to_json(const Regulation& regulation) {
  Json out = {{"type", regulation.type}};
  if (regulation.value) out["value"] = *regulation.value;
  if (regulation.value_max) out["value_max"] = *regulation.value_max;
  if (!regulation.unit.empty()) out["unit"] = regulation.unit;
  if (!regulation.text.empty()) out["text"] = regulation.text;
  if (regulation.angle_deg) out["angle_deg"] = *regulation.angle_deg;
  if (regulation.start_height_m) out["start_height_m"] = *regulation.start_height_m;
  if (!regulation.edges.empty()) out["edges"] = regulation.edges;
  twin::put_regulation_members(regulation, out);
  return out;
}

}  // namespace

Json regulations_to_json(const std::vector<Regulation>& regulations) {
  Json out = Json::array();
  for (const auto& regulation : regulations) out.push_back(to_json(regulation));
  return out;
}

twin::Result<std::vector<Regulation>> regulations_from_json(const Json& json, std::string_view pointer,
                                                            std::span<const Regulation> kept) {
  if (!json.is_array())
    return input_invalid(pointer, "The regulations are a list.", json, "Send [{\"type\": …}, …].");
  if (json.size() > kMostRegulations) {
    return twin::Problem{
        "value-out-of-range", fmt::format("A unit has at most {} regulations.", kMostRegulations),
        std::string(pointer), fmt::format("{}", json.size()), "Join those that say the same."};
  }
  std::vector<Regulation> out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    TWIN_TRY(auto regulation, read_regulation(json[i], pointer_to(pointer, i), kept));
    out.push_back(std::move(regulation));
  }
  return out;
}

}  // namespace sim
