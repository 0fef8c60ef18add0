#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "geo/io/city_batch.hpp"
#include "server/cli/arguments.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/json.hpp"

namespace server {

/// Prints the failure: with --json as a problem document on stdout, always as sentences on stderr.
/// Returns the exit code that belongs to its code.
int fail(const twin::Problem& problem, bool json);
int exit_code_of(const twin::Problem& problem);

/// With --json one compact object on stdout; nothing else is ever printed there.
void print_json(const twin::Json& document);

/// At most `limit` findings on stderr, one line each, errors first; then how many more there are.
void print_findings(const std::string& file, const twin::Json& findings, std::size_t limit = 20);

/// "1 building", "2 buildings": a regular English noun, given in its singular.
std::string counted(std::uint64_t count, std::string_view noun);

/// {"from","to"} as "holds in the real world from 2026-12-31T22:00:00Z on".
std::string span_in_words(const twin::Json& span);

/// A progress line on stderr for work over a second: on a terminal redrawn in place with rate and
/// time left, elsewhere one line a stage.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  geo::Progress callback();

 private:
  void update(const std::string& stage, double done, double total, const std::string& unit);
  void clear();

  using Time = std::chrono::steady_clock::time_point;
  bool terminal_ = false;
  bool drawn_ = false;
  Time started_;
  Time stage_started_;
  Time last_drawn_;
  std::string stage_;
};

}  // namespace server
