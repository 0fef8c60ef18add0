#include "geo/io/building_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "geo/io/building_from_raw.hpp"
#include "geo/io/in_parallel.hpp"
#include "twin_core/base/text.hpp"

namespace geo {

void BuildingIngest::take(RawBuilding&& raw) {
  if (out_.refused) return;
  auto& diagnostics = out_.report.diagnostics;
  const auto place = raw.place();
  if (raw.bounds.empty()) {
    diagnostics.add(
        {"902", twin::Severity::kError, raw.id, "", place, "", "Give the building at least one surface."});
    return;
  }
  if (raw.srs_name.empty() && file_system_.empty() && convention_ == AxisConvention::kAuthority &&
      !agreement_.has_named()) {
    unplaced_.push_back(std::move(raw));
    return;
  }
  settle_system(raw);
  place_in_frame(std::move(raw));
}

/// A file is in one system: where only some of its buildings name one, it is that of the others too.
void BuildingIngest::settle_system(const RawBuilding& raw) {
  if (raw.srs_name.empty() || !file_system_.empty() || agreement_.has_named()) return;
  file_system_ = raw.srs_name;
  named_by_ = raw.id;
  for (auto& waiting : std::exchange(unplaced_, {})) place_in_frame(std::move(waiting));
}

void BuildingIngest::note_unnamed(const RawBuilding& raw) {
  if (std::exchange(unnamed_noted_, true)) return;
  out_.report.diagnostics.add(
      {"crs-missing", twin::Severity::kWarning, "", "", raw.place(), twin::excerpt(file_system_),
       fmt::format("Some buildings name no coordinate system; that of building {} was taken. Name it once, in the "
                   "envelope of the CityModel.",
                   twin::excerpt(named_by_))});
}

void BuildingIngest::place_in_frame(RawBuilding&& raw) {
  if (out_.refused) return;
  if (raw.srs_name.empty() && !file_system_.empty()) {
    note_unnamed(raw);
    raw.srs_name = file_system_;
  }
  const auto placement = agreement_.agree(raw.srs_name, convention_, raw.bounds);
  if (!placement) {
    refuse(placement.problem(), raw);
    return;
  }
  note_once(**placement);
  const auto order = (*placement)->order_of(raw.bounds);
  // A format that fixes the order of its axes leaves nothing to find out.
  if (convention_ == AxisConvention::kAuthority && (*placement)->local() && order) {
    facing_.add(raw);
    held_.push_back({std::move(raw), *placement});
    return;
  }
  build(std::move(raw), **placement, order);
}

void BuildingIngest::build(RawBuilding&& raw, const Placement& placement, const std::optional<AxisOrder>& order) {
  auto& diagnostics = out_.report.diagnostics;
  evidence_.add(raw.id, raw.place(), raw.bounds, placement, order, diagnostics);
  if (!order) return;
  pending_.push_back({std::move(raw), &placement, *order, diagnostics.findings.size()});
  if (pending_.size() == kTogether) build_pending();
}

void BuildingIngest::build_pending() {
  if (pending_.empty()) return;
  struct Checked {
    std::optional<BuiltBuilding> built;
    twin::Diagnostics diagnostics;
  };
  std::vector<Checked> checked(pending_.size());
  const auto check = [&](std::size_t i) {
    auto& [raw, placement, order, findings_before] = pending_[i];
    checked[i].built = build_building(std::move(raw), *placement, order, name_, checked[i].diagnostics, checks_);
  };
  const bool shareable = std::all_of(pending_.begin(), pending_.end(),
                                     [](const Pending& each) { return each.placement->shareable(); });
  if (shareable) {
    in_parallel(pending_.size(), check);
  } else {
    for (std::size_t i = 0; i < pending_.size(); ++i) check(i);
  }
  // Every building's findings go behind those that the file had when it came.
  auto& findings = out_.report.diagnostics.findings;
  const std::size_t kept = pending_.front().findings_before;
  std::vector<twin::Finding> later(std::make_move_iterator(findings.begin() + static_cast<std::ptrdiff_t>(kept)),
                                   std::make_move_iterator(findings.end()));
  findings.resize(kept);
  auto next = later.begin();
  const auto pass = [&](std::vector<twin::Finding>::iterator end) {
    findings.insert(findings.end(), std::make_move_iterator(next), std::make_move_iterator(end));
    next = end;
  };
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    pass(later.begin() + static_cast<std::ptrdiff_t>(pending_[i].findings_before - kept));
    auto& [built, own] = checked[i];
    std::move(own.findings.begin(), own.findings.end(), std::back_inserter(findings));
    if (!built) continue;
    repaired_.push_back(built->repaired);
    out_.buildings.push_back(std::move(built->read));
  }
  pass(later.end());
  pending_.clear();
}

void BuildingIngest::build_held() {
  const auto order = facing_.axes_are_swapped() ? AxisOrder::kSwapped : AxisOrder::kAsDeclared;
  for (auto& held : held_) {
    if (out_.refused) break;
    build(std::move(held.raw), *held.placement, order);
  }
  held_.clear();
}

void BuildingIngest::conclude(std::uint64_t read, const std::vector<std::string>& duplicate_ids) {
  for (auto& raw : std::exchange(unplaced_, {})) place_in_frame(std::move(raw));
  build_held();
  build_pending();
  drop(duplicate_ids);
  evidence_.conclude(out_.report.diagnostics);
  if (!out_.refused && evidence_.all_outside()) out_.refused = evidence_.refusal();
  if (out_.refused) {
    out_.buildings.clear();
    repaired_.clear();
  }
  auto& tally = out_.report.diagnostics.tally;
  tally.read = read;
  tally.repaired = static_cast<std::uint64_t>(std::count(repaired_.begin(), repaired_.end(), true));
  tally.accepted = repaired_.size() - tally.repaired;
  tally.rejected = tally.read - repaired_.size();
}

void BuildingIngest::refuse(twin::Problem problem, const RawBuilding& raw) {
  if (problem.place.empty()) problem.place = fmt::format("{}, building {}", raw.place(), raw.id);
  auto finding = twin::finding_of(problem);
  finding.id = raw.id;
  out_.report.diagnostics.add(std::move(finding));
  out_.refused = std::move(problem);
}

void BuildingIngest::note_once(const Placement& placement) {
  if (!placement.note() || !noted_.insert(&placement).second) return;
  out_.report.diagnostics.add(*placement.note());
}

void BuildingIngest::drop(const std::vector<std::string>& ids) {
  const std::unordered_set<std::string> dropped(ids.begin(), ids.end());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < out_.buildings.size(); ++i) {
    if (dropped.contains(out_.buildings[i].building.id)) continue;
    if (kept != i) {
      out_.buildings[kept] = std::move(out_.buildings[i]);
      repaired_[kept] = repaired_[i];
    }
    ++kept;
  }
  out_.buildings.resize(kept);
  repaired_.resize(kept);
}

}  // namespace geo
