#include "geo/rays/ray_race.hpp"

#include <CGAL/AABB_traits.h>
#include <CGAL/AABB_tree.h>
#include <CGAL/AABB_triangle_primitive.h>
#include <CGAL/Simple_cartesian.h>
#include <embree3/rtcore.h>

#include <algorithm>

namespace geo {

void RecordingOcclusion::ask(std::span<const SightLine> bundle, std::span<std::uint8_t> cut) const {
  asked_.ask(bundle, cut);
  const std::lock_guard lock(mutex_);
  lines_.insert(lines_.end(), bundle.begin(), bundle.end());
}

struct BareEmbree::Impl {
  RTCDevice device = rtcNewDevice("threads=1");
  RTCScene scene = rtcNewScene(device);
  std::vector<RTCRay8> ready;
  std::size_t lines = 0;
};

BareEmbree::BareEmbree(const ObstacleMesh& mesh, const std::vector<SightLine>& lines, const twin::WorkingPosition& origin)
    : impl_(std::make_unique<Impl>()) {
  Impl& in = *impl_;
  rtcSetSceneFlags(in.scene, RTC_SCENE_FLAG_ROBUST);
  const RTCGeometry geometry = rtcNewGeometry(in.device, RTC_GEOMETRY_TYPE_TRIANGLE);
  auto* vertex = static_cast<float*>(rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, 12, mesh.points.size()));
  for (const auto& p : mesh.points) {
    *vertex++ = static_cast<float>(p.east - origin.east);
    *vertex++ = static_cast<float>(p.north - origin.north);
    *vertex++ = static_cast<float>(p.up - origin.up);
  }
  auto* index = static_cast<std::uint32_t*>(rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, 12, mesh.triangles.size()));
  for (const auto& t : mesh.triangles) index = std::copy(t.begin(), t.end(), index);
  rtcCommitGeometry(geometry);
  rtcAttachGeometry(in.scene, geometry);
  rtcReleaseGeometry(geometry);
  rtcCommitScene(in.scene);
  in.lines = lines.size();
  in.ready.resize((lines.size() + 7) / 8);
  for (std::size_t i = 0; i < in.ready.size() * 8; ++i) {
    const SightLine& line = lines[std::min(i, lines.size() - 1)];
    RTCRay8& ray = in.ready[i / 8];
    const std::size_t lane = i % 8;
    ray.org_x[lane] = static_cast<float>(line.from.east - origin.east);
    ray.org_y[lane] = static_cast<float>(line.from.north - origin.north);
    ray.org_z[lane] = static_cast<float>(line.from.up - origin.up);
    ray.dir_x[lane] = static_cast<float>(line.direction.east);
    ray.dir_y[lane] = static_cast<float>(line.direction.north);
    ray.dir_z[lane] = static_cast<float>(line.direction.up);
    ray.tnear[lane] = 0;
    ray.mask[lane] = ~0U;
    ray.time[lane] = 0;
    ray.flags[lane] = 0;
    ray.id[lane] = static_cast<unsigned>(lane);
  }
}

BareEmbree::~BareEmbree() {
  rtcReleaseScene(impl_->scene);
  rtcReleaseDevice(impl_->device);
}

std::size_t BareEmbree::count_cut() {
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
  alignas(32) int valid[8];
  std::size_t cut = 0;
  for (std::size_t packet = 0; packet < impl_->ready.size(); ++packet) {
    RTCRay8& ray = impl_->ready[packet];
    const std::size_t count = std::min<std::size_t>(8, impl_->lines - 8 * packet);
    for (std::size_t lane = 0; lane < 8; ++lane) {
      valid[lane] = lane < count ? -1 : 0;
      ray.tfar[lane] = std::numeric_limits<float>::infinity();
    }
    rtcOccluded8(valid, impl_->scene, &context, &ray);
    for (std::size_t lane = 0; lane < count; ++lane) cut += ray.tfar[lane] < 0;
  }
  return cut;
}

namespace {

using Kernel = CGAL::Simple_cartesian<double>;
using Triangles = std::vector<Kernel::Triangle_3>;
using Tree = CGAL::AABB_tree<CGAL::AABB_traits<Kernel, CGAL::AABB_triangle_primitive<Kernel, Triangles::const_iterator>>>;

}  // namespace

struct BareCgal::Impl {
  Triangles triangles;
  Tree tree;
  std::vector<Kernel::Ray_3> rays;
};

BareCgal::BareCgal(const ObstacleMesh& mesh, const std::vector<SightLine>& lines, const twin::WorkingPosition& origin)
    : impl_(std::make_unique<Impl>()) {
  const auto local = [&](const twin::WorkingPosition& p) { return Kernel::Point_3(p.east - origin.east, p.north - origin.north, p.up - origin.up); };
  for (const auto& t : mesh.triangles) impl_->triangles.emplace_back(local(mesh.points[t[0]]), local(mesh.points[t[1]]), local(mesh.points[t[2]]));
  impl_->tree.insert(impl_->triangles.begin(), impl_->triangles.end());
  impl_->tree.build();
  for (const SightLine& line : lines) impl_->rays.emplace_back(local(line.from), Kernel::Vector_3(line.direction.east, line.direction.north, line.direction.up));
}

BareCgal::~BareCgal() = default;

std::size_t BareCgal::count_cut() {
  return static_cast<std::size_t>(std::count_if(impl_->rays.begin(), impl_->rays.end(), [&](const auto& ray) { return impl_->tree.do_intersect(ray); }));
}

}  // namespace geo
