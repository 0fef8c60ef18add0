#include "geo/io/osm_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "geo/io/axis_evidence.hpp"
#include "geo/io/osm_data.hpp"
#include "geo/io/osm_street.hpp"

namespace geo {
namespace {

using twin::Box;
using twin::Finding;
using twin::PlanPosition;
using twin::Problem;
using twin::Severity;
using twin::Status;
using twin::Street;
using twin::StreetNode;
using twin::WorkingPosition;

constexpr std::size_t kMostNodes = 50'000'000;  // of all streets together; Finland has about 20 million
constexpr std::size_t kMostValuesTold = 100;

/// A street whose nodes are numbers so far.
struct Draft {
  Street street;
  std::vector<std::int64_t> nodes;
  std::string place;
};

/// First reading: the ways.
class WayCollector final : public OsmSink {
 public:
  void node(const OsmNode&) override {}
  void relation() override { ++relations; }
  Status way(OsmWay&& way) override {
    if (tag_of(way.tags, "highway").empty()) {
      ++other_ways;
      return twin::Done{};
    }
    node_count += way.nodes.size();
    if (node_count > kMostNodes) {
      return Problem{"too-many-vertices", "The map has more street nodes than are read at once.", "",
                     fmt::format("more than {}", kMostNodes), "Cut the map to the area of the twin."};
    }
    OsmStreet read = street_of(way);
    for (auto& [key, value] : read.unknown) {
      if (unknown.size() >= kMostValuesTold && !unknown.contains({key, value})) continue;
      auto& [count, first] = unknown[{key, value}];
      if (count++ == 0) first = read.street.id;
    }
    drafts.push_back({std::move(read.street), std::move(way.nodes), std::move(way.place)});
    return twin::Done{};
  }

  std::vector<Draft> drafts;
  std::uint64_t other_ways = 0, relations = 0;
  std::map<std::pair<std::string_view, std::string>, std::pair<std::uint64_t, std::string>> unknown;

 private:
  std::size_t node_count = 0;
};

/// Second reading: positions of the nodes that streets use.
class NodeCollector final : public OsmSink {
 public:
  explicit NodeCollector(const std::vector<Draft>& drafts) {
    for (const Draft& draft : drafts) ids_.insert(ids_.end(), draft.nodes.begin(), draft.nodes.end());
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    ids_.shrink_to_fit();
    places_.resize(ids_.size(), {kNowhere, kNowhere});
  }

  void node(const OsmNode& node) override {
    PlanPosition* const place = find(node.id);
    if (place == nullptr) return;
    if (!(std::abs(node.longitude_deg) <= 180 && std::abs(node.latitude_deg) <= 90)) {
      if (unusable_++ == 0) first_unusable_ = node;
      return;
    }
    const PlanPosition found{node.longitude_deg, node.latitude_deg};
    if (std::isnan(place->east)) {
      *place = found;
    } else if (!(*place == found) && twice_++ == 0) {
      first_twice_ = node.id;
    }
  }
  void relation() override {}
  Status way(OsmWay&&) override { return twin::Done{}; }

  /// Degrees; nothing for a node that the file lacks.
  std::optional<PlanPosition> at(std::int64_t id) {
    const PlanPosition* const place = find(id);
    if (place == nullptr || std::isnan(place->east)) return std::nullopt;
    return *place;
  }

  void conclude(twin::Diagnostics& out) const {
    if (unusable_ > 0) {
      out.add({"coordinates-outside-area", Severity::kWarning, fmt::format("node:{}", first_unusable_.id), "",
               fmt::format("{} nodes", unusable_),
               fmt::format("({}, {})", first_unusable_.longitude_deg, first_unusable_.latitude_deg),
               "These are no degrees, and the nodes count as missing: mend their lat and lon."});
    }
    if (twice_ > 0) {
      out.add({"duplicate-id", Severity::kWarning, fmt::format("node:{}", first_twice_), "", fmt::format("{} nodes", twice_),
               "another position", "The first position of each was taken: give nodes numbers of their own."});
    }
  }

 private:
  static constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();

  PlanPosition* find(std::int64_t id) {
    const auto found = std::lower_bound(ids_.begin(), ids_.end(), id);
    return found == ids_.end() || *found != id ? nullptr : &places_[static_cast<std::size_t>(found - ids_.begin())];
  }

  std::vector<std::int64_t> ids_;
  std::vector<PlanPosition> places_;
  std::uint64_t unusable_ = 0, twice_ = 0;
  OsmNode first_unusable_;
  std::int64_t first_twice_ = 0;
};

/// Gives drafts their nodes, in the frame, and the tally its numbers.
class StreetIngest {
 public:
  StreetIngest(const InputFile& file, FrameAgreement& agreement, IngestedFile& out)
      : file_(file), agreement_(agreement), out_(out), evidence_("streets", "Street") {}

  void take(std::vector<Draft>&& drafts, NodeCollector& nodes) {
    auto& tally = out_.report.diagnostics.tally;
    tally.read = drafts.size();
    const auto twice = ids_twice(drafts);
    for (Draft& draft : drafts) {
      if (twice.contains(draft.street.id)) {
        reject(draft, {"duplicate-id", Severity::kError, draft.street.id, "", draft.place, draft.street.id,
                       "Keep the way that is right and delete the others: none of them was taken."});
        continue;
      }
      bool whole = true;
      if (!gather(draft, nodes, whole) || out_.refused || !place(draft)) continue;
      ++(whole ? tally.accepted : tally.repaired);
      draft.street.source = file_.name;
      out_.streets.push_back(std::move(draft.street));
      draft = {};
    }
    conclude();
  }

 private:
  static std::set<std::string> ids_twice(const std::vector<Draft>& drafts) {
    std::vector<std::string_view> ids;
    for (const Draft& draft : drafts) ids.push_back(draft.street.id);
    std::sort(ids.begin(), ids.end());
    std::set<std::string> out;
    for (std::size_t i = 1; i < ids.size(); ++i) {
      if (ids[i] == ids[i - 1]) out.emplace(ids[i]);
    }
    return out;
  }

  void reject(const Draft&, Finding finding) {
    ++out_.report.diagnostics.tally.rejected;
    out_.report.diagnostics.add(std::move(finding));
  }

  /// The draft's nodes in degrees, in pieces of two or more; false when there is none.
  bool gather(Draft& draft, NodeCollector& nodes, bool& whole) {
    Street& street = draft.street;
    std::vector<std::vector<StreetNode>> pieces(1);
    std::size_t missing = 0;
    for (const std::int64_t id : draft.nodes) {
      if (const auto at = nodes.at(id)) {
        pieces.back().push_back({id, *at});
      } else {
        ++missing;
        pieces.emplace_back();
      }
    }
    for (const auto& piece : pieces) {
      if (piece.size() < 2) continue;
      if (!street.nodes.empty()) street.breaks.push_back(static_cast<std::uint32_t>(street.nodes.size()));
      street.nodes.insert(street.nodes.end(), piece.begin(), piece.end());
    }
    if (street.nodes.empty()) {
      reject(draft, {"906", Severity::kError, street.id, "", draft.place,
                     fmt::format("{} nodes, {} of them not in the file", draft.nodes.size(), missing),
                     "A street needs two nodes next to each other: cut the map with whole ways."});
      return false;
    }
    whole = missing == 0;
    if (!whole) {
      out_.report.diagnostics.add({"street-incomplete", Severity::kWarning, street.id, "", draft.place,
                                   fmt::format("{} of {} nodes missing", missing, draft.nodes.size()),
                                   "The street was taken in pieces: cut the map with whole ways."});
    }
    return true;
  }

  bool place(Draft& draft) {
    Street& street = draft.street;
    Box bounds;
    for (const StreetNode& node : street.nodes) bounds.add(WorkingPosition{node.position.east, node.position.north, 0});
    auto& diagnostics = out_.report.diagnostics;
    const auto placement = agreement_.agree("EPSG:4326", AxisConvention::kEastingFirst, bounds);
    if (!placement) {
      Problem problem = placement.problem();
      if (problem.place.empty()) problem.place = street.id;
      diagnostics.add(twin::finding_of(problem));
      out_.refused = std::move(problem);
      return false;
    }
    const auto order = (*placement)->order_of(bounds);
    evidence_.add(street.id, draft.place, bounds, **placement, order, diagnostics);
    bool fine = order.has_value();
    for (StreetNode& node : street.nodes) {
      if (!fine) break;
      const auto placed = (*placement)->place({node.position.east, node.position.north, 0}, *order);
      fine = placed.has_value();
      if (placed) node.position = {placed->east, placed->north};
    }
    if (!fine) ++diagnostics.tally.rejected;
    return fine;
  }

  void conclude() {
    evidence_.conclude(out_.report.diagnostics);
    if (!out_.refused && evidence_.all_outside()) out_.refused = evidence_.refusal();
    if (!out_.refused) return;
    out_.streets.clear();
    auto& tally = out_.report.diagnostics.tally;
    tally = {tally.read, 0, 0, tally.read};
  }

  const InputFile& file_;
  FrameAgreement& agreement_;
  IngestedFile& out_;
  AxisEvidence evidence_;
};

Status read_part(OpenInput& input, OsmPart part, OsmSink& sink, const OsmProgress& progress) {
  auto done = input.kind == FileKind::kOsmPbf ? read_osm_pbf(*input.stream, part, sink, progress)
                                              : read_osm_xml(*input.stream, part, sink, progress);
  if (done || !input.failure || !*input.failure) return done;
  // Of an archive that breaks, what broke is the news, not where the text ended.
  Problem why = **input.failure;
  why.place = done.problem().place;
  return why;
}

}  // namespace

Status ingest_osm(const InputFile& file, OpenInput& input, FrameAgreement& agreement, const Progress& progress,
                  IngestedFile& out) {
  out.report.format = input.kind == FileKind::kOsmPbf ? "OSM PBF" : "OSM XML";
  const auto progress_of = [&](const char* what) -> OsmProgress {
    if (!progress) return nullptr;
    return [&progress, stage = fmt::format("reading {} of {}", what, file.name), size = input.size](std::uint64_t bytes) {
      progress(stage, static_cast<double>(bytes), static_cast<double>(size), "bytes");
    };
  };
  WayCollector ways;
  TWIN_CHECK(read_part(input, OsmPart::kWaysAndRelations, ways, progress_of("ways")));
  auto& diagnostics = out.report.diagnostics;
  if (ways.other_ways + ways.relations > 0) {
    diagnostics.add({"object-passed-over", Severity::kInfo, "", "", "",
                     fmt::format("{} ways without highway, {} relations", ways.other_ways, ways.relations),
                     "Of a map only the streets are read."});
  }
  for (const auto& [tag, told] : ways.unknown) {
    diagnostics.add({"code-unknown", Severity::kInfo, told.second, "", told.first == 1 ? std::string("1 street") : fmt::format("{} streets", told.first),
                     fmt::format("{}={}", tag.first, tag.second), "The value is in no list; it says nothing to an engine."});
  }
  if (ways.drafts.empty()) return twin::Done{};
  NodeCollector nodes(ways.drafts);
  TWIN_TRY(OpenInput again, open_input(file));
  TWIN_CHECK(read_part(again, OsmPart::kNodes, nodes, progress_of("nodes")));
  nodes.conclude(diagnostics);
  StreetIngest(file, agreement, out).take(std::move(ways.drafts), nodes);
  return twin::Done{};
}

}  // namespace geo
