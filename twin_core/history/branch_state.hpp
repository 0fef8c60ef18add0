#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "twin_core/base/digest.hpp"
#include "twin_core/city/building.hpp"
#include "twin_core/city/feature.hpp"
#include "twin_core/city/manifest.hpp"
#include "twin_core/city/plan_unit.hpp"

namespace twin {

/// One branch of the city at one commit: immutable, shared between threads, cheap to copy.
///
/// Features live in chunks of 1,024 by feature number; a state shares every chunk that its parent
/// already had, so a branch costs only what it changed and publishing a commit touches only the
/// chunks it wrote to.
class BranchState {
 public:
  static constexpr std::size_t kChunk = 1024;

  struct Feature {
    EntityKind kind = EntityKind::kBuilding;
    Digest value;                            ///< nothing: no such feature on this branch
    std::shared_ptr<const Building> building;  ///< exactly one of the two is set
    std::shared_ptr<const PlanUnit> plan_unit;
  };

  const std::string& branch() const { return branch_; }
  const Digest& head() const { return head_; }
  std::uint64_t sequence() const { return sequence_; }  ///< store-wide number of the head commit
  const Manifest* manifest() const { return manifest_.get(); }  ///< null in an empty twin
  const Digest& manifest_digest() const { return manifest_digest_; }

  FeatureNumber feature_limit() const;  ///< one past the highest number that may be present
  std::size_t building_count() const { return building_count_; }
  std::size_t plan_unit_count() const { return plan_unit_count_; }

  const Feature* feature(FeatureNumber number) const;  ///< null when absent
  const Building* building(FeatureNumber number) const;
  const PlanUnit* plan_unit(FeatureNumber number) const;

  /// In order of feature number.
  void for_each_building(const std::function<void(FeatureNumber, const Building&)>& visit) const;
  void for_each_plan_unit(const std::function<void(FeatureNumber, const PlanUnit&)>& visit) const;

  /// True where both states share the chunk's memory: a cheap "nothing changed here".
  bool shares_chunk(const BranchState& other, std::size_t chunk) const;

 private:
  friend class BranchStateEditor;
  using Chunk = std::array<Feature, kChunk>;

  std::string branch_;
  Digest head_;
  std::uint64_t sequence_ = 0;
  std::shared_ptr<const Manifest> manifest_;
  Digest manifest_digest_;
  std::vector<std::shared_ptr<const Chunk>> chunks_;
  std::size_t building_count_ = 0;
  std::size_t plan_unit_count_ = 0;
};

using Snapshot = std::shared_ptr<const BranchState>;

/// Builds the next state from a previous one, copying only the chunks it writes to.
class BranchStateEditor {
 public:
  explicit BranchStateEditor(const BranchState& base);
  void set_head(std::string branch, const Digest& head, std::uint64_t sequence);
  void put(FeatureNumber number, Digest value, std::shared_ptr<const Building> building);
  void put(FeatureNumber number, Digest value, std::shared_ptr<const PlanUnit> unit);
  void erase(FeatureNumber number);
  void set_manifest(Digest value, std::shared_ptr<const Manifest> manifest);
  const BranchState& state() const { return *next_; }  ///< as edited so far
  Snapshot publish();  ///< the editor goes on from the state that it published

 private:
  BranchState::Feature& writable(FeatureNumber number);
  std::shared_ptr<BranchState> next_;
  std::vector<std::shared_ptr<BranchState::Chunk>> owned_;
};

}  // namespace twin
