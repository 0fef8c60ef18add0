#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "twin_core/store/entity_value.hpp"
#include "twin_core/store/store.hpp"

namespace twin {

struct PreparedWrite {
  EntityKey entity;
  Digest value;       ///< nothing: delete
  Bytes bytes;
  EntityValue decoded;
  std::optional<Instant> valid_from, valid_to;
};

/// A command with everything done that needs no knowledge of the twin: hashed, decoded, checked for form.
/// Done on the caller's thread, so that the one writer only decides.
struct PreparedCommand {
  Ledger ledger = Ledger::kCity;
  std::string branch;
  std::string author, purpose, message;
  std::vector<PreparedWrite> writes;
  std::vector<std::pair<Digest, Bytes>> blobs;
  std::vector<Claim> claims;
  std::vector<Expectation> expects;
  std::string key;
  std::optional<Digest> head;      ///< see Command
  Basis basis;
  Digest merges;
  Digest request;                  ///< what a repeated key must agree with
  std::optional<Problem> problem;  ///< why the command can never be done
};

/// Who may write entities of kind `branch`: only the store's own commands do.
enum class BranchRecords { kRefused, kAllowed };

/// Problems: `record-malformed`, `name-invalid` (entity without an id), `duplicate-id` (one entity twice).
PreparedCommand prepare(Command command, BranchRecords branch_records = BranchRecords::kRefused);

}  // namespace twin
