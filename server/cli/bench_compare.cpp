// bench compare: five branches of one city side by side.
#include "server/cli/bench_compare.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include "server/cli/commands.hpp"
#include "sim/run/process.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;

namespace {

constexpr int kScenarios = 4, kRounds = 7;
constexpr const char* kAuthor = "bench";

double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

struct Times {
  std::vector<double> wall_ms, processor_ms;

  Json median() const {
    const auto middle = [](std::vector<double> values) {
      std::sort(values.begin(), values.end());
      return values[values.size() / 2];
    };
    return {{"runs", wall_ms.size()}, {"wall_ms", middle(wall_ms)}, {"processor_ms", middle(processor_ms)}};
  }
};

twin::Status compare(TwinService& twin, const Json& request, Times& into) {
  sim::Sink sink;
  const auto start = std::chrono::steady_clock::now();
  const double before = processor_ms();
  TWIN_CHECK(twin.run("scenario-comparison", request, "main", sink));
  into.wall_ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  into.processor_ms.push_back(processor_ms() - before);
  return twin::Done{};
}

std::string branch_name(int number) { return fmt::format("bench-compare-{}", number); }

/// Gives a unit another efficiency number on a branch.
twin::Status edit(TwinService& twin, const std::string& branch, const Json& unit, double efficiency) {
  Json regulations = Json::array();
  for (const Json& regulation : unit["regulations"]) {
    if (regulation["type"] != "tehokkuusluku") regulations.push_back(regulation);
  }
  regulations.push_back({{"type", "tehokkuusluku"}, {"value", efficiency}});
  TWIN_CHECK(twin.write_plan_unit(branch, unit["id"], {{"regulations", std::move(regulations)}}, true, kAuthor, "", "", 0));
  return twin::Done{};
}

Result<Json> measure(TwinService& twin) {
  TWIN_TRY(const Json units, twin.plan_units("main"));
  const Json& list = units["plan_units"];
  if (list.empty()) return Problem{"not-found", "The twin has no plan unit to edit.", "main", "", "Import a plan file first."};
  Json scenarios = {"main"};
  for (int i = 0; i < kScenarios; ++i) {
    scenarios.push_back(branch_name(i + 1));
    TWIN_CHECK(edit(twin, branch_name(i + 1), list[static_cast<std::size_t>(i) % list.size()], 1 + 0.1 * (i + 1)));
  }
  const Json request = {{"scenarios", std::move(scenarios)}};
  Times first, warm, after_edit;
  TWIN_CHECK(compare(twin, request, first));
  for (int i = 0; i < kRounds; ++i) {
    TWIN_CHECK(compare(twin, request, warm));
    TWIN_CHECK(edit(twin, branch_name(1), list[0], 2 + 0.01 * i));
    TWIN_CHECK(compare(twin, request, after_edit));
  }
  TWIN_TRY(const Json info, twin.info({}));
  return Json{{"branches", kScenarios + 1}, {"buildings", info["buildings"]}, {"plan_units", info["plan_units"]},
              {"first", first.median()}, {"warm", warm.median()}, {"warm_after_edit", after_edit.median()}};
}

}  // namespace

Result<Json> bench_compare(const Arguments& arguments) {
  if (arguments.twin.empty()) return Problem{"usage", "The comparison is measured on a twin.", "--twin", "", "Give a twin's file or a server's address."};
  TWIN_TRY(const OpenedTwin opened, open_twin(arguments.twin, false));
  for (int i = 1; i <= kScenarios; ++i) TWIN_CHECK(opened.service->create_branch(branch_name(i), "main", kAuthor, "bench compare"));
  auto out = measure(*opened.service);
  for (int i = 1; i <= kScenarios; ++i) TWIN_CHECK(opened.service->delete_branch(branch_name(i), kAuthor));
  return out;
}

}  // namespace server
