// How solids of one building lie to each other: by hand, and against an enumeration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <random>

#include "geo/validate/body_meeting.hpp"
#include "validate_bodies.hpp"
#include "validate_cases.hpp"

namespace {

using bodies::box;
using testing::HasSubstr;
using testing::IsEmpty;
using Codes = std::set<std::string>;

twin::BuildingShape moved(twin::BuildingShape shape, double east, double north, double up) {
  for (auto& polygon : shape.parts[0].polygons) {
    for (auto& point : polygon.exterior.points) point = point + twin::Offset<twin::Working>{east, north, up};
  }
  return shape;
}

/// Boxes of 3 x 4 x 5 m as one composite, or as parts of one building.
twin::BuildingShape building(const std::vector<std::array<double, 3>>& offsets, bool composite) {
  twin::BuildingShape out;
  for (const auto& offset : offsets) {
    auto other = moved(box(), offset[0], offset[1], offset[2]);
    auto& added = other.parts[0];
    if (!composite || out.parts.empty()) {
      added.id = "part-" + std::to_string(out.parts.size() + 1);
      out.parts.push_back(std::move(added));
      continue;
    }
    auto& part = out.parts[0];
    for (auto& face : added.solids[0].shells[0])
      face.polygon += static_cast<std::uint32_t>(part.polygons.size());
    part.solids.push_back(added.solids[0]);
    part.polygons.insert(part.polygons.end(), added.polygons.begin(), added.polygons.end());
  }
  return out;
}

TEST(ValidateBodies, PartsMayStandSideBySideOrApartButNotInEachOther) {
  const auto codes = [](std::array<double, 3> offset) {
    return cases::codes_of(building({{0, 0, 0}, offset}, false));
  };
  EXPECT_THAT(codes({3, 0, 0}), IsEmpty());      // wall on wall
  EXPECT_THAT(codes({3, 1, 0}), IsEmpty());      // on a part of it
  EXPECT_THAT(codes({0.5, 0.5, 5}), IsEmpty());  // on the roof
  EXPECT_THAT(codes({30, 0, 0}), IsEmpty());
  EXPECT_THAT(codes({2.9995, 0, 0}), IsEmpty());  // half a millimetre
  EXPECT_EQ(codes({2.99, 0, 0}), Codes{"601"});
  EXPECT_EQ(codes({0.5, 0.5, 0.5}), Codes{"601"});
  EXPECT_EQ(codes({0, 0, 0}), Codes{"601"});  // the same place
  EXPECT_EQ(codes({0, 0, 4}), Codes{"601"});
}

TEST(ValidateBodies, OtherLevelsOfDetailAreNotCompared) {
  auto shape = building({{0, 0, 0}, {1, 1, 1}}, false);
  shape.parts[1].lod = "1";
  EXPECT_THAT(cases::codes_of(shape), IsEmpty());
}

TEST(ValidateBodies, ACompositeHangsTogetherByFaces) {
  const auto codes = [](std::vector<std::array<double, 3>> offsets) {
    return cases::codes_of(building(offsets, true));
  };
  EXPECT_THAT(codes({{0, 0, 0}, {3, 0, 0}, {6, 2, 0}}), IsEmpty());
  EXPECT_EQ(codes({{0, 0, 0}, {4, 0, 0}}), Codes{"503"});
  EXPECT_EQ(codes({{0, 0, 0}, {3, 4, 0}}), Codes{"503"});  // an edge is not enough
  EXPECT_EQ(codes({{0, 0, 0}, {2.5, 0, 0}}), Codes{"501"});
  EXPECT_EQ(codes({{0, 0, 0}, {0, 0, 0}}), Codes{"502"});
  EXPECT_EQ(codes({{0, 0, 0}, {2.5, 0, 0}, {30, 0, 0}}),
            Codes{"501"});  // 503 is asked when nothing else is wrong
}

TEST(ValidateBodies, SolidsThatAreNoCompositeNeedNotHangTogether) {
  // val3dity asks 501 to 503 of a CompositeSolid alone, not of a MultiSolid.
  for (const double east : {4.0, 2.5, 0.0}) {
    auto shape = building({{0, 0, 0}, {east, 0, 0}}, true);
    shape.parts[0].solids_apart = true;
    EXPECT_THAT(cases::codes_of(shape), IsEmpty()) << east;
  }
}

TEST(ValidateBodies, AnOverlapIsMeasured) {
  twin::Diagnostics out;
  geo::validate_shape(building({{0, 0, 0}, {2.75, 0.5, 0}}, false), "talo", {}, out);
  ASSERT_EQ(out.findings.size(), 1u);
  EXPECT_EQ(out.findings[0].value, "0.250 m deep into part part-1, solid 1");
  EXPECT_THAT(out.findings[0].place, HasSubstr("part part-2, solid 1, near (2549"));
}

TEST(ValidateBodies, ABodyWithoutFaces) {
  auto shape = box();
  shape.parts[0].solids.emplace_back();
  EXPECT_EQ(cases::codes_of(shape), Codes{"902"});
}

/// A tetrahedron or a box with corners on a coarse grid, so that coincidences are the rule.
struct RandomBody {
  std::vector<Eigen::Vector3d> corners;
  std::vector<std::array<std::size_t, 3>> triangles;

  geo::Body body() const {
    std::vector<geo::FaceTriangle> out;
    for (std::size_t i = 0; i < triangles.size(); ++i) {
      const auto& [a, b, c] = triangles[i];
      out.push_back({{corners[a], corners[b], corners[c]}, i});
    }
    return geo::make_body(std::move(out));
  }
};

RandomBody random_body(std::mt19937& random) {
  const auto on_grid = [&](int least, int most) {
    return static_cast<double>(std::uniform_int_distribution<int>(least, most)(random));
  };
  RandomBody out;
  if (random() % 2 == 0) {
    while (true) {
      out.corners.clear();
      for (int i = 0; i < 4; ++i) out.corners.push_back({on_grid(0, 4), on_grid(0, 4), on_grid(0, 4)});
      const auto& c = out.corners;
      const double six = (c[1] - c[0]).cross(c[2] - c[0]).dot(c[3] - c[0]);
      if (std::abs(six) < 0.5) continue;
      if (six > 0) std::swap(out.corners[1], out.corners[2]);
      out.triangles = {{0, 1, 2}, {0, 2, 3}, {0, 3, 1}, {1, 3, 2}};
      return out;
    }
  }
  const Eigen::Vector3d low{on_grid(0, 3), on_grid(0, 3), on_grid(0, 3)};
  const Eigen::Vector3d size{on_grid(1, 3), on_grid(1, 3), on_grid(1, 3)};
  for (const auto& [x, y, z] :
       {std::array{0, 0, 0}, {1, 0, 0}, {1, 1, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {0, 1, 1}})
    out.corners.push_back(low + Eigen::Vector3d(x * size.x(), y * size.y(), z * size.z()));
  out.triangles = {{0, 2, 1}, {0, 3, 2}, {4, 5, 6}, {4, 6, 7}, {0, 1, 5}, {0, 5, 4},
                   {1, 2, 6}, {1, 6, 5}, {2, 3, 7}, {2, 7, 6}, {3, 0, 4}, {3, 4, 7}};
  return out;
}

/// Whether two convex bodies share an interior, by enumeration: corners of the intersection are the points
/// where three planes meet that lie behind all of them; there is an interior when these span a volume.
bool convex_bodies_overlap(const RandomBody& a, const RandomBody& b) {
  std::vector<Eigen::Vector4d> planes;
  for (const auto* body : {&a, &b}) {
    for (const auto& t : body->triangles) {
      const auto& c = body->corners;
      const Eigen::Vector3d normal = (c[t[1]] - c[t[0]]).cross(c[t[2]] - c[t[0]]).normalized();
      Eigen::Vector4d plane;
      plane << normal, normal.dot(c[t[0]]);
      if (std::none_of(planes.begin(), planes.end(),
                       [&](const auto& p) { return (p - plane).norm() < 1e-9; }))
        planes.push_back(plane);
    }
  }
  std::vector<Eigen::Vector3d> corners;
  for (std::size_t i = 0; i < planes.size(); ++i) {
    for (std::size_t j = i + 1; j < planes.size(); ++j) {
      for (std::size_t k = j + 1; k < planes.size(); ++k) {
        Eigen::Matrix3d rows;
        rows << planes[i].head<3>().transpose(), planes[j].head<3>().transpose(),
            planes[k].head<3>().transpose();
        if (std::abs(rows.determinant()) < 1e-9) continue;
        const Eigen::Vector3d p = rows.inverse() * Eigen::Vector3d(planes[i][3], planes[j][3], planes[k][3]);
        if (std::all_of(planes.begin(), planes.end(),
                        [&](const auto& q) { return q.template head<3>().dot(p) <= q[3] + 1e-7; }))
          corners.push_back(p);
      }
    }
  }
  if (corners.size() < 4) return false;
  Eigen::Matrix3d spread = Eigen::Matrix3d::Zero();
  for (const auto& p : corners) spread += (p - corners[0]) * (p - corners[0]).transpose();
  return Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d>(spread).eigenvalues()[0] > 1e-8;
}

TEST(ValidateBodies, AgreesWithAnEnumerationOnRandomBodiesOnAGrid) {
  std::size_t overlapping = 0, apart = 0;
  for (unsigned seed = 1; seed <= 3'000; ++seed) {
    std::mt19937 random(seed);
    const auto a = random_body(random), b = random_body(random);
    const auto meeting = geo::meeting_of(a.body(), b.body(), 0.001);
    const bool overlap = meeting.how == geo::Meeting::kOverlap || meeting.how == geo::Meeting::kSame;
    ASSERT_EQ(overlap, convex_bodies_overlap(a, b)) << "seed " << seed;
    ASSERT_EQ(meeting.how, geo::meeting_of(b.body(), a.body(), 0.001).how) << "seed " << seed;
    if (overlap) {
      EXPECT_GT(meeting.depth_m, 0.001) << "seed " << seed;
    }
    ++(overlap ? overlapping : apart);
  }
  EXPECT_GT(overlapping, 500u);
  EXPECT_GT(apart, 500u);
}

}  // namespace
