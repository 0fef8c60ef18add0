#include "geo/io/osm_street.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <optional>

#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::OneWay;
using twin::Street;

constexpr std::size_t kLongestText = 1020;  // 255 characters of up to four bytes, as the map has it

constexpr auto kAccess = std::to_array<std::string_view>(
    {"yes", "no", "private", "permissive", "permit", "destination", "delivery", "customers", "designated", "official",
     "use_sidepath", "dismount", "agricultural", "forestry", "discouraged", "emergency", "military", "unknown"});

template <std::size_t N>
bool is_one_of(std::string_view value, const std::array<std::string_view, N>& values) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

class Reading {
 public:
  Reading(const OsmTags& tags, OsmStreet& out) : tags_(tags), out_(out) {}

  void read() {
    Street& street = out_.street;
    street.highway = text("highway");
    if (!twin::is_known_highway(street.highway.str())) note("highway");
    street.name = text("name");
    street.name_fi = text("name:fi");
    street.name_sv = text("name:sv");
    street.surface = text("surface");
    read_speed();
    street.foot.told = access({"foot", "access"});
    street.bicycle.told = access({"bicycle", "vehicle", "access"});
    street.motor.told = access({"motorcar", "motor_vehicle", "vehicle", "access"});
    if (text("motorroad") == "yes") {
      if (street.foot.told.empty()) street.foot.told = "no";
      if (street.bicycle.told.empty()) street.bicycle.told = "no";
    }
    read_one_way();
    read_lit();
    street.bridge = unless_no("bridge");
    street.tunnel = unless_no("tunnel");
    read_layer();
    street.area = text("area") == "yes";
  }

 private:
  /// Empty for values that no map would have.
  std::string_view text(std::string_view key) const {
    const auto value = tag_of(tags_, key);
    return value.size() <= kLongestText && twin::is_valid_utf8(value) ? value : std::string_view();
  }

  /// Once a tag, though several modes may ask for it.
  void note(std::string_view key) {
    const auto known = [&](const auto& told) { return told.first == key; };
    if (std::none_of(out_.unknown.begin(), out_.unknown.end(), known)) out_.unknown.emplace_back(key, twin::excerpt(tag_of(tags_, key)));
  }

  std::string_view unless_no(std::string_view key) const {
    const auto value = text(key);
    return value == "no" ? std::string_view() : value;
  }

  std::string_view access(std::initializer_list<std::string_view> keys) {
    for (const auto key : keys) {
      const auto value = text(key);
      if (value.empty()) continue;
      if (!is_one_of(value, kAccess)) note(key);
      return value;
    }
    return {};
  }

  void read_speed() {
    constexpr double kKilometresPerMile = 1.609344;
    const auto told = text("maxspeed");
    if (told.empty()) return;
    double number = 0;
    const auto [rest, error] = std::from_chars(told.data(), told.data() + told.size(), number);
    std::string_view unit(rest, static_cast<std::size_t>(told.data() + told.size() - rest));
    while (unit.starts_with(' ')) unit.remove_prefix(1);
    const bool miles = unit == "mph";
    if (error == std::errc{} && (miles || unit.empty() || unit == "km/h" || unit == "kmh") && number > 0 && number < 1000) {
      out_.street.speed_limit_kmh = miles ? number * kKilometresPerMile : number;
      return;
    }
    out_.street.speed_told = told;
    constexpr auto kWords = std::to_array<std::string_view>({"none", "walk", "signals", "variable"});
    if (!is_one_of(told, kWords) && told.find(':') == std::string_view::npos) note("maxspeed");
  }

  std::optional<OneWay> one_way(std::string_view key) {
    const auto value = text(key);
    if (value.empty()) return std::nullopt;
    if (value == "yes" || value == "true" || value == "1") return OneWay::kForward;
    if (value == "-1" || value == "reverse") return OneWay::kBackward;
    if (value != "no" && value != "false" && value != "0") note(key);  // "reversible": by the hour
    return OneWay::kNo;
  }

  void read_one_way() {
    Street& street = out_.street;
    const bool implied = text("junction") == "roundabout" || street.highway == "motorway";
    const OneWay vehicles = one_way("oneway").value_or(implied ? OneWay::kForward : OneWay::kNo);
    const bool against = text("cycleway").starts_with("opposite") || text("cycleway:left").starts_with("opposite") ||
                         text("cycleway:right").starts_with("opposite");
    street.motor.one_way = one_way("oneway:motor_vehicle").value_or(vehicles);
    street.bicycle.one_way = one_way("oneway:bicycle").value_or(against ? OneWay::kNo : vehicles);
    street.foot.one_way = one_way("oneway:foot").value_or(OneWay::kNo);
  }

  void read_lit() {
    constexpr auto kLit = std::to_array<std::string_view>({"yes", "24/7", "automatic", "sunset-sunrise", "dusk-dawn", "limited", "interval"});
    const auto told = text("lit");
    if (told.empty()) return;
    if (is_one_of(told, kLit)) {
      out_.street.lit = true;
    } else if (told == "no" || told == "disused") {
      out_.street.lit = false;
    } else {
      note("lit");
    }
  }

  void read_layer() {
    const auto told = text("layer");
    if (told.empty()) return;
    int layer = 0;
    const char* const end = told.data() + told.size();
    const auto [rest, error] = std::from_chars(told.data() + (told.starts_with('+') ? 1 : 0), end, layer);
    if (error == std::errc{} && rest == end && layer >= -100 && layer <= 100) {
      out_.street.layer = layer;
    } else {
      note("layer");
    }
  }

  const OsmTags& tags_;
  OsmStreet& out_;
};

}  // namespace

OsmStreet street_of(const OsmWay& way) {
  OsmStreet out;
  out.street.id = fmt::format("way:{}", way.id);
  Reading(way.tags, out).read();
  return out;
}

}  // namespace geo
