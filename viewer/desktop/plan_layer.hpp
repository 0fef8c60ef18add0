#pragma once

#include <map>
#include <optional>
#include <osg/Group>
#include <osg/Uniform>
#include <string>

#include "viewer/desktop/colour_scale.hpp"
#include "viewer/desktop/picking.hpp"

namespace viewer {

/// Plan units: area in the colour of its use, outline, symbol, and the translucent legal envelope.
class PlanLayer {
 public:
  explicit PlanLayer(const Palette& palette);
  osg::Group* node() { return root_; }

  /// Draws a unit, or draws it again. A mesh that is not well formed is left out.
  void show(const wire::PlanUnitState& unit);
  void remove(const std::string& id);
  void select(const std::optional<std::string>& id);
  /// Light on the area of a unit that just changed, 0 to 1.
  void glow(const std::string& id, float strength);
  /// Envelopes of all units, or their areas alone.
  void show_envelopes(bool shown);
  /// Something else is painted on the ground: areas do not tint it.
  void cover(bool covered);
  /// Height of the symbols in pixels.
  void set_symbol_size(float pixels);

  /// The unit whose envelope, or else area, the ray meets first.
  std::optional<std::string> pick(const Ray& ray) const;
  std::optional<Extent> extent_of(const std::string& id) const;
  Extent extent() const;

 private:
  struct Shown {
    wire::PlanUnitState state;
    Extent extent;
    osg::ref_ptr<osg::Group> node;
    osg::ref_ptr<osg::Uniform> glow;
  };
  void show_again();
  osg::ref_ptr<osg::Group> draw(const wire::PlanUnitState& unit, bool selected, osg::Uniform* glow);

  const Palette& palette_;
  osg::ref_ptr<osg::Group> root_;
  osg::ref_ptr<osg::StateSet> area_state_, line_state_, envelope_state_, label_state_;
  std::map<std::string, Shown> units_;
  std::optional<std::string> selected_;
  float symbol_size_ = 15;
  bool envelopes_ = true, covered_ = false;
};

}  // namespace viewer
