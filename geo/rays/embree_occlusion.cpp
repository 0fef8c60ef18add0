#include "geo/rays/embree_occlusion.hpp"

#include <embree3/rtcore.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <set>
#include <unordered_map>

namespace geo {
namespace {

constexpr double kCell_m = 250;
constexpr std::size_t kWidth = 8;

using Triangle = std::array<std::array<float, 3>, 3>;
using CellName = std::pair<std::int64_t, std::int64_t>;

struct DeviceDeleter {
  void operator()(RTCDevice device) const { rtcReleaseDevice(device); }
};
struct SceneDeleter {
  void operator()(RTCScene scene) const { rtcReleaseScene(scene); }
};

/// One geometry of the scene: its triangles by key, in the keys' order, so that the order of edits leaves no trace.
struct Cell {
  std::map<std::uint64_t, std::vector<Triangle>> triangles;
  unsigned geometry = RTC_INVALID_GEOMETRY_ID;
};

}  // namespace

struct EmbreeOcclusion::Impl {
  Impl(const twin::WorkingPosition& from, Use use)
      : origin(from), device(rtcNewDevice("threads=1")), scene(device ? rtcNewScene(device.get()) : nullptr) {
    if (!scene) return;
    rtcSetSceneFlags(scene.get(), RTC_SCENE_FLAG_ROBUST | RTC_SCENE_FLAG_DYNAMIC);
    // Only LOW makes a tree per geometry and one over them, and keeps those of unchanged geometries; how good those are is asked of
    // each geometry. MEDIUM builds one tree anew each time, whatever the flags.
    rtcSetSceneBuildQuality(scene.get(), use == Use::kEdits ? RTC_BUILD_QUALITY_LOW : RTC_BUILD_QUALITY_MEDIUM);
  }

  std::array<float, 3> local(const twin::WorkingPosition& p) const {
    return {static_cast<float>(p.east - origin.east), static_cast<float>(p.north - origin.north),
            static_cast<float>(p.up - origin.up)};
  }
  twin::Status problem(const char* what) const {
    const auto error = device ? rtcGetDeviceError(device.get()) : RTC_ERROR_UNKNOWN;
    return twin::Problem{"scene-failed", "The scene of obstacles cannot be built.", "",
                         std::string(what) + (error == RTC_ERROR_OUT_OF_MEMORY ? ": out of memory" : ""),
                         "Ask about a smaller area, or give the program more memory."};
  }
  twin::Status build(Cell& cell);

  twin::WorkingPosition origin;
  std::unique_ptr<RTCDeviceTy, DeviceDeleter> device;
  std::unique_ptr<RTCSceneTy, SceneDeleter> scene;
  std::map<CellName, Cell> cells;
  std::unordered_map<std::uint64_t, std::vector<CellName>> cells_of;
  std::set<CellName> changed;
  std::map<std::pair<double, std::uint64_t>, twin::Box> raised;  ///< by foot, negative, and key
  std::unordered_map<std::uint64_t, double> foot_of;
  std::size_t triangles = 0, rebuilt = 0;
  double reach_m = 0;  ///< largest coordinate about the origin that was ever put
};

EmbreeOcclusion::EmbreeOcclusion(const twin::WorkingPosition& origin, Use use) : impl_(std::make_unique<Impl>(origin, use)) {}
EmbreeOcclusion::~EmbreeOcclusion() = default;
EmbreeOcclusion::EmbreeOcclusion(EmbreeOcclusion&&) noexcept = default;
EmbreeOcclusion& EmbreeOcclusion::operator=(EmbreeOcclusion&&) noexcept = default;

void EmbreeOcclusion::put(std::uint64_t key, const ObstacleMesh& mesh) {
  Impl& in = *impl_;
  if (const auto old = in.cells_of.find(key); old != in.cells_of.end()) {
    for (const CellName& name : old->second) {
      Cell& cell = in.cells[name];
      in.triangles -= cell.triangles[key].size();
      cell.triangles.erase(key);
      in.changed.insert(name);
    }
    in.cells_of.erase(old);
  }
  if (const auto foot = in.foot_of.find(key); foot != in.foot_of.end()) {
    in.raised.erase({-foot->second, key});
    in.foot_of.erase(foot);
  }
  if (!mesh.empty() && mesh.foot_m > -std::numeric_limits<double>::infinity()) {
    const twin::Box box = mesh.bounds();
    const double foot_m = std::min(mesh.foot_m, box.high.up);
    in.raised.emplace(std::pair(-foot_m, key), box);
    in.foot_of.emplace(key, foot_m);
  }
  std::set<CellName> touched;
  for (const auto& t : mesh.triangles) {
    const auto &a = mesh.points[t[0]], &b = mesh.points[t[1]], &c = mesh.points[t[2]];
    const CellName name{static_cast<std::int64_t>(std::floor((a.east + b.east + c.east) / 3 / kCell_m)),
                        static_cast<std::int64_t>(std::floor((a.north + b.north + c.north) / 3 / kCell_m))};
    const Triangle local{in.local(a), in.local(b), in.local(c)};
    for (const auto& corner : local) {
      for (const float x : corner) in.reach_m = std::max(in.reach_m, static_cast<double>(std::abs(x)));
    }
    in.cells[name].triangles[key].push_back(local);
    touched.insert(name);
    ++in.triangles;
  }
  if (touched.empty()) return;
  in.changed.insert(touched.begin(), touched.end());
  in.cells_of[key].assign(touched.begin(), touched.end());
}

twin::Status EmbreeOcclusion::Impl::build(Cell& cell) {
  if (cell.geometry != RTC_INVALID_GEOMETRY_ID) {
    rtcDetachGeometry(scene.get(), cell.geometry);
    cell.geometry = RTC_INVALID_GEOMETRY_ID;
  }
  std::size_t count = 0;
  for (const auto& [key, triangles_of_key] : cell.triangles) count += triangles_of_key.size();
  if (count == 0) return twin::Done{};
  const RTCGeometry geometry = rtcNewGeometry(device.get(), RTC_GEOMETRY_TYPE_TRIANGLE);
  auto* const vertices = static_cast<float*>(rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3,
                                                                     3 * sizeof(float), count * 3));
  auto* const indices = static_cast<std::uint32_t*>(rtcSetNewGeometryBuffer(
      geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, 3 * sizeof(std::uint32_t), count));
  if (vertices == nullptr || indices == nullptr) {
    rtcReleaseGeometry(geometry);
    return problem("buffers");
  }
  std::size_t at = 0;
  for (const auto& [key, triangles_of_key] : cell.triangles) {
    std::memcpy(vertices + 9 * at, triangles_of_key.data(), triangles_of_key.size() * sizeof(Triangle));
    at += triangles_of_key.size();
  }
  for (std::size_t i = 0; i < 3 * count; ++i) indices[i] = static_cast<std::uint32_t>(i);
  rtcSetGeometryBuildQuality(geometry, RTC_BUILD_QUALITY_MEDIUM);
  rtcCommitGeometry(geometry);
  cell.geometry = rtcAttachGeometry(scene.get(), geometry);
  rtcReleaseGeometry(geometry);
  return twin::Done{};
}

twin::Status EmbreeOcclusion::commit() {
  Impl& in = *impl_;
  if (!in.scene) return in.problem("device");
  in.rebuilt = in.changed.size();
  for (const CellName& name : in.changed) {
    TWIN_CHECK(in.build(in.cells[name]));
    if (in.cells[name].triangles.empty()) in.cells.erase(name);
  }
  in.changed.clear();
  rtcCommitScene(in.scene.get());
  if (rtcGetDeviceError(in.device.get()) != RTC_ERROR_NONE) return in.problem("tree");
  return twin::Done{};
}

namespace {

void occluded(const int* valid, RTCScene scene, RTCIntersectContext* context, RTCRay8* rays) { rtcOccluded8(valid, scene, context, rays); }
void occluded(const int* valid, RTCScene scene, RTCIntersectContext* context, RTCRay16* rays) { rtcOccluded16(valid, scene, context, rays); }

/// Lines on their way through Embree; what does not change from packet to packet is said once.
/// Idle lanes hold the last line, so that no stale number can be read.
template <class Rays, std::size_t kLanes>
struct Packet {
  Packet() {
    rtcInitIntersectContext(&context);
    context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      rays.mask[lane] = ~0U;
      rays.time[lane] = 0;
      rays.flags[lane] = 0;
      rays.id[lane] = static_cast<unsigned>(lane);
      rays.tnear[lane] = 0;
    }
  }
  void put_start(std::size_t lane, const twin::WorkingPosition& from, const twin::WorkingPosition& origin) {
    rays.org_x[lane] = static_cast<float>(from.east - origin.east);
    rays.org_y[lane] = static_cast<float>(from.north - origin.north);
    rays.org_z[lane] = static_cast<float>(from.up - origin.up);
  }
  void put_direction(std::size_t lane, const twin::Offset<twin::Working>& direction) {
    rays.dir_x[lane] = static_cast<float>(direction.east);
    rays.dir_y[lane] = static_cast<float>(direction.north);
    rays.dir_z[lane] = static_cast<float>(direction.up);
  }
  void ask(RTCScene scene, std::size_t count, std::uint8_t* cut) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) valid[lane] = lane < count ? -1 : 0;
    occluded(valid, scene, &context, &rays);
    for (std::size_t lane = 0; lane < count; ++lane) cut[lane] = rays.tfar[lane] < 0 ? 1 : 0;
  }
  void ask_endless(RTCScene scene, std::span<const twin::Offset<twin::Working>> directions, std::uint8_t* cut) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      put_direction(lane, directions[std::min(lane, directions.size() - 1)]);
      rays.tfar[lane] = std::numeric_limits<float>::infinity();
    }
    ask(scene, directions.size(), cut);
  }

  RTCIntersectContext context;
  Rays rays;
  alignas(64) int valid[kLanes];
};

using Eight = Packet<RTCRay8, kWidth>;
using Sixteen = Packet<RTCRay16, 2 * kWidth>;

}  // namespace

void EmbreeOcclusion::ask(std::span<const SightLine> bundle, std::span<std::uint8_t> cut) const {
  const Impl& in = *impl_;
  Eight packet;
  for (std::size_t start = 0; start < bundle.size(); start += kWidth) {
    const std::size_t count = std::min(kWidth, bundle.size() - start);
    for (std::size_t lane = 0; lane < kWidth; ++lane) {
      const SightLine& line = bundle[start + std::min(lane, count - 1)];
      packet.put_start(lane, line.from, in.origin);
      packet.put_direction(lane, line.direction);
      packet.rays.tnear[lane] = static_cast<float>(line.near_m);
      packet.rays.tfar[lane] = static_cast<float>(line.far_m);
    }
    packet.ask(in.scene.get(), count, cut.data() + start);
  }
}

void EmbreeOcclusion::ask_from(const twin::WorkingPosition& from, std::span<const twin::Offset<twin::Working>> directions,
                               std::span<std::uint8_t> cut) const {
  const Impl& in = *impl_;
  std::size_t start = 0;
  if (directions.size() > kWidth) {
    Sixteen packet;
    for (std::size_t lane = 0; lane < 2 * kWidth; ++lane) packet.put_start(lane, from, in.origin);
    for (; directions.size() - start > kWidth; start += std::min(2 * kWidth, directions.size() - start)) {
      packet.ask_endless(in.scene.get(), directions.subspan(start, std::min(2 * kWidth, directions.size() - start)), cut.data() + start);
    }
  }
  if (start == directions.size()) return;
  Eight packet;
  for (std::size_t lane = 0; lane < kWidth; ++lane) packet.put_start(lane, from, in.origin);
  packet.ask_endless(in.scene.get(), directions.subspan(start), cut.data() + start);
}

void EmbreeOcclusion::for_each_raised(double above_m, const std::function<void(const RaisedSurface&)>& visit) const {
  for (const auto& [foot_and_key, box] : impl_->raised) {
    if (!(-foot_and_key.first > above_m)) return;
    visit({box, -foot_and_key.first});
  }
}

std::size_t EmbreeOcclusion::triangle_count() const { return impl_->triangles; }
std::size_t EmbreeOcclusion::cells_rebuilt() const { return impl_->rebuilt; }
double EmbreeOcclusion::rounding_m() const { return impl_->reach_m * 0x1p-24; }

}  // namespace geo
