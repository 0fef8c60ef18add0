#include "server/jobs/job_queue.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace server {
namespace {

namespace fs = std::filesystem;
using twin::Json;
using twin::Problem;

const std::string kId = "0123456789abcdef0123456789abcdef";

/// Waits at most 20 s.
template <class Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

class JobQueueTest : public testing::Test {
 protected:
  JobQueueTest() {
    std::string pattern = (fs::temp_directory_path() / "kaksonen-jobs-XXXXXX").string();
    EXPECT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = fs::path(pattern) / "city.twin.jobs";
  }
  ~JobQueueTest() override {
    open_ = true;
    std::error_code ignored;
    fs::remove_all(folder_.parent_path(), ignored);
  }

  /// Process "double" answers at once; "slow" tells 0.4 and one partial result, and ends when the gate opens or it is cancelled.
  JobSources sources() {
    return {[](const std::string& branch, const When&) -> twin::Result<twin::Snapshot> {
              if (branch == "gone") return Problem{"branch-unknown", "There is no such branch.", "branch", branch, "List the branches."};
              return twin::Snapshot(std::make_shared<const twin::BranchState>());
            },
            [this](const std::string& process, const Json& request, const twin::BranchState&, sim::Sink& sink) -> twin::Result<Json> {
              ++runs_;
              if (process == "broken") return Problem{"input-invalid", "That is no number.", "/n", "x", "Send a number."};
              if (process == "counts") {  // to 5, a step each time the gate is open or a run was cut off before
                int at = sink.kept().empty() ? 0 : std::stoi(sink.kept());
                if (at > 0) sink.gone_on();
                begun_at_.push_back(at);
                for (; at < 5; ++at) {
                  sink.progress(at / 5.0, "counting");
                  sink.keep([&] { return std::to_string(at); });
                  while (at == 3 && !open_ && !sink.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
                  if (sink.cancelled()) return Problem{"run-cancelled", "The run was stopped.", "", "", ""};
                }
                return Json{{"counted", at}};
              }
              if (process == "slow") {
                sink.progress(0.4, "sky");
                sink.partial({{"hours", {3, nullptr}}});
                while (!open_ && !sink.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
                if (sink.cancelled()) return Problem{"run-cancelled", "The run was stopped.", "", "", ""};
              }
              return Json{{"twice", 2 * request.value("n", 0)}};
            }};
  }
  std::unique_ptr<JobQueue> queue(int workers = 1, std::size_t most_waiting = 64) {
    JobQueue::Options options;
    options.folder = folder_;
    options.workers = workers;
    options.most_waiting = most_waiting;
    options.most_kept = 3;
    options.keep_every = std::chrono::milliseconds(0);
    return std::make_unique<JobQueue>(sources(), options);
  }
  static JobOrder order(const std::string& process, int n = 21) { return {process, {{"n", n}}, "main", {}, "planner"}; }
  static JobStatus status(const JobQueue& jobs, const std::string& id) { return jobs.find(id).value().status; }
  std::string file(const std::string& name) const {
    std::ifstream in(folder_ / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  /// A job as a killed server leaves it.
  void leave_running(int starts) {
    JobState state;
    state.id = kId;
    state.order = order("double", 17);
    state.status = JobStatus::kRunning;
    state.starts = starts;
    state.started = state.created;
    fs::create_directories(folder_);
    std::ofstream(folder_ / (kId + ".json")) << job_text(state);
  }

  fs::path folder_;
  std::atomic<bool> open_ = false;
  std::atomic<int> runs_ = 0;
  std::vector<int> begun_at_;  ///< one worker at a time
};

TEST_F(JobQueueTest, AJobGivesWhatItsProcessGives) {
  const auto jobs = queue();
  const auto taken = jobs->submit(order("double"));
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->status, JobStatus::kAccepted);
  ASSERT_TRUE(soon([&] { return status(*jobs, taken->id) == JobStatus::kSuccessful; }));
  EXPECT_EQ(jobs->result(taken->id).value(), R"({"twice":42})");
  EXPECT_EQ(jobs->find(taken->id)->progress, 1);
  EXPECT_EQ(file(taken->id + ".result.json"), R"({"twice":42})");
}

TEST_F(JobQueueTest, ProgressAndPartialResultsAreSeenWhileItRuns) {
  const auto jobs = queue();
  const std::string id = jobs->submit(order("slow")).value().id;
  EXPECT_EQ(jobs->partial(kId).problem().code, "job-unknown");
  ASSERT_TRUE(soon([&] { return jobs->partial(id).ok(); }));
  const JobState running = jobs->find(id).value();
  EXPECT_EQ(running.status, JobStatus::kRunning);
  EXPECT_DOUBLE_EQ(running.progress, 0.4);
  EXPECT_EQ(running.stage, "sky");
  EXPECT_EQ(jobs->partial(id)->revision, 1u);
  EXPECT_EQ(*jobs->partial(id)->outputs, R"({"hours":[3,null]})");
  EXPECT_EQ(jobs->result(id).problem().code, "result-not-ready");
  open_ = true;
  ASSERT_TRUE(soon([&] { return status(*jobs, id) == JobStatus::kSuccessful; }));
  EXPECT_EQ(*jobs->partial(id)->outputs, R"({"twice":42})") << "a run that is over knows everything";
  EXPECT_EQ(jobs->partial(id)->revision, 2u);
}

TEST_F(JobQueueTest, AFailureIsKeptWithItsReason) {
  std::string id;
  {
    const auto jobs = queue();
    id = jobs->submit(order("broken")).value().id;
    ASSERT_TRUE(soon([&] { return status(*jobs, id) == JobStatus::kFailed; }));
  }
  const auto later = queue();
  EXPECT_EQ(later->result(id).problem().code, "input-invalid");
  EXPECT_EQ(later->result(id).problem().remedy, "Send a number.");
  EXPECT_EQ(runs_, 1) << "what has failed is not run again";
  EXPECT_EQ(later->submit({"double", Json::object(), "gone", {}, ""}).problem().code, "branch-unknown");
}

TEST_F(JobQueueTest, DismissingStopsARunAndDismissingAgainForgetsIt) {
  const auto jobs = queue();
  const std::string running = jobs->submit(order("slow")).value().id, waiting = jobs->submit(order("double")).value().id;
  ASSERT_TRUE(soon([&] { return status(*jobs, running) == JobStatus::kRunning; }));
  EXPECT_EQ(jobs->dismiss(waiting)->status, JobStatus::kDismissed);
  EXPECT_EQ(jobs->dismiss(running)->status, JobStatus::kDismissed);
  EXPECT_EQ(jobs->result(running).problem().code, "job-dismissed");
  // The worker is free again, and the waiting job never ran.
  const std::string next = jobs->submit(order("double", 4)).value().id;
  ASSERT_TRUE(soon([&] { return status(*jobs, next) == JobStatus::kSuccessful; }));
  EXPECT_EQ(runs_, 2);
  EXPECT_EQ(jobs->dismiss(running)->status, JobStatus::kDismissed);
  EXPECT_EQ(jobs->find(running).problem().code, "job-unknown");
  EXPECT_FALSE(fs::exists(folder_ / (running + ".json")));
  EXPECT_EQ(jobs->dismiss(running).problem().code, "job-unknown");
}

TEST_F(JobQueueTest, WhatAnOrderlyEndCutOffIsRunAgain) {
  std::string id;
  {
    const auto jobs = queue();
    id = jobs->submit(order("slow", 8)).value().id;
    ASSERT_TRUE(soon([&] { return jobs->partial(id).ok(); }));
  }
  EXPECT_EQ(job_from_text(file(id + ".json"))->status, JobStatus::kAccepted);
  open_ = true;
  const auto later = queue();
  ASSERT_TRUE(soon([&] { return status(*later, id) == JobStatus::kSuccessful; }));
  EXPECT_EQ(later->result(id).value(), R"({"twice":16})");
  EXPECT_EQ(later->find(id)->starts, 1);
}

TEST_F(JobQueueTest, WhatAKilledServerLeftIsRunAgainButNotForEver) {
  leave_running(1);
  {
    const auto jobs = queue();
    ASSERT_TRUE(soon([&] { return status(*jobs, kId) == JobStatus::kSuccessful; }));
    EXPECT_EQ(jobs->result(kId).value(), R"({"twice":34})");
    EXPECT_EQ(jobs->find(kId)->starts, 2);
  }
  leave_running(3);
  const auto jobs = queue();
  EXPECT_EQ(status(*jobs, kId), JobStatus::kFailed);
  EXPECT_EQ(jobs->result(kId).problem().code, "job-given-up");
  EXPECT_EQ(runs_, 1);
}

TEST_F(JobQueueTest, GoesOnFromWhatWasFinished) {
  std::string id;
  {
    const auto jobs = queue();
    id = jobs->submit(order("counts")).value().id;
    ASSERT_TRUE(soon([&] { return file(id + ".kept") == "3"; }));
  }
  open_ = true;
  const auto later = queue();
  ASSERT_TRUE(soon([&] { return status(*later, id) == JobStatus::kSuccessful; }));
  EXPECT_EQ(later->result(id).value(), R"({"counted":5})");
  EXPECT_EQ(begun_at_, (std::vector{0, 3}));
  EXPECT_TRUE(later->find(id)->gone_on);
  EXPECT_FALSE(fs::exists(folder_ / (id + ".kept")));
}

TEST_F(JobQueueTest, ADamagedFileIsAFailedJob) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / (kId + ".json")) << R"({"format":1,"id":")";
  std::ofstream(folder_ / "notes.txt") << "not ours";
  const auto jobs = queue();
  ASSERT_EQ(jobs->list().size(), 1u);
  EXPECT_EQ(jobs->result(kId).problem().code, "job-unreadable");
  EXPECT_TRUE(jobs->dismiss(kId));
  EXPECT_TRUE(jobs->list().empty());
  EXPECT_TRUE(fs::exists(folder_ / "notes.txt"));
}

TEST_F(JobQueueTest, AFullQueueRefusesAndOldJobsAreForgotten) {
  const auto jobs = queue(1, 2);
  const std::string first = jobs->submit(order("slow")).value().id;
  ASSERT_TRUE(soon([&] { return status(*jobs, first) == JobStatus::kRunning; }));
  ASSERT_TRUE(jobs->submit(order("double")));
  ASSERT_TRUE(jobs->submit(order("double")));
  EXPECT_EQ(jobs->submit(order("double")).problem().code, "jobs-full");
  open_ = true;
  const auto all_over = [&] {
    for (const auto& job : jobs->list()) {
      if (!is_over(job.status)) return false;
    }
    return true;
  };
  ASSERT_TRUE(soon(all_over));
  ASSERT_EQ(jobs->list().size(), 3u);
  const std::string last = jobs->submit(order("double")).value().id;
  ASSERT_TRUE(soon([&] { return status(*jobs, last) == JobStatus::kSuccessful; }));
  EXPECT_EQ(jobs->list().size(), 3u);
  EXPECT_EQ(jobs->list().front().id, last) << "newest first";
}

TEST_F(JobQueueTest, ManyThreadsSubmitReadAndDismissAtOnce) {
  const auto jobs = queue(3, 500);
  std::vector<std::thread> people;
  for (int person = 0; person < 7; ++person) {
    people.emplace_back([&, person] {
      for (int i = 0; i < 9; ++i) {
        const auto taken = jobs->submit(order("double", person * 9 + i));
        if (!taken) continue;
        (void)jobs->list();
        if (i % 3 == 0) (void)jobs->dismiss(taken->id);
        (void)jobs->result(taken->id);
      }
    });
  }
  for (auto& person : people) person.join();
  EXPECT_TRUE(soon([&] {
    const auto all = jobs->list();
    return all.size() <= 3 && std::all_of(all.begin(), all.end(), [](const JobState& job) { return is_over(job.status); });
  }));
}

TEST(JobText, ComesBackAsItWas) {
  JobState state;
  state.id = kId;
  state.order = {"sun-hours", {{"inputs", {{"step", "10min"}}}}, "plan-b", {"abc", "2030-01-01"}, "Mäkinen"};
  state.status = JobStatus::kFailed;
  state.starts = 2;
  state.created = twin::parse_rfc3339("2026-03-20T10:00:00.5Z").value();
  state.updated = state.created + std::chrono::seconds(70);
  state.finished = state.updated;
  state.problem = Problem{"input-invalid", "m", "/p", "v", "r"};
  const auto back = job_from_text(job_text(state));
  ASSERT_TRUE(back) << back.problem().place;
  EXPECT_EQ(job_text(*back), job_text(state));
  EXPECT_EQ(back->order.request, state.order.request);
  EXPECT_EQ(back->created, state.created);
  EXPECT_FALSE(back->started);
}

}  // namespace
}  // namespace server
