#pragma once

#include <map>

#include "geo/rays/embree_occlusion.hpp"
#include "sim/compare/sun_bodies.hpp"

namespace sim {

/// The scene of a comparison: that of the first scenario, changed to another one's and back.
class SunScene {
 public:
  /// Errors: those of `build_scene`.
  static twin::Result<SunScene> build(const Scenario& first, const SunStand& stand, const SunOrder& order, const std::string& crs, const twin::Box& extent, const RunContext& context);

  const geo::Occlusion& occlusion() const { return occlusion_; }

  /// Makes it the scene of another scenario; the boxes of what differs from the first. Errors: of the store, `scene-failed`.
  twin::Result<std::vector<twin::Box>> show(const Scenario& scenario, const SunStand& stand, const RunContext& context);
  /// Back to the first scenario, after `show`.
  twin::Status show_first();

 private:
  SunScene(geo::EmbreeOcclusion occlusion, twin::Box receivers, twin::Box around) : occlusion_(std::move(occlusion)), receivers_(receivers), around_(around) {}
  void put(std::uint64_t key, const geo::ObstacleMesh& mesh, const geo::ObstacleMesh& before, std::vector<twin::Box>& changed);
  std::uint64_t key_of(const twin::Digest& body);

  geo::EmbreeOcclusion occlusion_;
  twin::Box receivers_;  ///< buildings have walls down to the lowest of them
  twin::Box around_;     ///< within which obstacles count
  twin::Snapshot state_;
  std::map<twin::Digest, geo::ObstacleMesh> bodies_;      ///< of the first scenario, that no branch holds
  std::map<twin::Digest, std::uint64_t> keys_;
  std::map<std::uint64_t, geo::ObstacleMesh> put_back_;   ///< what `show` replaced
};

}  // namespace sim
