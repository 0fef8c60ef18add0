#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <thread>
#include <variant>

#include "twin_core/store/commit_graph.hpp"
#include "twin_core/store/ledger_state.hpp"
#include "twin_core/store/past_states.hpp"
#include "twin_core/store/prepared_command.hpp"
#include "twin_core/store/store.hpp"
#include "twin_core/store/twin_file.hpp"

namespace twin {

/// The store over one SQLite file.
///
/// The writer thread takes what waits in the queue (up to 64 jobs), decides one after the other on
/// `pending_`, makes all of them durable with one COMMIT, and only then brings them into `published_`,
/// tells the listeners and answers. A batch that cannot be written leaves `published_` untouched.
class SqliteStore final : public Store {
 public:
  static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file, bool create, Clock clock);
  ~SqliteStore() override;

  Result<Receipt> commit(Command command) override;
  std::future<Result<Receipt>> submit(Command command) override;
  std::future<Result<Receipt>> submit_series(std::vector<Command> commands) override;
  Result<Receipt> create_branch(const std::string& name, const std::string& from, const std::string& author,
                                const std::string& message, const std::string& key = {}) override;
  Result<Receipt> delete_branch(const std::string& name, const std::string& author) override;
  std::vector<BranchInfo> branches() const override;
  Result<Receipt> undo(const std::string& branch, const Digest& commit, const std::string& author) override;
  Result<Snapshot> snapshot(const std::string& branch) const override;
  Result<Snapshot> snapshot_at(const std::string& branch, const Moment& moment) const override;
  Result<LogEntry> find_commit(const std::string& name) const override;
  Result<Digest> common_ancestor(const Digest& a, const Digest& b) const override;
  Result<Bytes> blob(const Digest& digest) const override;
  std::optional<FeatureNumber> feature_number(const EntityKey& entity) const override;
  std::optional<EntityKey> feature_key(FeatureNumber number) const override;
  Result<std::vector<LogEntry>> log(Ledger ledger, const std::string& branch, std::size_t limit,
                                    std::uint64_t before) const override;
  std::vector<Claim> claims_on(const std::string& key) const override;
  Verification verify() const override;
  void listen(Listener listener) override;

 private:
  struct BranchOrder {
    std::string name, from, author, message, key;
  };
  struct BranchEnd {
    std::string name, author;
  };
  struct UndoOrder {
    std::string branch;
    Digest commit;
    std::string author;
  };
  struct Job {
    std::variant<PreparedCommand, std::vector<PreparedCommand>, BranchOrder, BranchEnd, UndoOrder> order;
    std::promise<Result<Receipt>> answer;
  };
  /// What became of a job: the answer, and the commits that it made.
  struct Outcome {
    Result<Receipt> answer;
    std::vector<Effect> effects;
  };

  SqliteStore(std::unique_ptr<TwinFile> file, Clock clock);
  Status load();

  std::future<Result<Receipt>> enqueue(Job job);
  void write_batches();
  void write_batch(std::vector<Job>& jobs);
  Status write_all(std::vector<Job>& jobs, std::vector<Outcome>& outcomes);
  Result<Outcome> write_job(Job& job);
  Result<Outcome> write_one(Job& job);
  Result<Outcome> write_series(std::vector<PreparedCommand>& commands);
  void publish(const std::vector<Outcome>& outcomes);

  // Deciding, on the writer's thread. A Problem here refuses the one job.
  Result<PreparedCommand> command_of(Job& job);
  Result<PreparedCommand> branch_command(const BranchOrder& order) const;
  Result<std::optional<BranchRecord>> branch_made_before(const BranchOrder& order) const;
  Result<PreparedCommand> branch_end_command(const BranchEnd& order) const;
  Result<PreparedCommand> undo_command(const UndoOrder& order) const;
  Result<std::optional<Receipt>> earlier_answer(const PreparedCommand& command) const;
  /// Whether all of them can be made on what is there now.
  Status check(std::span<const PreparedCommand> commands, Instant now) const;
  /// What a checked command comes to. Error `nothing-to-do`.
  Result<Effect> decide(const PreparedCommand& command, Instant now);
  Status check_basis(const PreparedCommand& command) const;
  Status check_head(const PreparedCommand& command) const;
  Status check_expectations(const PreparedCommand& command) const;
  Status check_claims(const PreparedCommand& command, Instant now) const;
  Status check_edit_lock(const PreparedCommand& command, const PreparedWrite& write, Instant now) const;
  Status check_shapes(std::span<const PreparedCommand> commands) const;
  Digest current(const std::string& branch, const EntityKey& entity) const;
  std::vector<Change> changes_of(const PreparedCommand& command, Instant now) const;
  void fill_states(const PreparedCommand& command, Effect& effect);

  /// Into the open transaction; a Problem here means that the file cannot be written.
  Result<Receipt> make(const PreparedCommand& command, const Effect& effect, std::size_t first_new_feature);
  Status store_rows(const PreparedCommand& command, const Effect& effect, std::size_t first_new_feature);
  Status store_heads(const Effect& effect);

  // The past, on any thread: only commits that are durable.
  Result<std::uint64_t> as_of(const std::string& text, std::uint64_t head) const;
  Result<CommitRow> published_row(const std::string& name) const;
  Result<std::uint64_t> published_city_commit(const Digest& commit) const;
  Result<LogEntry> entry_of(const CommitRow& row) const;

  std::unique_ptr<TwinFile> file_;
  Clock clock_;
  FeatureIndex features_;
  CommitGraph graph_;
  std::atomic<std::uint64_t> published_sequence_{0};
  mutable PastStates past_{*file_, features_, graph_};
  LedgerState pending_;  ///< writer's thread only

  mutable std::shared_mutex published_mutex_;
  LedgerState published_;

  mutable std::mutex transaction_mutex_;  ///< held while a batch is open in the file
  std::optional<Problem> broken_;         ///< why the store is read-only; under transaction_mutex_

  std::mutex listeners_mutex_;
  std::vector<Listener> listeners_;

  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace twin
