#include "server/compare/outside_program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

#include "server/app/temporary_folder.hpp"
#include "twin_core/base/text.hpp"

extern char** environ;

namespace server {
namespace {

twin::Problem failed(const std::filesystem::path& program, std::string message, const std::string& said, std::string remedy) {
  return {"program-failed", std::move(message), program.filename().string(), twin::excerpt(said), std::move(remedy)};
}

/// The last line that says something.
std::string last_words(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line, out;
  while (std::getline(in, line)) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) out = line;
  }
  return out;
}

}  // namespace

std::optional<std::filesystem::path> find_program(const std::string& name) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto file = std::filesystem::path(folder) / name;
    if (!folder.empty() && access(file.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(file)) return file;
  }
  return std::nullopt;
}

twin::Status run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments, std::chrono::seconds patience) {
  TWIN_TRY(const TemporaryFolder folder, TemporaryFolder::make());
  const auto said = folder.path() / "said.txt";
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // a browser has children: they end with it
  posix_spawnattr_setpgroup(&attributes, 0);
  pid_t process = -1;
  const int error = posix_spawn(&process, program.c_str(), &actions, &attributes, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) return failed(program, "The program cannot be started.", std::strerror(error), "Check the path and that the file may be run.");
  const auto end = std::chrono::steady_clock::now() + patience;
  int status = 0;
  while (waitpid(process, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      kill(-process, SIGKILL);
      waitpid(process, &status, 0);
      return failed(program, fmt::format("The program did not end within {} s.", patience.count()), last_words(said), "Try again when the machine has less to do.");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return twin::Done{};
  return failed(program, WIFEXITED(status) ? fmt::format("The program ended with {}.", WEXITSTATUS(status)) : "The program was ended.", last_words(said), "Run it by itself to see what it says.");
}

}  // namespace server
