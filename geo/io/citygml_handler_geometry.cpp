#include <fmt/format.h>

#include <algorithm>

#include "geo/io/citygml_handler.hpp"

namespace geo {

using Kind = GeometryGraph::Kind;

bool CityGmlHandler::enter_geometry(XmlSource& stream, const CityGmlName& name, const XmlAttributes& attributes,
                                    Frame& frame) {
  const Element around = parent();
  if (!collecting_) return false;
  if (name.element == Element::kGeometryProperty || name.element == Element::kImplicitProperty) {
    if (!in_feature()) return false;
    begin_root(name.kept_as == std::string_view("tin") ? relief_lod_ : name.lod);
    return name.element == Element::kImplicitProperty || enter_property(stream, attributes);
  }
  if (around == Element::kLinesProperty || around == Element::kLinesMember || around == Element::kLine ||
      name.element == Element::kLinesMember || name.element == Element::kLine ||
      (name.element == Element::kPoint && around == Element::kGeometryProperty)) {
    return enter_line(name, attributes, frame);
  }
  if (!in_root_) return false;
  const auto in_kind = [&](Kind kind) {
    return !node_stack_.empty() && graph_.nodes[static_cast<std::size_t>(node_stack_.back())].kind == kind;
  };
  const bool at_member =
      around == Element::kGeometryProperty || around == Element::kGeometryMember ||
      around == Element::kRelativeGeometry ||
      (around == Element::kExterior || around == Element::kInterior ? in_kind(Kind::kShell) : false);
  switch (name.element) {
    case Element::kSolid:
    case Element::kSurfaceCollection:
    case Element::kOrientable:
    case Element::kPolygon: {
      if (!at_member) return false;
      const Kind kind = name.element == Element::kSolid        ? Kind::kSolid
                        : name.element == Element::kOrientable ? Kind::kOrientable
                        : name.element == Element::kPolygon    ? Kind::kPolygon
                                                               : Kind::kCollection;
      frame.node = add_node(kind, attributes);
      graph_.nodes[static_cast<std::size_t>(frame.node)].multiple = name.kept_as[0] != '\0';
      if (const std::string_view* id = gml_id(attributes); id && around == Element::kRelativeGeometry) {
        implicit_.id = *id;
      }
      note_system(attributes, frame);
      node_stack_.push_back(frame.node);
      return true;
    }
    case Element::kGeometryMember:
      if (!in_kind(Kind::kCollection) && !in_kind(Kind::kOrientable)) return false;
      return enter_property(stream, attributes);
    case Element::kExterior:
    case Element::kInterior:
      if (around == Element::kSolid) {
        frame.node = add_node(Kind::kShell);
        graph_.nodes[static_cast<std::size_t>(frame.node)].cavity = name.element == Element::kInterior;
        node_stack_.push_back(frame.node);
        return enter_property(stream, attributes);
      }
      return around == Element::kPolygon;
    case Element::kLinearRing:
      if ((around != Element::kExterior && around != Element::kInterior) || !in_kind(Kind::kPolygon))
        return false;
      note_system(attributes, frame);
      in_ring_ = true;
      ring_exterior_ = around == Element::kExterior;
      ring_spoilt_ = false;
      ring_first_ = graph_.points.size();
      ++ring_number_;
      ring_id_ = {};
      if (const std::string_view* id = appearance_.empty() && options_.look == nullptr ? nullptr : gml_id(attributes); id && spend(id->size())) {
        ring_id_ = graph_.keep(*id);
      }
      return true;
    case Element::kPosList:
    case Element::kPos:
    case Element::kCoordinates:
      if (around == Element::kPoint) return enter_implicit(stream, name.element, attributes, frame);
      if (around != Element::kLinearRing) return false;
      note_system(attributes, frame);
      return enter_coordinates(name.element, frame);
    default:
      return enter_implicit(stream, name.element, attributes, frame);
  }
}

/// Points and lines stand in a property of their own, or in one that takes any geometry.
bool CityGmlHandler::enter_line(const CityGmlName& name, const XmlAttributes& attributes, Frame& frame) {
  const Element around = parent();
  const bool at_member = around == Element::kLinesProperty || around == Element::kLinesMember ||
                         (around == Element::kGeometryProperty && !outside_of_building());
  switch (name.element) {
    case Element::kLinesMember:
      if (around == Element::kGeometryProperty) lines_lod_ = root_lod_;
      return at_member;
    case Element::kLine:
    case Element::kPoint:
      if (!at_member) return false;
      if (around == Element::kGeometryProperty) lines_lod_ = root_lod_;
      frame.element = Element::kLine;
      note_system(attributes, frame);
      in_line_ = true;
      line_is_point_ = name.element == Element::kPoint;
      ring_spoilt_ = false;
      ring_first_ = graph_.points.size();
      return true;
    case Element::kPosList:
    case Element::kPos:
    case Element::kCoordinates:
      if (around != Element::kLine) return false;
      note_system(attributes, frame);
      return enter_coordinates(name.element, frame);
    default:
      return false;
  }
}

void CityGmlHandler::end_line(XmlSource& stream) {
  in_line_ = false;
  auto& points = graph_.points;
  const std::size_t count = points.size() - ring_first_, least = line_is_point_ ? 1 : 2;
  if (!ring_spoilt_ && collecting_ && count >= least) {
    graph_.lines.push_back({static_cast<std::uint32_t>(part_stack_.back()), lines_lod_, line_is_point_,
                            static_cast<std::uint32_t>(ring_first_), static_cast<std::uint32_t>(count)});
    return;
  }
  if (!ring_spoilt_ && collecting_) {
    building_.repaired = true;
    add_finding(twin::Severity::kError, "902", fmt::format("line {}", stream.line()), fmt::format("{} positions", count),
                "a line needs two positions, a point one; it was left out");
  }
  points.resize(ring_first_);
}

void CityGmlHandler::begin_root(std::uint8_t lod) {
  in_root_ = true;
  root_lod_ = lod;
  auto& root = graph_.roots.emplace_back();
  root.part = static_cast<std::uint32_t>(part_stack_.back());
  root.lod = lod;
  if (lod < 4 && outside_of_building()) ++lower_roots_;
  if (!surface_stack_.empty()) {
    root.kind = surface_stack_.back().kind;
    root.surface = surface_stack_.back().number;
    graph_.has_openings = graph_.has_openings || twin::is_opening(root.kind);
  }
  node_stack_.clear();
}

void CityGmlHandler::leave_geometry(XmlSource& stream, const Frame& frame) {
  if (in_line_) {
    frame.element == Element::kLine ? end_line(stream) : leave_coordinates(stream, frame);
    stop_if_too_large(stream);
    return;
  }
  if (!in_root_ || frame.element == Element::kLinesMember) return;
  switch (frame.element) {
    case Element::kGeometryProperty:
      in_root_ = false;
      break;
    case Element::kPolygon:
      end_polygon(stream);
      break;
    case Element::kLinearRing:
      end_ring(stream);
      break;
    case Element::kPosList:
    case Element::kPos:
    case Element::kCoordinates:
      leave_coordinates(stream, frame);
      break;
    case Element::kSolid:
    case Element::kSurfaceCollection:
    case Element::kOrientable:
    case Element::kExterior:
    case Element::kInterior:
    case Element::kGeometryMember:
      break;
    default:
      leave_implicit(stream, frame.element);
  }
  if (frame.node >= 0) node_stack_.pop_back();
  stop_if_too_large(stream);
}

void CityGmlHandler::stop_if_too_large(XmlSource& stream) {
  if (collecting_ && graph_.too_large()) {
    reject("object-too-large", fmt::format("line {}", stream.line()),
           fmt::format("more than {} vertices or {} surfaces", GeometryGraph::kMaxPoints,
                       GeometryGraph::kMaxNodes),
           "split the building");
    collecting_ = false;
  }
}

/// A property may hold its value or refer to it.
bool CityGmlHandler::enter_property(XmlSource& stream, const XmlAttributes& attributes) {
  if (const std::string_view* href = attributes.find(kXlinkHref)) add_reference(stream, *href);
  return true;
}

void CityGmlHandler::add_reference(XmlSource& stream, std::string_view href) {
  if (!collecting_ || !spend(href.size())) return;
  const bool of_level4 = root_lod_ == 4 && outside_of_building();
  graph_.references.push_back({graph_.keep(href), stream.line(), in_space() || of_level4, of_level4});
  add_member({-1, static_cast<std::int32_t>(graph_.references.size()) - 1, -1});
}

void CityGmlHandler::add_member(GeometryGraph::Member member) {
  graph_.append(node_stack_.empty() ? graph_.roots.back().members
                                    : graph_.nodes[static_cast<std::size_t>(node_stack_.back())].members,
                member);
}

std::int32_t CityGmlHandler::add_node(Kind kind, const XmlAttributes& attributes) {
  const auto index = static_cast<std::int32_t>(graph_.nodes.size());
  graph_.nodes.push_back({kind, false, false, false, -1, {}});
  add_member({index, -1, -1});
  auto& node = graph_.nodes.back();
  const std::string_view* id = gml_id(attributes);
  GeometryGraph::Text name;
  if (id && collecting_ && spend(id->size())) {
    name = graph_.keep(*id);
    graph_.node_ids.push_back({name, index});
  }
  if (kind == Kind::kOrientable) {
    const std::string_view* orientation = attributes.find("orientation");
    node.reversed = orientation && *orientation == "-";
  }
  if (kind == Kind::kPolygon) {
    node.polygon = static_cast<std::int32_t>(graph_.polygons.size());
    graph_.polygons.push_back({name, static_cast<std::uint32_t>(graph_.rings.size()), 0});
    ring_number_ = 0;
  }
  return index;
}

void CityGmlHandler::note_system(const XmlAttributes& attributes, Frame& frame) {
  if (const std::string_view* dimension = attributes.find("srsDimension")) {
    frame.dimension = *dimension == "2" ? 2 : 3;
  }
  const std::string_view* srs = attributes.find("srsName");
  if (!srs || geometry_srs_ == *srs) return;
  if (geometry_srs_.empty()) {
    geometry_srs_ = *srs;
  } else if (!rejected_) {
    reject("crs-mismatch", {}, std::string(*srs),
           "use one coordinate reference system in a building, here " + geometry_srs_);
  }
}

bool CityGmlHandler::enter_coordinates(Element element, Frame& frame) {
  dimension_ = frame.dimension;
  numbers_.begin(element == Element::kCoordinates);
  values_.clear();
  run_first_ = graph_.points.size();
  reading_numbers_ = true;
  return true;
}

/// Turns full tuples of `values_` into points.
void CityGmlHandler::drain(std::uint8_t dimension) {
  std::size_t i = 0;
  if (graph_.points.size() <= GeometryGraph::kMaxPoints && collecting_) {
    for (; i + dimension <= values_.size(); i += dimension) {
      graph_.points.push_back({values_[i], values_[i + 1], dimension == 3 ? values_[i + 2] : 0.0});
    }
  } else {
    i = values_.size() - values_.size() % dimension;
  }
  values_.erase(values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(i));
}

void CityGmlHandler::leave_coordinates(XmlSource& stream, const Frame& frame) {
  reading_numbers_ = false;
  if (ring_spoilt_) return;
  numbers_.end(values_);
  drain(dimension_ == 0 ? std::uint8_t{3} : dimension_);
  if (numbers_.failed()) {
    ring_spoilt_ = true;
    reject("number-not-finite", surface_place(stream), numbers_.bad_token(),
           "coordinates are finite decimal numbers");
    return;
  }
  const std::size_t total = (graph_.points.size() - run_first_) * 3 + values_.size();
  const bool pairs = dimension_ == 0
                         ? (frame.element == Element::kPos ? total == 2 : total % 3 != 0 && total % 2 == 0)
                         : dimension_ == 2;
  if (pairs && dimension_ != 2) {
    // Nothing said how many numbers make a position, and they only go into pairs.
    std::vector<double> flat;
    for (std::size_t i = run_first_; i < graph_.points.size(); ++i) {
      const auto& p = graph_.points[i];
      flat.insert(flat.end(), {p.east, p.north, p.up});
    }
    flat.insert(flat.end(), values_.begin(), values_.end());
    graph_.points.resize(run_first_);
    values_ = std::move(flat);
    drain(2);
  }
  if (pairs) building_.two_dimensional = true;
  const bool one_position =
      frame.element != Element::kPos || graph_.points.size() == run_first_ + 1 || !collecting_;
  if (!values_.empty() || !one_position) {
    ring_spoilt_ = true;
    reject("coordinate-count", surface_place(stream), std::to_string(total) + " numbers",
           fmt::format("a position has {} numbers", pairs ? 2 : 3));
  }
}

void CityGmlHandler::end_ring(XmlSource& stream) {
  in_ring_ = false;
  auto& points = graph_.points;
  const auto undo = [&] { points.resize(ring_first_); };
  if (ring_spoilt_ || !collecting_) return undo();
  bool closed = false;
  if (points.size() > ring_first_ + 1 && points[ring_first_] == points.back()) {
    points.pop_back();
    closed = true;
  }
  // Three different positions make a ring; A B A does not.
  const std::size_t end = points.size();
  std::size_t second = ring_first_;
  while (second < end && points[second] == points[ring_first_]) ++second;
  std::size_t third = second;
  while (third < end && (points[third] == points[ring_first_] || points[third] == points[second])) ++third;
  if (third >= end) {
    building_.repaired = true;
    add_finding(twin::Severity::kError, "101", surface_place(stream),
                fmt::format("{} different positions", second >= end ? (end > ring_first_ ? 1 : 0) : 2),
                "a ring needs three; it was left out");
    return undo();
  }
  if (!closed) {
    building_.repaired = true;
    add_finding(twin::Severity::kError, "103", surface_place(stream), {},
                "repeat the first position at the end; the ring was closed");
  }
  if (ring_id_.size > 0) graph_.ring_ids.emplace_back(static_cast<std::uint32_t>(graph_.rings.size()), ring_id_);
  graph_.rings.push_back({static_cast<std::uint32_t>(ring_first_),
                          static_cast<std::uint32_t>(end - ring_first_), ring_exterior_});
}

void CityGmlHandler::end_polygon(XmlSource& stream) {
  auto& polygon = graph_.polygons.back();
  auto first = graph_.rings.begin() + polygon.first_ring;
  const auto exterior =
      std::find_if(first, graph_.rings.end(), [](const auto& ring) { return ring.exterior; });
  if (exterior == graph_.rings.end()) {
    graph_.rings.resize(polygon.first_ring);
    if (ring_number_ == 0 && collecting_) {
      building_.repaired = true;
      add_finding(twin::Severity::kError, "101", surface_place(stream), "no exterior ring",
                  "a polygon needs an exterior ring; it was left out");
    }
    return;
  }
  std::iter_swap(first, exterior);
  const auto from = static_cast<std::uint32_t>(exterior - graph_.rings.begin());
  for (auto each = graph_.ring_ids.rbegin(); each != graph_.ring_ids.rend() && each->first >= polygon.first_ring; ++each) {
    if (each->first == from)
      each->first = polygon.first_ring;
    else if (each->first == polygon.first_ring)
      each->first = from;
  }
  polygon.ring_count = static_cast<std::uint32_t>(graph_.rings.size() - polygon.first_ring);
}

std::string CityGmlHandler::surface_place(XmlSource& stream) const {
  std::string out = fmt::format("line {}", stream.line());
  if (in_line_) return out;
  if (!graph_.polygons.empty()) {
    const std::string_view id = graph_.view(graph_.polygons.back().id);
    out += id.empty() ? fmt::format(", surface {}", graph_.polygons.size()) : fmt::format(", surface {}", id);
  }
  if (ring_number_ > 0) out += fmt::format(", ring {}", ring_number_);
  return out;
}

}  // namespace geo
