#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "server/jobs/job.hpp"

namespace server {

/// Jobs and their results as files of one folder: `ID.json`, `ID.kept` and `ID.result.json`, each written whole or not at all.
/// Two threads may not write the same job at once.
class JobFiles {
 public:
  /// The folder is made when the first job is kept.
  explicit JobFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Error `file-not-writable`, also of the next.
  twin::Status write(const JobState& state) const;
  /// The result is durable before the job says that it has one.
  twin::Status write_result(const std::string& id, const std::string& text) const;
  /// Error `file-unreadable`.
  twin::Result<std::string> result(const std::string& id) const;
  void remove(const std::string& id) const;
  /// What a run has finished, for the next one, `ID.kept`; "" where there is none.
  twin::Status write_kept(const std::string& id, const std::string& state) const;
  std::string kept(const std::string& id) const;
  void remove_kept(const std::string& id) const;

  /// Oldest first. A file that cannot be read is a failed job that says so (`job-unreadable`).
  std::vector<JobState> all() const;

 private:
  std::filesystem::path state_file(const std::string& id) const { return folder_ / (id + ".json"); }
  std::filesystem::path kept_file(const std::string& id) const { return folder_ / (id + ".kept"); }
  std::filesystem::path result_file(const std::string& id) const { return folder_ / (id + ".result.json"); }

  std::filesystem::path folder_;
};

/// A job as its file has it. Errors of `parse_json`, and `job-unreadable`.
std::string job_text(const JobState& state);
twin::Result<JobState> job_from_text(const std::string& text);

}  // namespace server
