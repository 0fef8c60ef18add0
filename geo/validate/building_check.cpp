#include "geo/validate/building_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "geo/validate/pair_sweep.hpp"

namespace geo {
namespace {

class BuildingCheck {
 public:
  BuildingCheck(const std::vector<PlacedBody>& bodies, double tolerance, const twin::WorkingPosition& origin)
      : bodies_(bodies), tolerance_(tolerance), origin_(origin), group_(bodies.size()) {
    std::iota(group_.begin(), group_.end(), std::size_t{0});
  }

  std::vector<BodyFault> run(const std::vector<bool>& incomplete) {
    std::vector<SweepBox> boxes;
    for (const auto& placed : bodies_) {
      const auto &low = placed.body.low, &high = placed.body.high;
      boxes.push_back({low.x() - tolerance_, low.y() - tolerance_, high.x(), high.y()});
    }
    std::size_t compared = 0;
    const bool all = for_overlapping_pairs(boxes, kSweepBudget, [&](std::size_t i, std::size_t j) {
      if (bodies_[i].lod != bodies_[j].lod) return true;
      if (bodies_[i].part == bodies_[j].part && bodies_[i].apart) return true;
      compared += bodies_[i].body.triangles.size() + bodies_[j].body.triangles.size();
      if (compared > kSweepBudget / 10) return false;
      compare(std::min(i, j), std::max(i, j));
      return true;
    });
    if (!all || compared > kSweepBudget / 10) {
      add(0, "999", fmt::format("{} solids", bodies_.size()),
          "too many solids lie close together to compare them all");
    } else {
      find_disconnected(incomplete);
    }
    std::stable_sort(faults_.begin(), faults_.end(),
                     [](const BodyFault& a, const BodyFault& b) { return a.body < b.body; });
    return std::move(faults_);
  }

 private:
  void add(std::size_t body, const char* code, std::string value, const char* remedy,
           std::string where = {}) {
    faults_.push_back({body, {code, std::move(where), std::move(value), remedy}});
  }

  void compare(std::size_t i, std::size_t j) {
    const bool composite = bodies_[i].part == bodies_[j].part;
    const auto meeting = meeting_of(bodies_[i].body, bodies_[j].body, tolerance_);
    const auto where = [&] {
      return "near " + coordinates_of(twin::WorkingPosition::from(meeting.at + origin_.vector()));
    };
    switch (meeting.how) {
      case Meeting::kApart:
        return;
      case Meeting::kShareFace:
        join(i, j);
        return;
      case Meeting::kTooMany:
        add(j, "999", "against " + bodies_[i].place,
            "too many faces lie close together: overlaps were not looked for");
        join(i, j);
        return;
      case Meeting::kSame:
        if (composite) {
          add(j, "502", "same as " + bodies_[i].place, "leave the repeated solid out");
          join(i, j);
          return;
        }
        [[fallthrough]];
      case Meeting::kOverlap:
        join(i, j);
        add(j, composite ? "501" : "601",
            fmt::format("{:.3f} m deep into {}", meeting.depth_m, bodies_[i].place),  // the measure first: names may be cut off
            composite ? "solids of a composite share faces only" : "parts of a building share faces only",
            where());
    }
  }

  /// Solids of a composite hang together by faces.
  void find_disconnected(const std::vector<bool>& incomplete) {
    std::map<std::size_t, std::vector<std::size_t>> of_part;
    for (std::size_t i = 0; i < bodies_.size(); ++i) of_part[bodies_[i].part].push_back(i);
    for (const auto& [part, members] : of_part) {
      if (members.size() < 2 || incomplete[part] || bodies_[members[0]].apart) continue;
      const bool faulty = std::any_of(faults_.begin(), faults_.end(), [&, of = part](const BodyFault& fault) {
        return bodies_[fault.body].part == of && fault.fault.code[0] == '5';
      });
      if (faulty) continue;
      std::vector<std::size_t> roots;
      for (const auto i : members) roots.push_back(root(i));
      std::sort(roots.begin(), roots.end());
      const auto pieces = std::unique(roots.begin(), roots.end()) - roots.begin();
      if (pieces > 1) {
        add(members[0], "503", fmt::format("{} solids in {} pieces", members.size(), pieces),
            "solids of a composite hang together by faces; write the pieces as parts of the building");
      }
    }
  }

  std::size_t root(std::size_t i) {
    while (group_[i] != i) i = group_[i] = group_[group_[i]];
    return i;
  }
  /// Solids that hang together through another part do not make their own composite whole.
  void join(std::size_t i, std::size_t j) {
    if (bodies_[i].part == bodies_[j].part) group_[root(i)] = root(j);
  }

  const std::vector<PlacedBody>& bodies_;
  double tolerance_;
  const twin::WorkingPosition& origin_;
  std::vector<std::size_t> group_;
  std::vector<BodyFault> faults_;
};

}  // namespace

std::vector<BodyFault> check_building(const std::vector<PlacedBody>& bodies,
                                      const std::vector<bool>& incomplete, double overlap_tolerance_m,
                                      const twin::WorkingPosition& origin) {
  if (bodies.size() < 2) return {};
  return BuildingCheck(bodies, overlap_tolerance_m, origin).run(incomplete);
}

}  // namespace geo
