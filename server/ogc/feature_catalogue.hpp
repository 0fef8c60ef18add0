#pragma once

#include <array>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "geo/crs/crs.hpp"
#include "geo/io/export.hpp"
#include "twin_core/history/branch_state.hpp"

namespace server {

/// West, south, east, north in degrees; west > east lies over the antimeridian.
using DegreeBox = std::array<double, 4>;

/// What a feature covers, longitude as east, latitude as north: polygons, or lines.
struct DegreeShape {
  std::vector<twin::PlanPolygon> polygons;
  std::vector<twin::PlanRing> lines;
  bool empty() const { return polygons.empty() && lines.empty(); }
};

/// A feature as it goes out: GeoJSON text made once, and its shape to answer boxes exactly.
struct FeatureText {
  twin::EntityKind kind = twin::EntityKind::kBuilding;
  twin::Digest value;
  twin::SharedText type;               ///< class of a city object; else empty
  std::shared_ptr<const std::string> json;
  DegreeShape shape;  ///< empty: no geometry
  DegreeBox bounds{};
};

/// A page of features of one kind, in order of feature number.
struct FeaturePage {
  std::size_t matched = 0;
  std::vector<std::shared_ptr<const std::string>> features;
};

/// The features of one branch state, as text.
class FeatureIndex {
 public:
  using Chunk = std::vector<std::optional<FeatureText>>;   ///< by feature number within the chunk

  /// Features without geometry match every box (OGC API Features, 7.15.3). `type`: of city objects, empty for all.
  FeaturePage page(twin::EntityKind kind, const std::optional<DegreeBox>& box, std::size_t offset, std::size_t limit,
                   const std::string& type = {}) const;
  const FeatureText* find(twin::FeatureNumber number) const;
  std::optional<DegreeBox> extent(twin::EntityKind kind) const;

 private:
  friend class FeatureCatalogue;
  twin::Snapshot state_;
  std::vector<std::shared_ptr<const Chunk>> chunks_;
};

/// Indexes by branch state. States that share chunks of the city share the text of their features, so
/// an edit writes again only what it changed. Thread-safe.
class FeatureCatalogue {
 public:
  /// `shapes` gives the surfaces of city objects; without it they are told as the box around them.
  explicit FeatureCatalogue(geo::ShapeLoader shapes = {}) : shapes_(std::move(shapes)) {}
  std::shared_ptr<const FeatureIndex> of(const twin::Snapshot& state);
  std::size_t written() const;   ///< feature texts made so far, for tests

 private:
  std::shared_ptr<const FeatureIndex> find(const twin::BranchState& state);
  geo::ShapeLoader shapes_;
  mutable std::mutex mutex_;
  std::list<std::pair<twin::Digest, std::shared_ptr<const FeatureIndex>>> recent_;
  std::size_t written_ = 0;
};

/// True when the polygon, or anything of the shape (degrees), and the box have a point in common.
bool touches(const twin::PlanPolygon& outline, const DegreeBox& box);
bool touches(const DegreeShape& shape, const DegreeBox& box);

}  // namespace server
