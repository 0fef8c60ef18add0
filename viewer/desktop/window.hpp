#pragma once

#include <functional>
#include <memory>
#include <string>

#include "viewer/desktop/outcome.hpp"
#include "viewer/desktop/picture.hpp"

namespace viewer {

/// The interactive program's window. Draws only when something changed.
class Window {
 public:
  static Outcome<std::unique_ptr<Window>> open(Picture& picture, int width, int height);
  ~Window();

  bool closed() const;
  /// Handles what the person did; true when they moved the camera.
  bool handle_events();
  /// Draws if `anything_new` or the person did something, else rests a moment.
  void draw(bool anything_new);
  /// Name of the picture saved since the last look, "" if none.
  std::string take_saved();

 private:
  struct Impl;
  explicit Window(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace viewer
