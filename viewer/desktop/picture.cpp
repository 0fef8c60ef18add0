#include "viewer/desktop/picture.hpp"

#include <algorithm>

namespace viewer {
namespace {

constexpr double kGlowSeconds = 1.0;

float strength(std::chrono::steady_clock::time_point since) {
  const double age = std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
  return static_cast<float>(std::clamp(1.0 - age / kGlowSeconds, 0.0, 1.0));
}

}  // namespace

Picture::Picture(std::string branch, const Palette& palette, Choice choice)
    : palette_(palette), stream_(branch), choice_(std::move(choice)), root_(new osg::Group), plan_(palette),
      values_(*root_->getOrCreateStateSet(), palette), shadow_(*city_.casters(), *root_->getOrCreateStateSet()),
      scenery_(palette), branch_(std::move(branch)) {
  root_->getOrCreateStateSet()->addUniform(scenery_.haze());
  root_->addChild(shadow_.camera());
  root_->addChild(scenery_.node());
  root_->addChild(plan_.node());
  root_->addChild(city_.node());
  root_->addChild(hud_.camera());
}

StreamEffect Picture::apply(const wire::ServerMessage& message) {
  auto effect = stream_.apply(message);
  for (const auto& id : effect.units_removed) plan_.remove(id);
  for (const auto& id : effect.units_changed) {
    if (const auto found = stream_.units().find(id); found != stream_.units().end()) {
      // KPI alone do not change what is drawn.
      if (message.body_case() == wire::ServerMessage::kPlanUnit) plan_.show(found->second.state);
    }
  }
  const auto now = Clock::now();
  for (const auto& id : effect.units_edited) glowing_units_[id] = now;
  if (!effect.buildings_edited.empty()) {
    values_.glow(effect.buildings_edited);
    glowing_buildings_ = now;
  }
  for (const auto& variable : effect.variables_changed) {
    if (variable == choice_.variable) recolour();
  }
  if (choice_.unit && !stream_.units().contains(*choice_.unit) && stream_.caught_up()) choose_unit(std::nullopt);
  return effect;
}

void Picture::show_list(const std::vector<TileEntry>& list) {
  city_.show_list(list);
  ground_stale_ = true;
  shadow_.touch();
}

void Picture::add_tile(const std::string& uri, SharedTile tile) {
  city_.add(uri, std::move(tile));
  ground_stale_ = true;
  shadow_.touch();
}

void Picture::recolour() {
  const auto frame = stream_.values().find(choice_.variable);
  const auto scale = palette_.scales.find(choice_.variable);
  if (frame == stream_.values().end() || scale == palette_.scales.end()) {
    values_.clear();
  } else {
    values_.show(values_of(frame->second), scale->second);
  }
}

void Picture::choose_variable(const std::string& variable) {
  choice_.variable = variable;
  recolour();
}

void Picture::choose_building(std::optional<std::uint32_t> feature) {
  choice_.building = feature;
  building_card_.reset();
  city_.select(feature);
  if (feature) {
    const bool around = city_.is_around(*feature);
    building_card_ = Card{word(around ? "object" : "building", choice_.language), city_.id_of(*feature),
                          {}, {}, {word(around ? "loading objects" : "loading buildings", choice_.language)}};
  }
}

void Picture::choose_unit(std::optional<std::string> id) {
  choice_.unit = std::move(id);
  plan_.select(choice_.unit);
}

void Picture::step_unit(int step) {
  const auto& units = stream_.units();
  if (units.empty()) return;
  auto at = choice_.unit ? units.find(*choice_.unit) : units.end();
  if (step > 0) {
    if (at != units.end()) ++at;
    if (at == units.end()) at = units.begin();
  } else {
    if (at == units.begin()) at = units.end();
    --at;
  }
  choose_building(std::nullopt);
  choose_unit(at->first);
}

void Picture::close() {
  if (choice_.help) {
    choice_.help = false;
  } else if (choice_.building) {
    choose_building(std::nullopt);
  } else {
    choose_unit(std::nullopt);
  }
}

void Picture::set_building_card(const std::string& id, const std::string& geojson, const std::string& quality) {
  if (choice_.building && city_.id_of(*choice_.building) == id) {
    building_card_ = make_building_card(id, geojson, choice_.language, quality);
  }
}

void Picture::pick(double x, double y, double aspect) {
  const Ray ray = camera.ray_through(x, y, aspect);
  if (const auto hit = city_.pick(ray)) return choose_building(hit->feature);
  choose_building(std::nullopt);
  if (const auto unit = plan_.pick(ray)) return choose_unit(unit);
  if (const auto hit = city_.pick_around(ray)) choose_building(hit->feature);
}

void Picture::toggle_surroundings() {
  if (choice_.building && city_.is_around(*choice_.building)) choose_building(std::nullopt);
  city_.show_surroundings(!city_.surroundings_shown());
}

void Picture::frame(int width, int height, bool whole_city) {
  Extent wanted;
  if (!whole_city && choice_.building) wanted.add(city_.extent_of(*choice_.building).value_or(Extent{}));
  if (!whole_city && !choice_.building && choice_.unit) wanted.add(plan_.extent_of(*choice_.unit).value_or(Extent{}));
  const bool one = !wanted.empty();
  if (!one) {
    wanted.add(city_.extent());
    wanted.add(plan_.extent());
  }
  camera.heading_deg = 45;
  camera.pitch_deg = one ? 48 : 35;  // one thing among others is seen from higher up
  const double card = choice_.building || choice_.unit ? Hud::kCardReach * Hud::scale_for(height) : 0;
  camera.frame(wanted, (width - card) / std::max(1, height));
  if (one) camera.distance = std::max(camera.distance * 2.2, 280.0);  // with its neighbours around it
  if (card > 0) camera.pan(-(card - Hud::kLegendReach * Hud::scale_for(height)) / 2, 0, height);
}

void Picture::renew_ground() {
  ground_stale_ = false;
  features_ = city_.features();
  Extent under = city_.extent();
  under.add(plan_.extent());
  if (!under.empty()) scenery_.show_ground(GroundSurface::under(city_.feet(), under));
}

void Picture::glow_now() {
  for (auto at = glowing_units_.begin(); at != glowing_units_.end();) {
    const float now = strength(at->second);
    plan_.glow(at->first, now);
    at = now > 0 ? std::next(at) : glowing_units_.erase(at);
  }
  if (!glowing_buildings_) return;
  const float now = strength(*glowing_buildings_);
  values_.set_glow_strength(now);
  if (now <= 0) glowing_buildings_.reset();
}

Legend Picture::legend() const {
  const auto scale = palette_.scales.find(choice_.variable);
  if (scale == palette_.scales.end()) return {};
  return make_legend(scale->second, palette_, values_.classes(), features_, choice_.language);
}

HudContent Picture::panels() const {
  HudContent content;
  const auto scale = palette_.scales.find(choice_.variable);
  const auto twin = stream_.subscribed() ? stream_.subscribed()->twin_name() : std::string();
  content.sentence = state_sentence(twin, branch_, scale == palette_.scales.end() ? nullptr : &scale->second, choice_.language);
  content.progress = progress_;
  content.hint = word("help hint", choice_.language);
  content.north_letter = word("north", choice_.language);
  if (!city_.empty()) content.legend = legend();
  if (choice_.building) {
    content.card = building_card_;
  } else if (choice_.unit) {
    const auto found = stream_.units().find(*choice_.unit);
    if (found != stream_.units().end()) content.card = make_unit_card(found->second, choice_.language);
  }
  if (choice_.help) {
    content.overlay_title = word("help title", choice_.language);
    content.overlay = word("help", choice_.language);
  }
  content.heading_deg = camera.heading_deg;
  return content;
}

void Picture::prepare(osg::Camera& into, int width, int height) {
  if (ground_stale_) renew_ground();
  glow_now();
  const double aspect = static_cast<double>(width) / std::max(1, height);
  const Vector eye = camera.eye();
  into.setViewMatrixAsLookAt({eye.x, eye.y, eye.z}, {camera.target.x, camera.target.y, camera.target.z}, {0, 0, 1});
  into.setProjectionMatrixAsPerspective(OrbitCamera::kFieldOfView, aspect, camera.near_plane(), camera.far_plane());
  const double city_radius = city_.extent().radius();
  scenery_.follow(camera, city_radius);
  shadow_.cover(city_radius < camera.distance ? city_.extent().centre() : camera.target,
                std::min(city_radius, camera.distance * 1.1));
  shadow_.before_frame();
  plan_.set_symbol_size(static_cast<float>(15 * Hud::scale_for(height)));
  auto content = panels();
  content.metres_per_pixel = camera.metres_per_pixel(height);
  hud_.show(content, width, height);
}

}  // namespace viewer
