#include "geo/io/geotiff_check.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

namespace geo {
namespace {

using twin::Problem;
using twin::Result;

// TIFF 6.0 (Adobe, 1992), sections 2, 8 and 15, and Adobe's supplement for Deflate.
enum Tag : std::uint16_t {
  kWidth = 256, kLength = 257, kBits = 258, kCompression = 259, kPhotometric = 262, kSamples = 277, kRowsPerStrip = 278,
  kTileWidth = 322, kTileLength = 323, kSubImages = 330, kSampleFormat = 339,
};
constexpr std::uint32_t kMostEntries = 512, kMostColumns = 1'000'000;

Problem damaged(std::string what) {
  return {"file-unreadable", "The GeoTIFF is damaged.", "", std::move(what), "Fetch or write the file again."};
}

Problem unsupported(std::string what) {
  return {"geotiff-unsupported", "The GeoTIFF is of a kind that is not read.", "", std::move(what),
          "Write one band of numbers, uncompressed, with LZW or with Deflate: gdal_translate -b 1 -co COMPRESS=DEFLATE."};
}

/// The bytes of a classic TIFF in its own order; every access is checked.
class TiffBytes {
 public:
  explicit TiffBytes(const std::string& bytes) : bytes_(bytes), little_(bytes.starts_with('I')) {}

  std::optional<std::uint32_t> number(std::uint64_t at, std::size_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) return std::nullopt;
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t byte = little_ ? at + size - 1 - i : at + i;
      out = out << 8U | static_cast<unsigned char>(bytes_[byte]);
    }
    return out;
  }

 private:
  const std::string& bytes_;
  bool little_;
};

}  // namespace

bool is_tiff(std::string_view head) {
  using namespace std::string_view_literals;
  return head.starts_with("II*\0"sv) || head.starts_with("MM\0*"sv) || head.starts_with("II+\0"sv) || head.starts_with("MM\0+"sv);
}

Result<GeoTiffFacts> check_geotiff(std::string& bytes) {
  using namespace std::string_view_literals;
  if (!is_tiff(bytes)) return damaged("no TIFF");
  if (bytes.substr(2, 2).find('+') != std::string::npos) return unsupported("BigTIFF");
  const TiffBytes tiff(bytes);
  const auto directory = tiff.number(4, 4);
  const auto entries = directory ? tiff.number(*directory, 2) : std::nullopt;
  if (!entries || *entries == 0 || *entries > kMostEntries) return damaged("directory of the first image");
  std::map<std::uint16_t, std::uint32_t> values;  // the first value of each tag that is a whole number
  for (std::uint32_t i = 0; i < *entries; ++i) {
    const std::uint64_t at = std::uint64_t{*directory} + 2 + std::uint64_t{12} * i;
    const auto tag = tiff.number(at, 2), type = tiff.number(at + 2, 2), count = tiff.number(at + 4, 4);
    if (!tag || !type || !count || !tiff.number(at + 8, 4)) return damaged("directory of the first image");
    const std::size_t size = *type == 1 ? 1 : *type == 3 ? 2 : *type == 4 ? 4 : 0;
    if (size == 0 || *count == 0) continue;
    std::uint64_t where = at + 8;
    if (std::uint64_t{size} * *count > 4) where = *tiff.number(at + 8, 4);
    const auto value = tiff.number(where, size);
    if (!value) return damaged(fmt::format("tag {}", *tag));
    if (!values.emplace(static_cast<std::uint16_t>(*tag), *value).second) return damaged(fmt::format("tag {} twice", *tag));
  }
  const auto value_or = [&](Tag tag, std::uint32_t otherwise) {
    const auto found = values.find(tag);
    return found == values.end() ? otherwise : found->second;
  };
  GeoTiffFacts out{value_or(kWidth, 0), value_or(kLength, 0)};
  if (out.columns == 0 || out.rows == 0) return damaged("no width or length");
  if (out.columns > kMostColumns || out.rows > kMostColumns || std::uint64_t{out.columns} * out.rows > kMostPixels) {
    return Problem{"object-too-large", "The raster has more pixels than are read at once.", "",
                   fmt::format("{} by {}", out.columns, out.rows),
                   fmt::format("Cut it into tiles of at most {} pixels, or coarsen it.", kMostPixels)};
  }
  if (value_or(kSamples, 1) != 1) return unsupported(fmt::format("{} bands", value_or(kSamples, 1)));
  const auto compression = value_or(kCompression, 1);
  if (compression != 1 && compression != 5 && compression != 8 && compression != 32946) {
    return unsupported(fmt::format("compression {}", compression));
  }
  const auto bits = value_or(kBits, 1), format = value_or(kSampleFormat, 1);
  if ((bits != 8 && bits != 16 && bits != 32 && bits != 64) || format < 1 || format > 3 || (format == 3 && bits < 32)) {
    return unsupported(fmt::format("{} bits, sample format {}", bits, format));
  }
  if (value_or(kPhotometric, 1) > 1) return unsupported(fmt::format("photometric interpretation {}", value_or(kPhotometric, 1)));
  constexpr std::uint32_t kLargestTile = 4096;
  const auto tile_width = value_or(kTileWidth, 0), tile_length = value_or(kTileLength, 0);
  if (tile_width > kLargestTile || tile_length > kLargestTile) return unsupported(fmt::format("tiles of {} by {}", tile_width, tile_length));
  if (values.contains(kSubImages)) return unsupported("images within the image");
  // Nothing behind the first image: the place of the next one is set to none.
  const std::uint64_t next = std::uint64_t{*directory} + 2 + std::uint64_t{12} * *entries;
  if (!tiff.number(next, 4)) return damaged("directory of the first image");
  bytes.replace(next, 4, "\0\0\0\0"sv);
  return out;
}

}  // namespace geo
