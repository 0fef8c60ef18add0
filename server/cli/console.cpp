#include "server/cli/console.hpp"

#include <unistd.h>

#include <array>
#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "server/app/json_shapes.hpp"

namespace server {

using twin::Json;

int exit_code_of(const twin::Problem& problem) {
  if (problem.code == "usage") return kExitUsage;
  constexpr std::array kOurs = {"internal", "store-read-only", "store-corrupt", "blob-missing"};
  const bool ours = std::find(kOurs.begin(), kOurs.end(), problem.code) != kOurs.end();
  return ours ? kExitInternal : kExitInput;
}

int fail(const twin::Problem& problem, bool json) {
  if (json) print_json(problem_to_json(problem));
  std::string line = "error " + problem.code + ": " + problem.message;
  if (!problem.place.empty()) line += "\n  place: " + problem.place;
  if (!problem.value.empty()) line += "\n  value: " + problem.value;
  if (!problem.remedy.empty()) line += "\n  remedy: " + problem.remedy;
  fmt::print(stderr, "{}\n", line);
  return exit_code_of(problem);
}

void print_json(const Json& document) {
  fmt::print("{}\n", document.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void print_findings(const std::string& file, const Json& findings, std::size_t limit) {
  std::size_t shown = 0;
  for (const char* severity : {"error", "warning", "info"}) {
    for (const Json& finding : findings) {
      if (finding["severity"] != severity) continue;
      if (++shown > limit) continue;
      const auto text = [&](const char* name) { return finding[name].get<std::string>(); };
      std::string line = fmt::format("{} {}: {}", severity, text("code"), file);
      for (const char* part : {"id", "place", "value"}) {
        if (!text(part).empty()) line += ", " + text(part);
      }
      if (!text("remedy").empty()) line += ". " + text("remedy");
      fmt::print(stderr, "{}\n", line);
    }
  }
  if (shown > limit) fmt::print(stderr, "… and {} (all with --json)\n", counted(shown - limit, "more finding"));
}

std::string span_in_words(const twin::Json& span) {
  constexpr std::size_t kToTheSecond = 19;
  std::string out = "holds in the real world";
  if (span["from"].is_string()) out += " from " + span["from"].get<std::string>().substr(0, kToTheSecond) + "Z";
  out += span["to"].is_string() ? " to " + span["to"].get<std::string>().substr(0, kToTheSecond) + "Z" : std::string(" on");
  return out;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) != 0), started_(std::chrono::steady_clock::now()) {
  stage_started_ = started_;
  last_drawn_ = started_;
}

ProgressLine::~ProgressLine() { clear(); }

geo::Progress ProgressLine::callback() {
  return [this](const std::string& stage, double done, double total, const std::string& unit) {
    update(stage, done, total, unit);
  };
}

void ProgressLine::clear() {
  if (drawn_) fmt::print(stderr, "\r\033[K");
  drawn_ = false;
}

void ProgressLine::update(const std::string& stage, double done, double total, const std::string& unit) {
  using std::chrono::duration;
  using std::chrono::seconds;
  const Time now = std::chrono::steady_clock::now();
  const bool new_stage = stage != stage_;
  if (new_stage) {
    stage_ = stage;
    stage_started_ = now;
  }
  if (now - started_ < seconds(1)) return;
  if (!terminal_) {
    if (new_stage) fmt::print(stderr, "{} …\n", stage);
    return;
  }
  if (drawn_ && !new_stage && now - last_drawn_ < std::chrono::milliseconds(200)) return;
  last_drawn_ = now;
  const double elapsed = std::max(duration<double>(now - stage_started_).count(), 1e-3);
  std::string line = stage;
  if (total > 0) {
    line += fmt::format(" {:.0f} % of {:.0f} {}", 100 * done / total, total, unit);
    if (done > 0) line += fmt::format(", {:.0f} s left", elapsed * (total - done) / done);
  } else if (done > 0) {
    line += fmt::format(" {:.0f} {}", done, unit);
  }
  if (done > 0) line += fmt::format(", {:.0f} {}/s", done / elapsed, unit);
  fmt::print(stderr, "\r\033[K{}", line);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace server
