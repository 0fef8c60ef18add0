#pragma once

#include <CGAL/AABB_traits.h>
#include <CGAL/AABB_tree.h>
#include <CGAL/AABB_triangle_primitive.h>
#include <CGAL/Simple_cartesian.h>

#include <cmath>
#include <vector>

#include "geo/rays/obstacle_mesh.hpp"
#include "geo/rays/occlusion.hpp"

/// The oracle: CGAL's AABB tree in doubles.
class CgalOcclusion final : public geo::Occlusion {
  using Kernel = CGAL::Simple_cartesian<double>;
  using Primitive = CGAL::AABB_triangle_primitive<Kernel, std::vector<Kernel::Triangle_3>::const_iterator>;
  using Tree = CGAL::AABB_tree<CGAL::AABB_traits<Kernel, Primitive>>;

 public:
  CgalOcclusion(const geo::ObstacleMesh& mesh, const twin::WorkingPosition& origin) : origin_(origin), all_{mesh.bounds(), mesh.foot_m} {
    for (const auto& t : mesh.triangles) {
      triangles_.emplace_back(local(mesh.points[t[0]]), local(mesh.points[t[1]]), local(mesh.points[t[2]]));
    }
    tree_.insert(triangles_.begin(), triangles_.end());
    tree_.build();
  }

  void ask(std::span<const geo::SightLine> bundle, std::span<std::uint8_t> cut) const override {
    for (std::size_t i = 0; i < bundle.size(); ++i) {
      const geo::SightLine& line = bundle[i];
      const Kernel::Vector_3 direction(line.direction.east, line.direction.north, line.direction.up);
      const Kernel::Point_3 from = local(line.from) + line.near_m * direction;
      cut[i] = std::isinf(line.far_m)
                   ? tree_.do_intersect(Kernel::Ray_3(from, direction))
                   : tree_.do_intersect(Kernel::Segment_3(from, from + (line.far_m - line.near_m) * direction));
    }
  }
  void for_each_raised(double above_m, const std::function<void(const geo::RaisedSurface&)>& visit) const override {
    if (all_.foot_m > above_m) visit(all_);
  }

 private:
  Kernel::Point_3 local(const twin::WorkingPosition& p) const {
    return {p.east - origin_.east, p.north - origin_.north, p.up - origin_.up};
  }

  twin::WorkingPosition origin_;
  geo::RaisedSurface all_;
  std::vector<Kernel::Triangle_3> triangles_;
  Tree tree_;
};
