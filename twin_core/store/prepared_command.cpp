#include "twin_core/store/prepared_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_set>

#include "twin_core/base/byte_codec.hpp"
#include "twin_core/base/in_parallel.hpp"
#include "twin_core/base/text.hpp"
#include "twin_core/city/entity_id.hpp"
#include "twin_core/store/commit_series.hpp"

namespace twin {
namespace {

constexpr std::size_t kTogether = 256;  ///< of an import's values, hashed on all processors; an edit's are a handful

Problem malformed(std::string message, std::string value) {
  return {"record-malformed", std::move(message), "", excerpt(value), "Correct the command and send it again."};
}

/// Digest of what a command asks for. What a caller computes anew for a repeated request (message,
/// expectations, the moment a claim expires) is left out.
Digest request_of(const PreparedCommand& command) {
  ByteWriter out;
  out.byte(static_cast<std::uint8_t>(command.ledger));
  out.text(command.branch);
  out.text(command.author);
  for (const PreparedWrite& write : command.writes) {
    out.byte(static_cast<std::uint8_t>(write.entity.kind));
    out.text(write.entity.id);
    out.digest(write.value);
    for (const auto& instant : {write.valid_from, write.valid_to}) {
      out.flag(instant.has_value());
      if (instant) out.whole(instant->time_since_epoch().count());
    }
  }
  out.varint(command.claims.size());
  for (const Claim& claim : command.claims) {
    out.text(claim.key);
    out.text(claim.owner);
    out.byte(static_cast<std::uint8_t>(claim.mode));
    out.whole(claim.span_begin.time_since_epoch().count());
    out.whole(claim.span_end.time_since_epoch().count());
  }
  if (!command.merges.is_nothing()) out.digest(command.merges);  // keys of older commands keep their digest
  return sha256(out.bytes());
}

Status check_entity(const PreparedCommand& command, const EntityKey& entity, BranchRecords branch_records) {
  if (entity.id.empty() || entity.id.size() > kLongestEntityId || !is_valid_utf8(entity.id)) {
    return Problem{"name-invalid", "An entity's id is 1 to 1,024 bytes of UTF-8.",
                   std::string(name_of(entity.kind)), excerpt(entity.id), "Give the entity such an id."};
  }
  if (ledger_of(entity.kind) != command.ledger ||
      (entity.kind == EntityKind::kBranch && branch_records == BranchRecords::kRefused)) {
    return malformed(fmt::format("Entities of kind {} are not written by a command on the {} ledger.",
                                 name_of(entity.kind), name_of(command.ledger)),
                     entity.id);
  }
  return Done{};
}

Status check_claims(const std::vector<Claim>& claims) {
  std::map<std::string_view, std::string_view> owners;
  for (const Claim& claim : claims) {
    if (claim.key.empty() || claim.owner.empty() || claim.span_end < claim.span_begin) {
      return malformed("A claim needs a key, an owner and a span that does not end before it begins.", claim.key);
    }
    if (owners.emplace(claim.key, claim.owner).first->second != claim.owner) {
      return malformed("Claims of one command on one key have one owner.", claim.key);
    }
  }
  return Done{};
}

Status check(const PreparedCommand& command, BranchRecords branch_records) {
  for (const std::string* text : {&command.author, &command.purpose, &command.message, &command.key}) {
    if (!is_valid_utf8(*text)) return malformed("Texts of a command are UTF-8.", *text);
  }
  if (command.key.starts_with(kSeriesPrefix)) {
    return malformed("Keys that begin with series: are given by the store itself.", command.key);
  }
  for (const Claim& claim : command.claims) {
    for (const std::string* text : {&claim.key, &claim.owner}) {
      if (!is_valid_utf8(*text)) return malformed("Texts of a claim are UTF-8.", *text);
    }
  }
  if (command.ledger != Ledger::kCity && (command.head || command.basis.state || !command.merges.is_nothing())) {
    return malformed("Only branches of the city have a head to rest on and merge.", "");
  }
  TWIN_CHECK(check_claims(command.claims));
  const auto hash_of = [](const EntityKey* entity) {
    return std::hash<std::string_view>{}(entity->id) + static_cast<std::size_t>(entity->kind);
  };
  const auto are_equal = [](const EntityKey* a, const EntityKey* b) { return *a == *b; };
  std::unordered_set<const EntityKey*, decltype(hash_of), decltype(are_equal)> seen(command.writes.size(), hash_of, are_equal);
  for (const PreparedWrite& write : command.writes) {
    TWIN_CHECK(check_entity(command, write.entity, branch_records));
    if (write.valid_from && write.valid_to && *write.valid_to < *write.valid_from) {
      return malformed("A value's validity ends before it begins.", write.entity.id);
    }
    if (!seen.insert(&write.entity).second) {
      return Problem{"duplicate-id", "A command writes each entity once.", std::string(name_of(write.entity.kind)),
                     excerpt(write.entity.id), "Keep one of the two values."};
    }
  }
  for (const Expectation& expectation : command.expects) {
    if (!is_valid_utf8(expectation.entity.id)) return malformed("An id is UTF-8.", expectation.entity.id);
  }
  return Done{};
}

}  // namespace

PreparedCommand prepare(Command command, BranchRecords branch_records) {
  PreparedCommand out;
  out.ledger = command.ledger;
  out.branch = command.ledger == Ledger::kOperations ? std::string{} : std::move(command.branch);
  out.author = std::move(command.author);
  out.purpose = std::move(command.purpose);
  out.message = std::move(command.message);
  out.claims = std::move(command.claims);
  out.expects = std::move(command.expects);
  out.key = std::move(command.key);
  out.head = command.head;
  out.basis = std::move(command.basis);
  out.merges = command.merges;
  out.writes.resize(command.writes.size());
  std::vector<std::optional<Problem>> problems(command.writes.size());
  const auto prepare_write = [&](std::size_t i) {
    Write& write = command.writes[i];
    PreparedWrite& prepared = out.writes[i];
    prepared.entity = std::move(write.entity);
    prepared.valid_from = write.valid_from;
    prepared.valid_to = write.valid_to;
    if (!write.value) return;
    prepared.bytes = std::move(*write.value);
    prepared.value = sha256(prepared.bytes);
    auto decoded = decode_value(prepared.entity, prepared.bytes);
    if (decoded) {
      prepared.decoded = std::move(*decoded);
    } else {
      problems[i] = decoded.problem();
    }
  };
  in_parallel(command.writes.size(), prepare_write, kTogether);
  const auto first = std::find_if(problems.begin(), problems.end(), [](const auto& problem) { return problem.has_value(); });
  if (first != problems.end()) out.problem = std::move(*first);
  out.blobs.resize(command.blobs.size());
  const auto prepare_blob = [&](std::size_t i) {
    const Digest digest = sha256(command.blobs[i]);
    out.blobs[i] = {digest, std::move(command.blobs[i])};
  };
  in_parallel(command.blobs.size(), prepare_blob, kTogether);
  out.request = request_of(out);
  // What is wrong with the command's form says more than a record that does not decode.
  if (const Status form = check(out, branch_records); !form) out.problem = form.problem();
  return out;
}

}  // namespace twin
