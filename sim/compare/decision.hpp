#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sim/kpi/kpi_set.hpp"

namespace sim {

/// One figure over all scenarios. Only figures with a direction that all scenarios have can be decided by.
struct Criterion {
  std::string id;
  Better better = Better::kUp;
  double weight = 1;           ///< at least 0
  std::vector<double> values;  ///< by scenario
};

struct Dominance {
  std::size_t winner = 0, loser = 0;
};

/// Pairs of which the winner is as good in every criterion and better in one (Pareto). Values that differ by less than 1e-9 of
/// the larger one are equal.
std::vector<Dominance> dominance(std::span<const Criterion> criteria);

/// How good each scenario is in a criterion: 1 the best, 0 the worst, straight between (all 1 where they are equal).
std::vector<double> utilities(const Criterion& criterion);

struct Ranking {
  std::vector<double> scores;      ///< weighted means of the utilities, 0 to 1
  std::vector<std::size_t> order;  ///< best first; equal ones in the order of the scenarios
};
/// Empty where no criterion has a weight.
Ranking ranking(std::span<const Criterion> criteria);

/// The nearest weight of one criterion, others as they are, at which two scenarios change places.
struct WeightFlip {
  std::size_t criterion = 0;
  double weight = 0;               ///< at which both are equal; beyond it the order is turned
  std::size_t above = 0, below = 0;  ///< as they stand now
  bool first_place = false;        ///< another scenario is best then
};
/// For every criterion the nearest flip of any two neighbours in the order, and the nearest that changes the first place, in
/// either direction; at most two each, none where no weight from 0 on turns anything.
/// @source Triantaphyllou, Sánchez: A sensitivity analysis approach for some deterministic multi-criteria decision making
///         methods, Decision Sciences 28(1), 1997: change = difference of the scores / difference in the criterion
std::vector<WeightFlip> weight_flips(std::span<const Criterion> criteria);

/// What a scenario falls short of the best in one state, in the figure's unit.
std::vector<double> regrets(std::span<const double> values, Better better);

}  // namespace sim
