#include "twin_core/store/verify_file.hpp"

#include <fmt/format.h>

#include <map>
#include <unordered_set>

#include "twin_core/base/text.hpp"
#include "twin_core/store/replay.hpp"

namespace twin {
namespace {

constexpr std::size_t kMostFindings = 1'000;

/// One pass over a file. Every check goes on after a finding, so one damage is reported once and the
/// next one is still found.
class FileVerifier {
 public:
  explicit FileVerifier(const TwinFile& file)
      : file_(file), replay_(file, features_, Replay::Values::kDigestsOnly) {}

  Store::Verification run() && {
    const auto alone = file_.guard();
    for (const std::string& damage : file_.damages()) add("store-corrupt", "", "file structure", damage);
    pass(file_.for_each_value([&](const Digest& digest, ByteView bytes) { return check_value(digest, bytes); }));
    pass(file_.for_each_commit([&](const CommitRow& row) { return check_commit(row); }));
    check_features();
    check_heads();
    out_.features = features_.size();
    return std::move(out_);
  }

 private:
  void add(std::string code, std::string id, std::string place, std::string value) {
    if (out_.findings.size() >= kMostFindings) return;
    out_.findings.push_back({std::move(code), Severity::kError, excerpt(id), "", std::move(place), excerpt(value),
                             "Restore the twin from a backup."});
  }

  void pass(const Status& status) {
    if (!status) add(status.problem().code, "", status.problem().place, status.problem().value);
  }

  Status check_value(const Digest& digest, ByteView bytes) {
    ++out_.values;
    values_.insert(digest);
    if (sha256(bytes) != digest) add("blob-corrupt", digest.hex(), "value " + digest.short_hex(), sha256(bytes).hex());
    return Done{};
  }

  Status check_commit(const CommitRow& row) {
    ++out_.commits;
    const std::string place = fmt::format("commit {}", row.sequence);
    if (row.sequence != last_sequence_ + 1) add("chain-broken", "", place, "commits before it are missing");
    last_sequence_ = row.sequence;
    if (sha256(row.bytes) != row.hash) add("chain-broken", row.hash.hex(), place, "bytes do not give its hash");
    auto commit = decode_commit(row.bytes);
    if (!commit) {
      add("chain-broken", row.hash.hex(), place, "bytes are no commit");
      return Done{};
    }
    if (commit->ledger != row.ledger || commit->branch != row.branch || commit->key != row.key) {
      add("chain-broken", row.hash.hex(), place, "ledger, branch or key beside the commit differ from it");
    }
    if (commit->ledger == Ledger::kCity && !replay_.branch(commit->branch)) {
      add("chain-broken", row.hash.hex(), place, "branch " + commit->branch + " is not there");
      return Done{};
    }
    check_parents(*commit, row.hash, place);
    check_promises(*commit, place);
    for (const Change& change : commit->changes) check_change(*commit, change, place);
    pass(replay_.apply(row.sequence, row.hash, std::move(*commit)));
    return Done{};
  }

  /// The head before it comes first; a commit of the city may have one more parent, of an earlier one.
  void check_parents(const Commit& commit, const Digest& hash, const std::string& place) {
    std::vector<Digest> own = commit.parents;
    const std::vector<Digest> expected = replay_.ledgers().next_parents(commit.ledger, commit.branch).first;
    if (commit.ledger == Ledger::kCity && own.size() == expected.size() + 1) {
      if (!city_commits_.contains(own.back())) {
        add("chain-broken", hash.hex(), place, "the commit that it merges is not there");
      }
      own.pop_back();
    }
    if (own != expected) add("chain-broken", hash.hex(), place, "its parent is not the head before it");
    if (commit.ledger == Ledger::kCity) city_commits_.insert(hash);
  }

  Digest current(const Commit& commit, const EntityKey& entity) const {
    if (ledger_of(entity.kind) == Ledger::kOperations) return replay_.ledgers().operations_value(entity);
    const BranchState* state = replay_.branch(commit.branch);
    return state ? value_in(*state, features_, entity) : Digest{};
  }

  void check_promises(const Commit& commit, const std::string& place) {
    for (const Expectation& expectation : commit.expects) {
      if (current(commit, expectation.entity) != expectation.value) {
        add("chain-broken", expectation.entity.id, place, "an expectation did not hold");
      }
    }
    for (const Claim& claim : commit.claims) {
      if (const Claim* held = replay_.ledgers().claims().obstacle(claim, commit.time)) {
        add("claim-collision", claim.key, place, held->owner);
      }
    }
  }

  void check_change(const Commit& commit, const Change& change, const std::string& place) {
    if (current(commit, change.entity) != change.before) {
      add("chain-broken", change.entity.id, place, "the value before it was another one");
    }
    if (is_feature(change.entity.kind) && !features_.find(change.entity)) features_.add(change.entity);
    if (change.after.is_nothing()) return;
    if (!values_.contains(change.after)) {
      add("blob-missing", change.entity.id, place, change.after.hex());
      return;
    }
    check_record(change, place);
  }

  /// The value is the record of this entity, and what it refers to is there.
  void check_record(const Change& change, const std::string& place) {
    const auto bytes = file_.value(change.after);
    if (!bytes) return pass(bytes.problem());
    if (!*bytes) return add("blob-missing", change.entity.id, place, change.after.hex());
    const auto value = decode_value(change.entity, **bytes);
    if (!value) return add("blob-corrupt", change.entity.id, place, value.problem().message);
    const Digest shape = value->blob();
    if (!shape.is_nothing() && !values_.contains(shape)) add("blob-missing", change.entity.id, place, shape.hex());
  }

  void check_features() {
    std::size_t stored = 0;
    pass(file_.for_each_feature([&](FeatureNumber number, const EntityKey& entity) -> Status {
      const auto computed = features_.find(entity);
      if (number != stored || computed != number) {
        add("feature-number-wrong", entity.id, fmt::format("feature {}", number),
            computed ? std::to_string(*computed) : "never committed");
      }
      ++stored;
      return Done{};
    }));
    if (stored != features_.size()) {
      add("feature-number-wrong", "", "feature table", fmt::format("{} of {} features", stored, features_.size()));
    }
  }

  void check_heads() {
    std::map<std::pair<Ledger, std::string>, std::pair<Digest, std::uint64_t>> expected;
    for (const auto& [name, branch] : replay_.ledgers().branches()) {
      const bool untouched_main = name == kMainBranch && branch.info.sequence == 0;
      if (!untouched_main) expected[{Ledger::kCity, name}] = {branch.info.head, branch.info.sequence};
    }
    if (const auto sequence = replay_.ledgers().operations_sequence(); sequence != 0) {
      expected[{Ledger::kOperations, ""}] = {replay_.ledgers().operations_head(), sequence};
    }
    pass(file_.for_each_head([&](const HeadRow& row) -> Status {
      const auto found = expected.find({row.ledger, row.branch});
      if (found == expected.end() || found->second != std::pair(row.head, row.sequence)) {
        add("head-wrong", row.branch, fmt::format("head of {} {}", name_of(row.ledger), row.branch), row.head.hex());
      }
      if (found != expected.end()) expected.erase(found);
      return Done{};
    }));
    for (const auto& [key, head] : expected) {
      add("head-wrong", key.second, fmt::format("head of {} {}", name_of(key.first), key.second), "missing");
    }
  }

  const TwinFile& file_;
  FeatureIndex features_;
  Replay replay_;
  Store::Verification out_;
  std::unordered_set<Digest, DigestHash> values_, city_commits_;
  std::uint64_t last_sequence_ = 0;
};

}  // namespace

Store::Verification verify_file(const TwinFile& file) { return FileVerifier(file).run(); }

}  // namespace twin
