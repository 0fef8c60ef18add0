#include "viewer/desktop/controls.hpp"

#include <chrono>
#include <cmath>

namespace viewer {
namespace {

constexpr float kClickReach = 4;          ///< pixels a hand trembles during a click
constexpr double kDegreesPerPixel = 0.3;
constexpr double kZoomStep = 0.87;
constexpr int kArrowPixels = 60;

int this_year() {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return static_cast<int>(std::chrono::year_month_day(today).year());
}

}  // namespace

bool Controls::handle(const osgGA::GUIEventAdapter& event, osgGA::GUIActionAdapter&) {
  using Event = osgGA::GUIEventAdapter;
  switch (event.getEventType()) {
    case Event::KEYDOWN:
      return key(event.getKey(), event.getWindowWidth(), event.getWindowHeight());
    case Event::PUSH:
      last_x_ = event.getX();
      last_y_ = event.getY();
      travelled_ = 0;
      return true;
    case Event::DRAG:
      return drag(event);
    case Event::RELEASE:
      if (event.getButton() == Event::LEFT_MOUSE_BUTTON && travelled_ < kClickReach) {
        const double aspect = static_cast<double>(event.getWindowWidth()) / std::max(1, event.getWindowHeight());
        picture_.pick(event.getXnormalized(), event.getYnormalized(), aspect);
        changed_ = true;
      }
      return true;
    case Event::SCROLL:
      if (event.getScrollingMotion() == Event::SCROLL_UP) picture_.camera.zoom(kZoomStep);
      if (event.getScrollingMotion() == Event::SCROLL_DOWN) picture_.camera.zoom(1 / kZoomStep);
      changed_ = moved_ = true;
      return true;
    case Event::RESIZE:
      changed_ = true;
      return false;
    default:
      return false;
  }
}

bool Controls::drag(const osgGA::GUIEventAdapter& event) {
  const float right = event.getX() - last_x_, up = event.getY() - last_y_;
  last_x_ = event.getX();
  last_y_ = event.getY();
  travelled_ += std::abs(right) + std::abs(up);
  if ((event.getButtonMask() & osgGA::GUIEventAdapter::LEFT_MOUSE_BUTTON) != 0) {
    picture_.camera.rotate(-right * kDegreesPerPixel, -up * kDegreesPerPixel);
  } else {
    picture_.camera.pan(right, up, event.getWindowHeight());
  }
  changed_ = moved_ = true;
  return true;
}

bool Controls::key(int key, int width, int height) {
  using Event = osgGA::GUIEventAdapter;
  changed_ = true;
  switch (key) {
    case '1': picture_.choose_variable("year"); return true;
    case '2': picture_.choose_variable("storeys"); return true;
    case '3': picture_.choose_variable("use"); return true;
    case '4': picture_.choose_variable("height"); return true;
    case '5': picture_.choose_variable("floor_area_used"); return true;
    case 'n':
    case 'p':
      picture_.step_unit(key == 'n' ? 1 : -1);
      picture_.frame(width, height, false);
      moved_ = true;
      return true;
    case 'h':
      picture_.frame(width, height, true);
      moved_ = true;
      return true;
    case 'o': picture_.toggle_surroundings(); return true;
    case 'e': picture_.toggle_envelopes(); return true;
    case 'm': picture_.step_massing(); return true;
    case 'u': picture_.step_sun(this_year()); return true;
    case 's': snapshot_ = true; return true;
    case '?': picture_.toggle_help(); return true;
    case Event::KEY_Escape: picture_.close(); return true;
    case '+': picture_.camera.zoom(kZoomStep); break;
    case '-': picture_.camera.zoom(1 / kZoomStep); break;
    case Event::KEY_Left: picture_.camera.pan(kArrowPixels, 0, height); break;
    case Event::KEY_Right: picture_.camera.pan(-kArrowPixels, 0, height); break;
    case Event::KEY_Up: picture_.camera.pan(0, -kArrowPixels, height); break;
    case Event::KEY_Down: picture_.camera.pan(0, kArrowPixels, height); break;
    default: changed_ = false; return false;
  }
  moved_ = true;
  return true;
}

}  // namespace viewer
