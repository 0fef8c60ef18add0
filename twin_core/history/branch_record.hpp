#pragma once

#include <string>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/result.hpp"

namespace twin {

/// Value of an entity of kind `branch` on the operations ledger: where a branch of the city begins.
/// Who made it, when and why stands in the commit. "main" is there from the start and has no record.
struct BranchRecord {
  std::string name;
  std::string parent;
  Digest head;  ///< commit of the parent that the branch begins at; nothing in an empty twin
  bool operator==(const BranchRecord&) const = default;
};

Bytes encode(const BranchRecord& branch);
Result<BranchRecord> decode_branch_record(ByteView bytes);  ///< error `record-malformed`

inline constexpr const char* kMainBranch = "main";

/// 1 to 64 of [A-Za-z0-9._-], starting with a letter.
bool is_branch_name(std::string_view name);

}  // namespace twin
