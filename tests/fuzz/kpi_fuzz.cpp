// Any bytes as a file of key figures: read or refused with code, place and remedy; what was read evaluates to a number or to a reason.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "sim/kpi/kpi_set.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<sim::KpiText> own{{"own.toml", {reinterpret_cast<const char*>(data), size}}};
  const auto set = sim::read_kpis(own);
  if (!set) {
    const auto& problem = set.problem();
    if (problem.code.empty() || problem.place.empty()) std::abort();
    return 0;
  }
  for (const auto& kpi : set->kpis) {
    for (const double all : {0.0, 2.5, -1e15, 1e15}) {
      const std::vector<std::optional<double>> values(kpi.formula.inputs().size(), all);
      const auto value = kpi.formula.evaluate(values);
      if (value.value && !std::isfinite(*value.value)) std::abort();
      if (!value.value && !value.not_finite) std::abort();
    }
    const std::vector<std::optional<double>> none(kpi.formula.inputs().size());
    const auto unknown = kpi.formula.evaluate(none);
    if (!unknown.value && !unknown.not_finite && unknown.missing >= none.size()) std::abort();
  }
  return 0;
}
