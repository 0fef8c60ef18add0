#include "server/jobs/job_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "server/http/text.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

namespace fs = std::filesystem;
using twin::Json;
using twin::Problem;

constexpr std::array<std::string_view, 5> kStatusNames{"accepted", "running", "successful", "failed", "dismissed"};
constexpr int kFormat = 1;
constexpr std::size_t kDeepest = 64;  // a request may have 32 levels, and lies a few levels down

Problem not_writable(const fs::path& file) {
  return {"file-not-writable", "A job could not be kept.", file.filename().string(), "",
          "Look whether the folder beside the twin is writable and its disk has room."};
}

/// All of the text under the name, or the file of before.
twin::Status write_whole(const fs::path& file, const std::string& text) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  fs::path draft = file;
  draft += ".new";
  const int out = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out < 0) return not_writable(file);
  bool fine = true;
  for (std::size_t done = 0; fine && done < text.size();) {
    const ssize_t count = ::write(out, text.data() + done, text.size() - done);
    fine = count > 0;
    done += fine ? static_cast<std::size_t>(count) : 0;
  }
  fine = ::fsync(out) == 0 && fine;
  fine = ::close(out) == 0 && fine;
  if (fine) fs::rename(draft, file, error);
  if (!fine || error) return not_writable(file);
  if (const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return twin::Done{};
}

twin::Result<std::string> read_whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || !text) {
    return Problem{"file-unreadable", "What a job has left cannot be read.", file.filename().string(), "", "Run the process again."};
  }
  return text.str();
}

Json problem_json(const Problem& problem) {
  return {{"code", problem.code}, {"message", problem.message}, {"place", problem.place}, {"value", problem.value}, {"remedy", problem.remedy}};
}

Json time_or_null(const std::optional<twin::Instant>& time) { return time ? Json(twin::to_rfc3339(*time)) : Json(); }

Problem unreadable(std::string_view place) {
  return {"job-unreadable", "The file of a job is damaged, or of another version.", std::string(place), "",
          "Send the request again, and remove this job."};
}

bool is_job_id(std::string_view text) { return text.size() == 32 && std::all_of(text.begin(), text.end(), is_hexadecimal); }

/// Members that must be there, of their kinds; the first that is not makes the whole unreadable.
class Members {
 public:
  explicit Members(const Json& json) : json_(json) {}
  std::string text(const char* name) {
    const Json* value = find(name);
    if (value == nullptr || !value->is_string()) return fail(name), std::string{};
    return value->get<std::string>();
  }
  std::optional<twin::Instant> time(const char* name) {
    const Json* value = find(name);
    if (value != nullptr && value->is_null()) return std::nullopt;
    const auto read = value != nullptr && value->is_string() ? twin::parse_rfc3339(value->get<std::string>()) : unreadable(name);
    if (!read) return fail(name), std::nullopt;
    return *read;
  }
  int number(const char* name) {
    const Json* value = find(name);
    if (value == nullptr || !value->is_number_integer()) return fail(name), 0;
    return value->get<int>();
  }
  const Json* find(const char* name) const {
    const auto found = json_.find(name);
    return found == json_.end() ? nullptr : &*found;
  }
  void fail(const char* name) {
    if (missing_.empty()) missing_ = name;
  }
  const std::string& missing() const { return missing_; }

 private:
  const Json& json_;
  std::string missing_;
};

}  // namespace

std::string_view name_of(JobStatus status) { return kStatusNames[static_cast<std::size_t>(status)]; }

std::optional<JobStatus> job_status_of(std::string_view name) {
  const auto found = std::find(kStatusNames.begin(), kStatusNames.end(), name);
  if (found == kStatusNames.end()) return std::nullopt;
  return static_cast<JobStatus>(found - kStatusNames.begin());
}

std::string job_text(const JobState& state) {
  const Json out = {{"format", kFormat},
                    {"id", state.id},
                    {"process", state.order.process},
                    {"request", state.order.request},
                    {"branch", state.order.branch},
                    {"as_of", state.order.when.as_of},
                    {"valid_at", state.order.when.valid_at},
                    {"author", state.order.author},
                    {"status", name_of(state.status)},
                    {"starts", state.starts},
                    {"created", twin::to_rfc3339(state.created)},
                    {"updated", twin::to_rfc3339(state.updated)},
                    {"started", time_or_null(state.started)},
                    {"finished", time_or_null(state.finished)},
                    {"problem", state.problem ? problem_json(*state.problem) : Json()}};
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

twin::Result<JobState> job_from_text(const std::string& text) {
  TWIN_TRY(const Json json, twin::parse_json(text, kDeepest));
  if (!json.is_object()) return unreadable("/");
  Members members(json);
  JobState out;
  if (members.number("format") != kFormat) members.fail("format");
  out.id = members.text("id");
  if (!is_job_id(out.id)) members.fail("id");
  out.order.process = members.text("process");
  if (const Json* request = members.find("request"); request != nullptr && request->is_object()) {
    out.order.request = *request;
  } else {
    members.fail("request");
  }
  out.order.branch = members.text("branch");
  out.order.when = {members.text("as_of"), members.text("valid_at")};
  out.order.author = members.text("author");
  const auto status = job_status_of(members.text("status"));
  if (!status) members.fail("status");
  out.status = status.value_or(JobStatus::kFailed);
  out.starts = members.number("starts");
  const auto created = members.time("created"), updated = members.time("updated");
  if (!created) members.fail("created");
  if (!updated) members.fail("updated");
  out.created = created.value_or(twin::Instant{});
  out.updated = updated.value_or(twin::Instant{});
  out.started = members.time("started");
  out.finished = members.time("finished");
  if (const Json* problem = members.find("problem"); problem != nullptr && problem->is_object()) {
    Members parts(*problem);
    out.problem = Problem{parts.text("code"), parts.text("message"), parts.text("place"), parts.text("value"), parts.text("remedy")};
    if (!parts.missing().empty()) members.fail("problem");
  }
  if (!members.missing().empty()) return unreadable("/" + members.missing());
  out.progress = out.status == JobStatus::kSuccessful ? 1 : 0;
  return out;
}

twin::Status JobFiles::write(const JobState& state) const { return write_whole(state_file(state.id), job_text(state)); }

twin::Status JobFiles::write_result(const std::string& id, const std::string& text) const { return write_whole(result_file(id), text); }

twin::Result<std::string> JobFiles::result(const std::string& id) const { return read_whole(result_file(id)); }

void JobFiles::remove(const std::string& id) const {
  std::error_code ignored;
  fs::remove(state_file(id), ignored);
  fs::remove(result_file(id), ignored);
  fs::remove(kept_file(id), ignored);
}

twin::Status JobFiles::write_kept(const std::string& id, const std::string& state) const { return write_whole(kept_file(id), state); }

std::string JobFiles::kept(const std::string& id) const {
  auto text = read_whole(kept_file(id));
  return text ? *std::move(text) : std::string{};
}

void JobFiles::remove_kept(const std::string& id) const {
  std::error_code ignored;
  fs::remove(kept_file(id), ignored);
}

std::vector<JobState> JobFiles::all() const {
  std::vector<JobState> out;
  std::error_code error;
  for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error)) {
    const fs::path file = at->path();
    const std::string id = file.stem().string();
    if (file.extension() == ".new") fs::remove(file, error);
    if (file.extension() != ".json" || !is_job_id(id)) continue;
    const auto text = read_whole(file);
    auto state = text ? job_from_text(*text) : twin::Result<JobState>(text.problem());
    if (state && state->id != id) state = unreadable("/id");
    if (!state) {
      JobState damaged;
      damaged.id = id;
      damaged.status = JobStatus::kFailed;
      damaged.problem = unreadable(file.filename().string() + " " + state.problem().place);
      state = damaged;
    }
    out.push_back(*std::move(state));
  }
  std::sort(out.begin(), out.end(), [](const JobState& a, const JobState& b) { return std::tie(a.created, a.id) < std::tie(b.created, b.id); });
  return out;
}

}  // namespace server
