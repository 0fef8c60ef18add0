#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "twin_core/base/digest.hpp"
#include "twin_core/city/feature_value.hpp"
#include "twin_core/city/manifest.hpp"

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
    Digest value;          ///< nothing: no such feature on this branch
    FeatureValue content;  ///< of that kind

    /// Null where the feature is of another kind.
    template <class Record>
    const Record* as() const {
      const auto* found = std::get_if<std::shared_ptr<const Record>>(&content);
      return found ? found->get() : nullptr;
    }
    const std::string& id() const;
  };

  const std::string& branch() const { return branch_; }
  const Digest& head() const { return head_; }
  std::uint64_t sequence() const { return sequence_; }  ///< store-wide number of the head commit
  const Manifest* manifest() const { return manifest_.get(); }  ///< null in an empty twin
  const Digest& manifest_digest() const { return manifest_digest_; }

  FeatureNumber feature_limit() const;  ///< one past the highest number that may be present
  std::size_t count(EntityKind kind) const { return counts_[static_cast<std::size_t>(kind)]; }
  std::size_t building_count() const { return count(EntityKind::kBuilding); }
  std::size_t plan_unit_count() const { return count(EntityKind::kPlanUnit); }

  const Feature* feature(FeatureNumber number) const;  ///< null when absent
  template <class Record>
  const Record* get(FeatureNumber number) const {  ///< null when absent or of another kind
    const Feature* found = feature(number);
    return found ? found->as<Record>() : nullptr;
  }
  const Building* building(FeatureNumber number) const { return get<Building>(number); }
  const PlanUnit* plan_unit(FeatureNumber number) const { return get<PlanUnit>(number); }

  /// `visit(number, record)` for all of one kind, in order of feature number.
  template <class Record, class Visit>
  void for_each(const Visit& visit) const {
    if (count(kKindOf<Record>) == 0) return;
    for (FeatureNumber number = 0; number < feature_limit(); ++number) {
      if (const Record* found = get<Record>(number)) visit(number, *found);
    }
  }
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
  std::array<std::size_t, kEntityKinds> counts_{};
};

using Snapshot = std::shared_ptr<const BranchState>;

/// Builds the next state from a previous one, copying only the chunks it writes to.
class BranchStateEditor {
 public:
  explicit BranchStateEditor(const BranchState& base);
  void set_head(std::string branch, const Digest& head, std::uint64_t sequence);
  void put(FeatureNumber number, EntityKind kind, Digest value, FeatureValue content);
  template <class Record>
  void put(FeatureNumber number, Digest value, std::shared_ptr<Record> record) {
    using Plain = std::remove_const_t<Record>;
    put(number, kKindOf<Plain>, value, std::shared_ptr<const Plain>(std::move(record)));
  }
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
