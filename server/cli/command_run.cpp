// run, processes.
#include <fmt/format.h>

#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"
#include "sim/run/process.hpp"

namespace server {

using twin::Json;
using twin::Result;

namespace {

class TerminalSink final : public sim::Sink {
 public:
  void progress(double fraction, std::string_view stage) override {
    callback_(std::string(stage), fraction * 100, 100, "%");
  }

 private:
  ProgressLine line_;
  geo::Progress callback_ = line_.callback();
};

Result<Json> run_with_twin(const Arguments& arguments, const Json& request, sim::Sink& sink) {
  if (arguments.twin.empty()) return sim::execute(arguments.process, request, {}, sink);
  TWIN_TRY(const OpenedTwin opened, open_twin(arguments.twin, false));
  return opened.service->run(arguments.process, request, arguments.branch, sink, {arguments.as_of, arguments.valid_at});
}

}  // namespace

int run_process(const Arguments& arguments) {
  const auto text = read_whole_file(arguments.input);
  if (!text) return fail(text.problem(), arguments.json);
  const auto request = twin::parse_json(*text);
  if (!request) return fail(request.problem(), arguments.json);
  TerminalSink sink;
  const auto answer = run_with_twin(arguments, *request, sink);
  if (!answer) return fail(answer.problem(), arguments.json);
  if (arguments.json) {
    print_json(*answer);
  } else {
    fmt::print("{}\n", answer->dump(2));
  }
  return kExitFine;
}

int run_processes(const Arguments& arguments) {
  if (!arguments.process.empty()) {
    const sim::Process* process = sim::find_process(arguments.process);
    if (process == nullptr) {
      return fail({"process-unknown", "There is no process of this name.", "process", arguments.process,
                   "List them with: kaksonen processes"}, arguments.json);
    }
    Json description = sim::describe(*process);
    description["example"] = process->example();
    if (arguments.json) {
      print_json(description);
    } else {
      fmt::print("{}\n", description.dump(2));
    }
    return kExitFine;
  }
  Json list = Json::array();
  for (const sim::Process* process : sim::processes()) {
    list.push_back({{"id", process->id()}, {"version", process->version()}, {"title", process->title()}});
    if (!arguments.json) fmt::print("{:<20} {:<8} {}\n", process->id(), process->version(), process->title());
  }
  if (arguments.json) print_json({{"processes", std::move(list)}});
  return kExitFine;
}

}  // namespace server
