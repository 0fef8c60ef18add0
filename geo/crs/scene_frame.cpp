#include <array>
#include <cmath>
#include <limits>
#include <mutex>

#include "geo/crs/crs.hpp"
#include "geo/crs/ellipsoid.hpp"
#include "geo/crs/proj_handle.hpp"

namespace geo {
namespace {

constexpr int kWgs84 = 4326;
constexpr std::size_t kBlock = 512;
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

/// PROJ objects are for one thread at a time: each caller borrows one and gives it back.
class TransformationPool {
 public:
  struct Entry {
    ProjContext context;
    ProjObject object;
  };

  static std::unique_ptr<TransformationPool> make(int epsg) {
    auto pool = std::make_unique<TransformationPool>();
    pool->prototype_.context = make_proj_context();
    if (!pool->prototype_.context) return nullptr;
    pool->prototype_.object = epsg_transformation(pool->prototype_.context.get(), epsg, kWgs84);
    return pool->prototype_.object ? std::move(pool) : nullptr;
  }

  /// Forward: working frame to longitude and latitude. Points that cannot be transformed become NaN.
  void run(PJ_DIRECTION direction, PJ_COORD* coordinates, std::size_t count) const {
    Entry entry = borrow();
    if (!entry.object) {
      for (std::size_t i = 0; i < count; ++i) coordinates[i] = proj_coord(kNotANumber, kNotANumber, 0, 0);
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      PJ_COORD& c = coordinates[i];
      c = proj_trans(entry.object.get(), direction, c);
      if (!std::isfinite(c.xy.x) || !std::isfinite(c.xy.y)) {
        c.xy = {kNotANumber, kNotANumber};
        proj_errno_reset(entry.object.get());
      }
    }
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(entry));
  }

 private:
  Entry borrow() const {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      Entry entry = std::move(free_.back());
      free_.pop_back();
      return entry;
    }
    Entry entry;
    entry.context = make_proj_context();
    if (entry.context) entry.object.reset(proj_clone(entry.context.get(), prototype_.object.get()));
    return entry;
  }

  mutable std::mutex mutex_;
  mutable std::vector<Entry> free_;
  Entry prototype_;
};

}  // namespace

struct SceneFrame::Impl {
  std::unique_ptr<TransformationPool> pool;  ///< null in a local frame
  std::string crs;
  std::string why_not;
  double undulation_m = kNotANumber;
  Eigen::Vector3d origin;  ///< of the scene, working frame
  Eigen::Vector3d origin_ecef = Eigen::Vector3d::Zero();
  Eigen::Matrix3d rows = Eigen::Matrix3d::Identity();  ///< ECEF offset → east, north, up

  bool placed() const { return why_not.empty(); }
};

twin::Result<SceneFrame> SceneFrame::make(const twin::Manifest& manifest) {
  auto impl = std::make_shared<Impl>();
  impl->origin = manifest.scene_origin.vector();
  impl->crs = manifest.crs;
  SceneFrame frame;
  if (manifest.crs == "local") {
    impl->why_not = "local-frame";
    frame.impl_ = std::move(impl);
    return frame;
  }
  TWIN_TRY(const Crs crs, find_crs(manifest.crs));
  if (crs.geographic) {
    return twin::Problem{"crs-not-accepted",
                         "a twin's own frame is metric; " + crs.name() + " is in degrees",
                         {},
                         crs.name(),
                         "use a projected system such as the UTM zone of the place"};
  }
  impl->pool = TransformationPool::make(crs.epsg);
  if (!impl->pool) {
    return twin::Problem{"transformation-missing",
                         "no transformation is known from " + crs.name() + " to WGS 84",
                         {},
                         crs.name(),
                         "use a frame that PROJ can place on the globe, or a local one"};
  }
  if (manifest.geoid)
    impl->undulation_m = manifest.geoid->undulation_m;
  else
    impl->why_not = "geoid-missing";
  frame.impl_ = impl;
  if (impl->placed()) {
    TWIN_TRY(const twin::GeographicPosition at, frame.to_geographic(manifest.scene_origin));
    impl->origin_ecef = ecef_of(at).vector();
    impl->rows = east_north_up_at(at.longitude_deg, at.latitude_deg);
  }
  return frame;
}

bool SceneFrame::placed() const {
  return impl_->placed();
}
const std::string& SceneFrame::why_not_placed() const {
  return impl_->why_not;
}

void SceneFrame::to_scene(std::span<const twin::WorkingPosition> from,
                          std::span<twin::ScenePosition> to) const {
  const std::size_t count = std::min(from.size(), to.size());
  if (!placed()) {
    for (std::size_t i = 0; i < count; ++i)
      to[i] = twin::ScenePosition::from(from[i].vector() - impl_->origin);
    return;
  }
  std::array<PJ_COORD, kBlock> block;
  for (std::size_t begin = 0; begin < count; begin += kBlock) {
    const std::size_t size = std::min(kBlock, count - begin);
    for (std::size_t i = 0; i < size; ++i) {
      block[i] = proj_coord(from[begin + i].east, from[begin + i].north, 0, HUGE_VAL);
    }
    impl_->pool->run(PJ_FWD, block.data(), size);
    for (std::size_t i = 0; i < size; ++i) {
      const auto ecef = ecef_of({block[i].xy.x, block[i].xy.y, from[begin + i].up + impl_->undulation_m});
      to[begin + i] = twin::ScenePosition::from(impl_->rows * (ecef.vector() - impl_->origin_ecef));
    }
  }
}

twin::ScenePosition SceneFrame::to_scene(const twin::WorkingPosition& position) const {
  twin::ScenePosition out;
  to_scene(std::span(&position, 1), std::span(&out, 1));
  return out;
}

twin::WorkingPosition SceneFrame::to_working(const twin::ScenePosition& position) const {
  if (!placed()) return twin::WorkingPosition::from(position.vector() + impl_->origin);
  const auto ecef =
      twin::EcefPosition::from(impl_->rows.transpose() * position.vector() + impl_->origin_ecef);
  const auto at = geographic_of(ecef);
  PJ_COORD c = proj_coord(at.longitude_deg, at.latitude_deg, 0, HUGE_VAL);
  impl_->pool->run(PJ_INV, &c, 1);
  return {c.xy.x, c.xy.y, at.ellipsoidal_height_m - impl_->undulation_m};
}

Eigen::Matrix4d SceneFrame::scene_to_ecef() const {
  Eigen::Matrix4d out = Eigen::Matrix4d::Identity();
  if (placed()) {
    out.topLeftCorner<3, 3>() = impl_->rows.transpose();
    out.topRightCorner<3, 1>() = impl_->origin_ecef;
  }
  return out;
}

namespace {

twin::Problem not_placed() {
  return {"frame-not-placed",
          "a local frame has no place on the globe",
          {},
          "local",
          "import data with a coordinate reference system into a new twin"};
}

twin::Problem outside(const std::string& crs, double x, double y) {
  return {"coordinates-outside-area",
          "the position cannot be converted between " + crs + " and WGS 84",
          {},
          std::to_string(x) + " " + std::to_string(y),
          "check the coordinates and their order"};
}

}  // namespace

twin::Result<twin::GeographicPosition> SceneFrame::to_geographic(
    const twin::WorkingPosition& position) const {
  if (!impl_->pool) return not_placed();
  PJ_COORD c = proj_coord(position.east, position.north, 0, HUGE_VAL);
  impl_->pool->run(PJ_FWD, &c, 1);
  if (std::isnan(c.xy.x)) return outside(impl_->crs, position.east, position.north);
  return twin::GeographicPosition{c.xy.x, c.xy.y, position.up + impl_->undulation_m};
}

twin::Result<twin::WorkingPosition> SceneFrame::from_geographic(double longitude_deg,
                                                                double latitude_deg) const {
  if (!impl_->pool) return not_placed();
  PJ_COORD c = proj_coord(longitude_deg, latitude_deg, 0, HUGE_VAL);
  impl_->pool->run(PJ_INV, &c, 1);
  if (std::isnan(c.xy.x)) return outside(impl_->crs, longitude_deg, latitude_deg);
  return twin::WorkingPosition{c.xy.x, c.xy.y, 0};
}

}  // namespace geo
