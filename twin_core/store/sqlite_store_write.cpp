// The queue, the writer's thread and the group commit.
#include <fmt/format.h>

#include "twin_core/base/text.hpp"
#include "twin_core/store/commit_series.hpp"
#include "twin_core/store/sqlite_store.hpp"

namespace twin {
namespace {

constexpr std::size_t kLargestBatch = 64;

std::size_t bytes_of(const PreparedCommand& command) {
  std::size_t out = 0;
  for (const auto& [digest, bytes] : command.blobs) out += bytes.size();
  for (const auto& write : command.writes) out += write.bytes.size();
  return out;
}

}  // namespace

Result<Receipt> SqliteStore::commit(Command command) { return submit(std::move(command)).get(); }

std::future<Result<Receipt>> SqliteStore::submit(Command command) {
  return enqueue({prepare(std::move(command)), {}});
}

std::future<Result<Receipt>> SqliteStore::submit_series(std::vector<Command> commands) {
  if (commands.size() == 1) return submit(std::move(commands.front()));
  std::vector<PreparedCommand> prepared;
  prepared.reserve(commands.size());
  for (Command& command : commands) prepared.push_back(prepare(std::move(command)));
  return enqueue({std::move(prepared), {}});
}

Result<Receipt> SqliteStore::create_branch(const std::string& name, const std::string& from,
                                           const std::string& author, const std::string& message,
                                           const std::string& key) {
  return enqueue({BranchOrder{name, from, author, message, key}, {}}).get();
}

Result<Receipt> SqliteStore::delete_branch(const std::string& name, const std::string& author) {
  return enqueue({BranchEnd{name, author}, {}}).get();
}

Result<Receipt> SqliteStore::undo(const std::string& branch, const Digest& commit, const std::string& author) {
  return enqueue({UndoOrder{branch, commit, author}, {}}).get();
}

std::future<Result<Receipt>> SqliteStore::enqueue(Job job) {
  std::future<Result<Receipt>> answer = job.answer.get_future();
  {
    const std::lock_guard lock(queue_mutex_);
    queue_.push_back(std::move(job));
  }
  queue_filled_.notify_one();
  return answer;
}

void SqliteStore::write_batches() {
  while (true) {
    std::vector<Job> jobs;
    {
      std::unique_lock lock(queue_mutex_);
      queue_filled_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      while (!queue_.empty() && jobs.size() < kLargestBatch) {
        jobs.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    write_batch(jobs);
  }
}

void SqliteStore::write_batch(std::vector<Job>& jobs) {
  std::vector<Outcome> outcomes;
  {
    const std::lock_guard batch(transaction_mutex_);
    if (!broken_) {
      const Status written = write_all(jobs, outcomes);
      if (!written) {
        file_->rollback();
        broken_ = Problem{"store-read-only",
                          "The twin could not be written to disk; it takes no more changes, and this one is not made.",
                          "", excerpt(written.problem().value),
                          "Check that the disk has room and works, then start the program again."};
      }
    }
    if (broken_) {
      for (Job& job : jobs) job.answer.set_value(*broken_);
      return;
    }
  }
  publish(outcomes);
  for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].answer.set_value(std::move(outcomes[i].answer));
}

Status SqliteStore::write_all(std::vector<Job>& jobs, std::vector<Outcome>& outcomes) {
  std::size_t bytes = 0;
  for (const Job& job : jobs) {
    if (const auto* command = std::get_if<PreparedCommand>(&job.order)) bytes += bytes_of(*command);
    if (const auto* series = std::get_if<std::vector<PreparedCommand>>(&job.order)) {
      for (const PreparedCommand& command : *series) bytes += bytes_of(command);
    }
  }
  TWIN_CHECK(file_->begin(bytes));
  for (Job& job : jobs) {
    TWIN_TRY(Outcome outcome, write_job(job));
    outcomes.push_back(std::move(outcome));
  }
  return file_->commit();
}

Result<SqliteStore::Outcome> SqliteStore::write_job(Job& job) {
  auto* const series = std::get_if<std::vector<PreparedCommand>>(&job.order);
  return series != nullptr ? write_series(*series) : write_one(job);
}

Result<SqliteStore::Outcome> SqliteStore::write_one(Job& job) {
  const auto command = command_of(job);
  if (!command) return Outcome{command.problem(), {}};
  const auto earlier = earlier_answer(*command);
  if (!earlier) return Outcome{earlier.problem(), {}};
  if (*earlier) return Outcome{**earlier, {}};
  const std::size_t first_new_feature = features_.size();
  const Instant now = clock_();
  if (const Status checked = check({&*command, 1}, now); !checked) return Outcome{checked.problem(), {}};
  auto effect = decide(*command, now);
  if (!effect) return Outcome{effect.problem(), {}};
  TWIN_TRY(const Receipt receipt, make(*command, *effect, first_new_feature));
  Outcome out{receipt, {}};
  out.effects.push_back(std::move(*effect));
  return out;
}

Result<SqliteStore::Outcome> SqliteStore::write_series(std::vector<PreparedCommand>& commands) {
  const Instant now = clock_();
  // All are judged before the first one is made: it could not be taken out of the transaction again.
  if (const Status checked = check(commands, now); !checked) return Outcome{checked.problem(), {}};
  SeriesPart part{graph_.last() + 1, 1};
  Outcome out{Problem{"nothing-to-do", "Every value is there already.", commands.empty() ? "" : commands.front().branch, "",
                      "Nothing needs to be done."}, {}};
  for (PreparedCommand& command : commands) {
    command.key = series_key(part);
    const std::size_t first_new_feature = features_.size();
    auto effect = decide(command, now);
    if (!effect) continue;
    TWIN_TRY(out.answer, make(command, *effect, first_new_feature));
    out.effects.push_back(std::move(*effect));
    ++part.part;
  }
  return out;
}

Result<Receipt> SqliteStore::make(const PreparedCommand& command, const Effect& effect, std::size_t first_new_feature) {
  TWIN_CHECK(store_rows(command, effect, first_new_feature));
  const LogEntry& entry = effect.entry;
  TWIN_TRY(const CommitGraph::Node node,
           file_->node_of(entry.commit, pending_.next_parents(entry.commit.ledger, entry.commit.branch).second));
  graph_.add(entry.sequence, node);
  pending_.apply(effect);
  TWIN_CHECK(store_heads(effect));
  return Receipt{entry.hash, entry.sequence, entry.commit.time, false};
}

Status SqliteStore::store_rows(const PreparedCommand& command, const Effect& effect, std::size_t first_new_feature) {
  for (const auto& [digest, bytes] : command.blobs) TWIN_CHECK(file_->insert_blob(digest, bytes));
  for (const PreparedWrite& write : command.writes) {
    if (!write.value.is_nothing()) TWIN_CHECK(file_->insert_record(write.value, write.bytes));
  }
  std::size_t number = first_new_feature;
  for (const Change& change : effect.entry.commit.changes) {
    if (number == features_.size()) break;
    if (is_feature(change.entity.kind) && features_.find(change.entity) == number) {
      TWIN_CHECK(file_->insert_feature(static_cast<FeatureNumber>(number), change.entity));
      ++number;
    }
  }
  CommitRow row;
  row.sequence = effect.entry.sequence;
  row.hash = effect.entry.hash;
  row.ledger = command.ledger;
  row.branch = command.branch;
  row.key = command.key;
  row.request = command.request;
  row.bytes = encode(effect.entry.commit);
  return file_->insert_commit(row);
}

Status SqliteStore::store_heads(const Effect& effect) {
  const LogEntry& entry = effect.entry;
  TWIN_CHECK(file_->set_head({entry.commit.ledger, entry.commit.branch, entry.hash, entry.sequence}));
  if (effect.made) {
    const BranchInfo& made = pending_.branch(effect.made->name)->info;
    return file_->set_head({Ledger::kCity, made.name, made.head, made.sequence});
  }
  if (entry.commit.ledger == Ledger::kOperations) {
    for (const Change& change : entry.commit.changes) {
      if (change.entity.kind == EntityKind::kBranch) {
        TWIN_CHECK(file_->remove_head(Ledger::kCity, change.entity.id));
      }
    }
  }
  return Done{};
}

void SqliteStore::publish(const std::vector<Outcome>& outcomes) {
  {
    const std::unique_lock lock(published_mutex_);
    features_.publish();
    for (const Outcome& outcome : outcomes) {
      for (const Effect& effect : outcome.effects) {
        published_.apply(effect);
        published_sequence_.store(effect.entry.sequence);
      }
    }
  }
  std::vector<Listener> listeners;
  {
    const std::lock_guard lock(listeners_mutex_);
    listeners = listeners_;
  }
  for (const Outcome& outcome : outcomes) {
    for (const Effect& effect : outcome.effects) {
      const bool city = effect.entry.commit.ledger == Ledger::kCity;
      const Published published{effect.entry, effect.before, city ? effect.after : Snapshot{}};
      for (const Listener& listener : listeners) listener(published);
    }
  }
}

}  // namespace twin
