#include "twin_core/history/branch_state.hpp"

namespace twin {

FeatureNumber BranchState::feature_limit() const { return static_cast<FeatureNumber>(chunks_.size() * kChunk); }

const BranchState::Feature* BranchState::feature(FeatureNumber number) const {
  const std::size_t chunk = number / kChunk;
  if (chunk >= chunks_.size() || !chunks_[chunk]) return nullptr;
  const Feature& found = (*chunks_[chunk])[number % kChunk];
  return found.value.is_nothing() ? nullptr : &found;
}

const Building* BranchState::building(FeatureNumber number) const {
  const Feature* found = feature(number);
  return found ? found->building.get() : nullptr;
}

const PlanUnit* BranchState::plan_unit(FeatureNumber number) const {
  const Feature* found = feature(number);
  return found ? found->plan_unit.get() : nullptr;
}

void BranchState::for_each_building(const std::function<void(FeatureNumber, const Building&)>& visit) const {
  for (FeatureNumber number = 0; number < feature_limit(); ++number) {
    if (const Building* found = building(number)) visit(number, *found);
  }
}

void BranchState::for_each_plan_unit(const std::function<void(FeatureNumber, const PlanUnit&)>& visit) const {
  for (FeatureNumber number = 0; number < feature_limit(); ++number) {
    if (const PlanUnit* found = plan_unit(number)) visit(number, *found);
  }
}

bool BranchState::shares_chunk(const BranchState& other, std::size_t chunk) const {
  const auto at = [chunk](const BranchState& state) -> const Chunk* {
    return chunk < state.chunks_.size() ? state.chunks_[chunk].get() : nullptr;
  };
  return at(*this) == at(other);
}

BranchStateEditor::BranchStateEditor(const BranchState& base)
    : next_(std::make_shared<BranchState>(base)), owned_(base.chunks_.size()) {}

void BranchStateEditor::set_head(std::string branch, const Digest& head, std::uint64_t sequence) {
  next_->branch_ = std::move(branch);
  next_->head_ = head;
  next_->sequence_ = sequence;
}

BranchState::Feature& BranchStateEditor::writable(FeatureNumber number) {
  const std::size_t index = number / BranchState::kChunk;
  if (index >= next_->chunks_.size()) {
    next_->chunks_.resize(index + 1);
    owned_.resize(index + 1);
  }
  if (!owned_[index]) {
    const auto& shared = next_->chunks_[index];
    owned_[index] = shared ? std::make_shared<BranchState::Chunk>(*shared) : std::make_shared<BranchState::Chunk>();
    next_->chunks_[index] = owned_[index];
  }
  return (*owned_[index])[number % BranchState::kChunk];
}

void BranchStateEditor::put(FeatureNumber number, Digest value, std::shared_ptr<const Building> building) {
  erase(number);
  writable(number) = {EntityKind::kBuilding, value, std::move(building), nullptr};
  ++next_->building_count_;
}

void BranchStateEditor::put(FeatureNumber number, Digest value, std::shared_ptr<const PlanUnit> unit) {
  erase(number);
  writable(number) = {EntityKind::kPlanUnit, value, nullptr, std::move(unit)};
  ++next_->plan_unit_count_;
}

void BranchStateEditor::erase(FeatureNumber number) {
  const BranchState::Feature* present = next_->feature(number);
  if (!present) return;
  --(present->kind == EntityKind::kBuilding ? next_->building_count_ : next_->plan_unit_count_);
  writable(number) = {};
}

void BranchStateEditor::set_manifest(Digest value, std::shared_ptr<const Manifest> manifest) {
  next_->manifest_digest_ = value;
  next_->manifest_ = std::move(manifest);
}

Snapshot BranchStateEditor::publish() {
  Snapshot out = std::move(next_);
  next_ = std::make_shared<BranchState>(*out);
  owned_.assign(next_->chunks_.size(), nullptr);
  return out;
}

}  // namespace twin
