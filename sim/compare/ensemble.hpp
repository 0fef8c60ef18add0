#pragma once

#include <span>
#include <vector>

#include "sim/compare/scenario_figures.hpp"
#include "sim/run/run_memory.hpp"

namespace sim {

/// Key figures of every scenario under many draws of the assumptions; draw i is the same for all scenarios (common random
/// numbers), so that they differ by what they are and not by luck.
struct Ensemble {
  std::size_t draws = 0;
  /// By figure, scenario, draw; not a number where it cannot be computed.
  std::vector<std::vector<std::vector<double>>> values;
};

inline constexpr std::size_t kMostDraws = 100'000;
/// Storey heights are drawn to 5 cm: each is a capacity of its own.
inline constexpr double kStoreyStep_m = 0.05;

/// The draw of this number: each assumption has a stream of its own, named by the seed, the engine and its id.
Draw draw_of(const Assumptions& assumptions, std::uint64_t seed, std::size_t number);

/// The same numbers on any number of threads. Errors: `run-cancelled`, those of `zoning_capacity` (another storey height).
twin::Result<Ensemble> run_ensemble(std::span<const ScenarioFigures> figures, std::span<const Kpi* const> shown, const KpiSet& kpis,
                                    const Assumptions& assumptions, std::size_t draws, std::uint64_t seed, RunMemory* memory, Sink& sink,
                                    unsigned threads = 0);

}  // namespace sim
