#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "server/app/serve.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"

namespace server {
namespace {

/// The built web client: as told, or found in a folder above the program.
std::filesystem::path find_web_root(const std::string& told) {
  if (!told.empty()) return told;
  if (const char* variable = std::getenv("KAKSONEN_WEB")) return variable;
  std::error_code error;
  std::filesystem::path folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  while (!error && folder.has_relative_path()) {
    const std::filesystem::path candidate = folder / "viewer/web/dist";
    if (std::filesystem::exists(candidate / "index.html", error)) return candidate;
    folder = folder.parent_path();
  }
  return {};
}

}  // namespace

int run_serve(const Arguments& arguments) {
  if (arguments.twin.find("://") != std::string::npos) {
    return fail({"usage", "A server serves a file, not another server.", "--twin", arguments.twin,
                 "Name the twin's file."}, arguments.json);
  }
  // Signals are taken by sigwait below; every thread started from here on leaves them alone.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  auto opened = open_twin(arguments.twin, true);
  if (!opened) return fail(opened.problem(), arguments.json);
  if (!opened->local) {
    return fail({"twin-busy", "Another server already serves this twin.", arguments.twin, "",
                 "Stop it first, or use its address."}, arguments.json);
  }
  ServeOptions options;
  options.http.address = arguments.address;
  options.http.port = arguments.port;
  options.web_root = find_web_root(arguments.web);
  options.twin_file = arguments.twin;
  auto served = ServedTwin::start(opened->local, options);
  if (!served) return fail(served.problem(), arguments.json);
  const std::string address = fmt::format("http://{}:{}",
      arguments.address == "127.0.0.1" ? "localhost" : arguments.address, (*served)->port());
  if (arguments.json) {
    print_json({{"address", address}, {"port", (*served)->port()}});
  } else {
    fmt::print("{} is served on {}  (Ctrl-C stops)\n", arguments.twin, address);
  }
  std::fflush(stdout);

  int signal_number = 0;
  sigwait(&signals, &signal_number);
  // A second signal ends the drain at once.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  fmt::print(stderr, "stopping …\n");
  (*served)->stop();
  return kExitFine;
}

}  // namespace server
