// bench: what this program does in a second, printed with the machine's share of noise (median, p99, max).
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <vector>

#include <fmt/format.h>

#include "proto/stream.pb.h"
#include "server/app/remote_twin.hpp"
#include "server/cli/bench_compare.hpp"
#include "server/cli/bench_linking.hpp"
#include "server/cli/bench_read.hpp"
#include "server/cli/bench_set_back.hpp"
#include "server/cli/bench_sun.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"
#include "sim/zoning/zoning_capacity.hpp"
#include "viewer/client/stream_client.hpp"

namespace server {

using twin::Json;
using twin::Problem;
using twin::Result;
using Clock = std::chrono::steady_clock;

namespace {

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// {"runs","median_ms","p99_ms","max_ms"}
Json summary_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())))];
  };
  return {{"runs", values.size()}, {"median_ms", at(0.5)}, {"p99_ms", at(0.99)}, {"max_ms", values.back()}};
}

/// Counts the KPI frames of one plan unit that one subscriber has received.
class Subscriber {
 public:
  Subscriber(const std::string& address, const std::string& branch, const std::string& unit)
      : unit_(unit),
        client_(viewer::Address::parse(address),
                {[this, branch] {
                   kaksonen::v1::ClientMessage message;
                   message.set_version(1);
                   message.set_request_id(1);
                   message.mutable_subscribe()->set_branch(branch);
                   message.mutable_subscribe()->add_variables("floor_area_used");
                   client_.send(message.SerializeAsString());
                 },
                 [this](const std::string& bytes) { receive(bytes); },
                 [this](int, const std::string&) {
                   const std::lock_guard lock(mutex_);
                   closed_ = true;
                   changed_.notify_all();
                 }}) {}

  std::size_t frames() {
    const std::lock_guard lock(mutex_);
    return frames_;
  }
  bool wait_for_frames(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] { return frames_ >= count || closed_; }) &&
           frames_ >= count;
  }
  bool in_order() {
    const std::lock_guard lock(mutex_);
    return in_order_;
  }

 private:
  void receive(const std::string& bytes) {
    kaksonen::v1::ServerMessage message;
    if (!message.ParseFromString(bytes)) return;
    const std::lock_guard lock(mutex_);
    if (message.sequence() != 0) {
      in_order_ = in_order_ && message.sequence() > last_sequence_;
      last_sequence_ = message.sequence();
    }
    if (message.has_kpi() && message.kpi().plan_unit() == unit_) {
      ++frames_;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string unit_;
  std::size_t frames_ = 0;
  std::uint64_t last_sequence_ = 0;
  bool in_order_ = true, closed_ = false;
  viewer::StreamClient client_;   // last: it calls back into the members above
};

Result<Json> edit_latency(const Arguments& arguments) {
  if (arguments.twin.find("://") == std::string::npos) {
    return Problem{"usage", "The edit latency is measured at a running server.", "--twin", arguments.twin,
                   "Start kaksonen serve and give its address."};
  }
  TWIN_TRY(const auto remote, RemoteTwin::connect(arguments.twin));
  TWIN_TRY(const Json units, remote->plan_units(arguments.branch));
  if (units["plan_units"].empty()) {
    return Problem{"not-found", "The branch has no plan unit to edit.", arguments.branch, "",
                   "Import a plan file first."};
  }
  const Json& unit = units["plan_units"][0];
  const std::string id = unit["id"];
  std::vector<std::unique_ptr<Subscriber>> clients;
  for (int i = 0; i < arguments.clients; ++i) {
    clients.push_back(std::make_unique<Subscriber>(arguments.twin, arguments.branch, id));
    if (!clients.back()->wait_for_frames(1)) {
      return Problem{"server-unreachable", "The stream gave no KPI within 10 s.", arguments.twin, "",
                     "Check the server's messages."};
    }
  }
  Json regulations = Json::array();
  for (const Json& regulation : unit["regulations"]) {
    if (regulation["type"] != "tehokkuusluku") regulations.push_back(regulation);
  }
  std::vector<double> to_last_client, to_answer;
  for (int i = 0; i < arguments.edits; ++i) {
    Json edited = regulations;
    edited.push_back({{"type", "tehokkuusluku"}, {"value", 1.0 + 0.001 * (i + 1)}});
    std::vector<std::size_t> before;
    for (auto& client : clients) before.push_back(client->frames());
    const auto start = Clock::now();
    TWIN_CHECK(remote->write_plan_unit(arguments.branch, id, {{"regulations", edited}}, true, "bench", "", "", 0));
    to_answer.push_back(milliseconds_since(start));
    for (std::size_t c = 0; c < clients.size(); ++c) {
      if (!clients[c]->wait_for_frames(before[c] + 1)) {
        return Problem{"internal", "A client heard nothing of an edit.", fmt::format("client {}", c), id,
                       "See the server's messages."};
      }
    }
    to_last_client.push_back(milliseconds_since(start));
  }
  // The unit gets its own regulations back, as one more commit.
  TWIN_CHECK(remote->write_plan_unit(arguments.branch, id, {{"regulations", unit["regulations"]}}, true, "bench", "",
                                     "", 0));
  bool in_order = true;
  for (auto& client : clients) in_order = in_order && client->in_order();
  return Json{{"clients", arguments.clients},
              {"in_order", in_order},
              {"edit_to_answer", summary_of(to_answer)},
              {"edit_to_last_client", summary_of(to_last_client)}};
}

Result<Json> zoning(const Arguments& arguments) {
  const sim::Process* process = sim::find_process("zoning-capacity");
  sim::Sink sink;
  std::vector<double> times;
  for (int i = 0; i < arguments.edits; ++i) {
    const auto start = Clock::now();
    TWIN_CHECK(sim::execute(process->id(), process->example(), {}, sink));
    times.push_back(milliseconds_since(start));
  }
  TWIN_TRY(auto set_back, bench_set_back());
  return Json{{"zoning_capacity_example", summary_of(times)}, {"set_back_4_m", std::move(set_back)}};
}

Result<Json> parse(const Arguments& arguments) {
  if (arguments.input.empty()) {
    return Problem{"usage", "Name the CityGML file to read.", "--input", "", "kaksonen bench parse --input city.gml"};
  }
  std::error_code error;
  const auto bytes = std::filesystem::file_size(arguments.input, error);
  if (error) return Problem{"file-unreadable", "The file cannot be opened.", arguments.input, "", "Check its name."};
  const geo::InputFile file{arguments.input, arguments.input, nullptr};
  const auto start = Clock::now();
  geo::ReadOptions options;
  options.crs = "local";  // a file that names no system is read as fast as another
  const geo::CityBatch batch = geo::read_city({file}, options);
  const double seconds = milliseconds_since(start) / 1000;
  return Json{{"buildings", batch.buildings.size()},
              {"seconds", seconds},
              {"megabytes_per_second", static_cast<double>(bytes) / 1e6 / seconds},
              {"buildings_per_second", static_cast<double>(batch.buildings.size()) / seconds}};
}

}  // namespace

int run_bench(const Arguments& arguments) {
  Result<Json> answer = Problem{"usage", "There is no benchmark of this name.", "bench", arguments.bench,
                                "edit-latency, compare, linking, zoning, sun, parse or read (ingest: ./kaksonen bench ingest)."};
  if (arguments.bench == "edit-latency") answer = edit_latency(arguments);
  if (arguments.bench == "zoning") answer = zoning(arguments);
  if (arguments.bench == "parse") answer = parse(arguments);
  if (arguments.bench == "read") answer = bench_read(arguments);
  if (arguments.bench == "linking") answer = bench_linking(arguments);
  if (arguments.bench == "compare") answer = bench_compare(arguments);
  if (arguments.bench == "sun") answer = bench_sun(arguments);
  if (!answer) return fail(answer.problem(), arguments.json);
  if (arguments.json) {
    print_json(*answer);
  } else if (arguments.bench == "linking") {
    print_linking(*answer);
  } else {
    fmt::print("{}\n", answer->dump(2));
  }
  return kExitFine;
}

}  // namespace server
