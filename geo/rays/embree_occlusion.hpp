#pragma once

#include <memory>

#include "geo/rays/obstacle_mesh.hpp"
#include "geo/rays/occlusion.hpp"
#include "twin_core/base/result.hpp"
#include "twin_core/city/feature.hpp"

namespace geo {

/// Occlusion by Embree: floats about a declared origin, robust tests, packets of lines.
///
/// A bundle is traced eight lines at a time from its first; lines from one place sixteen at a time, and the last eight or fewer by
/// themselves. Rounding moves a point by less than its distance from the
/// origin times 6e-8: 0.5 mm at 8 km (`rounding_m`).
///
/// Surfaces belong to a key, such as a feature number, and are kept in squares of 250 m that hang on the frame. A scene for edits
/// has a tree per square and one over them: after a change `commit` builds only the squares anew that the change touches. One that is
/// built once has a single tree, which answers up to a fifth faster and takes a change by being built anew.
/// Holds (tested): (1) lines that pass every edge and vertex by 1 mm get CGAL's answer; (2) after any order of edits the
/// answers are bit for bit those of a scene for the same use built at once.
class EmbreeOcclusion final : public Occlusion {
 public:
  enum class Use { kOnce, kEdits };
  explicit EmbreeOcclusion(const twin::WorkingPosition& origin, Use use = Use::kOnce);
  ~EmbreeOcclusion() override;
  EmbreeOcclusion(EmbreeOcclusion&&) noexcept;
  EmbreeOcclusion& operator=(EmbreeOcclusion&&) noexcept;

  /// Replaces all surfaces of a key; an empty mesh takes them away.
  void put(std::uint64_t key, const ObstacleMesh& mesh);
  void erase(std::uint64_t key) { put(key, {}); }

  /// Makes what was put count. Not while lines are asked.
  /// Error `scene-failed`, with Embree's word, where it has no memory left.
  twin::Status commit();

  void ask(std::span<const SightLine> bundle, std::span<std::uint8_t> cut) const override;
  void ask_from(const twin::WorkingPosition& from, std::span<const twin::Offset<twin::Working>> directions,
                std::span<std::uint8_t> cut) const override;
  void for_each_raised(double above_m, const std::function<void(const RaisedSurface&)>& visit) const override;

  std::size_t triangle_count() const;
  std::size_t cells_rebuilt() const;  ///< by the last commit
  double rounding_m() const;          ///< how far rounding to float may have moved a point of the scene

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace geo
