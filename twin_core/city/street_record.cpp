#include <limits>

#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

using record::put;

constexpr std::uint8_t kStreetVersion = 1;
constexpr std::size_t kNodeBytes = 17;  // one of the id at least, sixteen of the position

void put_access(ByteWriter& out, const StreetAccess& access) {
  out.text(access.told);
  out.byte(static_cast<std::uint8_t>(access.one_way));
}

StreetAccess take_access(ByteReader& in) {
  StreetAccess out;
  out.told = in.text();
  const std::uint8_t one_way = in.byte();
  if (one_way > static_cast<std::uint8_t>(OneWay::kBackward)) in.fail();
  out.one_way = static_cast<OneWay>(one_way);
  return out;
}

/// nothing, false, true as 0, 1, 2
void put_known(ByteWriter& out, const std::optional<bool>& value) { out.byte(value ? 1 + *value : 0); }

std::optional<bool> take_known(ByteReader& in) {
  const std::uint8_t value = in.byte();
  if (value > 2) in.fail();
  return value == 0 ? std::nullopt : std::optional(value == 2);
}

/// Ids go up and down by little: the difference takes fewer bytes. It wraps, as the sum does.
void put_nodes(ByteWriter& out, const std::vector<StreetNode>& nodes) {
  out.varint(nodes.size());
  std::uint64_t before = 0;
  for (const StreetNode& node : nodes) {
    const auto id = static_cast<std::uint64_t>(node.id);
    out.whole(static_cast<std::int64_t>(id - before));
    out.real(node.position.east);
    out.real(node.position.north);
    before = id;
  }
}

std::vector<StreetNode> take_nodes(ByteReader& in) {
  const std::size_t count = in.count(kNodeBytes);
  std::vector<StreetNode> nodes;
  nodes.reserve(count);
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    before += static_cast<std::uint64_t>(in.whole());
    const double east = in.real();
    const double north = in.real();
    nodes.push_back({static_cast<std::int64_t>(before), {east, north}});
  }
  return nodes;
}

/// Every piece has two nodes at least.
bool is_whole(const Street& street) {
  std::size_t start = 0;
  for (const std::size_t next : street.breaks) {
    if (next < start + 2) return false;
    start = next;
  }
  return street.nodes.size() >= start + 2;
}

}  // namespace

Bytes encode(const Street& street) {
  ByteWriter out;
  out.byte(kStreetVersion);
  out.text(street.id);
  for (const SharedText* text : {&street.highway, &street.name, &street.name_fi, &street.name_sv, &street.surface}) {
    out.text(*text);
  }
  put(out, street.speed_limit_kmh);
  out.text(street.speed_told);
  for (const StreetAccess* access : {&street.foot, &street.bicycle, &street.motor}) put_access(out, *access);
  put_known(out, street.lit);
  out.text(street.bridge);
  out.text(street.tunnel);
  out.whole(street.layer);
  out.flag(street.area);
  put_nodes(out, street.nodes);
  out.varint(street.breaks.size());
  for (const std::uint32_t next : street.breaks) out.varint(next);
  out.text(street.source);
  return std::move(out).bytes();
}

Result<Street> decode_street(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kStreetVersion);
  Street street;
  street.id = in.text();
  for (SharedText* text : {&street.highway, &street.name, &street.name_fi, &street.name_sv, &street.surface}) {
    *text = in.text();
  }
  street.speed_limit_kmh = record::take_optional_real(in);
  street.speed_told = in.text();
  for (StreetAccess* access : {&street.foot, &street.bicycle, &street.motor}) *access = take_access(in);
  street.lit = take_known(in);
  street.bridge = in.text();
  street.tunnel = in.text();
  const std::int64_t layer = in.whole();
  if (layer < -1000 || layer > 1000) in.fail();
  street.layer = static_cast<int>(layer);
  street.area = in.flag();
  street.nodes = take_nodes(in);
  const std::size_t breaks = in.count(1);
  for (std::size_t i = 0; i < breaks && in.ok(); ++i) {
    street.breaks.push_back(static_cast<std::uint32_t>(in.varint(std::numeric_limits<std::uint32_t>::max())));
  }
  street.source = in.text();
  if (!in.finished() || !is_whole(street)) return record::malformed("street");
  return street;
}

}  // namespace twin
