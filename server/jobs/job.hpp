#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/app/twin_service.hpp"
#include "twin_core/base/instant.hpp"

namespace server {

enum class JobStatus { kAccepted, kRunning, kSuccessful, kFailed, kDismissed };

/// "accepted", "running", "successful", "failed", "dismissed": the words of OGC API Processes.
std::string_view name_of(JobStatus status);
std::optional<JobStatus> job_status_of(std::string_view name);
inline bool is_over(JobStatus status) { return status != JobStatus::kAccepted && status != JobStatus::kRunning; }

/// A run of a process that somebody wants later.
struct JobOrder {
  std::string process;
  twin::Json request;     ///< what `sim::execute` takes
  std::string branch;
  When when;              ///< `as_of` names the commit that the branch was at when the job was taken
  std::string author;
};

/// What is told of a job.
struct JobState {
  std::string id;         ///< 32 hexadecimal digits, not to be guessed
  JobOrder order;
  JobStatus status = JobStatus::kAccepted;
  double progress = 0;    ///< 0 to 1, of the run under way or of the whole
  std::string stage;      ///< what the run is doing, as the engine says it
  bool gone_on = false;   ///< the run under way took what one before it had finished
  int starts = 0;         ///< how often a run has begun: more than once after restarts of the server
  twin::Instant created{}, updated{};
  std::optional<twin::Instant> started, finished;
  std::optional<twin::Problem> problem;  ///< why it failed
  std::uint64_t partial_revision = 0;    ///< counts the partial results of the run under way; 0: none yet
};

}  // namespace server
