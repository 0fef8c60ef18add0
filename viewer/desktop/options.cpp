#include "viewer/desktop/options.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "viewer/desktop/colour_scale.hpp"
#include "viewer/desktop/study.hpp"

namespace viewer {
namespace {

constexpr int kSmallest = 64, kLargest = 16'384;

/// "1280x800"; false when it is none or out of bounds.
bool read_size(const std::string& text, Options& options) {
  int end = 0;
  const int found = std::sscanf(text.c_str(), "%5dx%5d%n", &options.width, &options.height, &end);
  return found == 2 && end == static_cast<int>(text.size()) && options.width >= kSmallest &&
         options.height >= kSmallest && options.width <= kLargest && options.height <= kLargest;
}

}  // namespace

Parsed parse_options(int argc, const char* const* argv) {
  Parsed parsed;
  auto& options = parsed.options;
  CLI::App app{"Shows a served city in 3D and follows its edits live.", "kaksonen-viewer"};
  app.footer(
      "Examples:\n"
      "  kaksonen-viewer --connect ws://localhost:8080 --colour-by height\n"
      "  kaksonen-viewer --connect ws://localhost:8080 --screenshot city.png --size 1920x1080 --language en\n"
      "  kaksonen-viewer --branch plan-b --select AK-1 --massing slab --sun 2026-03-21 --screenshot plan-b.png\n"
      "Exit codes: 0 fine, 2 usage, 3 server unreachable or bad answer, 4 internal.");
  std::string language = "fi", size = "1280x800", camera;
  std::set<std::string> variables;
  for (const auto& [name, scale] : Palette::built_in().scales) variables.insert(name);
  app.add_option("--connect", options.connect, "address of the server")->capture_default_str();
  app.add_option("--branch", options.branch, "branch to show")->capture_default_str();
  app.add_option("--colour-by", options.colour_by, "what buildings are coloured by")
      ->check(CLI::IsMember(variables))
      ->capture_default_str();
  app.add_option("--screenshot", options.screenshot, "write a PNG with legend when all is there, and leave; needs no screen");
  app.add_option("--size", size, "WIDTHxHEIGHT in pixels")->capture_default_str();
  app.add_option("--camera", camera,
                 "\"east,north,up,heading_deg,pitch_deg,distance\": the point looked at, metres from the twin's scene "
                 "origin; compass direction of the view; degrees it looks down; metres away");
  app.add_option("--select", options.select, "building or plan unit to choose, by id");
  app.add_option("--massing", options.massing, "lay out buildings of this kind on the chosen plan unit")
      ->check(CLI::IsMember(std::set<std::string>(kMassingKinds.begin(), kMassingKinds.end())));
  app.add_option("--sun", options.sun, "sun hours of a day (2026-03-21) or a year (2026) around the chosen plan unit");
  app.add_flag("!--no-envelopes", options.envelopes, "leave the legal envelopes out");
  app.add_option("--language", language, "fi, sv or en")
      ->check(CLI::IsMember({"fi", "sv", "en"}))
      ->capture_default_str();
  app.add_flag("--print-latency", options.print_latency,
               "print \"kpi SEQUENCE UNIT MILLISECONDS\" for every KPI caused by an edit, from edit to receipt");
  app.add_option("--quit-after", options.quit_after_s, "leave after so many seconds; with --screenshot the picture is taken then")
      ->check(CLI::Range(0.0, 1e6));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    parsed.exit_code = app.exit(error, std::cout, std::cerr) == 0 ? kFine : kUsage;
    return parsed;
  }
  options.language = language_from(language).value_or(Language::kFinnish);
  if (!read_size(size, options)) {
    std::cerr << "--size \"" << size << "\": write WIDTHxHEIGHT, each 64 to 16384, like 1280x800\n";
    parsed.exit_code = kUsage;
  }
  if (!options.sun.empty() && !is_sun_span(options.sun)) {
    std::cerr << "--sun \"" << options.sun << "\": write a day like 2026-03-21 or a year like 2026\n";
    parsed.exit_code = kUsage;
  }
  if ((!options.sun.empty() || !options.massing.empty()) && options.select.empty()) {
    std::cerr << "--massing and --sun are about a plan unit: choose one with --select\n";
    parsed.exit_code = kUsage;
  }
  // An envelope would tint the colours behind it.
  if (!options.sun.empty()) options.envelopes = false;
  if (!camera.empty()) {
    const auto read = OrbitCamera::parse(camera);
    if (read) {
      options.camera = read.value;
    } else {
      std::cerr << read.problem << "\n";
      parsed.exit_code = kUsage;
    }
  }
  return parsed;
}

}  // namespace viewer
