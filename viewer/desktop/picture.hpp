#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <osg/Camera>
#include <osg/Group>
#include <string>
#include <utility>

#include "viewer/desktop/city_layer.hpp"
#include "viewer/desktop/hud.hpp"
#include "viewer/desktop/plan_layer.hpp"
#include "viewer/desktop/scenery.hpp"
#include "viewer/desktop/shadow_map.hpp"
#include "viewer/desktop/study_layer.hpp"
#include "viewer/desktop/value_texture.hpp"

namespace viewer {

/// What a person has chosen to look at.
struct Choice {
  std::string variable = "year";
  std::optional<std::uint32_t> building;  ///< or another object of the city
  std::optional<std::string> unit;
  Language language = Language::kFinnish;
  bool help = false;
  bool envelopes = true;
  std::string massing;  ///< kind of buildings laid out on the unit; "": none
  std::string sun;      ///< day or year whose sun hours are shown around the unit; "": none
};

/// The whole picture of one branch: city, plan, light, panels. Knows no network; it is fed tiles and
/// stream messages, so that it can be drawn from memory. All calls from the thread that draws.
class Picture {
 public:
  Picture(std::string branch, const Palette& palette, Choice choice);

  osg::Group* node() { return root_; }
  const CityLayer& city() const { return city_; }
  const StreamState& stream() const { return stream_; }
  const Choice& choice() const { return choice_; }

  StreamEffect apply(const wire::ServerMessage& message);
  void show_list(const std::vector<TileEntry>& list);
  void add_tile(const std::string& uri, SharedTile tile);
  void give_up_tile(const std::string& uri) { city_.give_up(uri); }

  void choose_variable(const std::string& variable);
  void choose_building(std::optional<std::uint32_t> feature);
  void choose_unit(std::optional<std::string> id);
  /// The next unit in order of id, +1 or -1.
  void step_unit(int step);
  void toggle_surroundings();
  void toggle_envelopes();
  /// The next kind of massing, after the last none.
  void step_massing();
  /// 21 March, June, 23 September, 21 December of `year`, then none.
  void step_sun(int year);
  /// What processes answered about the chosen unit. Empty: nothing is known.
  /// `replaced`: ids of buildings whose place the massing takes; they stand as outlines.
  void show_study(std::optional<Massing> massing, std::vector<SunHours> sun, std::vector<std::string> replaced = {});
  void toggle_help() { choice_.help = !choice_.help; }
  /// Closes help, else the card of the building, else that of the unit.
  void close();
  void set_building_card(const std::string& id, const std::string& geojson, const std::string& quality);
  /// True when the words are new.
  bool set_progress(const std::string& words) { return std::exchange(progress_, words) != words; }

  /// What lies under a point of the picture becomes the choice; both from -1 to 1, y up.
  void pick(double x, double y, double aspect);

  OrbitCamera camera;
  /// From the south-west, what is chosen or else the whole city, clear of the card.
  void frame(int width, int height, bool whole_city);

  /// Something glows: the picture changes by itself.
  bool moving() const { return !glowing_units_.empty() || glowing_buildings_; }
  /// Brings everything up to date and puts the camera in place. Call before each frame.
  void prepare(osg::Camera& into, int width, int height);
  Legend legend() const;

 private:
  using Clock = std::chrono::steady_clock;
  void recolour();
  void glow_now();
  void renew_ground();
  void draw_study();
  /// Sun hours are what the city is coloured by.
  bool sunny() const { return choice_.unit && !choice_.sun.empty(); }
  HudContent panels() const;

  const Palette& palette_;
  StreamState stream_;
  Choice choice_;
  osg::ref_ptr<osg::Group> root_;
  CityLayer city_;
  PlanLayer plan_;
  StudyLayer study_;
  std::optional<Massing> massing_;
  std::vector<SunHours> sun_;
  std::vector<std::string> replaced_;
  ValueTexture values_;
  ShadowMap shadow_;
  Scenery scenery_;
  Hud hud_;
  std::vector<std::uint32_t> features_;
  bool ground_stale_ = true;
  std::map<std::string, Clock::time_point> glowing_units_;
  std::optional<Clock::time_point> glowing_buildings_;
  std::string progress_, branch_;
  std::optional<Card> building_card_;
};

}  // namespace viewer
