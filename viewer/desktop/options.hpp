#pragma once

#include <optional>
#include <string>

#include "viewer/desktop/language.hpp"
#include "viewer/desktop/orbit_camera.hpp"

namespace viewer {

/// Exit codes of kaksonen-viewer.
enum Exit { kFine = 0, kUsage = 2, kNoServer = 3, kInternal = 4 };

struct Options {
  std::string connect = "ws://localhost:8080";
  std::string branch = "main";
  std::string colour_by = "year";
  std::string screenshot;                ///< PNG file; "" = a window
  int width = 1280, height = 800;
  std::optional<OrbitCamera> camera;
  std::string select;                    ///< id of a building or plan unit
  bool envelopes = true;
  std::string massing;                   ///< kind laid out on the chosen unit; "" = none
  std::string sun;                       ///< day or year of sun hours around it; "" = none
  Language language = Language::kFinnish;
  bool print_latency = false;
  double quit_after_s = 0;               ///< 0 = stay
};

struct Parsed {
  Options options;
  std::optional<int> exit_code;  ///< set when there is nothing more to do: help was printed, or usage was wrong
};

/// Reads the command line; prints help to stdout and faults to stderr.
Parsed parse_options(int argc, const char* const* argv);

}  // namespace viewer
