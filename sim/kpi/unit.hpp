#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "twin_core/base/result.hpp"

namespace sim {

/// A unit of a key figure: base quantities with powers, times a scale. Floor area (k-m2) is not area (m2), and what is
/// counted (persons, jobs, dwellings …) is told apart; so a formula that adds one to the other is found when it is read.
class KpiUnit {
 public:
  static constexpr std::size_t kBases = 12;

  /// Reads "m2", "k-m2/m2", "1/ha", "l/s", "m2·h", "MWh/a", "%": names joined by "·" or "*", divided by "/" (all that
  /// follows a "/" up to the next one divides). "1" and "" are plain numbers.
  /// Error `kpi-invalid` with the name that is not known; `place` is the caller's.
  static twin::Result<KpiUnit> read(std::string_view text, std::string_view place);

  double scale() const { return scale_; }  ///< base units in one of this unit: 10,000 for ha
  bool same_kind(const KpiUnit& other) const { return powers_ == other.powers_; }
  bool is_plain() const;                   ///< a number without quantity; percent too
  KpiUnit times(const KpiUnit& other) const;
  KpiUnit per(const KpiUnit& other) const;
  /// Without what is counted: persons and jobs become numbers that can be added.
  KpiUnit without_counts() const;
  /// In base units, for messages: "k-m2/m2", "1" for a plain number.
  std::string text() const;

 private:
  std::array<std::int8_t, kBases> powers_{};
  double scale_ = 1;
};

}  // namespace sim
