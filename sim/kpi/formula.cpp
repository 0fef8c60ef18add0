#include "sim/kpi/formula.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/kpi/formula_reader.hpp"

namespace sim {

twin::Result<Formula> Formula::read(std::string_view text, const KpiUnit& declared, const UnitOf& unit_of,
                                    std::span<const std::string_view> known, std::string_view place) {
  return FormulaReader(text, unit_of, known, place).read(declared);
}

FormulaValue Formula::evaluate(std::span<const std::optional<double>> values) const {
  std::vector<FormulaValue> known(nodes_.size());
  const auto both = [&](const Node& node, auto&& combine) {
    const auto &left = known[node.left], &right = known[node.right];
    if (!left.value) return left;
    if (!right.value) return right;
    FormulaValue out;
    const double number = combine(*left.value, *right.value);
    if (std::isfinite(number)) {
      out.value = number;
    } else {
      out.not_finite = true;
    }
    return out;
  };
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    FormulaValue& out = known[i];
    const auto changed = [&](auto&& change) {
      out = known[node.left];
      if (out.value) out.value = change(*out.value);
    };
    switch (node.op) {
      case Op::kNumber: out.value = node.number; break;
      case Op::kInput:
        out.value = values[node.left];
        if (out.value) {
          *out.value *= node.number;
        } else {
          out.missing = node.left;
        }
        break;
      case Op::kNegative: changed([](double a) { return -a; }); break;
      case Op::kAbs: changed([](double a) { return std::abs(a); }); break;
      case Op::kCeil: changed([](double a) { return std::ceil(a); }); break;
      case Op::kFloor: changed([](double a) { return std::floor(a); }); break;
      case Op::kAdd: out = both(node, [](double a, double b) { return a + b; }); break;
      case Op::kSubtract: out = both(node, [](double a, double b) { return a - b; }); break;
      case Op::kMultiply: out = both(node, [](double a, double b) { return a * b; }); break;
      case Op::kDivide: out = both(node, [](double a, double b) { return a / b; }); break;
      case Op::kMin: out = both(node, [](double a, double b) { return std::min(a, b); }); break;
      case Op::kMax: out = both(node, [](double a, double b) { return std::max(a, b); }); break;
      case Op::kFirst: out = known[node.left].value ? known[node.left] : known[node.right]; break;
    }
  }
  FormulaValue out = known.back();
  if (out.value) *out.value /= scale_;
  if (out.value && !std::isfinite(*out.value)) return {{}, FormulaValue::kNone, true};
  return out;
}

}  // namespace sim
