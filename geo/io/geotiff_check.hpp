#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "twin_core/base/result.hpp"

namespace geo {

struct GeoTiffFacts {
  std::uint32_t columns = 0, rows = 0;
};

/// Most pixels of one file: 5 by 5 km at 1 m.
inline constexpr std::uint64_t kMostPixels = 25'000'000;

/// Looks at the first image of a TIFF before GDAL sees it, and cuts off what is behind it (overviews, masks), so that no
/// codec but three well-worn ones ever runs: uncompressed, LZW, Deflate; one band of whole or floating-point numbers; no
/// more pixels than `kMostPixels`, blocks no larger than the image.
/// Errors: `geotiff-unsupported` (the value says what), `object-too-large`, `file-unreadable`.
twin::Result<GeoTiffFacts> check_geotiff(std::string& bytes);

/// By the first bytes of a file; BigTIFF too.
bool is_tiff(std::string_view head);

}  // namespace geo
