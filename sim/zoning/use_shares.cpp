#include "sim/zoning/use_shares.hpp"

#include <algorithm>
#include <array>

namespace sim {
namespace {

constexpr std::string_view kMeantFor = "kayttotarkoituskohdistus";
constexpr std::string_view kShare = "kayttotarkoituksenOsuusKerrosalasta";

/// @source national list RY_Kaavamaarayslaji: uses of areas for housing
constexpr auto kHousing = std::to_array<std::string_view>({
    "asumisenAlue",
    "asuinkerrostaloalue",
    "asuinpientaloalue",
    "rivitalojenJaMuidenKytkettyjenAsuinpientalojenAlue",
    "erillistenAsuinpientalojenAlue",
    "maatilanTalouskeskuksenAlue",
});

}  // namespace

std::string use_meant(const twin::Regulation& regulation) {
  std::string out;
  for (const auto& information : regulation.information) {
    if (information.type != kMeantFor || information.code.empty()) continue;
    out += (out.empty() ? "" : " + ") + information.code;
  }
  return out;
}

bool is_housing(std::string_view use) {
  return std::find(kHousing.begin(), kHousing.end(), use) != kHousing.end();
}

void UseShares::add(Entry entry) {
  const auto same = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& other) {
    return other.use == entry.use && other.percent == entry.percent && other.right == entry.right;
  });
  if (same == entries_.end()) {
    entries_.push_back(std::move(entry));
  } else {
    same->value = std::min(same->value, entry.value);
  }
}

void UseShares::add_right(const std::string& use, double k_m2) {
  add({use, k_m2, false, true});
}

void UseShares::add_share(const twin::Regulation& regulation) {
  for (const auto& information : regulation.information) {
    if (!information.type.starts_with(kShare) || !information.value) continue;
    const bool percent = information.unit == "%";
    if (percent || information.unit == "k-m2" || information.unit == "k-m²") {
      add({regulation.type, information.value_max.value_or(*information.value), percent, false});
    }
  }
}

std::optional<double> UseShares::sum_of_rights() const {
  std::optional<double> sum;
  for (const auto& entry : entries_) {
    if (entry.right) sum = sum.value_or(0) + entry.value;
  }
  return sum;
}

std::vector<UseShare> UseShares::shares(std::optional<double> allowed_k_m2) const {
  std::vector<UseShare> out;
  for (const auto& entry : entries_) {
    if (entry.percent && !allowed_k_m2) continue;
    double k_m2 = entry.percent ? entry.value / 100 * *allowed_k_m2 : entry.value;
    if (allowed_k_m2) k_m2 = std::min(k_m2, *allowed_k_m2);
    const auto same =
        std::find_if(out.begin(), out.end(), [&](const UseShare& share) { return share.use == entry.use; });
    if (same == out.end()) {
      out.push_back({entry.use, k_m2, {}});
    } else {
      same->allowed_k_m2 = std::min(same->allowed_k_m2, k_m2);
    }
  }
  return out;
}

void settle_reachable(std::vector<UseShare>& shares, std::optional<double> allowed_k_m2,
                      double reachable_k_m2) {
  for (auto& share : shares) {
    share.reachable_k_m2 = allowed_k_m2 && *allowed_k_m2 > 0
                               ? share.allowed_k_m2 * std::min(1.0, reachable_k_m2 / *allowed_k_m2)
                               : std::min(share.allowed_k_m2, reachable_k_m2);
  }
}

double housing_floor_area(const std::vector<UseShare>& shares, double reachable_k_m2) {
  double housing = 0, others = 0;
  bool named = false;
  for (const auto& share : shares) {
    named |= is_housing(share.use);
    (is_housing(share.use) ? housing : others) += share.reachable_k_m2.value_or(0);
  }
  return named ? std::min(housing, reachable_k_m2) : std::max(0.0, reachable_k_m2 - others);
}

}  // namespace sim
