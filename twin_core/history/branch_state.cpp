#include "twin_core/history/branch_state.hpp"

#include <type_traits>

namespace twin {

FeatureNumber BranchState::feature_limit() const { return static_cast<FeatureNumber>(chunks_.size() * kChunk); }

const BranchState::Feature* BranchState::feature(FeatureNumber number) const {
  const std::size_t chunk = number / kChunk;
  if (chunk >= chunks_.size() || !chunks_[chunk]) return nullptr;
  const Feature& found = (*chunks_[chunk])[number % kChunk];
  return found.value.is_nothing() ? nullptr : &found;
}

const std::string& BranchState::Feature::id() const {
  return std::visit(
      [](const auto& record) -> const std::string& {
        static const std::string none;
        if constexpr (std::is_same_v<std::decay_t<decltype(record)>, std::monostate>) {
          return none;
        } else {
          return record ? record->id : none;
        }
      },
      content);
}

void BranchState::for_each_building(const std::function<void(FeatureNumber, const Building&)>& visit) const {
  for_each<Building>(visit);
}

void BranchState::for_each_plan_unit(const std::function<void(FeatureNumber, const PlanUnit&)>& visit) const {
  for_each<PlanUnit>(visit);
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

void BranchStateEditor::put(FeatureNumber number, EntityKind kind, Digest value, FeatureValue content) {
  erase(number);
  writable(number) = {kind, value, std::move(content)};
  ++next_->counts_[static_cast<std::size_t>(kind)];
}

void BranchStateEditor::erase(FeatureNumber number) {
  const BranchState::Feature* present = next_->feature(number);
  if (!present) return;
  --next_->counts_[static_cast<std::size_t>(present->kind)];
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
