#pragma once

#include <optional>
#include <string>
#include <vector>

#include "twin_core/store/merge_entity.hpp"
#include "twin_core/store/store.hpp"

namespace twin {

struct MergeOrder {
  std::string from;    ///< branch whose changes are taken
  std::string into;    ///< branch that gets them
  std::string author, message;
  Take take = Take::kNone;
};

struct RevertOrder {
  std::string branch;
  std::string commit;  ///< as Store::find_commit
  std::string author, message;
  Take take = Take::kNone;
};

struct MergeAnswer {
  std::optional<Receipt> receipt;    ///< nothing: there were conflicts, or nothing to do
  std::vector<Conflict> conflicts;   ///< also those that `take` decided
  std::size_t changes = 0;           ///< entities that got another value, or would
  Digest base;                       ///< the common ancestor; nothing: the empty city
};

/// Brings the changes of one branch into another, three-way from their newest common ancestor, as one
/// commit with two parents. With conflicts nothing is written unless `take` says which side is right.
///
/// Nothing to do when `into` has all of `from` already. Decided on the heads as they are found; when
/// `into` moves meanwhile it is done again. Errors: `branch-unknown`, and those of Store::commit.
///
/// Holds (tested): merging a branch into itself changes nothing; into an unchanged branch it gives the
/// other one's city; a second merge finds nothing to do.
Result<MergeAnswer> merge_branches(Store& store, const MergeOrder& order);

/// Takes back what one commit of the branch, or the whole series that it belongs to, changed, attribute by attribute: what nobody changed since
/// gets its earlier value, everything later stays. Conflicts: attributes that changed again since
/// ("theirs" is the earlier value). Errors: `branch-unknown`, `commit-unknown` (not in the branch's history).
Result<MergeAnswer> revert_commit(Store& store, const RevertOrder& order);

}  // namespace twin
