#pragma once

#include <array>
#include <vector>

#include "geo/link/place_match.hpp"

namespace geo {

/// How the figures of a row differ from those of a building: log ratios of height to storeys, floor area to ground and
/// height, volume to volume. Only where both sides know.
struct SizeDifference {
  std::array<double, 3> log_ratio{};
  std::array<bool, 3> known{};
  bool any() const { return known[0] || known[1] || known[2]; }
};
SizeDifference size_difference(const PlacedBuilding& building, double ground_m2, const PlacedRow& row);

/// What sizes say for or against a pair: a log likelihood ratio of two normal distributions of the differences, of pairs
/// that belong together and of pairs that merely stand near each other. The three figures hang together (a large floor area
/// comes with a large volume), so they are judged as one.
///
/// Both are learned from the data at hand, because every register counts storeys and volumes in its own way, and start from
/// what a Finnish register looks like, worth twenty pairs. One pair in two thousand is taken to be wrong altogether, so
/// that one wild figure costs 7.6 at most.
class SizeModel {
 public:
  /// `nearby`: differences of all pairs that come into question.
  explicit SizeModel(const std::vector<SizeDifference>& nearby);

  struct Sample {
    SizeDifference difference;
    double weight = 1;  ///< probability that the pair belongs together
  };
  void learn(const std::vector<Sample>& matched);

  double score(const SizeDifference& difference) const;  ///< 0 where nothing is known

 private:
  using Means = std::array<double, 3>;
  using Covariance = std::array<std::array<double, 3>, 3>;
  struct Normal {
    Means mean{};
    Covariance covariance{};
  };
  /// Ready to be evaluated for the figures that are known; by their bits.
  struct Prepared {
    Covariance inverse{};
    double log_scale = 0;
  };

  static Normal estimate(const std::vector<Sample>& samples, const Covariance& start);
  static std::array<Prepared, 8> prepare(const Normal& normal);
  static double log_density(const Normal& normal, const std::array<Prepared, 8>& prepared, const SizeDifference& difference);

  Normal nearby_, matched_;
  std::array<Prepared, 8> prepared_nearby_, prepared_matched_;
};

}  // namespace geo
