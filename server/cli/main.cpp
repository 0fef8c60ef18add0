#include <exception>
#include <functional>
#include <map>
#include <new>

#include <fmt/format.h>

#include "server/cli/commands.hpp"
#include "server/cli/console.hpp"

namespace {

using server::Arguments;

int dispatch(const Arguments& arguments) {
  static const std::map<std::string, std::function<int(const Arguments&)>> kCommands = {
      {"import", server::run_import},   {"validate", server::run_validate}, {"info", server::run_info},
      {"log", server::run_log},         {"verify", server::run_verify},     {"undo", server::run_undo},
      {"diff", server::run_diff},       {"export", server::run_export},     {"branch", server::run_branch},
      {"plan", server::run_plan},       {"run", server::run_process},       {"processes", server::run_processes},
      {"series", server::run_series},
      {"tables", server::run_tables},
      {"serve", server::run_serve},     {"synth", server::run_synth},       {"tiles", server::run_tiles},
      {"report", server::run_report},   {"compare", server::run_compare},
      {"bench", server::run_bench},     {"links", server::run_links}, {"merge", server::run_merge},   {"revert", server::run_revert}};
  return kCommands.at(arguments.command.substr(0, arguments.command.find(' ')))(arguments);
}

}  // namespace

int main(int argc, char** argv) {
  const server::ParsedCommandLine parsed = server::parse_command_line(argc, argv);
  if (!parsed.output.empty()) fmt::print("{}", parsed.output);
  if (!parsed.error.empty()) fmt::print(stderr, "{}", parsed.error);
  if (!parsed.arguments) return parsed.exit_code;
  try {
    return dispatch(*parsed.arguments);
  } catch (const std::bad_alloc&) {
    return server::fail({"internal", "There is not enough memory for this.", parsed.arguments->command, "",
                         "Close other programs or take a smaller input."}, parsed.arguments->json);
  } catch (const std::exception& error) {
    return server::fail({"internal", "A fault of this program.", parsed.arguments->command, error.what(),
                         "Please report it with the command and its input."}, parsed.arguments->json);
  }
}
