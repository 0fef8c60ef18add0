#include "geo/solid/mesh.hpp"

#include <gtest/gtest.h>

#include "shapes.hpp"

namespace {

double area_of(const geo::TriangleMesh& mesh) {
  double area = 0;
  for (const auto& t : mesh.triangles) {
    const auto a = mesh.vertices[t[0]].vector(), b = mesh.vertices[t[1]].vector(),
               c = mesh.vertices[t[2]].vector();
    area += (b - a).cross(c - a).norm() / 2;
  }
  return area;
}

TEST(Mesh, ShellKeepsVolumeAndSurface) {
  const twin::PlanPolygon unit{shapes::rectangle(60, 60).outer, {shapes::rectangle(20, 20, 20, 20).outer}};
  const auto e = geo::legal_envelope(unit, {unit}, {10, {}});
  ASSERT_TRUE(e);
  const auto mesh = geo::triangulate(e->solids.at(0));
  // Two rings of 3,200 m², walls 4·60·10 outside and 4·20·10 inside.
  EXPECT_NEAR(area_of(mesh), 2 * 3200 + 2400 + 800, 1e-6);
  double volume = 0;
  for (const auto& t : mesh.triangles) {
    volume +=
        mesh.vertices[t[0]].vector().dot(mesh.vertices[t[1]].vector().cross(mesh.vertices[t[2]].vector())) /
        6;
  }
  EXPECT_NEAR(volume, 32000, 1e-6);
  // Outlines only: 8 top, 8 bottom, 8 upright.
  EXPECT_EQ(mesh.edges.size(), 24U);
}

TEST(Mesh, FlatPolygonFacesUpWhicheverWayItTurns) {
  twin::PlanPolygon unit{{{0, 60}, {60, 60}, {60, 0}, {0, 0}, {0, 60}},
                         {shapes::rectangle(20, 20, 20, 20).outer}};
  const auto mesh = geo::triangulate_flat(shapes::shifted(unit, 25'497'010, 6'673'005), 7.5);
  EXPECT_NEAR(area_of(mesh), 3200, 1e-6);
  EXPECT_EQ(mesh.edges.size(), 8U);
  EXPECT_EQ(mesh.triangles.size(), 8U);
  for (const auto& t : mesh.triangles) {
    const auto a = mesh.vertices[t[0]].vector();
    EXPECT_GT((mesh.vertices[t[1]].vector() - a).cross(mesh.vertices[t[2]].vector() - a).z(), 0);
    EXPECT_EQ(mesh.vertices[t[0]].up, 7.5);
  }
}

TEST(Mesh, NothingForAPolygonThatIsNone) {
  EXPECT_TRUE(geo::triangulate_flat({{{0, 0}, {10, 10}, {10, 0}, {0, 10}}, {}}, 0).triangles.empty());
}

}  // namespace
