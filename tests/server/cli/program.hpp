#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "twin_core/base/json.hpp"

namespace tests {

/// What one run of the program left behind.
struct Finished {
  int exit_code = -1;
  std::string out, err;
  twin::Json json() const;   ///< of stdout; fails the test when it is not one JSON object
};

/// Runs kaksonen with these arguments and `input` on its standard input.
Finished kaksonen(const std::vector<std::string>& arguments, const std::string& input = {});

/// A folder that is removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// The program serving a twin on a free port, ended with the object.
class Served {
 public:
  explicit Served(const std::string& twin);
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  std::string address() const;
  int stop();   ///< SIGTERM; the exit code

 private:
  int process_ = -1;
  int port_ = 0;
};

/// A twin of `buildings` synthetic buildings, made with synth and import.
std::string make_twin(const TemporaryFolder& folder, int buildings = 30);

/// The id of a plan unit that has a regulation of this type.
std::string unit_with(const std::string& twin, const std::string& type);

std::string shared_data(const std::string& name);   ///< path of a real file beside the project
void write_text(const std::string& path, const std::string& text);

}  // namespace tests
