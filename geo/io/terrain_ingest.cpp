#include "geo/io/terrain_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>

#include "geo/crs/crs.hpp"
#include "geo/io/geotiff_check.hpp"
#include "geo/io/input_file.hpp"
#include "twin_core/city/record.hpp"

namespace geo {
namespace {

using twin::Box;
using twin::PlanPosition;
using twin::Problem;
using twin::Result;
using twin::Severity;
using twin::Status;
using twin::TerrainHeights;
using twin::WorkingPosition;

constexpr std::uint64_t kLargestFile = std::uint64_t{512} << 20;

/// The way between two systems; none where they are one.
class Way {
 public:
  static Result<Way> make(const std::string& from, const std::string& to) {
    Way out;
    if (from == to) return out;
    TWIN_TRY(const Crs source, find_crs(from));
    TWIN_TRY(const Crs target, find_crs(to));
    TWIN_TRY(out.transformer_, Transformer::make(source, target));
    return out;
  }
  std::optional<PlanPosition> operator()(double x, double y) const {
    if (!transformer_) return PlanPosition{x, y};
    const auto placed = transformer_->apply(x, y, 0);
    if (!placed || !std::isfinite(placed->east) || !std::isfinite(placed->north)) return std::nullopt;
    return PlanPosition{placed->east, placed->north};
  }

 private:
  std::optional<Transformer> transformer_;
};

Problem outside() {
  return {"coordinates-outside-area", "The raster lies where the twin's system does not hold.", "", "", "Check its coordinate system."};
}

/// The pixel grid with bilinear heights between the middles of pixels.
class Sampler {
 public:
  explicit Sampler(const HeightRaster& raster) : raster_(raster) {
    const auto& t = raster.transform;
    const double determinant = t[1] * t[5] - t[2] * t[4];
    inverse_ = {t[5] / determinant, -t[2] / determinant, -t[4] / determinant, t[1] / determinant};
  }

  /// Pixels from the corner, of source coordinates.
  PlanPosition pixel_of(const PlanPosition& source) const {
    const double x = source.east - raster_.transform[0], y = source.north - raster_.transform[3];
    return {inverse_[0] * x + inverse_[1] * y, inverse_[2] * x + inverse_[3] * y};
  }

  /// NaN outside the raster and where the nearest pixel is missing; missing neighbours have no share.
  double at(const PlanPosition& pixel) const {
    if (!(pixel.east >= 0 && pixel.east <= raster_.columns && pixel.north >= 0 && pixel.north <= raster_.rows)) return kNone;
    const double x = std::clamp(pixel.east - 0.5, 0.0, raster_.columns - 1.0), y = std::clamp(pixel.north - 0.5, 0.0, raster_.rows - 1.0);
    if (std::isnan(height(std::lround(x), std::lround(y)))) return kNone;
    const auto column = static_cast<long>(x), row = static_cast<long>(y);
    const double right = x - static_cast<double>(column), down = y - static_cast<double>(row);
    double sum = 0, shares = 0;
    for (const int j : {0, 1}) {
      for (const int i : {0, 1}) {
        const double share = (i == 1 ? right : 1 - right) * (j == 1 ? down : 1 - down);
        if (share == 0) continue;
        const double found = height(column + i, row + j);
        if (std::isnan(found)) continue;
        sum += share * found;
        shares += share;
      }
    }
    return sum / shares;
  }

 private:
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  double height(long column, long row) const {
    return raster_.heights_m[static_cast<std::size_t>(row) * static_cast<std::size_t>(raster_.columns) + static_cast<std::size_t>(column)];
  }

  const HeightRaster& raster_;
  std::array<double, 4> inverse_{};
};

std::int32_t millimetres(double height) {
  return std::isnan(height) ? TerrainHeights::kMissing : static_cast<std::int32_t>(std::lround(height * 1000));
}

void describe(PlacedTerrain& out) {
  out.heights.columns = out.terrain.columns;
  out.heights.rows = out.terrain.rows;
  std::int32_t lowest = std::numeric_limits<std::int32_t>::max(), highest = TerrainHeights::kMissing;
  for (const std::int32_t height : out.heights.millimetres) {
    if (height == TerrainHeights::kMissing) {
      ++out.terrain.missing;
      continue;
    }
    lowest = std::min(lowest, height);
    highest = std::max(highest, height);
  }
  if (highest == TerrainHeights::kMissing) return;
  out.terrain.lowest_m = lowest / 1000.0;
  out.terrain.highest_m = highest / 1000.0;
}

PlacedTerrain as_it_is(const HeightRaster& raster) {
  PlacedTerrain out;
  const auto& t = raster.transform;
  const double step = t[1];
  out.terrain.step_m = step;
  out.terrain.columns = static_cast<std::uint32_t>(raster.columns);
  out.terrain.rows = static_cast<std::uint32_t>(raster.rows);
  out.terrain.first = {t[0] + step / 2, t[3] - step * (raster.rows - 0.5)};
  out.heights.millimetres.reserve(raster.heights_m.size());
  const auto columns = static_cast<std::ptrdiff_t>(raster.columns);
  for (std::ptrdiff_t row = raster.rows - 1; row >= 0; --row) {
    const auto line = raster.heights_m.begin() + row * columns;
    std::transform(line, line + columns, std::back_inserter(out.heights.millimetres), [](float height) { return millimetres(height); });
  }
  describe(out);
  return out;
}

/// Bounds in the frame, from places along the raster's edge.
Result<Box> bounds_of(const HeightRaster& raster, const Way& into_frame) {
  constexpr int kParts = 32;
  Box out;
  for (int i = 0; i <= kParts; ++i) {
    const double column = raster.columns * (i / static_cast<double>(kParts)), row = raster.rows * (i / static_cast<double>(kParts));
    for (const auto& [x, y] : {std::pair(column, 0.0), std::pair(column, double(raster.rows)), std::pair(0.0, row), std::pair(double(raster.columns), row)}) {
      const auto source = raster.source_of(x, y);
      const auto placed = into_frame(source[0], source[1]);
      if (!placed) return outside();
      out.add(WorkingPosition{placed->east, placed->north, 0});
    }
  }
  return out;
}

/// The smaller side, in the frame, of the pixel in the middle.
Result<double> step_of(const HeightRaster& raster, const Way& into_frame) {
  const double column = raster.columns / 2.0, row = raster.rows / 2.0;
  std::array<PlanPosition, 3> places;
  const std::array<std::array<double, 2>, 3> pixels{{{column, row}, {column + 1, row}, {column, row + 1}}};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto source = raster.source_of(pixels[i][0], pixels[i][1]);
    const auto placed = into_frame(source[0], source[1]);
    if (!placed) return outside();
    places[i] = *placed;
  }
  const auto length = [&](std::size_t i) { return std::hypot(places[i].east - places[0].east, places[i].north - places[0].north); };
  const double side = std::min(length(1), length(2));
  const double step = side >= 0.01 ? std::floor(side * 100 + 1e-6) / 100 : side;
  if (!(step > 1e-6 && step < 1e5)) return outside();
  return step;
}

Result<PlacedTerrain> resample(const HeightRaster& raster, const Way& into_frame, const Way& into_source) {
  constexpr std::uint32_t kExactEvery = 16;
  TWIN_TRY(const Box bounds, bounds_of(raster, into_frame));
  TWIN_TRY(const double step, step_of(raster, into_frame));
  const double west = std::ceil(bounds.low.east / step), east = std::floor(bounds.high.east / step);
  const double south = std::ceil(bounds.low.north / step), north = std::floor(bounds.high.north / step);
  if (east < west || north < south) return outside();
  if ((east - west + 1) * (north - south + 1) > static_cast<double>(kMostPixels)) {
    return Problem{"object-too-large", "In the frame of the twin the raster has more posts than are kept.", "",
                   fmt::format("{} by {}", east - west + 1, north - south + 1), "Cut it into tiles, or coarsen it."};
  }
  PlacedTerrain out;
  out.terrain.step_m = step;
  out.terrain.columns = static_cast<std::uint32_t>(east - west + 1);
  out.terrain.rows = static_cast<std::uint32_t>(north - south + 1);
  out.terrain.first = {west * step, south * step};
  out.heights.millimetres.reserve(static_cast<std::size_t>(out.terrain.columns) * out.terrain.rows);
  const Sampler sampler(raster);
  const auto pixel_at = [&](std::uint32_t column, std::uint32_t row) -> std::optional<PlanPosition> {
    const auto source = into_source(out.terrain.first.east + column * step, out.terrain.first.north + row * step);
    if (!source) return std::nullopt;
    return sampler.pixel_of(*source);
  };
  for (std::uint32_t row = 0; row < out.terrain.rows; ++row) {
    std::optional<PlanPosition> from = pixel_at(0, row);
    for (std::uint32_t column = 0; column < out.terrain.columns; column += kExactEvery) {
      const std::optional<PlanPosition> to = pixel_at(column + kExactEvery, row);
      const std::uint32_t end = std::min(column + kExactEvery, out.terrain.columns);
      for (std::uint32_t i = column; i < end; ++i) {
        if (!from || !to) {
          out.heights.millimetres.push_back(TerrainHeights::kMissing);
          continue;
        }
        const double share = static_cast<double>(i - column) / kExactEvery;
        out.heights.millimetres.push_back(millimetres(
            sampler.at({from->east + share * (to->east - from->east), from->north + share * (to->north - from->north)})));
      }
      from = to;
    }
  }
  describe(out);
  return out;
}

/// What a file says of its heights, against the twin.
Status check_heights(const HeightRaster& raster, const twin::Manifest& frame, twin::Diagnostics& diagnostics) {
  constexpr std::string_view kN2000 = "EPSG:3900";
  if (raster.height_crs.empty()) {
    diagnostics.add({"height-reference-unknown", Severity::kInfo, "", "", "", "",
                     frame.height_reference.empty()
                         ? "Neither the file nor the twin says what heights are above; they were taken as they are."
                         : fmt::format("The file does not say what its heights are above; they were taken as {}, like the twin's.",
                                       frame.height_reference)});
    return twin::Done{};
  }
  if (frame.height_reference == "N2000" && raster.height_crs == kN2000) return twin::Done{};
  if (frame.height_reference.empty()) {
    diagnostics.add({"height-reference-unknown", Severity::kWarning, "", "", "", raster.height_crs,
                     "The twin does not say what its heights are above; the file's were taken as they are."});
    return twin::Done{};
  }
  return Problem{"crs-mismatch", fmt::format("Heights of the twin are {}; the raster has others.", frame.height_reference), "",
                 raster.height_crs, "Convert the heights before the import."};
}

}  // namespace

Result<PlacedTerrain> place_terrain(const HeightRaster& raster, const std::string& source_crs, const std::string& frame_crs) {
  const auto& t = raster.transform;
  const bool upright = t[2] == 0 && t[4] == 0 && t[1] > 0 && t[5] < 0 && std::abs(t[1] + t[5]) <= 1e-9 * t[1];
  if (source_crs == frame_crs && upright) return as_it_is(raster);
  TWIN_TRY(const Way into_frame, Way::make(source_crs, frame_crs));
  TWIN_TRY(const Way into_source, Way::make(frame_crs, source_crs));
  return resample(raster, into_frame, into_source);
}

Status ingest_terrain(const InputFile& file, FrameAgreement& agreement, IngestedFile& out) {
  out.report.format = "GeoTIFF";
  TWIN_TRY(const auto loaded, load_input(file));
  if (loaded->size() > kLargestFile) {
    return Problem{"object-too-large", "A GeoTIFF has at most 512 MiB.", "", fmt::format("{} bytes", loaded->size()), "Cut it into tiles."};
  }
  std::string bytes = *loaded;
  auto& diagnostics = out.report.diagnostics;
  TWIN_TRY(const HeightRaster raster, read_geotiff(bytes, diagnostics));
  Box corners;
  for (const auto& [column, row] : {std::pair(0, 0), std::pair(raster.columns, 0), std::pair(0, raster.rows), std::pair(raster.columns, raster.rows)}) {
    const auto source = raster.source_of(column, row);
    corners.add(WorkingPosition{source[0], source[1], 0});
  }
  diagnostics.tally.read = 1;
  const auto refuse = [&](Problem problem) {
    if (problem.place.empty()) problem.place = "raster";
    diagnostics.add(twin::finding_of(problem));
    diagnostics.tally.rejected = 1;
    out.refused = std::move(problem);
    return twin::Done{};
  };
  const auto placement = agreement.agree(raster.crs, AxisConvention::kEastingFirst, corners);
  if (!placement) return refuse(placement.problem());
  if ((*placement)->note()) diagnostics.add(*(*placement)->note());
  if ((*placement)->order_of(corners) != AxisOrder::kAsDeclared) return refuse(outside());
  if (auto fits = check_heights(raster, *agreement.frame(), diagnostics); !fits) return refuse(fits.problem());
  auto placed = place_terrain(raster, (*placement)->source_name(), agreement.frame()->crs);
  if (!placed) return refuse(placed.problem());
  placed->terrain.id = std::filesystem::path(file.name).stem().string();
  placed->terrain.source = file.name;
  placed->terrain.heights = twin::sha256(twin::encode(placed->heights));
  if (placed->terrain.missing == placed->heights.millimetres.size()) {
    diagnostics.add({"906", Severity::kError, placed->terrain.id, "", "", "no height", "Check the file's value for no data."});
    diagnostics.tally.rejected = 1;
    return twin::Done{};
  }
  diagnostics.tally.accepted = 1;
  out.terrains.push_back({std::move(placed->terrain), std::move(placed->heights)});
  return twin::Done{};
}

}  // namespace geo
