#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <osg/Notify>
#include <thread>

#include "viewer/desktop/session.hpp"
#include "viewer/desktop/still_camera.hpp"
#include "viewer/desktop/window.hpp"

namespace viewer {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{120};      ///< for a picture to become complete, where nothing is being computed
constexpr std::chrono::milliseconds kHeadlessRest{1};

int fail(int code, const std::string& sentence) {
  std::fprintf(stderr, "kaksonen-viewer: %s\n", sentence.c_str());
  return code;
}

bool time_is_up(const Options& options, Clock::time_point start) {
  return options.quit_after_s > 0 && Clock::now() - start > std::chrono::duration<double>(options.quit_after_s);
}

int take_screenshot(const Options& options, Session& session, Picture& picture) {
  const auto start = Clock::now();
  auto patient_until = start + kPatience;
  while (!session.complete() || (options.quit_after_s > 0 && !time_is_up(options, start))) {
    session.pump();
    if (!session.fatal().empty()) return fail(kNoServer, session.fatal());
    if (session.computing()) {
      patient_until = Clock::now() + kPatience;
    } else if (!session.complete() && Clock::now() > patient_until) {
      return fail(kNoServer, "the city, its plan or the values of \"" + options.colour_by + "\" did not come within 120 s");
    }
    std::this_thread::sleep_for(kHeadlessRest);
  }
  if (!session.not_found().empty()) {
    return fail(kNoServer, "--select " + session.not_found() + ": neither a building nor a plan unit of branch " + options.branch);
  }
  if (!session.study_problem().empty()) return fail(kNoServer, session.study_problem());
  auto camera = StillCamera::open(options.width, options.height);
  if (!camera) return fail(kInternal, camera.problem);
  const auto image = camera.value->take(picture);
  const auto written = write_png(*image, options.screenshot);
  return written ? kFine : fail(kInternal, written.problem);
}

/// Follows the stream without drawing: for measuring where there is no display.
int follow(const Options& options, Session& session) {
  const auto start = Clock::now();
  while (!time_is_up(options, start)) {
    session.pump();
    if (!session.fatal().empty()) return fail(kNoServer, session.fatal());
    std::this_thread::sleep_for(kHeadlessRest);
  }
  return kFine;
}

int show_window(const Options& options, Session& session, Picture& picture) {
  auto opened = Window::open(picture, options.width, options.height);
  if (!opened) return fail(kInternal, opened.problem);
  auto& window = *opened.value;
  const auto start = Clock::now();
  while (!window.closed() && !time_is_up(options, start)) {
    const bool news = session.pump();
    if (!session.fatal().empty()) return fail(kNoServer, session.fatal());
    if (window.handle_events()) session.camera_moved();
    window.draw(news);
    if (const auto saved = window.take_saved(); !saved.empty()) {
      std::fprintf(stderr, "%s: %s\n", word("saved", options.language).c_str(), saved.c_str());
    }
  }
  return kFine;
}

int run(const Options& options) {
  const auto address = Address::parse(options.connect);
  if (!address.error.empty()) return fail(kUsage, "--connect \"" + options.connect + "\": " + address.error);
  osg::setNotifyLevel(osg::FATAL);
  Choice choice;
  choice.variable = options.colour_by;
  choice.language = options.language;
  choice.envelopes = options.envelopes;
  choice.massing = options.massing;
  choice.sun = options.sun;
  Picture picture(options.branch, Palette::built_in(), choice);
  Session session(address, options, picture);
  if (!options.screenshot.empty()) return take_screenshot(options, session, picture);
  if (options.print_latency && std::getenv("DISPLAY") == nullptr) return follow(options, session);
  return show_window(options, session, picture);
}

}  // namespace
}  // namespace viewer

int main(int argc, char** argv) {
  try {
    const auto parsed = viewer::parse_options(argc, argv);
    return parsed.exit_code ? *parsed.exit_code : viewer::run(parsed.options);
  } catch (const std::exception& error) {
    return viewer::fail(viewer::kInternal, error.what());
  }
}
