#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "geo/rays/obstacle_mesh.hpp"
#include "geo/rays/occlusion.hpp"

// What the libraries do with the same lines of sight and nothing of ours around them: the yardsticks of `bench sun`.
namespace geo {

/// Passes questions on and keeps them.
class RecordingOcclusion final : public Occlusion {
 public:
  explicit RecordingOcclusion(const Occlusion& asked) : asked_(asked) {}
  void ask(std::span<const SightLine> bundle, std::span<std::uint8_t> cut) const override;
  void for_each_raised(double above_m, const std::function<void(const RaisedSurface&)>& visit) const override { asked_.for_each_raised(above_m, visit); }
  const std::vector<SightLine>& lines() const { return lines_; }

 private:
  const Occlusion& asked_;
  mutable std::mutex mutex_;
  mutable std::vector<SightLine> lines_;
};

/// Embree's packets of eight, robust and coherent, over one tree built at once; the lines lie ready as floats, eight by eight.
class BareEmbree {
 public:
  BareEmbree(const ObstacleMesh& mesh, const std::vector<SightLine>& lines, const twin::WorkingPosition& origin);
  ~BareEmbree();
  BareEmbree(const BareEmbree&) = delete;
  BareEmbree& operator=(const BareEmbree&) = delete;
  std::size_t count_cut();  ///< asks for every line

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// CGAL's AABB tree of double triangles.
class BareCgal {
 public:
  BareCgal(const ObstacleMesh& mesh, const std::vector<SightLine>& lines, const twin::WorkingPosition& origin);
  ~BareCgal();
  BareCgal(const BareCgal&) = delete;
  BareCgal& operator=(const BareCgal&) = delete;
  std::size_t count_cut();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace geo
