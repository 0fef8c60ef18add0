#pragma once

#include <Eigen/Geometry>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "twin_core/base/position.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/manifest.hpp"

namespace geo {

/// A coordinate reference system of the accepted list: metric ones PROJ knows as EPSG codes, and
/// geographic ones. One with ellipsoidal heights (EPSG:4979) is its plane twin (EPSG:4326) with the height
/// reference "ellipsoidal". EPSG codes and axis order are spoken of in `geo/crs` alone.
struct Crs {
  int epsg = 0;  ///< horizontal code, e.g. 3879
  bool geographic = false;
  bool northing_first = false;  ///< axis order by the authority
  std::string
      height_reference;  ///< "N2000" where the name or the Finnish frame implies it, "ellipsoidal", or ""
  /// Area of use: easting/northing in metres, or longitude/latitude in degrees when geographic.
  double min_x = 0, min_y = 0, max_x = 0, max_y = 0;

  std::string name() const;                              ///< "EPSG:3879"
  bool contains(double easting, double northing) const;  ///< with a margin of 5 % of the area
};

/// Looks a name up: "EPSG:3879", "urn:ogc:def:crs:EPSG::3879", compound urns
/// ("urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::5783", "urn:adv:crs:ETRS89_UTM32*DE_DHHN92_NH"),
/// "http(s)://www.opengis.net/def/crs/EPSG/0/3879", "…/OGC/1.3/CRS84", or a bare code "3879".
/// Errors: `crs-unknown` (value quoted; the remedy says "did you mean …" for near misses such as
/// urn:ogc:drf), `crs-not-accepted` (known to PROJ, but in feet, geocentric, or with southing axes).
/// Never touches the network or the file system for the name's sake.
twin::Result<Crs> find_crs(std::string_view name);

/// The UTM zone (ETRS89 EPSG:258xx in Europe, WGS 84 EPSG:326xx/327xx elsewhere) of a position.
Crs utm_zone_of(double longitude_deg, double latitude_deg);

/// A declared constant geoid for the height reference of a frame where we ship one, with source and
/// error; nothing where none is known (tiles are then not placed on the globe).
/// EPSG:3879 (Helsinki) with N2000: +17.88 m after EGM96 at 60.17 N 24.94 E, bound 0.6 m.
std::optional<twin::Geoid> shipped_geoid(const Crs& crs);

/// Horizontal transformation between two listed systems, easting/longitude first on both sides,
/// heights passed through untouched. One object per thread.
class Transformer {
 public:
  /// Error `transformation-missing` when the datums cannot be related without guessing.
  static twin::Result<Transformer> make(const Crs& from, const Crs& to);
  /// Error `coordinates-outside-area` when the projection has no answer there.
  twin::Result<twin::WorkingPosition> apply(double x, double y, double z) const;
  ~Transformer();
  Transformer(Transformer&&) noexcept;
  Transformer& operator=(Transformer&&) noexcept;

 private:
  struct Impl;
  explicit Transformer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Between the working frame, longitude/latitude, and the scene (true east-north-up at the twin's
/// scene origin). Tiles, streams and picks all go through this one object, so they agree to the
/// bit. In a twin that is not placed (local frame, or `geoid-missing`) the scene is the working
/// frame less its origin. Immutable; safe to share between threads.
class SceneFrame {
 public:
  /// Errors: those of `find_crs`, `crs-not-accepted` (degrees), `transformation-missing`,
  /// `coordinates-outside-area` (scene origin).
  static twin::Result<SceneFrame> make(const twin::Manifest& manifest);

  bool placed() const;                        ///< on the globe
  const std::string& why_not_placed() const;  ///< "", "local-frame" or "geoid-missing"
  /// NaN where the projection has no answer. Round trip within 1e-6 m.
  twin::ScenePosition to_scene(const twin::WorkingPosition& position) const;
  /// Many at once, bit for bit the same as one by one; `to` is as long as `from`.
  void to_scene(std::span<const twin::WorkingPosition> from, std::span<twin::ScenePosition> to) const;
  twin::WorkingPosition to_working(const twin::ScenePosition& position) const;
  /// Column-major scene → ECEF; identity when not placed.
  Eigen::Matrix4d scene_to_ecef() const;
  /// Longitude and latitude (WGS 84); error `frame-not-placed` in a local frame (a missing geoid
  /// does not matter here; the height is then NaN).
  twin::Result<twin::GeographicPosition> to_geographic(const twin::WorkingPosition& position) const;
  twin::Result<twin::WorkingPosition> from_geographic(double longitude_deg, double latitude_deg) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace geo
