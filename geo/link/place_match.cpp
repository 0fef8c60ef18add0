#include "geo/link/place_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/link/ground.hpp"
#include "geo/link/matching.hpp"
#include "geo/link/place_evidence.hpp"
#include "geo/link/size_model.hpp"

namespace geo {
namespace {

/// Log odds that two things which agree in nothing in particular belong together, against both standing alone: a
/// location of 10 m error falls on the right ground some hundred times as densely as on any, and one row in thirty
/// has no building here. (4 is safer where a tenth of the buildings is absent, but rows without sizes then hardly link.)
constexpr double kPrior = 6;
/// Matching and learning how sizes differ, in turn.
constexpr int kLessons = 4;
/// Of the certain probability: the most that a pair has whose address is another one's. Without its namesakes, because a
/// person rejected the pair of the two, it would be all that is left, and sure.
constexpr double kContested = 0.95;
/// Pairs from this probability on are learned from.
constexpr double kWorthLearning = 0.5;

/// Log likelihood of a location somewhere on the footprint, plus the error of locations; 0 in the middle of a
/// building that is small against that error. A square of area A has the variance A/12 in each direction.
double location_score(const Ground& ground, const twin::PlanPosition& location, double error_m) {
  const double variance = error_m * error_m + ground.area_m2 / 12;
  const double east = location.east - ground.centre.east, north = location.north - ground.centre.north;
  return -(east * east + north * north) / (2 * variance) - std::log(variance / (error_m * error_m));
}

std::string reason_for(const PlacedBuilding& building, const PlacedRow& row, double distance_m) {
  std::string out = distance_m > 0 ? fmt::format("{:.0f} m from the footprint", distance_m) : "on the footprint";
  for (const auto& said : {overlap_evidence(building.footprint, row.footprint).said, address_evidence(building.address, row.address).said,
                           size_words(building, ground_of(building.footprint).area_m2, row)}) {
    if (!said.empty()) out += ", " + said;
  }
  return out;
}

/// Each names an identifier of the same kind, and not the same one.
bool contradict(const PlacedBuilding& building, const PlacedRow& row) {
  const auto differ = [](const std::string& a, const std::string& b) { return !a.empty() && !b.empty() && a != b; };
  return differ(building.permanent_id, row.permanent_id) || differ(building.municipal_number, row.municipal_number);
}

/// Pairs that come into question, with all that is known of them but their sizes.
struct Question {
  std::vector<MatchPair> pairs;
  std::vector<double> placed;          ///< score of place and address
  std::vector<SizeDifference> sizes;
  std::vector<bool> against_address;   ///< the two name different ones
  /// Of rows and buildings: whether one nearby has the same address, also one that a person said it is not.
  std::vector<bool> row_has_namesake, building_has_namesake;

  /// An address against the pair, and for another one of the row or the building: no evidence of place and sizes is enough.
  bool is_contested(std::size_t k) const {
    return against_address[k] && (row_has_namesake[pairs[k].row] || building_has_namesake[pairs[k].building]);
  }
};

Question question_of(std::span<const PlacedBuilding> buildings, std::span<const PlacedRow> rows, const PlaceMatchOptions& options) {
  const double reach = 5 * options.location_error_m;
  std::vector<const twin::PlanPolygon*> footprints;
  std::vector<Ground> grounds;
  for (const auto& building : buildings) {
    footprints.push_back(&building.footprint);
    grounds.push_back(ground_of(building.footprint));
  }
  const Neighbourhood neighbourhood(footprints, reach);
  Question out;
  out.row_has_namesake.resize(rows.size());
  out.building_has_namesake.resize(buildings.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!rows[r].location) continue;
    const auto& excluded = rows[r].not_these;
    neighbourhood.near(*rows[r].location, [&](std::size_t b) {
      if (contradict(buildings[b], rows[r])) return;
      const double distance = distance_to(buildings[b].footprint, *rows[r].location);
      if (!(distance <= reach)) return;
      const auto address = address_evidence(buildings[b].address, rows[r].address);
      if (address.agreement == Agreement::kSame) out.row_has_namesake[r] = out.building_has_namesake[b] = true;
      if (std::binary_search(excluded.begin(), excluded.end(), b)) return;
      out.pairs.push_back({r, b, distance, 0});
      out.placed.push_back(location_score(grounds[b], *rows[r].location, options.location_error_m) +
                           overlap_evidence(buildings[b].footprint, rows[r].footprint).score +
                           address.score);
      out.against_address.push_back(address.agreement == Agreement::kOther);
      out.sizes.push_back(size_difference(buildings[b], grounds[b].area_m2, rows[r]));
    });
  }
  return out;
}

JudgedPairs judge(Question& question, std::size_t rows, std::size_t buildings, std::span<const KnownPair> known) {
  std::vector<SizeModel::Sample> certain;
  for (const auto& [building, row] : known) certain.push_back({size_difference(building, ground_of(building.footprint).area_m2, row), 1});
  SizeModel model(question.sizes);
  model.learn(certain);
  JudgedPairs judged;
  for (int lesson = 0; lesson < kLessons; ++lesson) {
    for (std::size_t k = 0; k < question.pairs.size(); ++k) {
      question.pairs[k].odds = std::exp(kPrior + question.placed[k] + model.score(question.sizes[k]));
    }
    judged = judge_pairs(question.pairs, rows, buildings);
    auto samples = certain;
    for (std::size_t k = 0; k < question.pairs.size(); ++k) {
      if (judged.probability[k] > kWorthLearning) samples.push_back({question.sizes[k], judged.probability[k]});
    }
    model.learn(samples);
  }
  return judged;
}

/// The best building of each row, and the next one. A chosen pair comes before others of a row.
std::vector<PlaceMatch> best_of(const Question& question, const JudgedPairs& judged, std::size_t rows, double certain) {
  std::vector<PlaceMatch> out(rows);
  std::vector<bool> settled(rows, false);
  for (std::size_t k = 0; k < question.pairs.size(); ++k) {
    const auto& pair = question.pairs[k];
    auto& match = out[pair.row];
    const double probability = question.is_contested(k) ? std::min(judged.probability[k], certain * kContested) : judged.probability[k];
    const bool better = judged.chosen[k] || (!settled[pair.row] && (!match.building || probability > match.probability));
    if (better) {
      if (match.building && (!match.runner_up || match.probability > match.runner_up_probability)) {
        match.runner_up = match.building;
        match.runner_up_probability = match.probability;
      }
      match.building = pair.building;
      match.probability = probability;
      match.distance_m = pair.distance_m;
      settled[pair.row] = judged.chosen[k];
    } else if (!match.runner_up || probability > match.runner_up_probability) {
      match.runner_up = pair.building;
      match.runner_up_probability = probability;
    }
  }
  for (std::size_t r = 0; r < rows; ++r) {
    auto& match = out[r];
    if (match.building) match.verdict = settled[r] ? MatchVerdict::kLink : MatchVerdict::kReview;
  }
  return out;
}

}  // namespace

std::vector<PlaceMatch> match_places(std::span<const PlacedBuilding> buildings, std::span<const PlacedRow> rows,
                                     const PlaceMatchOptions& options, std::span<const KnownPair> known) {
  auto question = question_of(buildings, rows, options);
  const auto judged = judge(question, rows.size(), buildings.size(), known);
  auto out = best_of(question, judged, rows.size(), options.certain);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    auto& match = out[r];
    if (match.probability < options.worth_review) match.verdict = MatchVerdict::kNone;
    if (match.verdict == MatchVerdict::kLink && match.probability < options.certain) match.verdict = MatchVerdict::kReview;
    if (match.verdict != MatchVerdict::kNone) match.reason = reason_for(buildings[*match.building], rows[r], match.distance_m);
  }
  return out;
}

}  // namespace geo
