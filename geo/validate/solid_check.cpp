// CGAL first: its Nef headers call a function named twin, which our namespace of that name would hide.
#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <CGAL/Nef_polyhedron_3.h>
#include <CGAL/Polyhedron_3.h>
#include <CGAL/Polyhedron_incremental_builder_3.h>
#include <fmt/format.h>

#include <exception>

#include "geo/validate/solid_check.hpp"

namespace geo {
namespace {

using Kernel = CGAL::Exact_predicates_exact_constructions_kernel;
using Polyhedron = CGAL::Polyhedron_3<Kernel>;
using Nef = CGAL::Nef_polyhedron_3<Kernel>;

constexpr std::size_t kMaxTriangles = 2'000;

Kernel::Point_3 exact(const Eigen::Vector3d& v) {
  return {v.x(), v.y(), v.z()};
}

/// Builds the body of a shell, cavities turned to face outwards.
class Build : public CGAL::Modifier_base<Polyhedron::HalfedgeDS> {
 public:
  Build(const TriangulatedShell& shell, bool turned) : shell_(shell), turned_(turned) {}
  bool failed() const { return failed_; }

  void operator()(Polyhedron::HalfedgeDS& structure) override {
    CGAL::Polyhedron_incremental_builder_3<Polyhedron::HalfedgeDS> builder(structure, false);
    builder.begin_surface(shell_.vertices.size(), shell_.triangles.size());
    for (const auto& v : shell_.vertices) builder.add_vertex(exact(v));
    for (auto t : shell_.triangles) {
      if (turned_) std::swap(t[1], t[2]);
      if (!builder.test_facet(t.begin(), t.end())) {
        failed_ = true;
        break;
      }
      builder.add_facet(t.begin(), t.end());
    }
    failed_ = failed_ || builder.error() || builder.check_unconnected_vertices();
    if (failed_)
      builder.rollback();
    else
      builder.end_surface();
  }

 private:
  const TriangulatedShell& shell_;
  bool turned_;
  bool failed_ = false;
};

/// False for shells that exact bodies cannot be made of.
bool make_body(const TriangulatedShell& shell, bool turned, Nef& body) {
  for (const auto& t : shell.triangles) {
    if (CGAL::collinear(exact(shell.vertices[t[0]]), exact(shell.vertices[t[1]]),
                        exact(shell.vertices[t[2]])))
      return false;
  }
  Polyhedron polyhedron;
  Build build(shell, turned);
  polyhedron.delegate(build);
  if (build.failed() || !polyhedron.is_closed()) return false;
  body = Nef(polyhedron);
  return true;
}

bool share_a_face(const Nef& a, const Nef& b) {
  return (a.boundary() * b.boundary()).number_of_facets() > 0;
}

std::vector<GeometryFault> compare(const std::vector<Nef>& bodies) {
  std::vector<GeometryFault> faults;
  const auto shell = [](std::size_t i) { return fmt::format("shell {}", i + 1); };
  for (std::size_t i = 1; i < bodies.size(); ++i) {
    if (bodies[i] == bodies[0]) {
      faults.push_back({"402", shell(i), "same as shell 1", "leave the repeated shell out"});
    } else if ((bodies[i].interior() * bodies[0].interior()).is_empty()) {
      faults.push_back({"403", shell(i), {}, "a cavity lies inside the exterior shell"});
    } else if (!(bodies[i].interior() - bodies[0]).is_empty() || share_a_face(bodies[i], bodies[0])) {
      faults.push_back({"401", shell(i), "crosses shell 1", "shells may touch in points and lines only"});
    }
    for (std::size_t j = 1; j < i; ++j) {
      if (bodies[i] == bodies[j]) {
        faults.push_back({"402", shell(i), "same as " + shell(j), "leave the repeated shell out"});
      } else if (!(bodies[i].interior() * bodies[j].interior()).is_empty() ||
                 share_a_face(bodies[i], bodies[j])) {
        faults.push_back(
            {"401", shell(i), "crosses " + shell(j), "shells may touch in points and lines only"});
      }
    }
  }
  if (!faults.empty()) return faults;
  Nef rest = bodies[0].interior();
  for (std::size_t i = 1; i < bodies.size(); ++i) rest = rest - bodies[i];
  std::size_t pieces = 0;
  for (auto volume = rest.volumes_begin(); volume != rest.volumes_end(); ++volume) pieces += volume->mark();
  if (pieces > 1) {
    faults.push_back({"404", {}, fmt::format("{} pieces", pieces), "write each piece as a solid of its own"});
  }
  return faults;
}

}  // namespace

std::vector<GeometryFault> check_shells_of_solid(const std::vector<TriangulatedShell>& shells) {
  const std::vector<GeometryFault> not_compared{
      {"999",
       {},
       fmt::format("{} shells", shells.size()),
       "the shells are too large or too flat to be compared with each other"}};
  std::size_t triangles = 0;
  for (const auto& shell : shells) triangles += shell.triangles.size();
  if (triangles > kMaxTriangles) return not_compared;
  try {
    std::vector<Nef> bodies(shells.size());
    for (std::size_t i = 0; i < shells.size(); ++i) {
      if (!make_body(shells[i], i > 0, bodies[i])) return not_compared;
    }
    return compare(bodies);
  } catch (const std::exception&) {  // CGAL's own assertions
    return not_compared;
  }
}

}  // namespace geo
