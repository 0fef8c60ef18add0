#include "datasets/synth/surroundings_gml.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>
#include <tuple>

#include "datasets/synth/text_file.hpp"

namespace datasets {
namespace {

struct Class {
  std::string_view prefix, name;
};

Class class_of(SurroundingKind kind) {
  switch (kind) {
    case SurroundingKind::kStreet:
      return {"tran", "Road"};
    case SurroundingKind::kSquare:
      return {"tran", "Square"};
    case SurroundingKind::kPark:
      return {"veg", "PlantCover"};
    case SurroundingKind::kPlot:
      return {"luse", "LandUse"};
    case SurroundingKind::kWater:
      return {"wtr", "WaterBody"};
  }
  return {"luse", "LandUse"};
}

void append_position(std::string& out, const Vertex& v) {
  append_metres(out, v.north);
  out += ' ';
  append_metres(out, v.east);
  out += ' ';
  append_metres(out, v.up);
}

/// A double cone of six sides, 1 m high and 0.56 m wide, on a foot: northing, easting, height as everywhere.
void append_tree_shape(std::string& out) {
  constexpr std::array<std::array<double, 2>, 6> kRim{
      {{0.28, 0}, {0.14, 0.242}, {-0.14, 0.242}, {-0.28, 0}, {-0.14, -0.242}, {0.14, -0.242}}};
  out += "<gml:MultiSurface gml:id=\"tree_shape\">";
  for (std::size_t i = 0; i < kRim.size(); ++i) {
    const auto &a = kRim[i], &b = kRim[(i + 1) % kRim.size()];  // rim runs from north to east: clockwise from above
    for (const auto& [first, second, tip] :
         {std::tuple{b, a, 1.0}, std::tuple{a, b, 0.12}}) {
      fmt::format_to(std::back_inserter(out),
                     "<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList srsDimension=\"3\">"
                     "0 0 {2} {0} 0.45 {1} 0.45 0 0 {2}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>",
                     fmt::format("{} {}", first[0], first[1]), fmt::format("{} {}", second[0], second[1]), tip);
    }
  }
  out += "</gml:MultiSurface>";
}

}  // namespace

void append_gml_surrounding(std::string& out, const Surrounding& surrounding) {
  const Class c = class_of(surrounding.kind);
  fmt::format_to(std::back_inserter(out), "<core:cityObjectMember><{}:{} gml:id=\"{}\">", c.prefix, c.name, surrounding.id);
  if (!surrounding.name.empty()) fmt::format_to(std::back_inserter(out), "<gml:name>{}</gml:name>", surrounding.name);
  fmt::format_to(std::back_inserter(out), "<{}:lod1MultiSurface><gml:MultiSurface>\n", c.prefix);
  for (const auto& ring : surrounding.polygons) {
    out += "<gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList srsDimension=\"3\">";
    for (const Vertex& v : ring) {
      append_position(out, v);
      out += ' ';
    }
    append_position(out, ring.front());
    out += "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>\n";
  }
  fmt::format_to(std::back_inserter(out), "</gml:MultiSurface></{0}:lod1MultiSurface></{0}:{1}></core:cityObjectMember>\n", c.prefix,
                 c.name);
}

void add_bounds(const Tree& tree, CityBounds& bounds) {
  const std::int64_t reach = (tree.height_mm * 28 + 99) / 100;  // of the rim
  bounds.add({tree.foot.east - reach, tree.foot.north - reach, tree.foot.up});
  bounds.add({tree.foot.east + reach, tree.foot.north + reach, tree.foot.up + tree.height_mm});
}

void append_gml_tree(std::string& out, const Tree& tree, bool is_first) {
  fmt::format_to(std::back_inserter(out),
                 "<core:cityObjectMember><veg:SolitaryVegetationObject gml:id=\"{}\"><veg:height uom=\"m\">", tree.id);
  append_metres(out, tree.height_mm);
  out += "</veg:height><veg:lod1ImplicitRepresentation><core:ImplicitGeometry><core:transformationMatrix>";
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) {
      if (row != column) {
        out += "0 ";
      } else if (row == 3) {
        out += '1';
      } else {
        append_metres(out, tree.height_mm);
        out += ' ';
      }
    }
  }
  out += "</core:transformationMatrix>";
  if (is_first) {
    out += "<core:relativeGMLGeometry>";
    append_tree_shape(out);
    out += "</core:relativeGMLGeometry>";
  } else {
    out += "<core:relativeGMLGeometry xlink:href=\"#tree_shape\"/>";
  }
  out += "<core:referencePoint><gml:Point><gml:pos srsDimension=\"3\">";
  append_position(out, tree.foot);
  out += "</gml:pos></gml:Point></core:referencePoint></core:ImplicitGeometry></veg:lod1ImplicitRepresentation>"
         "</veg:SolitaryVegetationObject></core:cityObjectMember>\n";
}

}  // namespace datasets
