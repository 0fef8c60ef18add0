#include "viewer/desktop/picture.hpp"

#include <algorithm>
#include <array>

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
  root_->addChild(study_.node());
  plan_.show_envelopes(choice_.envelopes);
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
  // Two colourings at once would say nothing.
  if (sunny() || frame == stream_.values().end() || scale == palette_.scales.end()) {
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
  if (choice_.unit != id) show_study(std::nullopt, {});
  choice_.unit = std::move(id);
  plan_.select(choice_.unit);
  draw_study();
}

void Picture::toggle_envelopes() {
  choice_.envelopes = !choice_.envelopes;
  plan_.show_envelopes(choice_.envelopes);
}

void Picture::step_massing() {
  const auto at = std::find(kMassingKinds.begin(), kMassingKinds.end(), choice_.massing);
  const auto next = at == kMassingKinds.end() ? kMassingKinds.begin() : std::next(at);
  choice_.massing = next == kMassingKinds.end() ? "" : *next;
  if (choice_.massing.empty()) show_study(std::nullopt, sun_);
}

void Picture::step_sun(int year) {
  constexpr std::array kDays{"-03-21", "-06-21", "-09-23", "-12-21"};
  std::size_t next = 0;
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if (choice_.sun.ends_with(kDays[i])) next = i + 1;
  }
  choice_.sun = next < kDays.size() ? std::to_string(year) + kDays[next] : "";
  // An envelope would tint the colours behind it.
  choice_.envelopes = choice_.sun.empty();
  plan_.show_envelopes(choice_.envelopes);
  show_study(massing_, {}, replaced_);
}

void Picture::show_study(std::optional<Massing> massing, std::vector<SunHours> sun, std::vector<std::string> replaced) {
  massing_ = std::move(massing);
  sun_ = std::move(sun);
  replaced_ = std::move(replaced);
  draw_study();
}

void Picture::draw_study() {
  Transform to_scene;
  const auto unit = choice_.unit ? stream_.units().find(*choice_.unit) : stream_.units().end();
  const bool placed = unit != stream_.units().end() && unit->second.state.frame_to_scene_size() == 16;
  if (placed) std::copy_n(unit->second.state.frame_to_scene().begin(), 16, to_scene.m.begin());
  study_.show_massing(placed ? massing_ : std::nullopt, to_scene);
  study_.show_sun(placed && sunny() ? sun_ : std::vector<SunHours>{}, palette_.sun_scale(choice_.sun), to_scene);
  plan_.cover(sunny() && !sun_.empty());
  std::vector<std::uint32_t> down;
  for (const auto& id : replaced_) {
    if (const auto feature = city_.feature_of(id)) down.push_back(*feature);
  }
  values_.take_down(down);
  recolour();
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
  if (sunny()) return sun_legend(palette_.sun_scale(choice_.sun), sun_, choice_.sun, choice_.language);
  const auto scale = palette_.scales.find(choice_.variable);
  if (scale == palette_.scales.end()) return {};
  return make_legend(scale->second, palette_, values_.classes(), features_, choice_.language);
}

HudContent Picture::panels() const {
  HudContent content;
  const auto scale = palette_.scales.find(choice_.variable);
  const auto twin = stream_.subscribed() ? stream_.subscribed()->twin_name() : std::string();
  const ColourScale* coloured = sunny() ? &palette_.sun_scale(choice_.sun) : scale == palette_.scales.end() ? nullptr : &scale->second;
  content.sentence = state_sentence(twin, branch_, coloured, choice_.language);
  if (sunny()) content.sentence += " \u00b7 " + span_text(choice_.sun);
  content.progress = progress_;
  content.hint = word("help hint", choice_.language);
  content.north_letter = word("north", choice_.language);
  if (!city_.empty()) content.legend = legend();
  if (choice_.building) {
    content.card = building_card_;
  } else if (choice_.unit) {
    const auto found = stream_.units().find(*choice_.unit);
    if (found != stream_.units().end()) content.card = make_unit_card(found->second, choice_.language);
    if (content.card && !replaced_.empty()) {
      content.card->notes.push_back(number_text(static_cast<double>(replaced_.size()), 0, choice_.language) + " " +
                                    word("taken down", choice_.language));
    }
    if (content.card && massing_) {
      const auto rows = massing_rows(*massing_, choice_.language);
      content.card->rows.insert(content.card->rows.begin(), rows.begin(), rows.end());
      content.card->notes.push_back(massing_->lineage);
    }
    if (content.card && sunny() && !sun_.empty()) content.card->notes.push_back(sun_note(sun_, choice_.language));
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
