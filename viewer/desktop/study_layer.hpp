#pragma once

#include <optional>
#include <osg/Group>
#include <vector>

#include "viewer/desktop/study.hpp"

namespace viewer {

/// What a study of a plan unit adds to the city: proposed buildings storey by storey, and sun hours as coloured pieces of ground
/// and wall. Both come in the twin's frame and are placed by the unit's own transform.
class StudyLayer {
 public:
  StudyLayer();
  osg::Group* node() { return root_; }

  void show_massing(const std::optional<Massing>& massing, const Transform& to_scene);
  /// Colours are exactly the legend's; what is not known yet is not drawn.
  void show_sun(const std::vector<SunHours>& parts, const ColourScale& scale, const Transform& to_scene);

 private:
  osg::ref_ptr<osg::Group> root_, massing_, sun_;
};

}  // namespace viewer
