#include "geo/io/report/city_quality.hpp"

#include <algorithm>
#include <atomic>
#include <optional>

#include "geo/io/register_quality.hpp"
#include "twin_core/base/in_parallel.hpp"

namespace geo {
namespace {

constexpr std::size_t kTogether = 32;  ///< buildings that a thread takes at a time

}  // namespace

bool shares_row(const twin::Building& building) {
  return building.link != twin::LinkReason::kUnlinked && building.details->shared_by > 1;
}

BuildingFindings judge_building(const twin::Building& building, const twin::BuildingShape& shape,
                                const ValidationTolerances& tolerances, int current_year) {
  BuildingFindings out;
  twin::Diagnostics geometry;
  for (const auto& part : validate_shape(shape, building.id, tolerances, geometry)) {
    out.volume_unknown |= std::any_of(part.begin(), part.end(), [](const std::string& code) { return !code.empty(); });
  }
  out.geometry = std::move(geometry.findings);
  const std::string source = building.card.source.str();
  check_card(building.card, source, current_year, out.card);
  check_codes(building.card, source, out.card);
  for (auto& finding : out.card) finding.id = building.id;
  check_link(building, out.card);
  check_building(building, shape, out.model);
  return out;
}

const CityQuality::Judged* CityQuality::judged(twin::FeatureNumber number) const {
  const std::size_t chunk = number / twin::BranchState::kChunk, place = number % twin::BranchState::kChunk;
  return chunk < chunks_.size() && place < chunks_[chunk]->size() ? &(*chunks_[chunk])[place] : nullptr;
}

const BuildingFindings* CityQuality::of(twin::FeatureNumber number) const {
  const Judged* found = judged(number);
  return found != nullptr ? found->findings.get() : nullptr;
}

twin::Result<std::shared_ptr<const CityQuality>> judge_city(const twin::Snapshot& state, const ShapeLoader& shapes,
                                                            const JudgeOptions& options, const CityQuality* before) {
  auto out = std::make_shared<CityQuality>();
  out->state_ = state;
  out->current_year_ = options.current_year;
  if (before != nullptr && before->current_year_ != options.current_year) before = nullptr;
  const std::size_t limit = state->feature_limit();
  const auto tell = [&](std::size_t done) {
    if (options.progress) options.progress("judging", static_cast<double>(done), static_cast<double>(limit), "features");
  };
  tell(0);
  for (std::size_t first = 0; first < limit; first += twin::BranchState::kChunk) {
    const std::size_t number_of_chunk = first / twin::BranchState::kChunk;
    const bool known = before != nullptr && number_of_chunk < before->chunks_.size();
    if (known && state->shares_chunk(*before->state_, number_of_chunk)) {
      out->chunks_.push_back(before->chunks_[number_of_chunk]);
      continue;
    }
    auto chunk = std::make_shared<CityQuality::Chunk>(std::min(limit - first, twin::BranchState::kChunk));
    std::vector<std::optional<twin::Problem>> problems(chunk->size());
    std::atomic<std::size_t> judged_anew{0};
    const auto judge = [&](std::size_t i) {
      const auto number = static_cast<twin::FeatureNumber>(first + i);
      const twin::Building* building = state->building(number);
      if (building == nullptr) return;
      auto& judged = (*chunk)[i];
      judged.value = state->feature(number)->value;
      const auto* old = known ? before->judged(number) : nullptr;
      if (old != nullptr && old->value == judged.value) {
        judged.findings = old->findings;
        return;
      }
      const auto shape = shapes(building->shape);
      if (!shape) {
        problems[i] = shape.problem();
        return;
      }
      auto findings = judge_building(*building, *shape, options.tolerances, options.current_year);
      ++judged_anew;
      if (!findings.empty()) judged.findings = std::make_shared<const BuildingFindings>(std::move(findings));
    };
    twin::in_parallel(chunk->size(), judge, kTogether);
    for (auto& problem : problems) {
      if (problem) return std::move(*problem);
    }
    out->judged_ += judged_anew;
    out->chunks_.push_back(std::move(chunk));
    tell(first + out->chunks_.back()->size());
  }
  return std::shared_ptr<const CityQuality>(std::move(out));
}

}  // namespace geo
