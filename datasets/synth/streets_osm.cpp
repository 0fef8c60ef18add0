#include "datasets/synth/streets_osm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>

#include "datasets/synth/geographic.hpp"

namespace datasets {
namespace {

/// A node of a way.
struct WayNode {
  std::int64_t id;
  Spot place;  ///< in the plane
};

/// Node numbers: corners of districts first, then 65,536 for each district: its crossings, and from 4,096 on the
/// places between crossings, 128 a street. Small and rising in the file, as GDAL's reader wants them.
class NodeNumbers {
 public:
  explicit NodeNumbers(const DistrictSet& districts) {
    for (const auto& [east, north] : districts) {
      districts_.insert({{east, north}, static_cast<std::int64_t>(districts_.size() + 1) * 65536});
      for (int i = 0; i < 4; ++i) {
        corners_.insert({{east + i % 2, north + i / 2}, 0});
      }
    }
    std::int64_t number = 0;
    for (auto& [place, id] : corners_) {
      id = ++number;
    }
  }
  std::int64_t first(const District& district) const { return districts_.at({district.east, district.north}); }
  std::int64_t crossing(const District& district, std::size_t node) const {
    constexpr std::array<std::array<int, 2>, 4> kCorner{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}};
    return node < 4 ? corners_.at({district.east + kCorner[node][0], district.north + kCorner[node][1]})
                    : first(district) + static_cast<std::int64_t>(node);
  }
  const std::map<std::pair<int, int>, std::int64_t>& corners() const { return corners_; }

 private:
  std::map<std::pair<int, int>, std::int64_t> districts_, corners_;
};

using WriteRun =
    std::function<twin::Status(const District&, std::size_t line, const std::vector<WayNode>& run)>;

class Streets {
 public:
  Streets(std::uint64_t seed, const DistrictSet& districts) : seed_(seed), land_(seed), districts_(districts), numbers_(districts) {}
  const NodeNumbers& numbers() const { return numbers_; }

  /// Every stretch of street on land, as it is written: internal streets and the southern and western edge of
  /// each district, the others where no neighbour writes them.
  twin::Status for_each_run(const District& district, const WriteRun& write) const;

 private:
  bool has(int east, int north) const { return districts_.contains({east, north}); }
  twin::Status runs_of(const District& district, std::size_t line, const District* beyond, std::size_t their_line,
                       const WriteRun& write) const;

  std::uint64_t seed_;
  LieOfLand land_;
  const DistrictSet& districts_;
  NodeNumbers numbers_;
};

twin::Status Streets::runs_of(const District& district, std::size_t line, const District* beyond,
                              std::size_t their_line, const WriteRun& write) const {
  struct OnBoard {
    std::int64_t id;
    Spot at;
  };
  std::vector<OnBoard> crossings;
  for (std::size_t node : district.lines[line].nodes) {
    crossings.push_back({numbers_.crossing(district, node), district.nodes[node]});
  }
  if (beyond != nullptr) {  // their side streets meet the same road
    for (std::size_t node : beyond->lines[their_line].nodes) {
      if (node >= 4) {
        crossings.push_back({numbers_.crossing(*beyond, node), beyond->nodes[node]});
      }
    }
  }
  const Spot start = crossings.front().at;
  std::stable_sort(crossings.begin(), crossings.end(),
                   [&](const OnBoard& a, const OnBoard& b) { return length(a.at - start) < length(b.at - start); });
  std::int64_t between_id = numbers_.first(district) + 4096 + static_cast<std::int64_t>(line) * 128;
  std::vector<WayNode> run;
  auto end_run = [&]() -> twin::Status {
    if (run.size() > 1) {
      TWIN_CHECK(write(district, line, run));
    }
    run.clear();
    return twin::Done{};
  };
  auto put = [&](std::int64_t id, Spot board) -> twin::Status {
    const Spot place = land_.bent(board);
    if (land_.from_shore(place) > 3) {
      run.push_back({id, place});
      return twin::Done{};
    }
    return end_run();
  };
  for (std::size_t i = 0; i < crossings.size(); ++i) {
    TWIN_CHECK(put(crossings[i].id, crossings[i].at));
    if (i + 1 < crossings.size()) {
      const Spot along = crossings[i + 1].at - crossings[i].at;
      const int parts = std::max(1, static_cast<int>(length(along) / 26));
      for (int k = 1; k < parts; ++k) {
        TWIN_CHECK(put(between_id++, crossings[i].at + along * (static_cast<double>(k) / parts)));
      }
    }
  }
  return end_run();
}

twin::Status Streets::for_each_run(const District& district, const WriteRun& write) const {
  const int e = district.east, n = district.north;
  for (std::size_t line = 0; line < district.lines.size(); ++line) {
    if (line == 0 && has(e, n - 1)) {
      const District south(seed_, e, n - 1, 0);
      TWIN_CHECK(runs_of(district, line, &south, 2, write));
    } else if (line == 3 && has(e - 1, n)) {
      const District west(seed_, e - 1, n, 0);
      TWIN_CHECK(runs_of(district, line, &west, 1, write));
    } else if ((line == 1 && has(e + 1, n)) || (line == 2 && has(e, n + 1))) {
      continue;
    } else {
      TWIN_CHECK(runs_of(district, line, nullptr, 0, write));
    }
  }
  return twin::Done{};
}

void append_node(std::string& out, const Site& site, const WayNode& node) {
  const Geographic at = geographic_of(site.corner(node.place));
  fmt::format_to(std::back_inserter(out), "<node id=\"{}\" version=\"1\" lat=\"", node.id);
  append_degrees(out, at.latitude);
  out += "\" lon=\"";
  append_degrees(out, at.longitude);
  out += "\"/>\n";
}

void append_way(std::string& out, const District& district, std::size_t line, std::int64_t id,
                const std::vector<WayNode>& run) {
  const std::string_view highway = district.lines[line].highway;
  double metres = 0;
  fmt::format_to(std::back_inserter(out), "<way id=\"{}\" version=\"1\">\n", id);
  for (std::size_t i = 0; i < run.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "<nd ref=\"{}\"/>", run[i].id);
    metres += i == 0 ? 0 : length(run[i].place - run[i - 1].place);
  }
  const bool is_road = highway == "secondary", is_main = highway == "tertiary";
  fmt::format_to(std::back_inserter(out),
                 "\n<tag k=\"highway\" v=\"{}\"/><tag k=\"name\" v=\"{}\"/><tag k=\"lanes\" v=\"{}\"/>"
                 "<tag k=\"maxspeed\" v=\"{}\"/><tag k=\"length\" v=\"",
                 highway, district.street_name(line), is_road ? 4 : 2, is_road ? 50 : is_main ? 40 : 30);
  append_metres(out, static_cast<std::int64_t>(metres * 1000 + 0.5));
  out += "\"/></way>\n";
}

}  // namespace

twin::Result<std::uint64_t> write_streets(TextFile& file, const Site& site, std::uint64_t seed,
                                          const DistrictSet& districts) {
  const Streets streets(seed, districts);
  file.text() += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<osm version=\"0.6\" generator=\"kaksonen synth\">\n";
  const LieOfLand land(seed);
  for (const auto& [place, id] : streets.numbers().corners()) {
    const WayNode corner{id, land.bent(district_corner(seed, place.first, place.second))};
    if (land.from_shore(corner.place) > 3) {
      append_node(file.text(), site, corner);
    }
  }
  std::map<std::int64_t, WayNode> nodes;  // of one district
  for (const auto& [east, north] : districts) {
    const District district(seed, east, north, 0);
    const std::int64_t mine = streets.numbers().first(district);
    nodes.clear();
    TWIN_CHECK(streets.for_each_run(district, [&](const District&, std::size_t, const std::vector<WayNode>& run) {
      for (const WayNode& node : run) {
        if (node.id > mine && node.id < mine + 65536) {
          nodes.insert({node.id, node});
        }
      }
      return twin::Status(twin::Done{});
    }));
    for (std::size_t node = 4; node < district.nodes.size(); ++node) {  // those on an edge that a neighbour writes too
      const WayNode crossing{streets.numbers().crossing(district, node), land.bent(district.nodes[node])};
      if (land.from_shore(crossing.place) > 3) {
        nodes.insert({crossing.id, crossing});
      }
    }
    for (const auto& [id, node] : nodes) {
      append_node(file.text(), site, node);
    }
    TWIN_CHECK(file.flush_when_large());
  }
  std::int64_t ways = 0;
  for (const auto& [east, north] : districts) {
    TWIN_CHECK(streets.for_each_run(
        District(seed, east, north, 0),
        [&](const District& district, std::size_t line, const std::vector<WayNode>& run) {
          append_way(file.text(), district, line, ++ways, run);
          return file.flush_when_large();
        }));
  }
  file.text() += "</osm>\n";
  return static_cast<std::uint64_t>(ways);
}

}  // namespace datasets
