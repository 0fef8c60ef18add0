#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "twin_core/base/position.hpp"
#include "twin_core/base/shared_text.hpp"

namespace twin {

/// A point of the street network. Ways that share a node meet there; crossing without one they do not.
struct StreetNode {
  std::int64_t id = 0;
  PlanPosition position;
  bool operator==(const StreetNode&) const = default;
};

/// Which way traffic goes, along the order of the nodes.
enum class OneWay : std::uint8_t { kNo, kForward, kBackward };

std::string_view name_of(OneWay one_way);  ///< "no", "forward", "backward"

/// What is said of one kind of traffic.
struct StreetAccess {
  SharedText told;  ///< "yes", "no", "destination", … as the source says; empty: nothing, the class decides
  OneWay one_way = OneWay::kNo;
  bool operator==(const StreetAccess&) const = default;
};

enum class TravelMode : std::uint8_t { kFoot, kBicycle, kMotor };

/// One way of the street network. Texts are those of OpenStreetMap's tags, kept as told.
struct Street {
  std::string id;                         ///< "way:123"
  SharedText highway;                     ///< class: "residential", "footway", "steps", …
  SharedText name, name_fi, name_sv;      ///< on the signs; in Finnish and Swedish where that is said
  SharedText surface;                     ///< "asphalt", "gravel", …; empty: not known
  std::optional<double> speed_limit_kmh;  ///< for motor vehicles, where it is one number
  SharedText speed_told;                  ///< the limit where it is none: "FI:urban", "90;30"
  StreetAccess foot, bicycle, motor;
  std::optional<bool> lit;
  SharedText bridge, tunnel;              ///< "yes", "viaduct", …; empty: none
  int layer = 0;                          ///< above (or below) what it crosses
  bool area = false;                      ///< the nodes go round a square
  std::vector<StreetNode> nodes;          ///< at least two
  std::vector<std::uint32_t> breaks;      ///< rising numbers of nodes before which the source misses some
  SharedText source;                      ///< file name it came from
  bool operator==(const Street&) const = default;

  const StreetAccess& access(TravelMode mode) const;
  /// The stretches between breaks, each of at least two nodes.
  std::vector<std::span<const StreetNode>> pieces() const;
};

/// Whether a mode may go along a street, in the order of its nodes (`forward`) or against it: what is told of the
/// mode counts, else the usual rule of the class. Ways that one may enter only with leave ("private", "delivery")
/// and classes that are not open (proposed, under construction) or not known count as closed.
/// @source  classes without signs: wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions, Finland
bool may_use(const Street& street, TravelMode mode, bool forward);

/// True for classes of which `may_use` knows the usual rule.
bool is_known_highway(std::string_view highway);

}  // namespace twin
