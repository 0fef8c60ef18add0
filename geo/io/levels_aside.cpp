#include "geo/io/levels_aside.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "geo/io/appearance_follow.hpp"
#include "geo/io/cityjson_boundaries.hpp"
#include "geo/io/shape_placing.hpp"

namespace geo {
namespace {

std::string listed(const std::map<std::string, std::uint64_t>& numbers) {
  std::string out;
  for (const auto& [lod, number] : numbers) out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", lod, number);
  return out;
}

/// Keeps the levels that `keep` says, with what covers them.
template <class Keep>
void keep_where(twin::OtherLevels& levels, const Keep& keep) {
  twin::OtherLevels out;
  std::vector<PartPlace> places(levels.shape.parts.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!keep(i)) {
      places[i] = {1, 0};
      continue;
    }
    places[i] = {0, static_cast<std::uint32_t>(out.part_of.size())};
    out.shape.parts.push_back(std::move(levels.shape.parts[i]));
    out.part_of.push_back(levels.part_of[i]);
  }
  if (!levels.shape.appearance.empty()) out.shape.appearance = std::move(split_look(levels.shape.appearance, places, 2).front());
  levels = std::move(out);
}

bool place_part(twin::ShapePart& part, const Placement& placement, AxisOrder order) {
  twin::BuildingShape one;
  one.parts.push_back(std::move(part));
  const bool fine = place_shape(one, placement, order);
  part = std::move(one.parts.front());
  return fine;
}

}  // namespace

void LevelTally::add(const twin::BuildingShape& taken, const twin::OtherLevels& aside) {
  std::set<std::string> here;
  for (const auto& part : aside.shape.parts) here.insert(part.lod);
  if (here.empty()) return;
  ++objects_;
  for (const auto& lod : std::exchange(here, {})) ++aside_[lod];
  for (const auto& part : taken.parts) {
    if (!part.polygons.empty()) here.insert(part.lod);
  }
  for (const auto& lod : here) ++taken_[lod];
}

void LevelTally::add(const LevelTally& other) {
  for (const auto& [to, from] : {std::pair{&aside_, &other.aside_}, {&taken_, &other.taken_}, {&left_out_, &other.left_out_}}) {
    for (const auto& [lod, number] : *from) (*to)[lod] += number;
  }
  objects_ += other.objects_;
}

void LevelTally::conclude(twin::Diagnostics& out) const {
  if (objects_ > 0) {
    out.add({"lod-kept-aside", twin::Severity::kInfo, "", "", "",
             fmt::format("LoD {} of {} objects; taken is {}", listed(aside_), objects_, listed(taken_)),
             "Nothing to do: one level of each part is checked, drawn and computed with; CityJSON exports write all of them."});
  }
  if (!left_out_.empty()) {
    out.add({"lod-left-out", twin::Severity::kWarning, "", "", "", fmt::format("LoD {}", listed(left_out_)),
             "These levels of detail lie where the frame of the twin is not defined, or are named as no level of CityJSON or like another one of "
             "the same object; correct them in the source."});
  }
}

twin::OtherLevels take_other_levels(RawBuilding& raw, LevelTally& tally) {
  twin::OtherLevels out;
  out.shape.appearance = std::exchange(raw.other_look, {});
  bool all = true;
  for (std::uint32_t i = 0; i < raw.parts.size(); ++i) {
    for (auto& level : std::exchange(raw.parts[i].other_levels, {})) {
      out.shape.parts.push_back(std::move(level));
      out.part_of.push_back(i);
      all = all && cityjson::rank_of(out.shape.parts.back().lod) && out.shape.parts.back().lod != raw.parts[i].shape.lod;
    }
  }
  if (all) return out;
  keep_where(out, [&](std::size_t i) {
    const auto& lod = out.shape.parts[i].lod;
    const bool keep = cityjson::rank_of(lod) && lod != raw.parts[out.part_of[i]].shape.lod;
    if (!keep) tally.leave_out(lod);
    return keep;
  });
  return out;
}

void place_other_levels(twin::OtherLevels& levels, const std::string& id, const Placement& placement, AxisOrder order,
                        const ShapeChecks& checks, LevelTally& tally, twin::Diagnostics& out) {
  keep_where(levels, [&](std::size_t i) {
    const bool fits = place_part(levels.shape.parts[i], placement, order);
    if (!fits) tally.leave_out(levels.shape.parts[i].lod);
    return fits;
  });
  if (checks.every_level && !levels.shape.parts.empty()) validate_shape(levels.shape, id, checks.tolerances, out);
  drop_repeated_vertices(levels.shape);
}

}  // namespace geo
