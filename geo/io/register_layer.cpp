#include "geo/io/register_layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace geo {
namespace {

double area_of(const twin::PlanPolygon& polygon) {
  const auto ring_area = [](const twin::PlanRing& ring) {
    double twice = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
      twice += (ring[j].east - ring[0].east) * (ring[i].north - ring[0].north) -
               (ring[i].east - ring[0].east) * (ring[j].north - ring[0].north);
    }
    return std::abs(twice) / 2;
  };
  double out = ring_area(polygon.outer);
  for (const auto& hole : polygon.holes) out -= ring_area(hole);
  return out;
}

twin::Finding no_system(const LayerFile::Layer& layer, std::size_t rows) {
  return {"crs-missing", twin::Severity::kWarning, "", "", layer.name.empty() ? "" : "layer " + layer.name, fmt::format("{} places", rows),
          "The layer names no coordinate system that we read, so its places are taken in that of the twin: name it with --crs EPSG:CODE, or save "
          "the layer with it (a Shapefile has it in its .prj)."};
}

}  // namespace

twin::Result<RegisterRows> register_rows_of(std::string_view name, const LayerFile::Layer& layer, const RegisterOptions& options) {
  return RegisterRows::make(name, layer.columns, options, layer.has_geometry);
}

twin::Result<RegisterFile> read_register_layer(std::string_view name, LayerFile& file, std::size_t number, const RegisterOptions& options) {
  const auto& layer = file.layers()[number];
  TWIN_TRY(RegisterRows rows, register_rows_of(name, layer, options));
  const std::string& crs = layer.crs.empty() ? options.crs : layer.crs;
  std::size_t placed = 0;
  TWIN_CHECK(file.for_each(number, [&](LayerRow&& read) {
    RegisterRow row;
    row.point = read.point;
    const auto largest = std::max_element(read.polygons.begin(), read.polygons.end(),
                                          [](const auto& a, const auto& b) { return area_of(a) < area_of(b); });
    if (largest != read.polygons.end()) row.footprint = std::move(*largest);
    if (row.has_location()) {
      row.location_crs = crs;
      ++placed;
    }
    rows.add(read.cells, std::move(read.place), std::move(row));
    return twin::Status(twin::Done{});
  }));
  auto out = std::move(rows).finish();
  if (crs.empty() && placed > 0 && !options.local) out.diagnostics.add(no_system(layer, placed));
  return out;
}

}  // namespace geo
