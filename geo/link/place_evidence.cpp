#include "geo/link/place_evidence.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <vector>

namespace geo {
namespace {

struct StreetAndNumber {
  std::string street, number;
};

/// ASCII letters are folded, other bytes kept: both sides spell å, ä and ö alike.
StreetAndNumber split(const std::string& address) {
  StreetAndNumber out;
  std::size_t at = 0;
  while (at < address.size() && !std::isdigit(static_cast<unsigned char>(address[at]))) {
    const auto c = static_cast<unsigned char>(address[at++]);
    if (c == ',') return out;
    if (c != ' ' && c != '.' && c != '-') out.street += static_cast<char>(std::tolower(c));
  }
  while (at < address.size() && std::isdigit(static_cast<unsigned char>(address[at]))) out.number += address[at++];
  return out;
}

}  // namespace

Evidence address_evidence(const std::string& building, const std::string& row) {
  const auto a = split(building), b = split(row);
  if (a.street.empty() || b.street.empty()) return {};
  if (a.street != b.street) return {-2, "another street (" + building + ")", Agreement::kOther};
  if (a.number.empty() || b.number.empty()) return {1, "same street"};
  if (a.number != b.number) return {1, "same street, other number (" + building + ")", Agreement::kOther};
  return {4, "address agrees", Agreement::kSame};
}

Evidence overlap_evidence(const twin::PlanPolygon& building, const twin::PlanPolygon& row) {
  constexpr int kAcross = 20;
  if (building.outer.empty() || row.outer.empty()) return {};
  auto low = row.outer.front(), high = low;
  for (const auto* const ring : {&building.outer, &row.outer}) {
    for (const auto& p : *ring) {
      low = {std::min(low.east, p.east), std::min(low.north, p.north)};
      high = {std::max(high.east, p.east), std::max(high.north, p.north)};
    }
  }
  int both = 0, either = 0;
  for (int i = 0; i < kAcross * kAcross; ++i) {
    const twin::PlanPosition p{low.east + (high.east - low.east) * (i % kAcross + 0.5) / kAcross,
                               low.north + (high.north - low.north) * (i / kAcross + 0.5) / kAcross};
    const bool in_building = distance_to(building, p) == 0, in_row = distance_to(row, p) == 0;
    both += in_building && in_row ? 1 : 0;
    either += in_building || in_row ? 1 : 0;
  }
  const double share = either == 0 ? 0 : static_cast<double>(both) / either;
  return {8 * std::sqrt(share) - 4, fmt::format("footprints {:.0f} % the same", share * 100), Agreement::kUnknown};
}

std::string size_words(const PlacedBuilding& building, double footprint_m2, const PlacedRow& row) {
  constexpr double kFits = 0.4;  // log ratio of the height to that of so many storeys
  std::vector<std::string> out;
  const double height = building.height_m;
  if (row.storeys && *row.storeys > 0 && height > 0) {
    const bool fits = std::abs(std::log(height / (3.1 * *row.storeys + 1.5))) < kFits;
    out.push_back(fmt::format("{} storeys {} {:.1f} m", *row.storeys, fits ? "fit" : "against", height));
  }
  if (row.floor_area_m2 && *row.floor_area_m2 > 0 && footprint_m2 > 0) {
    out.push_back(fmt::format("{:.0f} k-m2 on {:.0f} m2 of ground", *row.floor_area_m2, footprint_m2));
  }
  const double volume = building.volume_m3.value_or(footprint_m2 * height);
  if (row.volume_m3 && *row.volume_m3 > 0 && volume > 0) out.push_back(fmt::format("{:.0f} m3 for {:.0f} m3", *row.volume_m3, volume));
  return fmt::format("{}", fmt::join(out, ", "));
}

}  // namespace geo
