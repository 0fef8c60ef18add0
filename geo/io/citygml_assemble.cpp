#include "geo/io/citygml_assemble.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace geo {
namespace {

using Graph = GeometryGraph;

/// A graph that refers to itself is deeper than this. One that refers to the same thing again and
/// again, each time through another level, takes more steps per node than any model does.
constexpr int kMaxDepth = 128;
constexpr std::size_t kFreeSteps = 10'000, kStepsPerNode = 100;
constexpr std::uint8_t kForward = 1, kReversed = 2;

}  // namespace

std::vector<AssemblyFault> CityGmlAssembler::assemble(const Graph& graph, RawBuilding& building,
                                                      std::vector<EmittedPolygon>* emitted,
                                                      std::vector<EmittedPolygon>* emitted_aside) {
  graph_ = &graph;
  building_ = &building;
  emitted_ = emitted;
  emitted_aside_ = emitted_aside;
  levels_aside_ = 0;
  aside_ = false;
  faults_.clear();
  steps_left_ = kFreeSteps + kStepsPerNode * (graph.nodes.size() + graph.references.size());
  points_out_ = points_aside_ = 0;
  kind_of_.assign(graph.polygons.size(), twin::SurfaceKind::kUnspecified);
  ways_.assign(graph.polygons.size(), 0);
  number_.assign(graph.polygons.size(), 0);
  used_.clear();
  if (resolve() && find_kinds()) {
    sort_roots(building.parts.size());
    for (std::uint32_t part = 0; part < building.parts.size() && fill(part); ++part) {}
    fill_lines();
  }
  return std::move(faults_);
}

void CityGmlAssembler::index_ids() {
  const auto& ids = graph_->node_ids;
  std::size_t size = 16;
  while (size < 2 * ids.size()) size *= 2;
  id_table_.assign(size, -1);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto& place = id_table_[place_of_id(graph_->view(ids[i].id))];
    if (place < 0) place = static_cast<std::int32_t>(i);
  }
}

/// Where an id is in the table, or would be.
std::size_t CityGmlAssembler::place_of_id(std::string_view id) const {
  const std::size_t mask = id_table_.size() - 1;
  std::size_t at = std::hash<std::string_view>{}(id) & mask;
  while (id_table_[at] >= 0 && graph_->view(graph_->node_ids[static_cast<std::size_t>(id_table_[at])].id) != id) {
    at = (at + 1) & mask;
  }
  return at;
}

bool CityGmlAssembler::resolve() {
  const auto& references = graph_->references;
  targets_.assign(references.size(), -1);
  id_table_.clear();
  for (std::size_t i = 0; i < references.size(); ++i) {
    const std::string_view target = graph_->view(references[i].target);
    if (target.starts_with('#')) {
      if (id_table_.empty()) index_ids();
      const std::int32_t found = id_table_[place_of_id(target.substr(1))];
      if (found >= 0) targets_[i] = graph_->node_ids[static_cast<std::size_t>(found)].node;
    }
    if (targets_[i] < 0 && !references[i].may_be_open) {
      faults_.push_back({"xlink-unresolved", std::string(target), references[i].line,
                         "no geometry of this building has the id that is referred to; what another one has is to be repeated here"});
    }
  }
  return faults_.empty();
}

/// A polygon is what the first boundary surface says that has it, or else the first opening.
bool CityGmlAssembler::find_kinds() {
  const bool openings = graph_->has_openings;
  if (openings) surface_of_.assign(graph_->polygons.size(), 0);
  for (const auto& root : graph_->roots) {
    if (root.kind == twin::SurfaceKind::kUnspecified && (!openings || root.surface == 0)) continue;
    uses_.clear();
    if (!walk(root.members, false, 0, uses_, nullptr)) return false;
    for (const Use& use : uses_) {
      const auto polygon = static_cast<std::size_t>(use.polygon);
      if (kind_of_[polygon] == twin::SurfaceKind::kUnspecified) kind_of_[polygon] = root.kind;
      if (openings && surface_of_[polygon] == 0) surface_of_[polygon] = root.surface;
    }
  }
  return true;
}

/// Boundary surfaces of which an opening is used, in the order of these.
void CityGmlAssembler::number_walls() {
  wall_of_.assign(graph_->surfaces + 1, 0);
  std::uint32_t last = 0;
  for (const std::size_t i : used_) {
    auto& wall = wall_of_[surface_of_[i]];
    if (twin::is_opening(kind_of_[i]) && surface_of_[i] != 0 && wall == 0) wall = ++last;
  }
}

void CityGmlAssembler::sort_roots(std::size_t parts) {
  first_root_.assign(parts + 2, 0);
  for (const auto& root : graph_->roots) ++first_root_[root.part + 2];
  for (std::size_t i = 2; i < first_root_.size(); ++i) first_root_[i] += first_root_[i - 1];
  roots_.resize(graph_->roots.size());
  // first_root_[part + 1] goes from where the part's begin to where they end, which is where the next one's begin.
  for (const auto& root : graph_->roots) roots_[first_root_[root.part + 1]++] = &root;
}

/// Lists the polygons below; solids go to `solids` where it is given, else count as their faces.
bool CityGmlAssembler::walk(const Graph::List& members, bool reversed, int depth, std::vector<Use>& uses,
                            Shells* solids) {
  for (std::int32_t m = members.first; m >= 0; m = graph_->members[static_cast<std::size_t>(m)].next) {
    const auto& member = graph_->members[static_cast<std::size_t>(m)];
    if (steps_left_-- == 0) return fault(member, "object-too-large", "its references multiply without end");
    if (depth > kMaxDepth) return fault(member, "xlink-unresolved", "the reference leads back to itself");
    const auto at = member.node >= 0 ? member.node : targets_[static_cast<std::size_t>(member.reference)];
    if (at < 0) continue;  // left out, which was told
    const auto& node = graph_->nodes[static_cast<std::size_t>(at)];
    if (node.kind == Graph::Kind::kPolygon) {
      if (graph_->polygons[static_cast<std::size_t>(node.polygon)].ring_count > 0) {
        uses.push_back({node.polygon, reversed});
      }
    } else if (node.kind == Graph::Kind::kSolid && solids) {
      if (!take_solid(node, reversed, depth + 1, *solids)) return false;
    } else {
      multiple_ = multiple_ || node.multiple;
      if (!walk(node.members, reversed != node.reversed, depth + 1, uses, solids)) return false;
    }
  }
  return true;
}

bool CityGmlAssembler::take_solid(const Graph::Node& node, bool reversed, int depth, Shells& solids) {
  bool begins = true;
  for (const bool cavity : {false, true}) {
    for (std::int32_t m = node.members.first; m >= 0; m = graph_->members[static_cast<std::size_t>(m)].next) {
      const auto& member = graph_->members[static_cast<std::size_t>(m)];
      if (member.node < 0) continue;
      const auto& shell = graph_->nodes[static_cast<std::size_t>(member.node)];
      if (shell.kind != Graph::Kind::kShell || shell.cavity != cavity) continue;
      const std::size_t first = faces_.size();
      if (!walk(shell.members, reversed, depth + 1, faces_, nullptr)) return false;
      if (faces_.size() == first) continue;
      solids.push_back({begins, first, faces_.size() - first});
      begins = false;
    }
    if (begins) return true;  // without an exterior there is nothing
  }
  return true;
}

bool CityGmlAssembler::fault(const Graph::Member& member, const char* code, const char* what) {
  AssemblyFault out{code, {}, 0, what};
  if (member.reference >= 0) {
    const auto& reference = graph_->references[static_cast<std::size_t>(member.reference)];
    out.target = graph_->view(reference.target);
    out.line = reference.line;
  }
  faults_.push_back(std::move(out));
  return false;
}

bool CityGmlAssembler::fill(std::uint32_t part) {
  for (auto& level : loose_) level.clear();
  for (auto& level : solids_) level.clear();
  faces_.clear();
  apart_.fill(false);
  for (std::size_t i = first_root_[part]; i < first_root_[part + 1]; ++i) {
    const auto& root = *roots_[i];
    auto& solids = solids_[root.lod];
    const std::size_t before = solids.size();
    multiple_ = false;
    if (!walk(root.members, false, 0, loose_[root.lod], &solids)) return false;
    // Solids of several properties are no composite, nor are those of a MultiSolid.
    if (solids.size() > before && (before > 0 || multiple_)) apart_[root.lod] = true;
  }
  std::optional<std::size_t> best;
  for (std::size_t level = 0; level < kLevels; ++level) {
    if (!solids_[level].empty()) best = level;
  }
  for (std::size_t level = kLevels; level-- > 0 && !best;) {
    if (!loose_[level].empty()) best = level;
  }
  if (!best) return true;
  auto& raw = building_->parts[part];
  if (!emit(*best, part, raw.shape, emitted_)) return false;
  for (std::size_t level = 0; level < kLevels && every_level_; ++level) {
    if (level == *best || (loose_[level].empty() && solids_[level].empty())) continue;
    auto& other = raw.other_levels.emplace_back();
    other.id = raw.shape.id;
    aside_ = true;
    const bool fits = emit(level, levels_aside_++, other, emitted_aside_);
    aside_ = false;
    if (!fits) return false;
  }
  return true;
}

/// Those of one level and kind stand together, in the order of the file.
void CityGmlAssembler::fill_lines() {
  for (const auto& line : graph_->lines) {
    auto& all = building_->parts[line.part].lines;
    const std::string lod(1, static_cast<char>('0' + line.lod));
    auto place = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.lod == lod && each.points == line.point; });
    if (place == all.end()) place = all.insert(all.end(), twin::ObjectLines{lod, line.point, {}});
    const auto first = graph_->points.begin() + line.first;
    place->lines.emplace_back(first, first + line.count);
    for (const auto& at : place->lines.back()) building_->bounds.add(at);
  }
}

void CityGmlAssembler::note(const Use& use) {
  auto& ways = ways_[static_cast<std::size_t>(use.polygon)];
  if (ways == 0) used_.push_back(static_cast<std::size_t>(use.polygon));
  ways |= static_cast<std::uint8_t>(use.reversed ? kReversed : kForward);
}

bool CityGmlAssembler::emit(std::size_t level, std::uint32_t part, twin::ShapePart& shape, std::vector<EmittedPolygon>* emitted) {
  shape.lod.assign(1, static_cast<char>('0' + level));
  for (const Use& use : loose_[level]) note(use);
  for (const Shell& shell : solids_[level]) {
    for (std::size_t i = 0; i < shell.count; ++i) note(faces_[shell.first + i]);
  }
  std::sort(used_.begin(), used_.end());
  shape.polygons.reserve(shape.polygons.size() + used_.size());
  if (graph_->has_openings) number_walls();
  for (const std::size_t i : used_) {
    number_[i] = static_cast<std::uint32_t>(shape.polygons.size());
    shape.polygons.push_back(polygon(i, ways_[i] == kReversed));
    if (emitted != nullptr) {
      emitted->push_back({static_cast<std::uint32_t>(i), part, number_[i], ways_[i] == kReversed});
    }
    if (std::max(points_out_, points_aside_) > Graph::kMaxPoints) {
      return fault({}, "object-too-large", "its parts repeat the same surfaces without end");
    }
  }
  for (const Shell& shell : solids_[level]) {
    auto& solid = shell.begins_solid ? shape.solids.emplace_back() : shape.solids.back();
    auto& faces = solid.shells.emplace_back();
    faces.reserve(shell.count);
    for (std::size_t i = 0; i < shell.count; ++i) {
      const Use& use = faces_[shell.first + i];
      const auto polygon = static_cast<std::size_t>(use.polygon);
      faces.push_back({number_[polygon], use.reversed && ways_[polygon] == (kForward | kReversed)});
    }
  }
  shape.solids_apart = apart_[level] && shape.solids.size() > 1;
  for (const std::size_t i : used_) ways_[i] = 0;
  used_.clear();
  return true;
}

twin::Polygon3 CityGmlAssembler::polygon(std::size_t index, bool turned) {
  const auto& raw = graph_->polygons[index];
  twin::Polygon3 out;
  out.id = graph_->view(raw.id);
  out.kind = kind_of_[index];
  if (graph_->has_openings) out.wall = wall_of_[surface_of_[index]];
  for (std::uint32_t r = 0; r < raw.ring_count; ++r) {
    const auto& ring = graph_->rings[raw.first_ring + r];
    const auto first = graph_->points.begin() + ring.first;
    twin::Ring3 points{{first, first + ring.count}};
    (aside_ ? points_aside_ : points_out_) += ring.count;
    if (turned) std::reverse(points.points.begin(), points.points.end());
    if (!aside_) {
      for (const auto& p : points.points) building_->bounds.add(p);
    }
    if (r == 0)
      out.exterior = std::move(points);
    else
      out.interiors.push_back(std::move(points));
  }
  return out;
}

}  // namespace geo
