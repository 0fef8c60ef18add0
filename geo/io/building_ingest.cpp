#include "geo/io/building_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "geo/io/building_versions.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

/// In a local frame only the shells of a whole file tell the order of its axes; a format that fixes the
/// order leaves nothing to find out.
bool waits_for_shells(AxisConvention convention, const Placement& placement, const std::optional<AxisOrder>& order) {
  return convention == AxisConvention::kAuthority && placement.local() && order;
}

/// `flags` belong to `items` one by one.
template <class Item, class Keep>
void keep_where(std::vector<Item>& items, std::vector<bool>& flags, const Keep& keep) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!keep(items[i])) continue;
    if (kept != i) {
      items[kept] = std::move(items[i]);
      flags[kept] = flags[i];
    }
    ++kept;
  }
  items.resize(kept);
  flags.resize(kept);
}

}  // namespace

void BuildingIngest::take(RawBuilding&& raw) {
  if (out_.refused) return;
  if (raw.bounds.empty()) {
    take_without_surfaces(std::move(raw));
    return;
  }
  if (waits_for_system(raw)) {
    unplaced_.push_back(std::move(raw));
    return;
  }
  settle_system(raw);
  place_in_frame(std::move(raw));
}

/// A building of words alone is kept as an object of its class. One whose geometry was all unusable is none.
void BuildingIngest::take_without_surfaces(RawBuilding&& raw) {
  if (!raw.repaired) {
    take(RawObject{"Building", "", std::move(raw)});
    return;
  }
  out_.report.diagnostics.add({"902", twin::Severity::kError, raw.id, "", raw.place(), "",
                               "None of its surfaces could be used; mend what the findings before name."});
}

void BuildingIngest::take(RawObject&& raw) {
  if (out_.refused) return;
  if (raw.model.bounds.empty()) {
    held_objects_.push_back({std::move(raw), nullptr});
    return;
  }
  if (waits_for_system(raw.model)) {
    unplaced_objects_.push_back(std::move(raw));
    return;
  }
  settle_system(raw.model);
  place_in_frame(std::move(raw));
}

bool BuildingIngest::waits_for_system(const RawBuilding& raw) const {
  return raw.srs_name.empty() && file_system_.empty() && convention_ == AxisConvention::kAuthority && !agreement_.has_named();
}

/// A file is in one system: where only some of its buildings name one, it is that of the others too.
void BuildingIngest::settle_system(const RawBuilding& raw) {
  if (raw.srs_name.empty() || !file_system_.empty() || agreement_.has_named()) return;
  file_system_ = raw.srs_name;
  named_by_ = raw.id;
  place_waiting();
}

void BuildingIngest::place_waiting() {
  for (auto& waiting : std::exchange(unplaced_, {})) place_in_frame(std::move(waiting));
  for (auto& waiting : std::exchange(unplaced_objects_, {})) place_in_frame(std::move(waiting));
}

void BuildingIngest::take_file_system(RawBuilding& raw) {
  if (!raw.srs_name.empty() || file_system_.empty()) return;
  note_unnamed(raw);
  raw.srs_name = file_system_;
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
  take_file_system(raw);
  const auto* placement = placement_of(raw, "building");
  if (placement == nullptr) return;
  const auto order = placement->order_of(raw.bounds);
  if (waits_for_shells(convention_, *placement, order)) {
    facing_.add(raw);
    held_.push_back({std::move(raw), placement});
    return;
  }
  build(std::move(raw), *placement, order);
}

void BuildingIngest::place_in_frame(RawObject&& raw) {
  if (out_.refused) return;
  take_file_system(raw.model);
  const auto* placement = placement_of(raw.model, "object");
  if (placement == nullptr) return;
  const auto order = placement->order_of(raw.model.bounds);
  if (waits_for_shells(convention_, *placement, order)) {
    held_objects_.push_back({std::move(raw), placement});
    return;
  }
  build(std::move(raw), placement, order);
}

const Placement* BuildingIngest::placement_of(const RawBuilding& raw, std::string_view what) {
  const auto placement = agreement_.agree(raw.srs_name, convention_, raw.bounds);
  if (!placement) {
    refuse(placement.problem(), raw, what);
    return nullptr;
  }
  note_once(**placement);
  return *placement;
}

void BuildingIngest::build(RawBuilding&& raw, const Placement& placement, const std::optional<AxisOrder>& order) {
  auto& diagnostics = out_.report.diagnostics;
  evidence_.add(raw.id, raw.place(), raw.bounds, placement, order, diagnostics);
  if (!order) return;
  fill({std::move(raw), &placement, *order, diagnostics.findings.size()});
}

void BuildingIngest::build(RawObject&& raw, const Placement* placement, const std::optional<AxisOrder>& order) {
  auto& diagnostics = out_.report.diagnostics;
  if (placement != nullptr) {
    const auto& model = raw.model;
    object_evidence_.add(model.id, model.place(), model.bounds, *placement, order, diagnostics);
    if (!order) return;
  }
  fill({std::move(raw), placement, order.value_or(AxisOrder::kAsDeclared), diagnostics.findings.size()});
}

void BuildingIngest::fill(Pending&& next) {
  filling_.push_back(std::move(next));
  if (filling_.size() == kTogether) hand_over();
}

void BuildingIngest::hand_over() {
  if (filling_.empty()) return;
  const bool shareable = std::all_of(filling_.begin(), filling_.end(), [](const Pending& one) {
    return one.placement == nullptr || one.placement->shareable();
  });
  Batch& batch = batches_.emplace_back();  // of a deque: it stays where it is
  batch.pending = std::exchange(filling_, {});
  filling_.reserve(kTogether);
  if (shareable) {
    work_.add([this, &batch] { check(batch); });
  } else {
    check(batch);
  }
}

void BuildingIngest::strip(Checked& checked) {
  if (auto* const building = std::get_if<BuiltBuilding>(&checked.built)) {
    building->read = without_model(std::move(building->read));
  } else if (auto* const object = std::get_if<BuiltObject>(&checked.built)) {
    object->read.shape = {};
  }
}

BuildingIngest::Checked BuildingIngest::check(Pending&& one, LevelTally& levels) const {
  Checked out;
  twin::Diagnostics diagnostics;
  if (auto* const building = std::get_if<RawBuilding>(&one.raw)) {
    auto built = build_building(std::move(*building), *one.placement, one.order, name_, diagnostics, checks_, levels);
    if (built) out.built = std::move(*built);
  } else {
    auto built = build_object(std::move(std::get<RawObject>(one.raw)), one.placement, one.order, name_, diagnostics, checks_, levels);
    if (built) out.built = std::move(*built);
  }
  if (out_.report_only) strip(out);
  out.findings_before = one.findings_before;
  out.findings = std::move(diagnostics.findings);
  return out;
}

void BuildingIngest::check(Batch& batch) const {
  auto pending = std::exchange(batch.pending, {});
  batch.checked.reserve(pending.size());
  for (auto& one : pending) batch.checked.push_back(check(std::move(one), batch.levels));
}

/// Every object's findings go behind those that the file had when it came.
void BuildingIngest::deliver() {
  auto& findings = out_.report.diagnostics.findings;
  std::vector<twin::Finding> told = std::exchange(findings, {});
  auto next = told.begin();
  const auto pass = [&](std::vector<twin::Finding>::iterator end) {
    findings.insert(findings.end(), std::make_move_iterator(next), std::make_move_iterator(end));
    next = end;
  };
  std::size_t buildings = 0;
  for (const auto& batch : batches_) {
    for (const auto& one : batch.checked) buildings += std::holds_alternative<BuiltBuilding>(one.built);
  }
  out_.buildings.reserve(buildings);
  for (; !batches_.empty(); batches_.pop_front()) {
    levels_.add(batches_.front().levels);
    for (auto& [findings_before, built, own] : batches_.front().checked) {
      pass(told.begin() + static_cast<std::ptrdiff_t>(findings_before));
      std::move(own.begin(), own.end(), std::back_inserter(findings));
      if (auto* const building = std::get_if<BuiltBuilding>(&built)) {
        repaired_.push_back(building->repaired);
        out_.buildings.push_back(std::move(building->read));
      } else if (auto* const object = std::get_if<BuiltObject>(&built)) {
        objects_repaired_.push_back(object->repaired);
        out_.objects.push_back(std::move(object->read));
      }
    }
  }
  pass(told.end());
}

void BuildingIngest::build_held() {
  const auto order = facing_.axes_are_swapped() ? AxisOrder::kSwapped : AxisOrder::kAsDeclared;
  for (auto& held : held_) {
    if (out_.refused) break;
    build(std::move(held.raw), *held.placement, order);
  }
  held_.clear();
  for (auto& held : held_objects_) {
    if (out_.refused) break;
    if (held.placement != nullptr || agreement_.frame() || agreement_.only_validates()) {
      build(std::move(held.raw), held.placement, order);
    } else {
      out_.report.diagnostics.add({"902", twin::Severity::kError, held.raw.model.id, "", held.raw.model.place(), held.raw.type,
                                   "Nothing in the file says where the city is: give an object at least one surface."});
    }
  }
  held_objects_.clear();
}

void BuildingIngest::conclude(std::uint64_t read, const std::map<std::string, std::uint64_t>& objects,
                              const std::vector<std::string>& duplicate_ids) {
  place_waiting();
  build_held();
  hand_over();
  work_.finish();
  deliver();
  drop(duplicate_ids);
  evidence_.conclude(out_.report.diagnostics);
  object_evidence_.conclude(out_.report.diagnostics);
  if (!out_.refused) levels_.conclude(out_.report.diagnostics);
  if (!out_.refused && evidence_.all_outside()) out_.refused = evidence_.refusal();
  if (!out_.refused && evidence_.none() && object_evidence_.all_outside()) out_.refused = object_evidence_.refusal();
  if (out_.refused) {
    out_.buildings.clear();
    out_.objects.clear();
    repaired_.clear();
    objects_repaired_.clear();
  }
  count(read, objects);
}

void BuildingIngest::count(std::uint64_t read, const std::map<std::string, std::uint64_t>& objects) {
  auto& classes = out_.report.classes;
  const auto kept = [](twin::Tally& tally, bool repaired) { ++(repaired ? tally.repaired : tally.accepted); };
  for (const auto& [type, number] : objects) classes[type].read = number;
  for (std::size_t i = 0; i < out_.objects.size(); ++i) kept(classes[out_.objects[i].object.type.str()], objects_repaired_[i]);
  if (read > 0) classes["Building"].read = read;
  for (const bool repaired : repaired_) kept(classes["Building"], repaired);
  auto& all = out_.report.diagnostics.tally;
  for (auto& [type, tally] : classes) {
    tally.rejected = tally.read - tally.accepted - tally.repaired;
    all.read += tally.read;
    all.accepted += tally.accepted;
    all.repaired += tally.repaired;
    all.rejected += tally.rejected;
  }
}

void BuildingIngest::refuse(twin::Problem problem, const RawBuilding& raw, std::string_view what) {
  if (problem.place.empty()) problem.place = fmt::format("{}, {} {}", raw.place(), what, raw.id);
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
  keep_where(out_.buildings, repaired_, [&](const ReadBuilding& read) { return !dropped.contains(read.building.id); });
  keep_where(out_.objects, objects_repaired_, [&](const ReadObject& read) { return !dropped.contains(read.object.id); });
}

}  // namespace geo
