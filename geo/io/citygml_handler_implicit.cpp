#include <fmt/format.h>

#include <algorithm>

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
    if (!shape) {
      building_.repaired = true;
      add_finding(twin::Severity::kWarning, "xlink-unresolved", at, implicit_.href,
                  "write the shape before it is referred to; this implicit geometry was left out");
      return;
    }
    const auto points = static_cast<std::uint32_t>(graph_.points.size());
    graph_.points.insert(graph_.points.end(), shape->points.begin(), shape->points.end());
    for (const auto& polygon : shape->polygons) {
      add_node(GeometryGraph::Kind::kPolygon);
      auto& copy = graph_.polygons.back();
      copy.ring_count = polygon.ring_count;
      for (std::uint32_t r = 0; r < polygon.ring_count; ++r) {
        auto ring = shape->rings[polygon.first_ring + r];
        ring.first += points;
        graph_.rings.push_back(ring);
      }
    }
  }
  for (std::size_t i = implicit_.first_point; i < graph_.points.size(); ++i) {
    graph_.points[i] = place->place(graph_.points[i]);
  }
  if (!place->mirrors()) return;
  for (std::size_t i = implicit_.first_ring; i < graph_.rings.size(); ++i) {
    const auto first = graph_.points.begin() + graph_.rings[i].first;
    std::reverse(first, first + graph_.rings[i].count);
  }
}

}  // namespace geo
