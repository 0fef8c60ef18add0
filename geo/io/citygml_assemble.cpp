#include <algorithm>
#include <array>
#include <functional>

#include "geo/io/citygml_geometry.hpp"
#include "twin_core/base/digest.hpp"

namespace geo {
namespace {

using Graph = GeometryGraph;

/// A graph that refers to itself is deeper than this. One that refers to the same thing again and
/// again, each time through another level, takes more steps per node than any model does.
constexpr int kMaxDepth = 128;
constexpr std::size_t kFreeSteps = 10'000, kStepsPerNode = 100;
constexpr std::size_t kLevels = 5;

struct Use {
  std::int32_t polygon = -1;
  bool reversed = false;
};

class Assembler {
 public:
  Assembler(Graph& graph, RawBuilding& building, std::vector<EmittedPolygon>* emitted)
      : graph_(graph),
        building_(building),
        emitted_(emitted),
        steps_left_(kFreeSteps + kStepsPerNode * (graph.nodes.size() + graph.references.size())),
        kind_of_(graph.polygons.size(), twin::SurfaceKind::kUnspecified),
        ways_(graph.polygons.size(), 0),
        number_(graph.polygons.size(), 0) {}

  std::vector<AssemblyFault> run() {
    if (!resolve()) return std::move(faults_);
    std::vector<Use> uses;
    for (const auto& root : graph_.roots) {
      if (root.kind == twin::SurfaceKind::kUnspecified) continue;
      uses.clear();
      if (!walk(root.members, false, 0, &uses, nullptr)) return std::move(faults_);
      for (const Use& use : uses) {
        auto& kind = kind_of_[static_cast<std::size_t>(use.polygon)];
        if (kind == twin::SurfaceKind::kUnspecified) kind = root.kind;
      }
    }
    std::vector<std::vector<const Graph::Root*>> roots_of(building_.parts.size());
    for (const auto& root : graph_.roots) roots_of[root.part].push_back(&root);
    for (std::size_t i = 0; i < building_.parts.size(); ++i) {
      part_ = static_cast<std::uint32_t>(i);
      if (!fill(roots_of[i], building_.parts[i].shape)) return std::move(faults_);
    }
    return std::move(faults_);
  }

 private:
  /// A solid as uses of polygons, shell by shell.
  using RawSolid = std::vector<std::vector<Use>>;

  /// Ids in a table with open addressing, twice as large as need be; a place holds an index of `node_ids`.
  using IdTable = std::vector<std::int32_t>;

  void index(IdTable& table) const {
    std::size_t size = 16;
    while (size < 2 * graph_.node_ids.size()) size *= 2;
    table.assign(size, -1);
    for (std::size_t i = 0; i < graph_.node_ids.size(); ++i) {
      auto& place = table[place_of(table, graph_.view(graph_.node_ids[i].id))];
      if (place < 0) place = static_cast<std::int32_t>(i);
    }
  }
  std::size_t place_of(const IdTable& table, std::string_view id) const {
    std::size_t at = std::hash<std::string_view>{}(id) & (table.size() - 1);
    while (table[at] >= 0 && graph_.view(graph_.node_ids[static_cast<std::size_t>(table[at])].id) != id) {
      at = (at + 1) & (table.size() - 1);
    }
    return at;
  }
  std::int32_t find(const IdTable& table, std::string_view id) const {
    const std::int32_t found = table[place_of(table, id)];
    return found < 0 ? -1 : graph_.node_ids[static_cast<std::size_t>(found)].node;
  }

  bool resolve() {
    IdTable ids;
    targets_.assign(graph_.references.size(), -1);
    for (std::size_t i = 0; i < graph_.references.size(); ++i) {
      const auto& reference = graph_.references[i];
      const std::string_view target = graph_.view(reference.target);
      if (target.starts_with('#')) {
        if (ids.empty()) index(ids);
        targets_[i] = find(ids, target.substr(1));
      }
      if (targets_[i] < 0 && !reference.may_be_open) {
        faults_.push_back({"xlink-unresolved", std::string(target), reference.line,
                           "no geometry of this building has the id that is referred to"});
      }
    }
    return faults_.empty();
  }

  /// Lists the polygons below; solids go to `solids` where it is given, else count as their faces.
  bool walk(const Graph::List& members, bool reversed, int depth, std::vector<Use>* uses,
            std::vector<RawSolid>* solids) {
    for (std::int32_t m = members.first; m >= 0; m = graph_.members[static_cast<std::size_t>(m)].next) {
      const auto& member = graph_.members[static_cast<std::size_t>(m)];
      if (steps_left_-- == 0) return fault(member, "object-too-large", "its references multiply without end");
      if (depth > kMaxDepth) return fault(member, "xlink-unresolved", "the reference leads back to itself");
      const auto at = member.node >= 0 ? member.node : targets_[static_cast<std::size_t>(member.reference)];
      if (at < 0) continue;  // left out, which was told
      const auto& node = graph_.nodes[static_cast<std::size_t>(at)];
      if (node.kind == Graph::Kind::kPolygon) {
        if (graph_.polygons[static_cast<std::size_t>(node.polygon)].ring_count > 0) {
          uses->push_back({node.polygon, reversed});
        }
      } else if (node.kind == Graph::Kind::kSolid && solids) {
        if (!take_solid(node, reversed, depth + 1, *solids)) return false;
      } else if (!walk(node.members, reversed != node.reversed, depth + 1, uses, solids)) {
        return false;
      }
    }
    return true;
  }

  bool take_solid(const Graph::Node& node, bool reversed, int depth, std::vector<RawSolid>& solids) {
    RawSolid solid;
    for (const bool cavity : {false, true}) {
      for (std::int32_t m = node.members.first; m >= 0; m = graph_.members[static_cast<std::size_t>(m)].next) {
        const auto& member = graph_.members[static_cast<std::size_t>(m)];
        if (member.node < 0) continue;
        const auto& shell = graph_.nodes[static_cast<std::size_t>(member.node)];
        if (shell.kind != Graph::Kind::kShell || shell.cavity != cavity) continue;
        std::vector<Use> faces;
        if (!walk(shell.members, reversed, depth + 1, &faces, nullptr)) return false;
        if (!faces.empty()) solid.push_back(std::move(faces));
      }
      if (solid.empty()) return true;  // without an exterior there is nothing
    }
    solids.push_back(std::move(solid));
    return true;
  }

  bool fault(const Graph::Member& member, const char* code, const char* what) {
    AssemblyFault out{code, {}, 0, what};
    if (member.reference >= 0) {
      const auto& reference = graph_.references[static_cast<std::size_t>(member.reference)];
      out.target = graph_.view(reference.target);
      out.line = reference.line;
    }
    faults_.push_back(std::move(out));
    return false;
  }

  bool fill(const std::vector<const Graph::Root*>& roots, twin::ShapePart& shape) {
    std::array<std::vector<Use>, kLevels> loose;
    std::array<std::vector<RawSolid>, kLevels> solids;
    for (const auto* root : roots) {
      if (!walk(root->members, false, 0, &loose[root->lod], &solids[root->lod])) return false;
    }
    std::optional<std::size_t> level;
    for (std::size_t lod = 0; lod < kLevels; ++lod) {
      if (!solids[lod].empty()) level = lod;
    }
    for (std::size_t lod = 0; lod < kLevels && !level; ++lod) {
      if (!loose[kLevels - 1 - lod].empty()) level = kLevels - 1 - lod;
    }
    return !level || emit(loose[*level], solids[*level], static_cast<char>('0' + *level), shape);
  }

  void note(const Use& use) {
    auto& ways = ways_[static_cast<std::size_t>(use.polygon)];
    if (ways == 0) used_.push_back(static_cast<std::size_t>(use.polygon));
    ways |= static_cast<std::uint8_t>(use.reversed ? kReversed : kForward);
  }

  bool emit(const std::vector<Use>& loose, const std::vector<RawSolid>& solids, char lod,
            twin::ShapePart& shape) {
    shape.lod.assign(1, lod);
    for (const Use& use : loose) note(use);
    for (const auto& solid : solids) {
      for (const auto& shell : solid) {
        for (const Use& use : shell) note(use);
      }
    }
    std::sort(used_.begin(), used_.end());
    shape.polygons.reserve(shape.polygons.size() + used_.size());
    for (const std::size_t i : used_) {
      number_[i] = static_cast<std::uint32_t>(shape.polygons.size());
      shape.polygons.push_back(polygon(i, ways_[i] == kReversed));
      if (emitted_ != nullptr) {
        emitted_->push_back({static_cast<std::uint32_t>(i), part_, number_[i], ways_[i] == kReversed});
      }
      if (points_out_ > Graph::kMaxPoints) {
        return fault({}, "object-too-large", "its parts repeat the same surfaces without end");
      }
    }
    for (const auto& solid : solids) {
      auto& out = shape.solids.emplace_back();
      for (const auto& shell : solid) {
        auto& faces = out.shells.emplace_back();
        faces.reserve(shell.size());
        for (const Use& use : shell) {
          const auto i = static_cast<std::size_t>(use.polygon);
          faces.push_back({number_[i], use.reversed && ways_[i] == (kForward | kReversed)});
        }
      }
    }
    for (const std::size_t i : used_) ways_[i] = 0;
    used_.clear();
    return true;
  }

  twin::Polygon3 polygon(std::size_t index, bool turned) {
    auto& raw = graph_.polygons[index];
    twin::Polygon3 out;
    out.id = graph_.view(raw.id);
    out.kind = kind_of_[index];
    for (std::uint32_t r = 0; r < raw.ring_count; ++r) {
      const auto& ring = graph_.rings[raw.first_ring + r];
      const auto first = graph_.points.begin() + ring.first;
      twin::Ring3 points{{first, first + ring.count}};
      points_out_ += ring.count;
      if (turned) std::reverse(points.points.begin(), points.points.end());
      for (const auto& p : points.points) building_.bounds.add(p);
      if (r == 0)
        out.exterior = std::move(points);
      else
        out.interiors.push_back(std::move(points));
    }
    return out;
  }

  static constexpr std::uint8_t kForward = 1, kReversed = 2;

  Graph& graph_;
  RawBuilding& building_;
  std::vector<EmittedPolygon>* emitted_;
  std::uint32_t part_ = 0;  ///< at hand
  std::vector<std::int32_t> targets_;  ///< node per reference
  std::vector<AssemblyFault> faults_;
  std::size_t steps_left_;
  std::size_t points_out_ = 0;
  // Per polygon of the graph; the last two hold for the part at hand, whose polygons `used_` lists.
  std::vector<twin::SurfaceKind> kind_of_;
  std::vector<std::uint8_t> ways_;
  std::vector<std::uint32_t> number_;
  std::vector<std::size_t> used_;
};

}  // namespace

void GeometryGraph::clear() {
  points.clear();
  rings.clear();
  polygons.clear();
  nodes.clear();
  references.clear();
  roots.clear();
  texts.clear();
  members.clear();
  node_ids.clear();
  ring_ids.clear();
}

GeometryGraph::Text GeometryGraph::keep(std::string_view text) {
  const Text out{static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(text.size())};
  texts.append(text);
  return out;
}

void GeometryGraph::append(List& list, Member member) {
  const auto index = static_cast<std::int32_t>(members.size());
  members.push_back(member);
  (list.last < 0 ? list.first : members[static_cast<std::size_t>(list.last)].next) = index;
  list.last = index;
}

std::string GeometryGraph::fingerprint() const {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(points.data());
  return twin::sha256(twin::ByteView(bytes, points.size() * sizeof(twin::WorkingPosition))).short_hex();
}

std::vector<AssemblyFault> assemble(GeometryGraph& graph, RawBuilding& building,
                                    std::vector<EmittedPolygon>* emitted) {
  return Assembler(graph, building, emitted).run();
}

}  // namespace geo
