#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "geo/io/citygml_handler.hpp"

namespace geo {

bool CityGmlHandler::enter_implicit(XmlSource& stream, Element element, const XmlAttributes& attributes, Frame& frame) {
  const Element around = parent();
  const auto capture = [&] {
    capturing_ = true;
    text_.clear();
    return true;
  };
  switch (element) {
    case Element::kImplicitGeometry:
      if (around != Element::kImplicitProperty) return false;
      stop_stretch(stream);  // its shape may be anywhere before
      implicit_ = {};
      implicit_.first_point = graph_.points.size();
      implicit_.first_ring = graph_.rings.size();
      implicit_.first_polygon = graph_.polygons.size();
      return true;
    case Element::kTransformationMatrix:
      return around == Element::kImplicitGeometry && capture();
    case Element::kReferencePoint:
      return around == Element::kImplicitGeometry;
    case Element::kLibraryObject:
      return around == Element::kImplicitGeometry && capture();
    case Element::kPoint:
      if (around != Element::kReferencePoint) return false;
      note_system(attributes, frame);
      return true;
    case Element::kPos:
      if (around != Element::kPoint) return false;
      note_system(attributes, frame);
      frame.element = Element::kPointPosition;
      return capture();
    case Element::kRelativeGeometry:
      if (around != Element::kImplicitGeometry) return false;
      if (const std::string_view* href = attributes.find(kXlinkHref); href && spend(href->size())) {
        implicit_.href = *href;
      }
      return true;
    default:
      return false;
  }
}

void CityGmlHandler::leave_implicit(XmlSource& stream, Element element) {
  switch (element) {
    case Element::kImplicitProperty:
      in_root_ = false;
      break;
    case Element::kTransformationMatrix:
    case Element::kPointPosition: {
      auto& out = element == Element::kPointPosition ? implicit_.reference_point : implicit_.matrix;
      NumberStream numbers;
      numbers.begin(false);
      out.clear();
      numbers.feed(text_, out);
      numbers.end(out);
      if (numbers.failed()) {
        reject("number-not-finite", fmt::format("line {}", stream.line()), numbers.bad_token(),
               "coordinates are finite decimal numbers");
      }
      break;
    }
    case Element::kLibraryObject:
      implicit_.library = take_text();
      break;
    case Element::kImplicitGeometry:
      if (collecting_ && !rejected_) place_implicit(stream);
      break;
    default:
      break;
  }
}

/// Moves the shape that was just read to where it stands, or puts a copy of an earlier one there.
void CityGmlHandler::place_implicit(XmlSource& stream) {
  const auto at = fmt::format("line {}", stream.line());
  const auto place = ImplicitPlace::make(implicit_.matrix, implicit_.reference_point);
  if (!place) {
    reject("coordinate-count", at,
           fmt::format("{} and {} numbers", implicit_.matrix.size(), implicit_.reference_point.size()),
           "an implicit geometry has a matrix of 16 numbers and a reference point of 3");
    return;
  }
  const bool own = graph_.polygons.size() > implicit_.first_polygon;
  if (own && !implicit_.id.empty()) {
    implicit_shapes_.keep(implicit_.id, graph_, implicit_.first_point, implicit_.first_ring,
                          implicit_.first_polygon);
  }
  if (!own) {
    const ImplicitShape* shape =
        implicit_.href.starts_with('#') ? implicit_shapes_.find(implicit_.href.substr(1)) : nullptr;
    if (!shape) return wait_for_shape(stream);
    add_shape(*shape, graph_.roots.back().members);
  }
  move_into_place(*place, implicit_.first_point, implicit_.first_ring);
}

/// A shape of the file may come later; one outside of it never does.
void CityGmlHandler::wait_for_shape(XmlSource& stream) {
  constexpr std::size_t kMostWaiting = 10'000;  // objects
  const bool may_come = implicit_.href.starts_with('#') && waiting_.size() < kMostWaiting;
  if (may_come && spend(implicit_.href.size())) {
    open_implicit_.push_back({implicit_.matrix, implicit_.reference_point, implicit_.href.substr(1), graph_.roots.size() - 1, stream.line()});
    return;
  }
  const bool library = implicit_.href.empty() && !implicit_.library.empty();
  add_finding(twin::Severity::kWarning, "xlink-unresolved", fmt::format("line {}", stream.line()), library ? implicit_.library : implicit_.href,
              library ? "library files are not fetched; write the shape into the model. This implicit geometry was left out"
                      : "write the shape into the same file; this implicit geometry was left out");
}

/// Copies the polygons, in their own coordinates, to a root of the graph.
void CityGmlHandler::add_shape(const ImplicitShape& shape, GeometryGraph::List& members) {
  const auto points = static_cast<std::uint32_t>(graph_.points.size());
  graph_.points.insert(graph_.points.end(), shape.points.begin(), shape.points.end());
  for (const auto& polygon : shape.polygons) {
    graph_.append(members, {static_cast<std::int32_t>(graph_.nodes.size()), -1, -1});
    graph_.nodes.push_back({GeometryGraph::Kind::kPolygon, false, false, false, static_cast<std::int32_t>(graph_.polygons.size()), {}});
    graph_.polygons.push_back({{}, static_cast<std::uint32_t>(graph_.rings.size()), polygon.ring_count});
    for (std::uint32_t r = 0; r < polygon.ring_count; ++r) {
      auto ring = shape.rings[polygon.first_ring + r];
      ring.first += points;
      graph_.rings.push_back(ring);
    }
  }
}

void CityGmlHandler::move_into_place(const ImplicitPlace& place, std::size_t first_point, std::size_t first_ring) {
  for (std::size_t i = first_point; i < graph_.points.size(); ++i) graph_.points[i] = place.place(graph_.points[i]);
  if (!place.mirrors()) return;
  for (std::size_t i = first_ring; i < graph_.rings.size(); ++i) {
    const auto first = graph_.points.begin() + graph_.rings[i].first;
    std::reverse(first, first + graph_.rings[i].count);
  }
}

/// Of the object at hand, when the whole file is read.
void CityGmlHandler::place_open_implicit() {
  for (const auto& open : std::exchange(open_implicit_, {})) {
    const auto* const shape = implicit_shapes_.find(open.target);
    const auto place = ImplicitPlace::make(open.matrix, open.reference_point);
    if (shape == nullptr || !place) {
      add_finding(twin::Severity::kWarning, "xlink-unresolved", fmt::format("line {}", open.line), "#" + open.target,
                  "write the shape into the same file; this implicit geometry was left out");
      continue;
    }
    const auto first_point = graph_.points.size(), first_ring = graph_.rings.size();
    add_shape(*shape, graph_.roots[open.root].members);
    move_into_place(*place, first_point, first_ring);
    if (!graph_.too_large()) continue;
    reject("object-too-large", fmt::format("line {}", open.line), "its implicit geometries", "split the object");
    return;
  }
}

void CityGmlHandler::finish() {
  for (auto& object : std::exchange(waiting_, {})) {
    object.move_to(*this);
    place_open_implicit();
    conclude();
    building_.parts.clear();
  }
}

}  // namespace geo
