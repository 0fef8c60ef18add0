#include "geo/io/cityjson_building.hpp"

#include <fmt/format.h>

#include "geo/io/citygml_geometry.hpp"
#include "geo/io/cityjson_attributes.hpp"
#include "geo/io/cityjson_quick_attributes.hpp"
#include "geo/io/json_text.hpp"
#include "twin_core/base/digest.hpp"
#include "twin_core/base/text.hpp"

namespace geo::cityjson {
namespace {

using twin::Severity;

constexpr std::size_t kMaxAddresses = 1'000;

bool is_part_class(std::string_view type) {
  return type == "BuildingPart" || type == "BridgePart" || type == "TunnelPart";
}

bool is_installation_class(std::string_view type) {
  return type == "BuildingInstallation" || type == "BridgeInstallation" || type == "TunnelInstallation";
}

/// A digest of all coordinates: the name of a building that has none.
std::string unnamed(const RawBuilding& building) {
  std::vector<twin::WorkingPosition> points;
  for (const auto& part : building.parts) {
    for (const auto& polygon : part.shape.polygons) {
      points.insert(points.end(), polygon.exterior.points.begin(), polygon.exterior.points.end());
    }
    for (const auto& lines : part.lines) {
      for (const auto& line : lines.lines) points.insert(points.end(), line.begin(), line.end());
    }
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(points.data());
  return "unnamed-" +
         twin::sha256(twin::ByteView(bytes, points.size() * sizeof(twin::WorkingPosition))).short_hex();
}

/// As `Box::add` would, in registers: this looks at every point that was read.
class Bounds {
 public:
  explicit Bounds(const twin::Box& box) : low_(box.low), high_(box.high) {}
  void add(const twin::Ring3& ring) {
    auto low = low_, high = high_;
    for (const auto& point : ring.points) {
      low.east = point.east < low.east ? point.east : low.east;
      low.north = point.north < low.north ? point.north : low.north;
      low.up = point.up < low.up ? point.up : low.up;
      high.east = point.east > high.east ? point.east : high.east;
      high.north = point.north > high.north ? point.north : high.north;
      high.up = point.up > high.up ? point.up : high.up;
    }
    low_ = low;
    high_ = high;
  }
  twin::Box box() const {
    twin::Box out;
    out.low = low_;
    out.high = high_;
    return out;
  }

 private:
  twin::WorkingPosition low_, high_;
};

void add_bounds(const twin::ShapePart& part, twin::Box& out) {
  Bounds bounds(out);
  for (const auto& polygon : part.polygons) {
    bounds.add(polygon.exterior);
    for (const auto& ring : polygon.interiors) bounds.add(ring);
  }
  out = bounds.box();
}

}  // namespace

twin::Result<bool> BuildingAssembly::read(std::size_t number, bool lines, RawBuilding& out) {
  const auto& object = family_.objects[number];
  out.id = object.id;
  out.pointer = pointer_;
  append_json_pointer_step(object.id, out.pointer);
  points_ = text_bytes_ = levels_aside_ = 0;
  doubled_ = object.doubled;
  lines_ = lines;
  waiting_.assign(1, number);
  while (!waiting_.empty()) {
    const auto next = waiting_.back();
    waiting_.pop_back();
    TWIN_CHECK(read_part(next, out, waiting_));
    if (points_ > GeometryGraph::kMaxPoints || text_bytes_ + paint_.text_bytes() + paint_aside_.text_bytes() > kMaxBuildingText) {
      paint_.take();
      paint_aside_.take();
      too_large(out);
      return false;
    }
  }
  if (!paint_.empty()) out.appearance = paint_.take();
  if (!paint_aside_.empty()) out.other_look = paint_aside_.take();
  if (doubled_) return false;
  for (const auto& part : out.parts) {
    add_bounds(part.shape, out.bounds);
    if (!part.lines.empty()) out.bounds.add(twin::bounds_of(part.lines));
  }
  if (out.id.empty()) {
    out.id = unnamed(out);
    diagnostics_.add({"identifier-missing", Severity::kWarning, out.id, "", out.pointer, "",
                      "Give the object an id; it was named after its coordinates."});
  }
  return true;
}

twin::Status BuildingAssembly::read_geometry(std::size_t number, GeometrySink* sink) {
  const auto& object = family_.objects[number];
  geometry_read_[number] = true;
  if (object.geometry.empty()) return twin::Done{};
  const JsonPlace here(place_, object.id);
  return geometry_.read_all(object.geometry, JsonPlace(here, "geometry"), sink);
}

twin::Status BuildingAssembly::check_geometry(std::size_t number) { return read_geometry(number, nullptr); }

twin::Status BuildingAssembly::check_unread() {
  const auto check = [&](std::string_view text, const JsonPlace& place) -> twin::Status {
    if (text.empty() || (quick_ && json_text::end_of_sound_value(text.data()) == text.data() + text.size())) return twin::Done{};
    return parsers_.member.parse(text, place);
  };
  for (std::size_t number = 0; number < family_.objects.size(); ++number) {
    const auto& object = family_.objects[number];
    const JsonPlace here(place_, object.id);
    if (!geometry_read_[number]) TWIN_CHECK(check(object.geometry, JsonPlace(here, "geometry")));
    if (rest_read_[number]) continue;
    TWIN_CHECK(check(object.attributes, JsonPlace(here, "attributes")));
    TWIN_CHECK(check(object.address, JsonPlace(here, "address")));
    if (object.extended) TWIN_CHECK(parsers_.object.parse(object.text, here));
  }
  return twin::Done{};
}

twin::Status BuildingAssembly::read_attribute_members(const CityObject& object, const JsonPlace& here, RawPart& part,
                                                      RawBuilding* own) {
  if (!object.attributes.empty() && !(quick_ && read_plain_attributes(object.attributes, parsers_.attributes, part, text_bytes_))) {
    const JsonPlace place(here, "attributes");
    TWIN_CHECK(parsers_.member.parse(object.attributes, place));
    TWIN_CHECK(read_attributes(parsers_.member.root(), place, part, own, text_bytes_));
  }
  if (!object.extended) return twin::Done{};
  TWIN_CHECK(parsers_.object.parse(object.text, here));
  TWIN_TRY(const Object members, as_object(parsers_.object.root(), here));
  read_extra(members, part, text_bytes_);
  return twin::Done{};
}

twin::Status BuildingAssembly::read_part(std::size_t number, RawBuilding& building, std::vector<std::size_t>& waiting) {
  const auto& object = family_.objects[number];
  const JsonPlace here(place_, object.id);
  GeometrySink sink{diagnostics_, building.id};
  sink.levels = std::move(levels_);
  sink.points = points_;
  std::vector<twin::ObjectLines> lines;
  if (lines_) sink.lines = &lines;
  auto& part = building.parts.emplace_back();
  const bool is_first = building.parts.size() == 1;
  if (!is_first || !object.id.empty()) part.shape.id = object.id;
  TWIN_CHECK(read_geometry(number, &sink));
  rest_read_[number] = true;
  TWIN_CHECK(read_attribute_members(object, here, part, is_first ? &building : nullptr));
  TWIN_CHECK(read_addresses(object, here, building));

  std::vector<std::size_t> parts;
  for (const auto child : object.children) {
    const auto& relative = family_.objects[child];
    const bool is_part = is_part_class(relative.type);
    if (!is_part && !is_installation_class(relative.type)) continue;
    doubled_ = doubled_ || relative.doubled;
    if (used_[child]) {
      if (doubled_) continue;
      diagnostics_.add({"family-one-sided", Severity::kWarning, std::string(relative.id), "",
                        JsonPlace(here, "children").text(), twin::excerpt(relative.id),
                        "A part belongs to one parent; it stays with the first that names it."});
      continue;
    }
    used_[child] = true;
    if (is_part)
      parts.push_back(child);
    else
      TWIN_CHECK(read_geometry(child, &sink));
  }
  waiting.insert(waiting.end(), parts.rbegin(), parts.rend());

  points_ = sink.points;
  take_other_levels(sink, part);
  building.repaired = building.repaired || sink.repaired || object.child_missing;
  if (auto* level = sink.best()) {
    part.shape.lod = std::move(level->lod);
    part.shape.polygons = std::move(level->polygons);
    part.shape.solids = std::move(level->solids);
    part.shape.solids_apart = level->apart;
    paint_.add(*level, building.parts.size() - 1);
  }
  part.lines = std::move(lines);
  sink.levels.clear();
  levels_ = std::move(sink.levels);
  return twin::Done{};
}

void BuildingAssembly::take_other_levels(GeometrySink& sink, RawPart& part) {
  const auto* const best = sink.best();
  for (auto& level : sink.levels) {
    if (&level == best || level.polygons.empty()) continue;
    part.other_levels.push_back({part.shape.id, level.lod, std::move(level.polygons), std::move(level.solids), level.apart});
    paint_aside_.add(level, levels_aside_++);
  }
}

twin::Status BuildingAssembly::read_addresses(const CityObject& object, const JsonPlace& here,
                                              RawBuilding& building) {
  if (object.address.empty()) return twin::Done{};
  const JsonPlace place(here, "address");
  TWIN_CHECK(parsers_.member.parse(object.address, place));
  const Element written = parsers_.member.root();
  const auto take = [&](Element value, const JsonPlace& at) -> twin::Status {
    TWIN_TRY(const Object address, as_object(value, at));
    if (const auto location = find(address, "location"); location && !location->is_null()) {
      TWIN_CHECK(geometry_.check(*location, JsonPlace(at, "location")));
    }
    TWIN_TRY(auto read, read_address(address, at));
    text_bytes_ += read.text().size();
    if (building.addresses.size() < kMaxAddresses) building.addresses.push_back(std::move(read));
    return twin::Done{};
  };
  if (written.is_object()) return take(written, place);  // 1.0 has one
  TWIN_TRY(const Array items, as_array(written, place));
  std::size_t i = 0;
  for (const Element item : items) TWIN_CHECK(take(item, JsonPlace(place, i++)));
  return twin::Done{};
}

void BuildingAssembly::too_large(const RawBuilding& building) {
  diagnostics_.add({"object-too-large", Severity::kError, building.id, "", building.pointer,
                    points_ > GeometryGraph::kMaxPoints
                        ? fmt::format("more than {} vertices", GeometryGraph::kMaxPoints)
                        : fmt::format("more than {} bytes of text", kMaxBuildingText),
                    "Split the object."});
}

}  // namespace geo::cityjson
