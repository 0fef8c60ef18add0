#include "twin_core/city/street.hpp"

#include <algorithm>
#include <array>

namespace twin {
namespace {

/// Who may use a class of streets where no sign says otherwise.
struct HighwayClass {
  std::string_view name;
  bool foot, bicycle, motor;
};

constexpr auto kClasses = std::to_array<HighwayClass>({
    {"motorway", false, false, true},
    {"motorway_link", false, false, true},
    {"trunk", true, true, true},
    {"trunk_link", true, true, true},
    {"primary", true, true, true},
    {"primary_link", true, true, true},
    {"secondary", true, true, true},
    {"secondary_link", true, true, true},
    {"tertiary", true, true, true},
    {"tertiary_link", true, true, true},
    {"unclassified", true, true, true},
    {"residential", true, true, true},
    {"living_street", true, true, true},
    {"service", true, true, true},
    {"road", true, true, true},
    {"track", true, true, true},
    {"pedestrian", true, true, false},
    {"cycleway", true, true, false},
    {"path", true, true, false},
    {"footway", true, false, false},
    {"bridleway", true, false, false},
    {"steps", true, false, false},
    {"corridor", true, false, false},
    {"platform", true, false, false},
    {"elevator", true, false, false},
    {"busway", false, false, false},
    {"bus_guideway", false, false, false},
    {"raceway", false, false, false},
    {"construction", false, false, false},
    {"proposed", false, false, false},
    {"abandoned", false, false, false},
    {"razed", false, false, false},
});

const HighwayClass* class_of(std::string_view highway) {
  const auto* const found =
      std::find_if(kClasses.begin(), kClasses.end(), [&](const HighwayClass& one) { return one.name == highway; });
  return found == kClasses.end() ? nullptr : found;
}

template <std::size_t N>
bool is_one_of(std::string_view value, const std::array<std::string_view, N>& values) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

constexpr auto kOpen = std::to_array<std::string_view>(
    {"yes", "designated", "official", "permissive", "destination", "customers", "discouraged"});
constexpr auto kClosed = std::to_array<std::string_view>({"no", "private", "permit", "delivery", "agricultural", "forestry",
                                                          "emergency", "military", "use_sidepath", "dismount"});
constexpr auto kNotInUse = std::to_array<std::string_view>({"construction", "proposed", "abandoned", "razed"});

}  // namespace

std::string_view name_of(OneWay one_way) {
  switch (one_way) {
    case OneWay::kNo: return "no";
    case OneWay::kForward: return "forward";
    case OneWay::kBackward: return "backward";
  }
  return "no";
}

const StreetAccess& Street::access(TravelMode mode) const {
  switch (mode) {
    case TravelMode::kFoot: return foot;
    case TravelMode::kBicycle: return bicycle;
    case TravelMode::kMotor: return motor;
  }
  return foot;
}

std::vector<std::span<const StreetNode>> Street::pieces() const {
  std::vector<std::span<const StreetNode>> out;
  const std::span<const StreetNode> all(nodes);
  std::size_t start = 0;
  for (const std::size_t next : breaks) {
    out.push_back(all.subspan(start, next - start));
    start = next;
  }
  out.push_back(all.subspan(start));
  return out;
}

bool may_use(const Street& street, TravelMode mode, bool forward) {
  const StreetAccess& access = street.access(mode);
  if (access.one_way == (forward ? OneWay::kBackward : OneWay::kForward)) return false;
  if (is_one_of(street.highway.str(), kNotInUse)) return false;
  if (is_one_of(access.told.str(), kClosed)) return false;
  if (is_one_of(access.told.str(), kOpen)) return true;
  const HighwayClass* const known = class_of(street.highway.str());
  if (known == nullptr) return false;
  switch (mode) {
    case TravelMode::kFoot: return known->foot;
    case TravelMode::kBicycle: return known->bicycle;
    case TravelMode::kMotor: return known->motor;
  }
  return false;
}

bool is_known_highway(std::string_view highway) { return class_of(highway) != nullptr; }

}  // namespace twin
