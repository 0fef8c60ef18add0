#pragma once

#include <osgGA/GUIEventHandler>
#include <utility>

#include "viewer/desktop/picture.hpp"

namespace viewer {

/// Mouse and keys as the trade has them: left turns, right or middle pans, the wheel zooms, a click chooses.
class Controls : public osgGA::GUIEventHandler {
 public:
  explicit Controls(Picture& picture) : picture_(picture) {}
  bool handle(const osgGA::GUIEventAdapter& event, osgGA::GUIActionAdapter&) override;

  /// Each is true once after it happened.
  bool take_changed() { return std::exchange(changed_, false); }
  bool take_moved() { return std::exchange(moved_, false); }
  bool take_snapshot_wish() { return std::exchange(snapshot_, false); }

 private:
  bool key(int key, int width, int height);
  bool drag(const osgGA::GUIEventAdapter& event);

  Picture& picture_;
  float last_x_ = 0, last_y_ = 0, travelled_ = 0;
  bool changed_ = true, moved_ = false, snapshot_ = false;
};

}  // namespace viewer
