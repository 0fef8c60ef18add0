#include "server/ogc/feature_catalogue.hpp"

#include <algorithm>

#include "geo/link/ground.hpp"
#include "server/ogc/feature_text.hpp"

namespace server {
namespace {

constexpr std::size_t kRecent = 8;

/// Kinds that are no things of the city and have routes of their own.
bool is_told_elsewhere(twin::EntityKind kind) {
  return kind == twin::EntityKind::kImportReport || kind == twin::EntityKind::kTimeSeries ||
         kind == twin::EntityKind::kRuleTable;
}

bool overlaps(const DegreeBox& a, const DegreeBox& b) {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

/// Whether the segment meets the box: its part inside each pair of sides is not empty (Liang and Barsky).
bool segment_touches(const twin::PlanPosition& a, const twin::PlanPosition& b, const DegreeBox& box) {
  double from = 0, to = 1;
  const auto clip = [&](double delta, double distance) {
    if (delta == 0) return distance >= 0;
    const double at = distance / delta;
    if (delta < 0) {
      from = std::max(from, at);
    } else {
      to = std::min(to, at);
    }
    return from <= to;
  };
  const double dx = b.east - a.east, dy = b.north - a.north;
  return clip(-dx, a.east - box[0]) && clip(dx, box[2] - a.east) && clip(-dy, a.north - box[1]) && clip(dy, box[3] - a.north);
}

bool ring_touches(const twin::PlanRing& ring, const DegreeBox& box) {
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    if (segment_touches(ring[j], ring[i], box)) return true;
  }
  return false;
}

bool has_same_chunks(const twin::BranchState& a, const twin::BranchState& b) {
  const std::size_t limit = std::max(a.feature_limit(), b.feature_limit());
  for (std::size_t chunk = 0; chunk * twin::BranchState::kChunk < limit; ++chunk) {
    if (!a.shares_chunk(b, chunk)) return false;
  }
  return true;
}

bool matches(const FeatureText& feature, const std::optional<DegreeBox>& box) {
  if (!box || feature.shape.empty()) return true;
  if ((*box)[0] <= (*box)[2]) return overlaps(feature.bounds, *box) && touches(feature.shape, *box);
  const DegreeBox east = {(*box)[0], (*box)[1], 180, (*box)[3]};
  const DegreeBox west = {-180, (*box)[1], (*box)[2], (*box)[3]};
  return matches(feature, east) || matches(feature, west);
}

}  // namespace

bool touches(const twin::PlanPolygon& outline, const DegreeBox& box) {
  if (ring_touches(outline.outer, box)) return true;
  if (std::any_of(outline.holes.begin(), outline.holes.end(), [&](const auto& hole) { return ring_touches(hole, box); })) {
    return true;
  }
  // No edge meets the box: it lies wholly inside the polygon, wholly in a hole, or wholly outside.
  return geo::is_inside(outline, {box[0], box[1]});
}

bool touches(const DegreeShape& shape, const DegreeBox& box) {
  const auto line_touches = [&](const twin::PlanRing& line) {
    for (std::size_t i = 1; i < line.size(); ++i) {
      if (segment_touches(line[i - 1], line[i], box)) return true;
    }
    return false;
  };
  return std::any_of(shape.polygons.begin(), shape.polygons.end(), [&](const auto& polygon) { return touches(polygon, box); }) ||
         std::any_of(shape.lines.begin(), shape.lines.end(), line_touches);
}

FeaturePage FeatureIndex::page(twin::EntityKind kind, const std::optional<DegreeBox>& box, std::size_t offset,
                               std::size_t limit, const std::string& type) const {
  FeaturePage out;
  for (const auto& chunk : chunks_) {
    for (const auto& feature : *chunk) {
      if (!feature || feature->kind != kind || (!type.empty() && feature->type != type) || !matches(*feature, box)) continue;
      if (out.matched >= offset && out.features.size() < limit) out.features.push_back(feature->json);
      ++out.matched;
    }
  }
  return out;
}

const FeatureText* FeatureIndex::find(twin::FeatureNumber number) const {
  const std::size_t chunk = number / twin::BranchState::kChunk;
  if (chunk >= chunks_.size()) return nullptr;
  const std::size_t place = number % twin::BranchState::kChunk;
  return place < chunks_[chunk]->size() && (*chunks_[chunk])[place] ? &*(*chunks_[chunk])[place] : nullptr;
}

std::optional<DegreeBox> FeatureIndex::extent(twin::EntityKind kind) const {
  std::optional<DegreeBox> out;
  for (const auto& chunk : chunks_) {
    for (const auto& feature : *chunk) {
      if (!feature || feature->kind != kind || feature->shape.empty()) continue;
      const DegreeBox& b = feature->bounds;
      if (!out) out = b;
      out = DegreeBox{std::min((*out)[0], b[0]), std::min((*out)[1], b[1]), std::max((*out)[2], b[2]), std::max((*out)[3], b[3])};
    }
  }
  return out;
}

/// The head alone does not tell: what holds at a time in the real world has the head it was recorded by.
std::shared_ptr<const FeatureIndex> FeatureCatalogue::find(const twin::BranchState& state) {
  for (auto entry = recent_.begin(); entry != recent_.end(); ++entry) {
    if (entry->first != state.head() || !has_same_chunks(state, *entry->second->state_)) continue;
    recent_.splice(recent_.begin(), recent_, entry);
    return recent_.front().second;
  }
  return nullptr;
}

std::shared_ptr<const FeatureIndex> FeatureCatalogue::of(const twin::Snapshot& state) {
  // One writer of texts at a time: whoever comes second finds them done.
  const std::scoped_lock lock(mutex_);
  if (auto found = find(*state)) return found;
  const std::shared_ptr<const FeatureIndex> before = recent_.empty() ? nullptr : recent_.front().second;
  const bool same_frame = before && before->state_->manifest_digest() == state->manifest_digest();

  std::optional<geo::SceneFrame> scene;
  if (state->manifest() != nullptr) {
    if (auto made = geo::SceneFrame::make(*state->manifest())) scene = std::move(*made);
  }
  auto index = std::make_shared<FeatureIndex>();
  index->state_ = state;
  const std::size_t limit = state->feature_limit();
  for (std::size_t first = 0; first < limit; first += twin::BranchState::kChunk) {
    const std::size_t chunk = first / twin::BranchState::kChunk;
    const bool known = same_frame && chunk < before->chunks_.size();
    if (known && state->shares_chunk(*before->state_, chunk)) {
      index->chunks_.push_back(before->chunks_[chunk]);
      continue;
    }
    auto texts = std::make_shared<FeatureIndex::Chunk>(std::min(limit - first, twin::BranchState::kChunk));
    for (std::size_t i = 0; i < texts->size(); ++i) {
      const auto number = static_cast<twin::FeatureNumber>(first + i);
      const auto* feature = state->feature(number);
      if (feature == nullptr || is_told_elsewhere(feature->kind)) continue;
      const FeatureText* old = known ? before->find(number) : nullptr;
      if (old != nullptr && old->value == feature->value && old->kind == feature->kind) {
        (*texts)[i] = *old;
        continue;
      }
      (*texts)[i] = write_feature(number, *feature, scene ? &*scene : nullptr, shapes_);
      ++written_;
    }
    index->chunks_.push_back(std::move(texts));
  }
  recent_.emplace_front(state->head(), index);
  if (recent_.size() > kRecent) recent_.pop_back();
  return index;
}

std::size_t FeatureCatalogue::written() const {
  const std::scoped_lock lock(mutex_);
  return written_;
}

}  // namespace server
