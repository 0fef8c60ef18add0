#include "sim/compare/ensemble.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <mutex>
#include <set>

#include "sim/run/in_blocks.hpp"
#include "twin_core/base/byte_codec.hpp"
#include "twin_core/base/random_stream.hpp"

namespace sim {
namespace {

constexpr std::string_view kEngine = "scenario-comparison";
constexpr std::string_view kStoreyHeight = "storey_height_m";
constexpr std::size_t kBlock = 16;

/// The units of all scenarios, each once, and for each scenario which it has.
struct Units {
  std::vector<std::shared_ptr<const UnitFigures>> all;
  std::vector<std::vector<std::size_t>> of_scenario;

  explicit Units(std::span<const ScenarioFigures> figures) {
    std::map<const UnitFigures*, std::size_t> known;
    for (const auto& scenario : figures) {
      auto& list = of_scenario.emplace_back();
      for (const auto& unit : scenario.units) {
        const auto [found, added] = known.try_emplace(unit.get(), all.size());
        if (added) all.push_back(unit);
        list.push_back(found->second);
      }
    }
  }
};

/// Allowances of every unit at every storey height that is drawn.
class StoreyHeights {
 public:
  twin::Status prepare(const Units& units, const std::set<double>& heights, const KpiSet& kpis, RunMemory* memory, Sink& sink, unsigned threads) {
    heights_.assign(heights.begin(), heights.end());
    count_ = units.all.size();
    table_.resize(heights_.size() * count_);
    std::mutex mutex;
    std::optional<twin::Problem> problem;
    std::atomic<bool> cancelled{false};
    in_blocks(table_.size(), 1, threads, [&](std::size_t from, std::size_t to) {
      for (std::size_t i = from; i < to && !cancelled; ++i) {
        if (sink.cancelled()) cancelled = true;
        const UnitFigures& unit = *units.all[i % count_];
        if (!unit.allowance) continue;
        auto made = make(unit, heights_[i / count_], kpis, memory);
        if (made) {
          table_[i] = *made;
        } else {
          const std::scoped_lock lock(mutex);
          if (!problem) problem = made.problem();
        }
      }
    });
    if (cancelled) return twin::Problem{"run-cancelled", "The run was cancelled.", "", "", "Start it again."};
    if (problem) return *problem;
    return twin::Done{};
  }

  const UnitAllowance* at(double height, std::size_t unit) const {
    const auto found = std::lower_bound(heights_.begin(), heights_.end(), height - kStoreyStep_m / 2);
    return table_[static_cast<std::size_t>(found - heights_.begin()) * count_ + unit].get();
  }
  bool empty() const { return heights_.empty(); }

 private:
  using Made = std::shared_ptr<const UnitAllowance>;
  static twin::Result<Made> make(const UnitFigures& unit, double height, const KpiSet& kpis, RunMemory* memory) {
    twin::ByteWriter name;
    name.text("storey height");
    name.text(unit.key.hex());
    name.text(fmt::format("{}", height));
    const twin::Digest key = twin::sha256(name.bytes());
    if (memory != nullptr) {
      if (auto kept = memory->find<UnitAllowance>(key)) return kept;
    }
    ZoningInput input = unit.input;
    input.unit.assumptions.storey_height_m = height;
    TWIN_TRY(auto allowance, allowance_of(input, kpis));
    auto out = std::make_shared<const UnitAllowance>(std::move(allowance));
    if (memory != nullptr) memory->keep(key, out);
    return Made(out);
  }

  std::vector<double> heights_;
  std::size_t count_ = 0;
  std::vector<Made> table_;
};

double rounded_height(double metres) { return std::round(metres / kStoreyStep_m) * kStoreyStep_m; }

/// One draw: sums of every scenario, then every figure.
void compute(std::size_t number, const Draw& draw, const Units& units, const StoreyHeights& heights, std::span<const ScenarioFigures> figures,
             std::span<const Kpi* const> shown, const KpiSet& kpis, Ensemble& out) {
  const auto height = draw.of(kStoreyHeight);
  std::vector<UnitPeople> people(units.all.size());
  std::vector<const UnitAllowance*> allowances(units.all.size(), nullptr);
  for (std::size_t i = 0; i < units.all.size(); ++i) {
    const UnitFigures& unit = *units.all[i];
    allowances[i] = heights.empty() || !height ? unit.allowance.get() : heights.at(*height, i);
    if (allowances[i] != nullptr) people[i] = people_of(unit, *allowances[i], kpis, draw);
  }
  for (std::size_t s = 0; s < figures.size(); ++s) {
    const auto& scenario = figures[s];
    PlanSums sums;
    for (std::size_t i = 0; i < scenario.units.size(); ++i) {
      const std::size_t unit = units.of_scenario[s][i];
      if (allowances[unit] != nullptr) sums.add(*units.all[unit], *allowances[unit], people[unit], scenario.scenario->units[i].counts_land);
    }
    std::map<std::string, double, std::less<>> told;
    tell_sums(sums, kpis, told);
    for (std::size_t k = 0; k < shown.size(); ++k) {
      std::vector<std::optional<double>> values;
      for (const auto& name : shown[k]->formula.inputs()) {
        const auto base = scenario.inputs.find(name);
        const bool given = base != scenario.inputs.end() && base->second.given;
        const auto drawn = draw.of(name);
        const auto summed = told.find(name);
        values.push_back(!given && drawn ? drawn : !given && summed != told.end() ? std::optional(summed->second)
                                                 : base != scenario.inputs.end() ? base->second.value : std::nullopt);
      }
      const auto value = shown[k]->formula.evaluate(values).value;
      out.values[k][s][number] = value ? *value : std::numeric_limits<double>::quiet_NaN();
    }
  }
}

}  // namespace

Draw draw_of(const Assumptions& assumptions, std::uint64_t seed, std::size_t number) {
  Draw out;
  for (const auto& [name, distribution] : assumptions.said) {
    const auto bits = twin::RandomStream(seed, kEngine, name).at(number);
    const double share = (static_cast<double>(bits >> 11) + 0.5) * 0x1.0p-53;
    const double value = distribution.quantile(share);
    out.numbers[name] = name == kStoreyHeight && !distribution.is_fixed() ? rounded_height(value) : value;
  }
  return out;
}

twin::Result<Ensemble> run_ensemble(std::span<const ScenarioFigures> figures, std::span<const Kpi* const> shown, const KpiSet& kpis,
                                    const Assumptions& assumptions, std::size_t draws, std::uint64_t seed, RunMemory* memory, Sink& sink, unsigned threads) {
  const Units units(figures);
  Ensemble out;
  out.draws = draws;
  out.values.assign(shown.size(), std::vector<std::vector<double>>(figures.size(), std::vector<double>(draws)));

  StoreyHeights heights;
  const auto storey = assumptions.said.find(kStoreyHeight);
  if (storey != assumptions.said.end() && !storey->second.is_fixed()) {
    std::set<double> drawn;
    for (std::size_t i = 0; i < draws; ++i) drawn.insert(*draw_of(assumptions, seed, i).of(kStoreyHeight));
    sink.progress(0, "storey heights");
    TWIN_CHECK(heights.prepare(units, drawn, kpis, memory, sink, threads));
  }
  std::atomic<std::size_t> done{0};
  std::atomic<bool> cancelled{false};
  std::mutex telling;
  in_blocks(draws, kBlock, threads, [&](std::size_t from, std::size_t to) {
    if (cancelled) return;
    for (std::size_t i = from; i < to; ++i) compute(i, draw_of(assumptions, seed, i), units, heights, figures, shown, kpis, out);
    done += to - from;
    const std::scoped_lock lock(telling);
    sink.progress(static_cast<double>(done) / static_cast<double>(draws), "draws");
    if (sink.cancelled()) cancelled = true;
  });
  if (cancelled) return twin::Problem{"run-cancelled", "The run was cancelled.", "", "", "Start it again."};
  return out;
}

}  // namespace sim
