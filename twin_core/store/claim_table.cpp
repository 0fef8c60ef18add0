#include "twin_core/store/claim_table.hpp"

#include <algorithm>

namespace twin {
namespace {

bool share_time(const Claim& a, const Claim& b) {
  const bool a_moment = a.span_begin == a.span_end;
  const bool b_moment = b.span_begin == b.span_end;
  if (a_moment && b_moment) return a.span_begin == b.span_begin;
  if (a_moment) return b.span_begin <= a.span_begin && a.span_begin < b.span_end;
  if (b_moment) return a.span_begin <= b.span_begin && b.span_begin < a.span_end;
  return a.span_begin < b.span_end && b.span_begin < a.span_end;
}

bool expired(const Claim& claim, Instant now) { return claim.expires_at && *claim.expires_at <= now; }

}  // namespace

bool collides(const Claim& a, const Claim& b) {
  const bool both_buffered = a.mode == ClaimMode::kBuffered && b.mode == ClaimMode::kBuffered;
  return a.ledger == b.ledger && a.key == b.key && a.owner != b.owner && !both_buffered && share_time(a, b);
}

bool stays(const Claim& claim, Instant now) { return claim.span_begin < claim.span_end && !expired(claim, now); }

const Claim* ClaimTable::obstacle(const Claim& wanted, Instant now) const {
  const auto found = by_key_.find(wanted.key);
  if (found == by_key_.end()) return nullptr;
  for (const Held& held : found->second) {
    if (!expired(held.claim, now) && collides(held.claim, wanted)) return &held.claim;
  }
  return nullptr;
}

void ClaimTable::apply(const Commit& commit) {
  for (const Change& change : commit.changes) release(commit, change.entity);
  Owner owner;
  if (!commit.changes.empty()) owner = {commit.ledger, commit.branch, commit.changes.front().entity};
  for (const Claim& claim : commit.claims) {
    if (!stays(claim, commit.time)) continue;
    auto& held = by_key_[claim.key];
    std::erase_if(held, [&](const Held& other) { return expired(other.claim, commit.time); });
    held.push_back({claim, owner});
    if (!owner.entity.id.empty()) keys_of_[owner].push_back(claim.key);
  }
}

void ClaimTable::release(const Commit& commit, const EntityKey& entity) {
  if (!keys_of_.empty()) release({commit.ledger, commit.branch, entity});
}

void ClaimTable::release(const Owner& owner) {
  const auto found = keys_of_.find(owner);
  if (found == keys_of_.end()) return;
  for (const std::string& key : found->second) {
    const auto held = by_key_.find(key);
    if (held == by_key_.end()) continue;
    std::erase_if(held->second, [&](const Held& one) { return one.belongs_to == owner; });
    if (held->second.empty()) by_key_.erase(held);
  }
  keys_of_.erase(found);
}

void ClaimTable::forget_branch(const std::string& branch) {
  std::vector<Owner> gone;
  for (const auto& [owner, keys] : keys_of_) {
    if (owner.ledger == Ledger::kCity && owner.branch == branch) gone.push_back(owner);
  }
  for (const Owner& owner : gone) release(owner);
}

std::vector<Claim> ClaimTable::on(const std::string& key, Instant now) const {
  std::vector<Claim> out;
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    for (const Held& held : found->second) {
      if (!expired(held.claim, now)) out.push_back(held.claim);
    }
  }
  return out;
}

}  // namespace twin
