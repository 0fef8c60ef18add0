#include "sim/kpi/formula_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "sim/run/nearest_word.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

constexpr std::size_t kMostText = 2000, kMostNodes = 500;
constexpr int kMostDepth = 64;
constexpr std::array<std::string_view, 7> kFunctions{"min", "max", "abs", "ceil", "floor", "count", "first"};

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

twin::Problem FormulaReader::invalid(std::size_t at, std::string message, std::string_view value, std::string remedy) const {
  return {"kpi-invalid", std::move(message), fmt::format("{}, character {} of the formula", place_, at + 1), twin::excerpt(value), std::move(remedy)};
}

twin::Problem FormulaReader::mismatch(std::size_t at, const KpiUnit& left, const KpiUnit& right) const {
  return {"unit-mismatch", fmt::format("{} and {} cannot stand beside one another.", left.text(), right.text()),
          fmt::format("{}, character {} of the formula", place_, at + 1), twin::excerpt(text_),
          "Add, subtract and compare only what is of one unit; count(…) takes persons, jobs and dwellings as plain numbers."};
}

void FormulaReader::skip_blanks() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
}

bool FormulaReader::take(char c) {
  skip_blanks();
  if (at_ >= text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

twin::Result<FormulaReader::Part> FormulaReader::node(Op op, std::uint32_t left, std::uint32_t right, double number, const KpiUnit& unit) {
  if (out_.nodes_.size() >= kMostNodes) return invalid(at_, "The formula has more than 500 parts.", "", "Divide it into several key figures.");
  out_.nodes_.push_back({op, left, right, number});
  return Part{static_cast<std::uint32_t>(out_.nodes_.size() - 1), unit};
}

twin::Result<Formula> FormulaReader::read(const KpiUnit& declared) {
  if (text_.size() > kMostText) return invalid(0, "The formula is longer than 2,000 characters.", text_, "Divide it into several key figures.");
  TWIN_TRY(const Part whole, sum(0));
  skip_blanks();
  if (at_ < text_.size()) return invalid(at_, "The formula ends before this.", text_.substr(at_), "Write an operator (+ - * /) or take it away.");
  if (!whole.unit.same_kind(declared)) {
    return twin::Problem{"unit-mismatch", fmt::format("The formula gives {}, the unit says {}.", whole.unit.text(), declared.text()),
                         std::string(place_), twin::excerpt(text_), "Correct the formula or the unit."};
  }
  out_.scale_ = declared.scale();
  return std::move(out_);
}

twin::Result<FormulaReader::Part> FormulaReader::sum(int depth) {
  TWIN_TRY(Part left, product(depth));
  for (;;) {
    skip_blanks();
    const std::size_t at = at_;
    const bool add = take('+');
    if (!add && !take('-')) return left;
    TWIN_TRY(const Part right, product(depth));
    if (!left.unit.same_kind(right.unit)) return mismatch(at, left.unit, right.unit);
    TWIN_TRY(left, node(add ? Op::kAdd : Op::kSubtract, left.node, right.node, 0, left.unit));
  }
}

twin::Result<FormulaReader::Part> FormulaReader::product(int depth) {
  TWIN_TRY(Part left, factor(depth));
  for (;;) {
    const bool times = take('*');
    if (!times && !take('/')) return left;
    TWIN_TRY(const Part right, factor(depth));
    const KpiUnit unit = times ? left.unit.times(right.unit) : left.unit.per(right.unit);
    TWIN_TRY(left, node(times ? Op::kMultiply : Op::kDivide, left.node, right.node, 0, unit));
  }
}

twin::Result<FormulaReader::Part> FormulaReader::factor(int depth) {
  if (depth > kMostDepth) return invalid(at_, "The formula has more than 64 brackets within each other.", "", "Divide it into several key figures.");
  skip_blanks();
  const std::size_t at = at_;
  if (take('-')) {
    TWIN_TRY(const Part part, factor(depth + 1));
    return node(Op::kNegative, part.node, 0, 0, part.unit);
  }
  if (take('(')) {
    TWIN_TRY(const Part part, sum(depth + 1));
    if (!take(')')) return invalid(at, "A bracket is not closed.", text_.substr(at), "Write ) where it ends.");
    return part;
  }
  if (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) return number();
  if (at_ < text_.size() && starts_name(text_[at_])) return name(depth);
  return invalid(at, "A number, a name or a bracket is expected here.", text_.substr(std::min(at, text_.size())), "Complete the formula.");
}

twin::Result<FormulaReader::Part> FormulaReader::number() {
  const std::size_t at = at_;
  double value = 0;
  const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
  at_ = static_cast<std::size_t>(end - text_.data());
  if (error != std::errc() || !std::isfinite(value)) return invalid(at, "This is no number.", text_.substr(at), "Write numbers as 0.75.");
  KpiUnit unit;
  if (take('[')) {
    const auto close = text_.find(']', at_);
    if (close == std::string_view::npos) return invalid(at_, "The unit is not closed.", text_.substr(at), "Write ] behind the unit.");
    TWIN_TRY(unit, KpiUnit::read(text_.substr(at_, close - at_), fmt::format("{}, character {} of the formula", place_, at_ + 1)));
    at_ = close + 1;
  }
  return node(Op::kNumber, 0, 0, value * unit.scale(), unit);
}

twin::Result<FormulaReader::Part> FormulaReader::name(int depth) {
  const std::size_t at = at_;
  while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
  const auto word = text_.substr(at, at_ - at);
  if (take('(')) return function(word, at, depth);
  const KpiUnit* const unit = unit_of_(word);
  if (unit == nullptr) return invalid(at, "There is no input or assumption of this name.", word, did_you_mean(word, known_));
  auto found = std::find(out_.inputs_.begin(), out_.inputs_.end(), word);
  if (found == out_.inputs_.end()) found = out_.inputs_.insert(found, std::string(word));
  return node(Op::kInput, static_cast<std::uint32_t>(found - out_.inputs_.begin()), 0, unit->scale(), *unit);
}

twin::Result<FormulaReader::Part> FormulaReader::function(std::string_view name, std::size_t at, int depth) {
  const auto found = std::find(kFunctions.begin(), kFunctions.end(), name);
  if (found == kFunctions.end()) return invalid(at, "There is no function of this name.", name, did_you_mean(name, kFunctions));
  std::vector<Part> parts;
  do {
    TWIN_TRY(parts.emplace_back(), sum(depth + 1));
  } while (take(','));
  if (!take(')')) return invalid(at, "A bracket is not closed.", text_.substr(at), "Write ) where it ends.");
  const bool single = name == "abs" || name == "ceil" || name == "floor" || name == "count";
  if (single != (parts.size() == 1))
    return invalid(at, single ? "This function takes one value." : "This function takes two values or more.", name, "Correct what stands in its brackets.");
  for (const auto& part : parts) {
    if (!part.unit.same_kind(parts.front().unit)) return mismatch(at, parts.front().unit, part.unit);
  }
  if (name == "count") return Part{parts.front().node, parts.front().unit.without_counts()};
  if (name == "abs") return node(Op::kAbs, parts.front().node, 0, 0, parts.front().unit);
  if (name == "ceil") return node(Op::kCeil, parts.front().node, 0, 0, parts.front().unit);
  if (name == "floor") return node(Op::kFloor, parts.front().node, 0, 0, parts.front().unit);
  const Op op = name == "min" ? Op::kMin : name == "max" ? Op::kMax : Op::kFirst;
  Part out = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) {
    TWIN_TRY(out, node(op, out.node, parts[i].node, 0, out.unit));
  }
  return out;
}

}  // namespace sim
