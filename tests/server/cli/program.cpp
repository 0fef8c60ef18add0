#include "tests/server/cli/program.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <sstream>

namespace tests {

using twin::Json;
namespace {

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

int start(const std::vector<std::string>& arguments, int in, int out, int err) {
  std::vector<std::string> words = {KAKSONEN_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int process = fork();
  if (process == 0) {
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    if (err >= 0) dup2(err, STDERR_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
  }
  return process;
}

int exit_code_of(int process) {
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

twin::Json Finished::json() const {
  auto document = twin::parse_json(out, 64);
  EXPECT_TRUE(document.ok()) << "stdout is not one JSON object: " << out << "\n" << err;
  return document ? *document : twin::Json::object();
}

Finished kaksonen(const std::vector<std::string>& arguments, const std::string& input) {
  const TemporaryFolder folder;
  write_text(folder / "in", input);
  const int in = open((folder / "in").c_str(), O_RDONLY | O_CLOEXEC);
  const int out = open((folder / "out").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  const int err = open((folder / "err").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  Finished run;
  run.exit_code = exit_code_of(start(arguments, in, out, err));
  close(in);
  close(out);
  close(err);
  run.out = read_text(folder / "out");
  run.err = read_text(folder / "err");
  return run;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "kaksonen-cli-XXXXXX").string();
  path_ = mkdtemp(pattern.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Served::Served(const std::string& twin) {
  std::array<int, 2> channel{};
  if (pipe2(channel.data(), O_CLOEXEC) != 0) return;
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  process_ = start({"serve", "--twin", twin, "--port", "0", "--json"}, nothing, channel[1], -1);
  close(nothing);
  close(channel[1]);
  std::string line;
  for (char c = 0; read(channel[0], &c, 1) == 1 && c != '\n';) line += c;
  close(channel[0]);
  if (const auto document = twin::parse_json(line)) port_ = document->value("port", 0);
}

Served::~Served() {
  if (process_ > 0) stop();
}

std::string Served::address() const { return "http://localhost:" + std::to_string(port_); }

int Served::stop() {
  kill(process_, SIGTERM);
  const int code = exit_code_of(process_);
  process_ = -1;
  return code;
}

std::string shared_data(const std::string& name) {
  return std::string(KAKSONEN_SOURCE_DIR) + "/../shared/data/" + name;
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string make_twin(const TemporaryFolder& folder, int buildings) {
  const std::string city = folder / "city";
  EXPECT_EQ(kaksonen({"synth", "--buildings", std::to_string(buildings), "--seed", "1", "--errors", "0", "--out", city}).exit_code, 0);
  const Finished import = kaksonen({"import", "--twin", folder / "city.twin", "--author", "planner", "--message", "first city",
                               city + "/city.gml", city + "/register.csv", city + "/plan.json"});
  EXPECT_EQ(import.exit_code, 0) << import.err;
  return folder / "city.twin";
}

std::string unit_with(const std::string& twin, const std::string& type) {
  const Json list = kaksonen({"plan", "list", "--twin", twin, "--json"}).json();
  for (const Json& unit : list["plan_units"]) {
    for (const Json& regulation : unit["regulations"]) {
      if (regulation["type"] == type) return unit["id"];
    }
  }
  ADD_FAILURE() << "no plan unit with " << type;
  return {};
}

}  // namespace tests
