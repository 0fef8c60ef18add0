#include "server/jobs/job_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Json;
using twin::Problem;

std::string new_id() {
  std::random_device random;
  std::string out;
  for (int i = 0; i < 4; ++i) out += fmt::format("{:08x}", static_cast<std::uint32_t>(random()));
  return out;
}

Problem job_unknown(const std::string& id) {
  return {"job-unknown", "There is no job of this name, or it was removed.", "address", twin::excerpt(id), "List the jobs with GET /jobs."};
}

Problem not_ready(const JobState& state) {
  return {"result-not-ready", fmt::format("The job is {}; it has no such result yet.", name_of(state.status)), "address", state.id,
          "Ask for its status until it says successful."};
}

std::string text_of(const Json& outputs) { return outputs.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

/// Engines call this from several threads.
class JobQueue::JobSink final : public sim::Sink {
 public:
  JobSink(JobQueue& queue, Job& job) : queue_(queue), job_(job) {}

  void progress(double fraction, std::string_view stage) override {
    const std::lock_guard lock(queue_.mutex_);
    job_.state.progress = std::max(job_.state.progress, std::clamp(fraction, 0.0, 1.0));
    if (job_.state.stage != stage) job_.state.stage = stage;
    job_.state.updated = queue_.options_.clock();
  }
  void partial(const Json& outputs) override {
    auto text = std::make_shared<const std::string>(text_of(outputs));
    const std::lock_guard lock(queue_.mutex_);
    job_.partial = std::move(text);
    ++job_.state.partial_revision;
    job_.state.updated = queue_.options_.clock();
  }
  bool cancelled() const override { return job_.cancelled || queue_.stopping_; }
  void keep(const std::function<std::string()>& state) override {
    if (!queue_.files_ || job_.cancelled) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - kept_at_ < queue_.options_.keep_every) return;
    // Called between two parts of the run, by one thread. A disk that is full costs the run nothing but this.
    (void)queue_.files_->write_kept(job_.state.id, state());
    kept_at_ = std::chrono::steady_clock::now();
  }
  std::string kept() const override { return queue_.files_ ? queue_.files_->kept(job_.state.id) : std::string{}; }
  void gone_on() override {
    const std::lock_guard lock(queue_.mutex_);
    job_.state.gone_on = true;
  }

 private:
  std::chrono::steady_clock::time_point kept_at_ = std::chrono::steady_clock::now();
  JobQueue& queue_;
  Job& job_;
};

JobQueue::JobQueue(JobSources sources, Options options) : sources_(std::move(sources)), options_(std::move(options)) {
  if (!options_.folder.empty()) {
    files_.emplace(options_.folder);
    const std::lock_guard lock(mutex_);
    take_up();
  }
  for (int i = 0; i < std::max(1, options_.workers); ++i) workers_.emplace_back([this] { work(); });
}

JobQueue::~JobQueue() { stop(); }

void JobQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& worker : workers_) {
    if (worker.joinable()) worker.join();
  }
}

void JobQueue::take_up() {
  for (JobState& state : files_->all()) {
    auto job = std::make_shared<Job>();
    job->state = std::move(state);
    jobs_.emplace(job->state.id, job);
    if (is_over(job->state.status)) continue;
    job->state.status = JobStatus::kAccepted;
    if (job->state.starts < options_.most_starts) {
      waiting_.push_back(std::move(job));
      continue;
    }
    finish(*job, JobStatus::kFailed,
           Problem{"job-given-up", fmt::format("The server ended {} times while it ran this job.", job->state.starts), "", job->state.id,
                   "Ask for a smaller area or coarser steps; if that fails too, report it with the request."});
  }
  forget_old();
}

twin::Status JobQueue::keep(const JobState& state) const { return files_ ? files_->write(state) : twin::Status(twin::Done{}); }

twin::Result<std::shared_ptr<JobQueue::Job>> JobQueue::job_of(const std::string& id) const {
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) return job_unknown(id);
  return found->second;
}

twin::Result<JobState> JobQueue::submit(JobOrder order) {
  TWIN_TRY(twin::Snapshot city, sources_.state(order.branch, order.when));
  // The commit's name is kept, so that a run after a restart reads the same city.
  if (city->sequence() > 0) order.when.as_of = city->head().hex();
  auto job = std::make_shared<Job>();
  job->city = std::move(city);
  job->state.id = new_id();
  job->state.order = std::move(order);
  const std::lock_guard lock(mutex_);
  if (stopping_ || waiting_.size() >= options_.most_waiting) {
    return Problem{"jobs-full", "Too many jobs are waiting.", "jobs", fmt::format("{}", waiting_.size()),
                   "Send it again a little later, or dismiss jobs that nobody waits for."};
  }
  job->state.created = job->state.updated = options_.clock();
  TWIN_CHECK(keep(job->state));
  jobs_.emplace(job->state.id, job);
  waiting_.push_back(job);
  changed_.notify_one();
  return job->state;
}

void JobQueue::work() {
  for (;;) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = waiting_.front();
      waiting_.pop_front();
      job->state.status = JobStatus::kRunning;
      ++job->state.starts;
      job->state.started = job->state.updated = options_.clock();
      if (const auto kept = keep(job->state); !kept) {
        finish(*job, JobStatus::kFailed, kept.problem());
        continue;
      }
    }
    run(job);
  }
}

void JobQueue::run(const std::shared_ptr<Job>& job) {
  const JobOrder& order = job->state.order;  // never changes once the job is taken
  JobSink sink(*this, *job);
  const auto outputs = [&]() -> twin::Result<std::string> {
    twin::Snapshot city = job->city;
    if (city == nullptr) {
      TWIN_TRY(city, sources_.state(order.branch, order.when));
    }
    TWIN_TRY(const Json json, sources_.run(order.process, order.request, *city, sink));
    return text_of(json);
  }();

  const std::lock_guard lock(mutex_);
  if (job->state.status == JobStatus::kDismissed) {
    if (files_) files_->remove_kept(job->state.id);  // written after it was dismissed
    return;
  }
  if (!outputs) {
    if (stopping_ && outputs.problem().code == "run-cancelled") {
      // Cut off by an orderly end: the next server begins again, and this start was not the job's fault.
      --job->state.starts;
      job->state.status = JobStatus::kAccepted;
      (void)keep(job->state);
      return;
    }
    return finish(*job, JobStatus::kFailed, outputs.problem());
  }
  if (files_) {
    if (const auto kept = files_->write_result(job->state.id, *outputs); !kept) return finish(*job, JobStatus::kFailed, kept.problem());
  } else {
    job->result = *outputs;
  }
  finish(*job, JobStatus::kSuccessful, std::nullopt);
}

void JobQueue::finish(Job& job, JobStatus status, std::optional<twin::Problem> problem) {
  job.state.status = status;
  job.state.problem = std::move(problem);
  job.state.finished = job.state.updated = options_.clock();
  if (status == JobStatus::kSuccessful) job.state.progress = 1;
  job.partial = nullptr;
  job.city = nullptr;
  if (files_) files_->remove_kept(job.state.id);
  if (const auto kept = keep(job.state); !kept && status == JobStatus::kSuccessful) {
    job.state.status = JobStatus::kFailed;
    job.state.problem = kept.problem();
  }
  forget_old();
}

void JobQueue::forget_old() {
  std::vector<const Job*> over;
  for (const auto& [id, job] : jobs_) {
    if (is_over(job->state.status)) over.push_back(job.get());
  }
  if (over.size() <= options_.most_kept) return;
  std::sort(over.begin(), over.end(), [](const Job* a, const Job* b) { return a->state.updated > b->state.updated; });
  for (std::size_t i = options_.most_kept; i < over.size(); ++i) {
    const std::string id = over[i]->state.id;
    if (files_) files_->remove(id);
    jobs_.erase(id);
  }
}

twin::Result<JobState> JobQueue::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  TWIN_TRY(const auto job, job_of(id));
  return job->state;
}

std::vector<JobState> JobQueue::list() const {
  std::vector<JobState> out;
  {
    const std::lock_guard lock(mutex_);
    out.reserve(jobs_.size());
    for (const auto& [id, job] : jobs_) {
      JobState& copy = out.emplace_back();
      const JobState& state = job->state;
      copy.id = state.id;
      copy.order = {state.order.process, nullptr, state.order.branch, state.order.when, state.order.author};
      copy.status = state.status;
      copy.progress = state.progress;
      copy.stage = state.stage;
      copy.gone_on = state.gone_on;
      copy.starts = state.starts;
      copy.created = state.created;
      copy.updated = state.updated;
      copy.started = state.started;
      copy.finished = state.finished;
      copy.problem = state.problem;
      copy.partial_revision = state.partial_revision;
    }
  }
  std::sort(out.begin(), out.end(), [](const JobState& a, const JobState& b) { return std::tie(a.created, a.id) > std::tie(b.created, b.id); });
  return out;
}

twin::Result<std::string> JobQueue::result(const std::string& id) const {
  {
    const std::lock_guard lock(mutex_);
    TWIN_TRY(const auto job, job_of(id));
    const JobState& state = job->state;
    if (!is_over(state.status)) return not_ready(state);
    if (state.status == JobStatus::kDismissed) {
      return Problem{"job-dismissed", "The job was stopped, so it has no result.", "address", id, "Send the request again."};
    }
    if (state.problem) return *state.problem;
    if (!files_) return job->result;
  }
  return files_->result(id);
}

twin::Result<JobQueue::Partial> JobQueue::partial(const std::string& id) const {
  std::uint64_t revision = 0;
  {
    const std::lock_guard lock(mutex_);
    TWIN_TRY(const auto job, job_of(id));
    if (job->partial != nullptr) return Partial{job->state.partial_revision, job->state.progress, job->partial};
    if (!is_over(job->state.status)) return not_ready(job->state);
    revision = job->state.partial_revision + 1;
  }
  TWIN_TRY(std::string whole, result(id));
  return Partial{revision, 1, std::make_shared<const std::string>(std::move(whole))};
}

twin::Result<JobState> JobQueue::dismiss(const std::string& id) {
  const std::lock_guard lock(mutex_);
  TWIN_TRY(const auto job, job_of(id));
  if (is_over(job->state.status)) {
    JobState out = job->state;
    out.status = JobStatus::kDismissed;
    out.problem.reset();
    if (files_) files_->remove(id);
    jobs_.erase(id);
    return out;
  }
  job->cancelled = true;
  std::erase(waiting_, job);
  finish(*job, JobStatus::kDismissed, std::nullopt);
  return job->state;
}

}  // namespace server
