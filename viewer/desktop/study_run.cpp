#include "viewer/desktop/study_run.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "viewer/desktop/downloads.hpp"

namespace viewer {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kBetweenLooks{150};
constexpr int kMostLost = 40;  ///< looks without an answer: a server that is started again takes its jobs up

const std::vector<std::pair<std::string, std::string>> kJson{{"Content-Type", "application/json"}};

/// "detail remedy" of a problem document, or that there was no answer.
std::string sentence(const HttpAnswer& answer) {
  if (answer.status == 0) return answer.error;
  const auto document = json::parse(answer.body, nullptr, false);
  if (!document.is_object()) return "HTTP " + std::to_string(answer.status);
  return document.value("detail", "HTTP " + std::to_string(answer.status)) + " " + document.value("remedy", "");
}

}  // namespace

StudyRun::StudyRun(Address address, std::string branch) : address_(std::move(address)), branch_(std::move(branch)), thread_([this] { work(); }) {}

StudyRun::~StudyRun() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void StudyRun::want(const StudyOrder& order) {
  const std::lock_guard lock(mutex_);
  if (order == wanted_) return;
  wanted_ = order;
  fresh_ = true;
  news_.reset();
  wake_.notify_all();
}

std::optional<StudyNews> StudyRun::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(news_, std::nullopt);
}

bool StudyRun::busy() const {
  const std::lock_guard lock(mutex_);
  return fresh_ || working_ || news_;
}

bool StudyRun::stale(const StudyOrder& order) const {
  const std::lock_guard lock(mutex_);
  return stopping_ || !(order == wanted_);
}

void StudyRun::give(const StudyNews& news) {
  const std::lock_guard lock(mutex_);
  if (news.order == wanted_) news_ = news;
}

std::string StudyRun::process_target(const std::string& process) const {
  return "/processes/" + process + "/execution?branch=" + encode_path_part(branch_);
}

void StudyRun::work() {
  HttpClient client(address_);
  while (true) {
    StudyNews news;
    {
      std::unique_lock lock(mutex_);
      working_ = false;
      wake_.wait(lock, [&] { return stopping_ || fresh_; });
      if (stopping_) return;
      fresh_ = false;
      working_ = true;
      news.order = wanted_;
    }
    answer(client, news);
    news.done = true;
    give(news);
  }
}

void StudyRun::answer(HttpClient& client, StudyNews& news) {
  const StudyOrder& order = news.order;
  if (order.unit.empty()) return;
  if (!order.massing.empty()) {
    const auto body = client.send("POST", process_target("massing"), massing_request(order.unit, order.massing), kJson);
    if (body.status != 200) {
      news.problem = "massing: " + sentence(body);
      return;
    }
    auto massing = read_massing(body.body);
    if (!massing) {
      news.problem = massing.problem;
      return;
    }
    news.massing = std::move(massing.value);
    if (!news.massing->buildings.empty()) {
      const auto check = client.send("POST", process_target("check-plan"), check_request(order.unit), kJson);
      if (check.status != 200) {
        news.problem = "check-plan: " + sentence(check);
        return;
      }
      news.replaced = standing_on_unit(check.body);
    }
    give(news);
  }
  if (!order.sun.empty()) shine(client, news);
}

bool StudyRun::shine(HttpClient& client, StudyNews& news) {
  const StudyOrder& order = news.order;
  const auto fail = [&](const std::string& why) {
    news.problem = "sun-hours: " + why;
    return false;
  };
  const auto unit = client.get("/branches/" + encode_path_part(branch_) + "/plan-units/" + encode_path_part(order.unit));
  if (unit.status != 200) return fail(sentence(unit));
  const auto requests = sun_requests(unit.body, news.massing, news.replaced, order.sun, zone_hours(order.placed, order.scene_to_ecef));
  if (!requests) return fail(requests.problem);
  auto headers = kJson;
  headers.emplace_back("Prefer", "respond-async");
  std::vector<std::string> jobs;
  for (const auto& request : requests.value) {
    const auto taken = client.send("POST", process_target("sun-hours"), request, headers);
    const auto document = json::parse(taken.body, nullptr, false);
    if (taken.status != 201 || !document.is_object()) return fail(sentence(taken));
    jobs.push_back("/jobs/" + document.value("jobID", ""));
  }
  const bool fine = follow(client, jobs, news);
  if (!fine) {
    for (const auto& job : jobs) client.send("DELETE", job);
  }
  return fine;
}

bool StudyRun::follow(HttpClient& client, const std::vector<std::string>& jobs, StudyNews& news) {
  std::vector<SunHours> parts(jobs.size());
  std::vector<std::uint64_t> seen(jobs.size(), 0);
  std::vector<double> progress(jobs.size(), 0);
  std::size_t done = 0;
  for (int lost = 0; done < jobs.size();) {
    if (stale(news.order)) return false;
    bool changed = false;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      if (progress[i] >= 1) continue;
      const auto told = client.get(jobs[i]);
      const auto state = json::parse(told.body, nullptr, false);
      if (told.status != 200 || !state.is_object()) {
        const bool away = told.status == 0 || told.status == 503;
        if (away && ++lost < kMostLost) continue;
        news.problem = "sun-hours: " + sentence(told);
        return false;
      }
      lost = 0;
      const auto status = state.value("status", "");
      const bool running = status == "running" || status == "accepted";
      const auto revision = state.value("partial", std::uint64_t{0});
      progress[i] = std::min(0.99, state.value("progress", 0) / 100.0);
      if (running && revision <= seen[i]) continue;
      const auto body = client.get(jobs[i] + (running ? "/partial" : "/results"));
      auto part = body.status == 200 ? read_sun_hours(body.body) : Outcome<SunHours>::failed("sun-hours: " + sentence(body));
      if (!part) {
        news.problem = part.problem;
        return false;
      }
      parts[i] = std::move(part.value);
      seen[i] = revision;
      changed = true;
      if (running) continue;
      progress[i] = 1;
      ++done;
    }
    news.progress = 0;
    for (const double one : progress) news.progress += one / static_cast<double>(progress.size());
    if (changed) news.sun = parts;
    give(news);
    if (done < jobs.size()) std::this_thread::sleep_for(kBetweenLooks);
  }
  news.sun = std::move(parts);
  return true;
}

}  // namespace viewer
