#include "sim/massing/massing_process.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/massing/massing.hpp"
#include "sim/run/input_reading.hpp"
#include "sim/run/lineage.hpp"
#include "sim/run/nearest_word.hpp"
#include "sim/zoning/unit_list.hpp"
#include "sim/zoning/zoning_process.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using twin::Json;

/// A figure of a kind that a request may change.
struct Figure {
  std::string_view name;
  double MassingKind::*into;
  NumberRange range;
  const char* title;
};
constexpr Figure kFigures[] = {
    {"frame_depth_m", &MassingKind::depth_m, {4, 200}, "Depth of the frame, at most, m"},
    {"frame_depth_min_m", &MassingKind::depth_min_m, {4, 200}, "Depth of the frame, at least, m"},
    {"length_min_m", &MassingKind::length_min_m, {4, 2000}, "Length of a building, at least, m"},
    {"length_max_m", &MassingKind::length_max_m, {4, 2000}, "Length of a building, at most, m"},
    {"gap_along_m", &MassingKind::gap_along_m, {0, 500}, "Distance between buildings of a line, m"},
    {"gap_across_m", &MassingKind::gap_across_m, {0, 500}, "Distance between lines of buildings, m"},
    {"courtyard_min_m", &MassingKind::courtyard_min_m, {0, 500}, "Width of a courtyard, at least, m"},
    {"stair_every_m", &MassingKind::stair_every_m, {0, 500}, "Length of the frame that one staircase serves, m; 0: one for each building"},
};

twin::Result<MassingKind> read_kind(const Json& inputs) {
  std::vector<std::string_view> names;
  for (const auto& kind : massing_kinds()) names.push_back(kind.name);
  if (!inputs.contains("kind")) return input_invalid("/kind", "The kind of buildings is missing.", Json(), "Send perimeter, slab, point, row or detached.");
  TWIN_TRY(const auto name, read_text(inputs["kind"], "/kind"));
  const auto* const known = find_massing_kind(name);
  if (known == nullptr)
    return twin::Problem{"code-unknown", "There is no massing of this kind.", "/kind", twin::excerpt(name), did_you_mean(name, names)};
  MassingKind out = *known;
  if (inputs.contains("layout")) {
    std::vector<std::string_view> members{"storeys_max"};
    for (const auto& figure : kFigures) members.push_back(figure.name);
    const Json& layout = inputs["layout"];
    TWIN_CHECK(expect_members(layout, "/layout", members));
    for (const auto& figure : kFigures) {
      if (!layout.contains(figure.name)) continue;
      TWIN_TRY(out.*figure.into, read_number(layout[std::string(figure.name)], pointer_to("/layout", figure.name), figure.range));
    }
    if (layout.contains("frame_depth_m") && !layout.contains("frame_depth_min_m")) out.depth_min_m = std::min(out.depth_min_m, out.depth_m);
    if (layout.contains("storeys_max")) {
      TWIN_TRY(const double storeys, read_number(layout["storeys_max"], "/layout/storeys_max", {1, 200}));
      out.storeys_max = static_cast<int>(storeys);
    }
  }
  const auto ordered = [](double low, double high, const char* member) -> twin::Status {
    if (low <= high) return twin::Done{};
    return twin::Problem{"value-out-of-range", "The least is greater than the most.", pointer_to("/layout", member),
                         fmt::format("{} > {}", low, high), "Correct one of the two."};
  };
  TWIN_CHECK(ordered(out.depth_min_m, out.depth_m, "frame_depth_min_m"));
  TWIN_CHECK(ordered(out.length_min_m, out.length_max_m, "length_min_m"));
  return out;
}

class MassingProcess final : public Process {
 public:
  std::string_view id() const override { return "massing"; }
  std::string_view version() const override { return "1.2.0"; }
  std::string_view title() const override { return "Massing"; }
  std::string_view summary() const override {
    return "Plausible buildings inside the legal envelope of one plan unit, or of each of a branch or plan, storey by storey until the floor area allowed is "
           "reached, or what prevents it.";
  }

  Json input_schema() const override {
    Json properties = zoning_member_schemas();
    Json kinds = Json::array();
    for (const auto& kind : massing_kinds()) kinds.push_back(kind.name);
    properties["kind"] = {{"type", "string"}, {"title", "Kind of buildings"}, {"enum", std::move(kinds)}};
    Json figures;
    for (const auto& figure : kFigures)
      figures[std::string(figure.name)] = {{"type", "number"}, {"title", figure.title}, {"minimum", figure.range.least}, {"maximum", figure.range.most}};
    figures["storeys_max"] = {{"type", "integer"}, {"title", "Storeys at most, beside the plan's limit"}, {"minimum", 1}};
    properties["layout"] = {{"type", "object"}, {"title", "Figures of the kind"}, {"additionalProperties", false}, {"properties", std::move(figures)}};
    properties["direction_deg"] = {{"type", "number"}, {"title", "Direction of the lines, clockwise from grid north"},
                                   {"description", "Left out: the best of those of the boundary's edges."}};
    properties["plan"] = plan_member_schema();
    properties["seed"] = {{"type", "integer"}, {"minimum", 0}, {"title", "Seed"}, {"description", "In place of the run's."}};
    return {{"type", "object"}, {"required", {"kind"}}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  }

  Json output_schema() const override {
    Json properties;
    const auto number = [](const char* title) { return Json{{"type", "number"}, {"title", title}}; };
    const auto list = [](const char* title, const char* description) {
      return Json{{"type", "array"}, {"title", title}, {"description", description}, {"items", {{"type", "object"}}}};
    };
    properties["kind"] = {{"type", "string"}, {"title", "Kind of buildings"}};
    properties["floor_area_allowed_k_m2"] = {{"type", "number"}, {"nullable", true}, {"title", "Floor area allowed, k-m2"}};
    properties["floor_area_k_m2"] = number("Floor area of the buildings, k-m2");
    properties["footprint_m2"] = number("Footprint of the buildings, m2");
    properties["prevented_by"] = list("What keeps it from the floor area allowed", "{rule, loss_k_m2, sentence}; empty where it is reached");
    properties["buildings"] = list("Buildings",
                                   "{id, storeys, floor_area_k_m2, base_n2000_m, top_n2000_m, frame_length_m, floors: [{storey, floor_n2000_m, "
                                   "top_n2000_m, area_k_m2, outline}], staircases, units}");
    properties["warnings"] = {{"type", "array"}, {"title", "Warnings"}, {"items", {{"type", "string"}}}};
    properties["model"] = {{"type", "object"}, {"nullable", true}, {"title", "The buildings as closed solids, a CityJSON 2.0 document"}};
    add_for_all_schema(properties);
    properties["lineage"] = lineage_schema();
    return {{"type", "object"}, {"properties", std::move(properties)}};
  }

  Json example() const override {
    Json out = zoning_example();
    out["kind"] = "slab";
    return out;
  }

  twin::Result<Json> run(const Json& inputs, const RunContext& context, Sink& sink) const override {
    sink.progress(0, "inputs");
    auto names = zoning_members();
    names.insert(names.end(), {"kind", "layout", "direction_deg", "seed", "plan"});
    TWIN_CHECK(expect_members(inputs, "", names));
    TWIN_TRY(const auto kind, read_kind(inputs));
    TWIN_TRY(auto units, read_units(inputs, context));
    std::optional<double> direction;
    if (inputs.contains("direction_deg")) {
      TWIN_TRY(direction, read_number(inputs["direction_deg"], "/direction_deg", {-360, 360}));
    }
    if (inputs.contains("seed")) {
      if (!inputs["seed"].is_number_integer() || inputs["seed"] < 0) return input_invalid("/seed", "A seed is a whole number from 0.", inputs["seed"], "Send 41.");
      for (auto& unit : units) unit.seed = inputs["seed"].get<std::uint64_t>();
    }
    const auto one = [&](const ZoningInput& unit) -> twin::Result<Json> {
      TWIN_TRY(const auto massing, massing_of(unit, kind, direction));
      return to_json(massing, unit);
    };
    Json out;
    if (asks_for_all(inputs)) {
      TWIN_TRY(out, for_all(units, sink, one));
    } else {
      sink.progress(0.1, "layout and storeys");
      TWIN_TRY(out, one(units.front()));
    }
    out["lineage"] = lineage_of(*this, inputs, context);
    if (inputs.contains("seed")) out["lineage"]["seed"] = inputs["seed"];
    sink.progress(1, "done");
    return out;
  }
};

}  // namespace

const Process& massing_process() {
  static const MassingProcess process;
  return process;
}

}  // namespace sim
