// Plan units of a LocalTwin: reading, editing, locking.
#include <chrono>

#include <fmt/format.h>

#include "geo/crs/crs.hpp"
#include "server/app/json_shapes.hpp"
#include "server/app/local_twin.hpp"
#include "server/app/plan_unit_json.hpp"
#include "server/app/times.hpp"
#include "sim/zoning/table_input.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/record.hpp"

namespace server {

using twin::Digest;
using twin::EntityKey;
using twin::EntityKind;
using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

constexpr double kLongestLock_s = 3600;

struct FoundUnit {
  twin::FeatureNumber number = 0;
  const twin::PlanUnit* unit = nullptr;
  Digest value;
};

Result<FoundUnit> find_unit(const twin::Store& store, const twin::BranchState& state, const std::string& id) {
  const auto number = store.feature_number({EntityKind::kPlanUnit, id});
  const twin::BranchState::Feature* feature = number ? state.feature(*number) : nullptr;
  if (feature == nullptr || feature->as<twin::PlanUnit>() == nullptr) {
    return Problem{"not-found", "There is no plan unit of this id on the branch.", state.branch(), id,
                   "List them with GET /branches/" + state.branch() + "/plan-units."};
  }
  return FoundUnit{*number, feature->as<twin::PlanUnit>(), feature->value};
}

/// The value that If-Match names; kMustBeNew is none at all.
Result<Digest> seen_value(const std::string& if_match) {
  if (if_match == kMustBeNew) return Digest{};
  const auto seen = Digest::from_hex(if_match);
  if (seen) return *seen;
  return Problem{"precondition-failed", "No plan unit ever had this tag.", "If-Match", twin::excerpt(if_match),
                 "Send the ETag that came with the plan unit."};
}

/// In a frame on the globe a boundary lies where the frame holds: swapped axes and degrees show here.
twin::Status check_in_frame(const twin::PlanPolygon& boundary, const twin::Manifest* manifest) {
  if (manifest == nullptr || manifest->crs == "local") return twin::Done{};
  TWIN_TRY(const geo::Crs crs, geo::find_crs(manifest->crs));
  for (const auto& p : boundary.outer) {
    if (crs.contains(p.east, p.north)) continue;
    return Problem{"coordinates-outside-area", "The boundary lies outside the area of the twin's frame, " + crs.name() + ".",
                   "/boundary", fmt::format("({:.3f}, {:.3f})", p.east, p.north),
                   "Send easting and northing in metres of that frame."};
  }
  return twin::Done{};
}

/// A dragged slider renews its lock only once half of it has passed: one commit per edit, not two.
bool holds_lock_for(const twin::Store& store, const std::string& branch, const std::string& id,
                    const std::string& author, double seconds) {
  const twin::Instant until =
      twin::system_clock()() + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
  for (const auto& claim : store.claims_on(lock_key(branch, id))) {
    if (claim.owner == author && claim.expires_at && *claim.expires_at > until) return true;
  }
  return false;
}

Result<Json> unit_document(LocalTwin& twin, const std::string& branch, const std::string& id, const When& when) {
  TWIN_TRY(const twin::Snapshot state, twin.state(branch, when));
  TWIN_TRY(const FoundUnit found, find_unit(twin.store(), *state, id));
  return plan_unit_to_json(*found.unit, found.number, found.value,
                           twin.store().claims_on(lock_key(branch, id)));
}

}  // namespace

twin::Claim edit_claim(const std::string& branch, const std::string& id, const std::string& author,
                       double seconds) {
  const twin::Instant now = twin::system_clock()();
  twin::Claim claim;
  claim.ledger = twin::Ledger::kOperations;
  claim.key = lock_key(branch, id);
  claim.span_begin = twin::Instant::min();
  claim.span_end = twin::Instant::max();
  claim.owner = author;
  claim.expires_at = now + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
  return claim;
}

Problem locked_problem(Problem problem) {
  if (problem.code != "claim-collision") return problem;
  problem.code = "edit-locked";
  problem.remedy = "Wait until the lock ends, ask its owner to release it, or edit another branch.";
  return problem;
}

Result<Json> LocalTwin::plan_units(const std::string& branch, const When& when) {
  TWIN_TRY(const twin::Snapshot city, state(branch, when));
  Json list = Json::array();
  city->for_each_plan_unit([&](twin::FeatureNumber number, const twin::PlanUnit& unit) {
    list.push_back(plan_unit_to_json(unit, number, city->feature(number)->value,
                                     store_->claims_on(lock_key(branch, unit.id))));
  });
  return Json{{"branch", branch}, {"plan_units", std::move(list)}};
}

Result<Json> LocalTwin::plan_unit(const std::string& branch, const std::string& id, const When& when) {
  return unit_document(*this, branch, id, when);
}

Result<Json> LocalTwin::write_plan_unit(const std::string& branch, const std::string& id, const Json& document,
                                        bool merge, const std::string& author, const std::string& if_match,
                                        const std::string& key, double lock_s, const Validity& validity) {
  TWIN_TRY(const auto span, read_span(validity.from, validity.to));
  const auto& [valid_from, valid_to] = span;
  if (!(lock_s >= 0 && lock_s <= kLongestLock_s)) {
    return Problem{"parameter-invalid", "An edit lock lasts from 0 to 3,600 seconds.", "lock_s",
                   std::to_string(lock_s), "Choose a time in that range."};
  }
  TWIN_TRY(const twin::Snapshot state, store_->snapshot(branch));
  auto found = find_unit(*store_, *state, id);
  if (merge && !found) return found.problem();
  Json whole = document;
  if (merge) {
    whole = plan_unit_to_json(*found->unit, found->number, found->value, {});
    whole.merge_patch(document);
  }
  TWIN_TRY(const twin::PlanUnit unit, plan_unit_from_json(whole, id, found ? found->unit : nullptr));
  TWIN_CHECK(check_in_frame(unit.boundary, state->manifest()));

  // What the regulations give is computed before anything is written: an edit that cannot be
  // evaluated is refused as a whole, unless the boundary alone is what is too much.
  sim::ZoningInput input{unit, state->manifest() ? state->manifest()->crs : std::string{}};
  TWIN_TRY(input.tables, sim::tables_of(*state));
  const auto capacity = sim::zoning_capacity(input);
  if (!capacity && !sim::is_too_fine(unit.boundary)) return capacity.problem();

  twin::Command command;
  command.branch = branch;
  command.author = author;
  command.purpose = "edit";
  command.message = (found ? "Edit plan unit " : "Draw plan unit ") + id;
  command.writes.push_back({{EntityKind::kPlanUnit, id}, twin::encode(unit), valid_from, valid_to});
  command.key = key;
  // The edit rests on the state it was merged from, and on the one the caller saw. The store looks at the key first,
  // so a repeated request gets its first answer however the unit has changed since.
  const Digest present = found ? found->value : Digest{};
  if (merge || !if_match.empty()) command.expects.push_back({{EntityKind::kPlanUnit, id}, present});
  if (!if_match.empty()) {
    TWIN_TRY(const Digest seen, seen_value(if_match));
    if (seen != present) command.expects.push_back({{EntityKind::kPlanUnit, id}, seen});
  }

  auto committed = store_->commit(std::move(command));
  twin::Receipt receipt;
  if (committed) {
    receipt = *committed;
  } else if (committed.problem().code == "nothing-to-do") {
    receipt.commit = state->head();
    receipt.sequence = state->sequence();
    receipt.time = twin::system_clock()();
  } else {
    return locked_problem(committed.problem());
  }
  if (lock_s > 0 && !holds_lock_for(*store_, branch, id, author, lock_s / 2)) {
    TWIN_CHECK(lock_plan_unit(branch, id, author, lock_s));
  }

  Json out = receipt_to_json(receipt);
  if (valid_from || valid_to) out["valid"] = span_to_json(valid_from, valid_to);
  TWIN_TRY(out["unit"], unit_document(*this, branch, id, {}));
  out["kpi"] = capacity ? sim::to_json(*capacity, input, false) : problem_to_json(capacity.problem());
  return out;
}

Result<Json> LocalTwin::delete_plan_unit(const std::string& branch, const std::string& id,
                                         const std::string& author, const std::string& if_match) {
  TWIN_TRY(const twin::Snapshot state, store_->snapshot(branch));
  TWIN_TRY(const FoundUnit found, find_unit(*store_, *state, id));
  twin::Command command;
  command.branch = branch;
  command.author = author;
  command.purpose = "edit";
  command.message = "Remove plan unit " + id;
  command.writes.push_back({{EntityKind::kPlanUnit, id}, std::nullopt, {}, {}});
  command.expects.push_back({{EntityKind::kPlanUnit, id}, found.value});
  if (!if_match.empty()) {
    TWIN_TRY(const Digest seen, seen_value(if_match));
    command.expects.push_back({{EntityKind::kPlanUnit, id}, seen});
  }
  auto committed = store_->commit(std::move(command));
  if (!committed) return locked_problem(committed.problem());
  return receipt_to_json(*committed);
}

Result<Json> LocalTwin::lock_plan_unit(const std::string& branch, const std::string& id,
                                       const std::string& author, double seconds) {
  if (!(seconds > 0 && seconds <= kLongestLock_s)) {
    return Problem{"value-out-of-range", "An edit lock lasts more than 0 and at most 3,600 seconds.", "/seconds",
                   std::to_string(seconds), "Choose a time in that range."};
  }
  TWIN_TRY(const twin::Snapshot state, store_->snapshot(branch));
  TWIN_CHECK(find_unit(*store_, *state, id));
  const twin::Claim claim = edit_claim(branch, id, author, seconds);
  const Json record = {{"branch", branch}, {"plan_unit", id}, {"owner", author},
                       {"expires_at", twin::to_rfc3339(*claim.expires_at)}};
  const std::string text = record.dump();
  twin::Command command;
  command.ledger = twin::Ledger::kOperations;
  command.author = author;
  command.purpose = "lock";
  command.message = "Lock plan unit " + id + " on " + branch;
  command.writes.push_back({{EntityKind::kEditLock, lock_key(branch, id)},
                            twin::Bytes(text.begin(), text.end()), {}, {}});
  command.claims.push_back(claim);
  auto committed = store_->commit(std::move(command));
  if (!committed) return locked_problem(committed.problem());
  Json out = receipt_to_json(*committed);
  out["edit_lock"] = record;
  return out;
}

Result<Json> LocalTwin::unlock_plan_unit(const std::string& branch, const std::string& id,
                                         const std::string& author) {
  TWIN_TRY(const twin::Snapshot state, store_->snapshot(branch));
  TWIN_CHECK(find_unit(*store_, *state, id));
  const std::string key = lock_key(branch, id);
  const auto held = store_->claims_on(key);
  if (held.empty()) {
    return Problem{"not-found", "Nobody holds an edit lock on this plan unit.", branch, id,
                   "Nothing needs to be released."};
  }
  twin::Command command;
  command.ledger = twin::Ledger::kOperations;
  command.author = author;
  command.purpose = "lock";
  command.message = "Release plan unit " + id + " on " + branch;
  command.writes.push_back({{EntityKind::kEditLock, key}, std::nullopt, {}, {}});
  command.claims.push_back(edit_claim(branch, id, author, 0));
  auto committed = store_->commit(std::move(command));
  if (!committed) return locked_problem(committed.problem());
  return receipt_to_json(*committed);
}

}  // namespace server
