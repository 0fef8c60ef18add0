#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "twin_core/history/commit.hpp"

namespace twin {

/// True for claims that cannot stand beside one another: same ledger and key, other owner, common time,
/// and a pair of modes that collides (core with core and with buffered; buffered not with buffered).
/// A claim without duration asks about one moment.
bool collides(const Claim& a, const Claim& b);

/// True for a claim that stays after its commit: it has a duration and is not over yet.
bool stays(const Claim& claim, Instant now);

/// The claims in force. A fold over commits: the same commits give the same table.
///
/// A commit's claims belong to the entity of its first change and go when that entity changes again;
/// those of a commit without changes belong to nothing and go when they expire.
class ClaimTable {
 public:
  /// A claim of somebody else that `wanted` collides with at `now`, or null.
  const Claim* obstacle(const Claim& wanted, Instant now) const;

  void apply(const Commit& commit);
  /// What belonged to an entity goes, as when `apply` is given a commit like this one that changes it.
  void release(const Commit& commit, const EntityKey& entity);
  void forget_branch(const std::string& branch);  ///< what belonged to entities of a branch now deleted

  std::vector<Claim> on(const std::string& key, Instant now) const;

 private:
  struct Owner {  ///< the entity that claims belong to; an empty id for none
    Ledger ledger = Ledger::kCity;
    std::string branch;
    EntityKey entity;
    auto operator<=>(const Owner&) const = default;
  };
  struct Held {
    Claim claim;
    Owner belongs_to;
  };

  void release(const Owner& owner);

  std::unordered_map<std::string, std::vector<Held>> by_key_;
  std::map<Owner, std::vector<std::string>> keys_of_;
};

}  // namespace twin
