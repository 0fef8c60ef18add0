#pragma once

#include <cstddef>
#include <vector>

namespace geo {

/// A row that may be a building's.
struct MatchPair {
  std::size_t row = 0, building = 0;
  double distance_m = 0;
  double odds = 0;  ///< of the pair against both standing alone, >= 0
};

/// What became of each pair. `chosen` pairs share no row and no building.
struct JudgedPairs {
  std::vector<double> probability;
  std::vector<bool> chosen;
};

/// Marginal probabilities of "each row at most one building, each building at most one row".
///
/// Belief propagation finds the best matching, but where two rows and two buildings fit either way it is sure of one of
/// them: evidence that goes round a circle comes back as if it were new. So the probability of a chosen pair is also
/// weighed against what else the neighbourhood could be: every chain and circle of exchanges of up to three rows that
/// leaves the pair. That is exact for one row, and rather too low than too high for several (tested against enumeration).
///
/// Pairs that hang together through rows and buildings are judged together, and apart from all others: what happens
/// elsewhere in the city changes nothing, not even a rounding.
/// @source Williams, Lau: Approximate evaluation of marginal association probabilities with belief propagation (IEEE
///         TAES 50/4, 2014)
JudgedPairs judge_pairs(const std::vector<MatchPair>& pairs, std::size_t rows, std::size_t buildings);

}  // namespace geo
