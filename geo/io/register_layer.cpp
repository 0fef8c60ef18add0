#include "geo/io/register_layer.hpp"

#include <algorithm>
#include <cmath>

#include "geo/io/register_rows.hpp"

namespace geo {
namespace {

/// The layer whose columns the mapping, or any built-in one, knows best.
std::size_t choose_layer(const LayerFile& file, const RegisterOptions& options) {
  std::size_t best = 0, most = 0;
  for (std::size_t i = 0; i < file.layers().size(); ++i) {
    const auto& columns = file.layers()[i].columns;
    const auto count = (options.mapping ? options.mapping : choose_mapping(columns))->reads(columns);
    if (i > 0 && count <= most) continue;
    best = i;
    most = count;
  }
  return best;
}

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

}  // namespace

twin::Result<RegisterFile> read_register_layer(std::string_view name, LayerFile& file, const RegisterOptions& options) {
  const std::size_t number = choose_layer(file, options);
  const auto& layer = file.layers()[number];
  TWIN_TRY(RegisterRows rows, RegisterRows::make(name, layer.columns, options, !layer.crs.empty()));
  TWIN_CHECK(file.for_each(number, [&](LayerRow&& read) {
    RegisterRow row;
    row.point = read.point;
    const auto largest = std::max_element(read.polygons.begin(), read.polygons.end(),
                                          [](const auto& a, const auto& b) { return area_of(a) < area_of(b); });
    if (largest != read.polygons.end()) row.footprint = std::move(*largest);
    if (row.has_location()) row.location_crs = layer.crs;
    rows.add(read.cells, std::move(read.place), std::move(row));
    return twin::Status(twin::Done{});
  }));
  return std::move(rows).finish();
}

twin::Result<RegisterFile> read_register_layer(std::string_view name, LayerFormat format, std::string_view bytes,
                                               const std::string& path, const RegisterOptions& options) {
  TWIN_TRY(LayerFile file, LayerFile::open(format, bytes, path));
  return read_register_layer(name, file, options);
}

}  // namespace geo
