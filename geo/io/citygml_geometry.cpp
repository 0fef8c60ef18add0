#include "geo/io/citygml_geometry.hpp"

#include "twin_core/base/digest.hpp"

namespace geo {

void GeometryGraph::clear() {
  points.clear();
  rings.clear();
  polygons.clear();
  lines.clear();
  nodes.clear();
  references.clear();
  roots.clear();
  surfaces = 0;
  has_openings = false;
  texts.clear();
  members.clear();
  node_ids.clear();
  ring_ids.clear();
}

GeometryGraph::Text GeometryGraph::keep(std::string_view text) {
  const Text out{static_cast<std::uint32_t>(texts.size()), static_cast<std::uint32_t>(text.size())};
  texts.append(text);
  return out;
}

void GeometryGraph::append(List& list, Member member) {
  const auto index = static_cast<std::int32_t>(members.size());
  members.push_back(member);
  (list.last < 0 ? list.first : members[static_cast<std::size_t>(list.last)].next) = index;
  list.last = index;
}

std::string GeometryGraph::fingerprint() const {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(points.data());
  return twin::sha256(twin::ByteView(bytes, points.size() * sizeof(twin::WorkingPosition))).short_hex();
}

}  // namespace geo
