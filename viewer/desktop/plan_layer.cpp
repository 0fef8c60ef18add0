#include "viewer/desktop/plan_layer.hpp"

#include <osg/Depth>
#include <osgText/Text>
#include <utility>

#include "viewer/desktop/drawing.hpp"
#include "viewer/desktop/lettering.hpp"
#include "viewer/desktop/shaders.hpp"
#include "viewer/desktop/wire_mesh.hpp"

namespace viewer {
namespace {

constexpr Colour kEnvelope{52, 104, 168};
constexpr Colour kSelected{8, 72, 220};

std::vector<Vector> line_points(const ShapeMesh& shape) {
  std::vector<Vector> points;
  points.reserve(shape.edges.size());
  for (const auto index : shape.edges) points.push_back(shape.points[index]);
  return points;
}

/// Centre of the area's surface; of its box when it has no surface.
Vector middle_of(const ShapeMesh& area, const Extent& extent) {
  Vector sum;
  double weight = 0;
  for (std::size_t t = 0; t + 2 < area.triangles.size(); t += 3) {
    const Vector &a = area.points[area.triangles[t]], &b = area.points[area.triangles[t + 1]],
                 &c = area.points[area.triangles[t + 2]];
    const double size = length(cross(b - a, c - a));
    sum = sum + (a + b + c) * (size / 3);
    weight += size;
  }
  return weight > 0 ? sum * (1 / weight) : extent.centre();
}

osg::ref_ptr<osgText::Text> symbol_text(const std::string& symbol, const Vector& place, float size) {
  osg::ref_ptr<osgText::Text> text = new osgText::Text;
  text->setFont(bold_font());
  text->setFontResolution(static_cast<unsigned>(size * 2), static_cast<unsigned>(size * 2));
  text->setCharacterSize(size);
  text->setCharacterSizeMode(osgText::TextBase::SCREEN_COORDS);
  text->setAxisAlignment(osgText::TextBase::SCREEN);
  text->setAlignment(osgText::TextBase::CENTER_CENTER);
  text->setPosition(to_osg(place));
  text->setColor({0.13F, 0.12F, 0.1F, 1});
  text->setBackdropType(osgText::Text::OUTLINE);
  text->setBackdropColor({1, 1, 1, 0.9F});
  text->setBackdropOffset(0.06F);
  text->setText(symbol, osgText::String::ENCODING_UTF8);
  return text;
}

}  // namespace

PlanLayer::PlanLayer(const Palette& palette)
    : palette_(palette), root_(new osg::Group), area_state_(new osg::StateSet), line_state_(new osg::StateSet),
      envelope_state_(new osg::StateSet), label_state_(new osg::StateSet) {
  area_state_->setAttributeAndModes(ground_program());
  make_translucent(*area_state_, kAreas);
  line_state_->setAttributeAndModes(plain_program());
  make_translucent(*line_state_, kAreas + 1);
  envelope_state_->setAttributeAndModes(plain_program());
  make_translucent(*envelope_state_, kEnvelopes);
  make_translucent(*label_state_, kLabels);
  label_state_->setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
}

osg::ref_ptr<osg::Group> PlanLayer::draw(const wire::PlanUnitState& unit, bool selected, osg::Uniform* glow) {
  osg::ref_ptr<osg::Group> node = new osg::Group;
  const Colour colour = palette_.plan_colour(unit.symbol());
  const auto with = [&](osg::ref_ptr<osg::Geometry> geometry, osg::StateSet* state) {
    osg::ref_ptr<osg::Group> group = new osg::Group;
    group->setStateSet(state);
    group->addChild(geometry);
    node->addChild(group);
    return geometry;
  };
  if (const auto area = read_mesh(unit.area()); area && !area.value.points.empty()) {
    const auto& shape = area.value;
    if (!covered_) {
      auto fill = with(triangles(shape.points, shape.triangles, rgba(colour)), area_state_);
      fill->getOrCreateStateSet()->addUniform(new osg::Uniform("ground_colour", rgba(colour, selected ? 0.85 : 0.62)));
      fill->getOrCreateStateSet()->addUniform(glow);
    }
    with(lines(line_points(shape), rgba(selected ? kSelected : darker(colour, 0.55)), selected ? 4.0F : 2.0F), line_state_);
    Extent extent;
    for (const auto& point : shape.points) extent.add(point);
    if (!unit.symbol().empty()) {
      auto label = symbol_text(unit.symbol(), middle_of(shape, extent), symbol_size_);
      osg::ref_ptr<osg::Group> group = new osg::Group;
      group->setStateSet(label_state_);
      group->addChild(label);
      node->addChild(group);
    }
  }
  if (const auto envelope = read_mesh(unit.envelope()); envelopes_ && envelope && !envelope.value.points.empty()) {
    const auto& shape = envelope.value;
    with(triangles(shape.points, shape.triangles, rgba(kEnvelope, selected ? 0.2 : 0.09)), envelope_state_);
    with(lines(line_points(shape), rgba(kEnvelope, selected ? 0.95 : 0.5), selected ? 2.5F : 1.2F), envelope_state_);
  }
  return node;
}

void PlanLayer::show(const wire::PlanUnitState& unit) {
  remove(unit.id());
  Shown shown;
  shown.state = unit;
  for (const auto* mesh : {&unit.area(), &unit.envelope()}) {
    const auto shape = read_mesh(*mesh);
    for (const auto& point : shape.value.points) shown.extent.add(point);
  }
  shown.glow = new osg::Uniform("ground_glow", 0.0F);
  shown.node = draw(unit, selected_ == unit.id(), shown.glow);
  root_->addChild(shown.node);
  units_[unit.id()] = std::move(shown);
}

void PlanLayer::remove(const std::string& id) {
  const auto found = units_.find(id);
  if (found == units_.end()) return;
  root_->removeChild(found->second.node);
  units_.erase(found);
}

void PlanLayer::select(const std::optional<std::string>& id) {
  const auto before = selected_;
  selected_ = id;
  for (const auto& touched : {before, id}) {
    if (!touched) continue;
    if (const auto found = units_.find(*touched); found != units_.end()) show(wire::PlanUnitState(found->second.state));
  }
}

void PlanLayer::glow(const std::string& id, float strength) {
  if (const auto found = units_.find(id); found != units_.end()) found->second.glow->set(strength);
}

void PlanLayer::set_symbol_size(float pixels) {
  if (std::exchange(symbol_size_, pixels) != pixels) show_again();
}

void PlanLayer::show_envelopes(bool shown) {
  if (std::exchange(envelopes_, shown) != shown) show_again();
}

void PlanLayer::cover(bool covered) {
  if (std::exchange(covered_, covered) != covered) show_again();
}

void PlanLayer::show_again() {
  std::vector<wire::PlanUnitState> all;
  for (const auto& [id, shown] : units_) all.push_back(shown.state);
  for (const auto& unit : all) show(unit);
}

std::optional<std::string> PlanLayer::pick(const Ray& ray) const {
  std::optional<std::string> nearest;
  double best = 1e300;
  for (const auto& [id, shown] : units_) {
    if (!distance_to(ray, shown.extent)) continue;
    for (const auto* mesh : {&shown.state.envelope(), &shown.state.area()}) {
      if (!envelopes_ && mesh == &shown.state.envelope()) continue;
      const auto distance = distance_to(ray, *mesh);
      if (distance && *distance < best) {
        best = *distance;
        nearest = id;
      }
    }
  }
  return nearest;
}

std::optional<Extent> PlanLayer::extent_of(const std::string& id) const {
  const auto found = units_.find(id);
  if (found == units_.end() || found->second.extent.empty()) return std::nullopt;
  return found->second.extent;
}

Extent PlanLayer::extent() const {
  Extent made;
  for (const auto& [id, shown] : units_) made.add(shown.extent);
  return made;
}

}  // namespace viewer
