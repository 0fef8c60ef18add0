#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "server/jobs/job.hpp"
#include "server/jobs/job_files.hpp"
#include "sim/run/process.hpp"
#include "twin_core/history/branch_state.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// Where jobs get cities from, and who runs processes.
struct JobSources {
  std::function<twin::Result<twin::Snapshot>(const std::string& branch, const When& when)> state;
  std::function<twin::Result<twin::Json>(const std::string& process, const twin::Json& request, const twin::BranchState& city,
                                         sim::Sink& sink)>
      run;
};

/// Runs processes later, a few at a time, the oldest first.
///
/// A job answers for the city as it was when the job was taken, whatever is committed meanwhile. Its request and its result
/// lie in files, so that they outlive the server: a job that a restart cut off is run again, from what it had finished where its
/// engine keeps that, which gives what it would have given, since a process is a pure function. All methods may be called from any thread.
class JobQueue {
 public:
  struct Options {
    std::filesystem::path folder;    ///< empty: jobs end with the queue
    int workers = 2;
    std::size_t most_waiting = 64;   ///< more are refused
    std::size_t most_kept = 200;     ///< jobs that are over; beyond it the oldest of them are forgotten
    std::chrono::milliseconds keep_every{1000};  ///< at the most: what a run has finished
    int most_starts = 3;             ///< a job that took the server down so often is given up
    twin::Clock clock = twin::system_clock();
  };

  /// Takes up what an earlier queue left in the folder.
  JobQueue(JobSources sources, Options options);
  ~JobQueue();
  /// Jobs under way are told to stop and stay as they are in their files; the next queue runs them again.
  void stop();

  /// Errors: `jobs-full`, `file-not-writable`, and those of `JobSources::state`.
  twin::Result<JobState> submit(JobOrder order);
  twin::Result<JobState> find(const std::string& id) const;  ///< error `job-unknown`
  std::vector<JobState> list() const;                        ///< newest first, without their requests
  /// JSON text of the outputs, as a synchronous run gives them. Errors: `job-unknown`, `result-not-ready`, `job-dismissed`, what
  /// the run failed with, `file-unreadable`.
  twin::Result<std::string> result(const std::string& id) const;
  /// JSON text of what the run knows so far, with `JobState::partial_revision`; once it is over, everything, with one more.
  /// Errors: `job-unknown`, `result-not-ready` (nothing yet), and those of `result`.
  struct Partial {
    std::uint64_t revision = 0;
    double progress = 0;
    std::shared_ptr<const std::string> outputs;
  };
  twin::Result<Partial> partial(const std::string& id) const;
  /// Stops a job and marks it; one that is over is forgotten. The state afterwards is `kDismissed` in both cases.
  /// Error `job-unknown`.
  twin::Result<JobState> dismiss(const std::string& id);

 private:
  struct Job {
    JobState state;
    twin::Snapshot city;                          ///< held until the job is over
    std::shared_ptr<const std::string> partial;
    std::string result;                           ///< without a folder only
    std::atomic<bool> cancelled = false;
  };
  class JobSink;

  void take_up();
  void work();
  void run(const std::shared_ptr<Job>& job);
  void finish(Job& job, JobStatus status, std::optional<twin::Problem> problem);
  void forget_old();
  twin::Status keep(const JobState& state) const;
  twin::Result<std::shared_ptr<Job>> job_of(const std::string& id) const;

  JobSources sources_;
  Options options_;
  std::optional<JobFiles> files_;
  mutable std::mutex mutex_;  ///< guards all jobs and the files
  std::condition_variable changed_;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace server
