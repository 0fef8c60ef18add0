#include "geo/validate/body_meeting.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/validate/pair_sweep.hpp"

namespace geo {
namespace {

using Vec = Eigen::Vector3d;

/// Normals that differ by less than this are one direction.
constexpr double kSameDirection = 1e-6;
/// A direction beyond these is not needed to part bodies; the slower way decides as well.
constexpr std::size_t kMaxDirections = 64;

SweepBox box_of(const FaceTriangle& t) {
  const auto x = std::minmax({t.corners[0].x(), t.corners[1].x(), t.corners[2].x()});
  const auto y = std::minmax({t.corners[0].y(), t.corners[1].y(), t.corners[2].y()});
  return {x.first, y.first, x.second, y.second};
}

void add_directions(const Body& body, std::vector<Vec>& directions) {
  for (const auto& t : body.triangles) {
    if (directions.size() >= kMaxDirections) return;
    const Vec normal = unit_normal(t, kSameDirection);
    const bool known =
        normal.isZero() || std::any_of(directions.begin(), directions.end(), [&](const Vec& d) {
          return std::abs(d.dot(normal)) > 1 - kSameDirection;
        });
    if (!known) directions.push_back(normal);
  }
}

struct Interval {
  double low = std::numeric_limits<double>::max(), high = -std::numeric_limits<double>::max();
};

Interval extent_of(const Body& body, const Vec& direction) {
  Interval out;
  for (const auto& t : body.triangles) {
    for (const Vec& c : t.corners) {
      const double along = c.dot(direction);
      out.low = std::min(out.low, along);
      out.high = std::max(out.high, along);
    }
  }
  return out;
}

/// The least distance that parts the bodies' hulls along a face's normal; negative when they are apart.
double depth_of(const Body& a, const Body& b, double enough) {
  std::vector<Vec> directions;
  add_directions(a, directions);
  add_directions(b, directions);
  double depth = std::numeric_limits<double>::max();
  for (const Vec& d : directions) {
    const Interval of_a = extent_of(a, d), of_b = extent_of(b, d);
    depth = std::min({depth, of_a.high - of_b.low, of_b.high - of_a.low});
    if (depth <= enough) break;
  }
  return depth;
}

/// Solid angle under which the body's surface is seen, over that of a sphere: 1 inside, 0 outside.
bool is_inside(const Vec& p, const Body& body) {
  double angle = 0;
  for (const auto& t : body.triangles) {
    const Vec a = t.corners[0] - p, b = t.corners[1] - p, c = t.corners[2] - p;
    const double la = a.norm(), lb = b.norm(), lc = c.norm();
    angle += 2 * std::atan2(a.dot(b.cross(c)), la * lb * lc + a.dot(b) * lc + b.dot(c) * la + c.dot(a) * lb);
  }
  return angle > 2 * M_PI;
}

bool in_box(const Vec& p, const Body& body) {
  return (p.array() >= body.low.array()).all() && (p.array() <= body.high.array()).all();
}

class Comparison {
 public:
  Comparison(const Body& a, const Body& b, double tolerance) : a_(a), b_(b), tolerance_(tolerance) {}

  BodyMeeting run() {
    if (((a_.low - b_.high).array() > tolerance_).any() || ((b_.low - a_.high).array() > tolerance_).any())
      return out_;
    const double depth = depth_of(a_, b_, tolerance_);
    if (!compare_faces(depth <= tolerance_)) {
      out_.how = Meeting::kTooMany;
      return out_;
    }
    if (depth <= tolerance_ || out_.how == Meeting::kTooMany) return out_;
    if (out_.how != Meeting::kOverlap && !sample_contacts() && !sample(a_, b_)) sample(b_, a_);
    if (out_.how == Meeting::kOverlap) {
      out_.depth_m = depth;
      if (is_same()) out_.how = Meeting::kSame;
    }
    return out_;
  }

 private:
  /// Compares the triangles that come near each other; when the bodies are parted, for common faces only.
  bool compare_faces(bool parted) {
    std::vector<SweepBox> boxes;
    std::vector<const FaceTriangle*> triangles;
    std::vector<Vec> normals;
    const auto collect = [&](const Body& of, const Body& other) {
      for (const auto& t : of.triangles) {
        const Vec low = t.corners[0].cwiseMin(t.corners[1]).cwiseMin(t.corners[2]);
        const Vec high = t.corners[0].cwiseMax(t.corners[1]).cwiseMax(t.corners[2]);
        if (((low - other.high).array() > tolerance_).any() ||
            ((other.low - high).array() > tolerance_).any())
          continue;
        auto box = box_of(t);
        box.low_x -= tolerance_;
        box.low_y -= tolerance_;
        boxes.push_back(box);
        triangles.push_back(&t);
        normals.push_back(unit_normal(t, tolerance_));
      }
    };
    collect(a_, b_);
    const std::size_t of_a = triangles.size();
    collect(b_, a_);
    return for_overlapping_pairs(boxes, kSweepBudget, [&](std::size_t i, std::size_t j) {
      if ((i < of_a) == (j < of_a) || normals[i].isZero() || normals[j].isZero()) return true;
      const auto &s = *triangles[i], &t = *triangles[j];
      for (std::size_t k = 0; k < 3 && !parted; ++k) {
        note_contact(s.corners[k], s.corners[(k + 1) % 3], t, normals[j]);
        note_contact(t.corners[k], t.corners[(k + 1) % 3], s, normals[i]);
        if (pierces(s.corners[k], s.corners[(k + 1) % 3], t, normals[j], tolerance_, out_.at) ||
            pierces(t.corners[k], t.corners[(k + 1) % 3], s, normals[i], tolerance_, out_.at)) {
          out_.how = Meeting::kOverlap;
          return false;
        }
      }
      Vec at;
      if (!overlap_in_plane(s, t, normals[i], tolerance_, tolerance_, at)) return true;
      out_.at = at;
      if (normals[i].dot(normals[j]) < 0 || parted) {
        out_.how = Meeting::kShareFace;
        return true;
      }
      out_.how = Meeting::kOverlap;
      return false;
    });
  }

  void note_contact(const Vec& from, const Vec& to, const FaceTriangle& t, const Vec& normal) {
    const double above = (from - t.corners[0]).dot(normal), below = (to - t.corners[0]).dot(normal);
    if (std::abs(above - below) <= tolerance_ || std::max(above, below) < -tolerance_ ||
        std::min(above, below) > tolerance_)
      return;
    const Vec at = from + (to - from) * std::clamp(above / (above - below), 0.0, 1.0);
    if (depth_inside(at, t, normal) < -tolerance_) return;
    contacts_ += at;
    ++contact_count_;
  }

  /// Where edges meet edges only: the middle of all contacts lies in both bodies when they are convex there.
  bool sample_contacts() {
    if (contact_count_ < 4) return false;
    const Vec middle = contacts_ / static_cast<double>(contact_count_);
    for (int axis = 0; axis < 3; ++axis) {
      for (const double step : {-tolerance_ / 2, tolerance_ / 2}) {
        const Vec p = middle + step * Vec::Unit(axis);
        if (!in_box(p, a_) || !in_box(p, b_) || !is_inside(p, a_) || !is_inside(p, b_)) return false;
      }
    }
    out_.how = Meeting::kOverlap;
    out_.at = middle;
    return true;
  }

  /// Looks just behind the faces of one body for places inside the other one.
  bool sample(const Body& of, const Body& other) {
    std::size_t work = 0;
    for (const auto& t : of.triangles) {
      const Vec normal = unit_normal(t, tolerance_);
      const Vec behind = (t.corners[0] + t.corners[1] + t.corners[2]) / 3 - normal * tolerance_;
      if (normal.isZero() || !in_box(behind, other)) continue;
      if (!is_inside(behind, of)) continue;  // thinner than the tolerance here
      work += of.triangles.size() + other.triangles.size();
      if (work > kSweepBudget / 10) {
        out_.how = Meeting::kTooMany;
        return true;
      }
      if (!is_inside(behind, other)) continue;
      out_.how = Meeting::kOverlap;
      out_.at = behind;
      return true;
    }
    return false;
  }

  bool is_same() const {
    if (((a_.low - b_.low).cwiseAbs().array() > tolerance_).any() ||
        ((a_.high - b_.high).cwiseAbs().array() > tolerance_).any())
      return false;
    if (std::abs(a_.volume_m3 - b_.volume_m3) > 1e-6 * std::abs(a_.volume_m3)) return false;
    if (a_.triangles.size() * b_.triangles.size() > kSweepBudget / 10) return false;
    const auto covered = [&](const Body& by, const Vec& corner) {
      return std::any_of(by.triangles.begin(), by.triangles.end(), [&](const FaceTriangle& t) {
        return std::any_of(t.corners.begin(), t.corners.end(),
                           [&](const Vec& c) { return (c - corner).norm() <= tolerance_; });
      });
    };
    const auto all_covered = [&](const Body& of, const Body& by) {
      return std::all_of(of.triangles.begin(), of.triangles.end(), [&](const FaceTriangle& t) {
        return std::all_of(t.corners.begin(), t.corners.end(), [&](const Vec& c) { return covered(by, c); });
      });
    };
    return all_covered(a_, b_) && all_covered(b_, a_);
  }

  const Body &a_, &b_;
  double tolerance_;
  BodyMeeting out_;
  Vec contacts_ = Vec::Zero();  ///< sum of the places where edges meet faces, however shallow
  std::size_t contact_count_ = 0;
};

}  // namespace

Body make_body(std::vector<FaceTriangle> triangles) {
  Body body;
  body.triangles = std::move(triangles);
  if (body.triangles.empty()) return body;
  const Vec first = body.low = body.high = body.triangles[0].corners[0];
  for (const auto& t : body.triangles) {
    for (const Vec& c : t.corners) {
      body.low = body.low.cwiseMin(c);
      body.high = body.high.cwiseMax(c);
    }
    body.volume_m3 += (t.corners[0] - first).dot((t.corners[1] - first).cross(t.corners[2] - first)) / 6;
  }
  return body;
}

BodyMeeting meeting_of(const Body& a, const Body& b, double tolerance) {
  return Comparison(a, b, tolerance).run();
}

}  // namespace geo
