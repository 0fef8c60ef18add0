#include "sim/kpi/unit.hpp"

#include <algorithm>
#include <vector>

#include "sim/run/nearest_word.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

/// Names of the base quantities, in the order of the powers; those from kFirstCount on are counted.
constexpr std::array<std::string_view, KpiUnit::kBases> kBaseNames{"m",  "k-m2",   "h",   "a",        "MWh",   "t",
                                                                   "€",  "person", "job", "dwelling", "space", "building"};
constexpr std::size_t kFirstCount = 7;

struct Name {
  std::string_view text;
  int base;  ///< -1: a plain number
  int power;
  double scale;
};
constexpr Name kNames[] = {
    {"1", -1, 0, 1},       {"%", -1, 0, 0.01},    {"m", 0, 1, 1},        {"km", 0, 1, 1000},     {"m2", 0, 2, 1},
    {"ha", 0, 2, 1e4},     {"km2", 0, 2, 1e6},    {"m3", 0, 3, 1},       {"l", 0, 3, 0.001},     {"k-m2", 1, 1, 1},
    {"h", 2, 1, 1},        {"min", 2, 1, 1. / 60}, {"s", 2, 1, 1. / 3600}, {"a", 3, 1, 1},        {"kWh", 4, 1, 0.001},
    {"MWh", 4, 1, 1},      {"kg", 5, 1, 0.001},   {"t", 5, 1, 1},        {"€", 6, 1, 1},         {"person", 7, 1, 1},
    {"job", 8, 1, 1},      {"dwelling", 9, 1, 1}, {"space", 10, 1, 1},   {"building", 11, 1, 1},
};
constexpr int kMostPower = 20;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Up to the next "·" or "*"; `rest` is what follows it.
std::string_view next_name(std::string_view& rest) {
  constexpr std::string_view kDot = "·";
  const auto dot = rest.find(kDot), star = rest.find('*');
  const auto end = std::min(dot, star);
  const auto out = trimmed(rest.substr(0, end));
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + (end == dot ? kDot.size() : 1));
  if (end != std::string_view::npos && rest.empty()) rest = " ";  // "m·" lacks a name
  return out;
}

}  // namespace

twin::Result<KpiUnit> KpiUnit::read(std::string_view text, std::string_view place) {
  KpiUnit out;
  if (trimmed(text).empty()) return out;
  for (int sign = 1; ; sign = -1) {
    const auto slash = text.find('/');
    auto part = text.substr(0, slash);
    do {
      const auto word = next_name(part);
      const auto* const found = std::find_if(std::begin(kNames), std::end(kNames), [&](const Name& name) { return name.text == word; });
      if (found == std::end(kNames)) {
        std::vector<std::string_view> known;
        for (const auto& name : kNames) known.push_back(name.text);
        return twin::Problem{"kpi-invalid", "There is no unit of this name.", std::string(place), twin::excerpt(word), did_you_mean(word, known)};
      }
      if (found->base >= 0) {
        auto& power = out.powers_[static_cast<std::size_t>(found->base)];
        const int next = power + sign * found->power;
        if (next > kMostPower || next < -kMostPower)
          return twin::Problem{"kpi-invalid", "The unit has too high a power.", std::string(place), twin::excerpt(text), "Write the unit in its shortest form."};
        power = static_cast<std::int8_t>(next);
      }
      out.scale_ = sign > 0 ? out.scale_ * found->scale : out.scale_ / found->scale;
    } while (!part.empty());
    if (slash == std::string_view::npos) break;
    text = text.substr(slash + 1);
  }
  return out;
}

bool KpiUnit::is_plain() const {
  return std::all_of(powers_.begin(), powers_.end(), [](std::int8_t power) { return power == 0; });
}

KpiUnit KpiUnit::times(const KpiUnit& other) const {
  KpiUnit out = *this;
  // Formulas are short: 64 factors of power 2 at most, which an int8_t holds.
  for (std::size_t i = 0; i < kBases; ++i) out.powers_[i] = static_cast<std::int8_t>(std::clamp(powers_[i] + other.powers_[i], -127, 127));
  out.scale_ *= other.scale_;
  return out;
}

KpiUnit KpiUnit::per(const KpiUnit& other) const {
  KpiUnit inverse;
  for (std::size_t i = 0; i < kBases; ++i) inverse.powers_[i] = static_cast<std::int8_t>(-other.powers_[i]);
  inverse.scale_ = 1 / other.scale_;
  return times(inverse);
}

KpiUnit KpiUnit::without_counts() const {
  KpiUnit out = *this;
  std::fill(out.powers_.begin() + kFirstCount, out.powers_.end(), std::int8_t{0});
  return out;
}

std::string KpiUnit::text() const {
  std::string over, under;
  for (std::size_t i = 0; i < kBases; ++i) {
    std::string& into = powers_[i] > 0 ? over : under;
    int power = std::abs(powers_[i]);
    if (power == 0) continue;
    if (!into.empty()) into += powers_[i] > 0 ? "·" : "/";
    if (i == 0 && power > 1) {
      into += "m" + std::to_string(power);
      continue;
    }
    into += kBaseNames[i];
    for (; power > 1; --power) into += (powers_[i] > 0 ? "·" : "/") + std::string(kBaseNames[i]);
  }
  if (over.empty()) over = "1";
  return under.empty() ? over : over + "/" + under;
}

}  // namespace sim
