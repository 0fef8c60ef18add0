#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/kpi/unit.hpp"
#include "twin_core/base/result.hpp"

namespace sim {

/// What came of a formula: a number in its unit, or why there is none.
struct FormulaValue {
  std::optional<double> value;
  std::size_t missing = kNone;  ///< the input (index in `inputs`) that is not known
  bool not_finite = false;      ///< a division by 0, or a number beyond all measure
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

/// An expression over named inputs, whose units are checked when it is read.
///
///   sum     = product { ("+" | "-") product }          both sides of one unit
///   product = factor { ("*" | "/") factor }
///   factor  = number [ "[" unit "]" ] | name | "-" factor | "(" sum ")"
///           | min(a, b, …) | max(a, b, …) | abs(a) | ceil(a) | floor(a)   ceil and floor in base units
///           | count(a)          a without what is counted: persons and jobs can be added
///           | first(a, b, …)    the first that is known
///
/// A number without a unit is a plain one. At most 2,000 characters, 500 parts, 64 brackets within each other.
class Formula {
 public:
  /// The unit of a name; nothing where there is none.
  using UnitOf = std::function<const KpiUnit*(std::string_view name)>;

  /// Errors, `place` with the character of the formula behind it: `kpi-invalid` (not a formula, unknown name: `known` are
  /// those to choose from), `unit-mismatch` (a sum of different units; a result that is not of the unit `declared`).
  static twin::Result<Formula> read(std::string_view text, const KpiUnit& declared, const UnitOf& unit_of,
                                    std::span<const std::string_view> known, std::string_view place);

  /// Names it uses, each once, in the order they stand there.
  const std::vector<std::string>& inputs() const { return inputs_; }

  /// @param values  of `inputs()`, each in its own unit; absent: not known
  FormulaValue evaluate(std::span<const std::optional<double>> values) const;

 private:
  friend class FormulaReader;
  enum class Op : std::uint8_t { kNumber, kInput, kNegative, kAdd, kSubtract, kMultiply, kDivide, kMin, kMax, kAbs, kCeil, kFloor, kFirst };
  struct Node {
    Op op = Op::kNumber;
    std::uint32_t left = 0, right = 0;  ///< nodes; of an input its index
    double number = 0;                  ///< of a number in base units; of an input its unit's scale
  };
  std::vector<Node> nodes_;  ///< each after those it is made of
  std::vector<std::string> inputs_;
  double scale_ = 1;  ///< of the result's unit
};

}  // namespace sim
