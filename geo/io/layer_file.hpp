#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/position.hpp"
#include "twin_core/base/result.hpp"

namespace geo {

/// Table formats other than plain text, all read through GDAL by exactly the driver named.
enum class LayerFormat : std::uint8_t { kGeoPackage, kGeoJson, kGml, kShapefile };

std::string_view name_of(LayerFormat format);  ///< "GeoPackage", "GeoJSON", "GML", "Shapefile"

/// One feature of a layer. Views live for the call.
struct LayerRow {
  std::span<const char* const> cells;  ///< as many as the layer has columns, nullptr where nothing stands
  std::string place;                   ///< "layer name feature 7", "feature 7" where the format has no names
  std::optional<twin::PlanPosition> point;
  std::vector<twin::PlanPolygon> polygons;  ///< rings not closed, repeated points left out; small ones dropped
};

/// A file of layers, open for reading.
class LayerFile {
 public:
  struct Layer {
    std::string name;
    std::vector<std::string> columns;
    std::string crs;  ///< "EPSG:3879"; "" for none, or one without a code of EPSG
    bool has_geometry = false;  ///< its rows may have a place
  };

  /// A GeoPackage is first checked as the foreign database it is (`check_geopackage`), and opened read-only in memory.
  /// A Shapefile needs its `path`, with .dbf beside it; every other format is read from `bytes`, which outlive this.
  /// @param encoding  of the texts of a Shapefile, as GDAL names it ("ISO-8859-1"); "" for what its .cpg or .dbf says
  /// Errors: `file-unreadable`, `geopackage-unsafe`, `xml-doctype-forbidden`, `library-missing`.
  static twin::Result<LayerFile> open(LayerFormat format, std::string_view bytes, const std::string& path, const std::string& encoding = "");

  const std::vector<Layer>& layers() const { return layers_; }  ///< 256 at most
  /// How many rows a layer has; nothing where the format does not tell.
  std::optional<std::uint64_t> row_count(std::size_t layer) const;
  /// Coordinates are easting or longitude first.
  /// Errors: `too-many-columns`, `encoding-invalid`, `file-unreadable`, and those of `take`.
  twin::Status for_each(std::size_t layer, const std::function<twin::Status(LayerRow&&)>& take);

  ~LayerFile();
  LayerFile(LayerFile&&) noexcept;
  LayerFile& operator=(LayerFile&&) noexcept;

 private:
  struct Opened;
  LayerFile();
  LayerFormat format_ = LayerFormat::kGeoPackage;
  std::vector<Layer> layers_;
  std::unique_ptr<Opened> opened_;
};

}  // namespace geo
