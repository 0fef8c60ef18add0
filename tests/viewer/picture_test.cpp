#include "viewer/desktop/picture.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "tests/viewer/box_city.hpp"
#include "viewer/desktop/controls.hpp"
#include "viewer/desktop/still_camera.hpp"

namespace {

using namespace viewer;

struct Pixel {
  int red, green, blue;
};

/// Column from the left and row from the top.
Pixel pixel(const osg::Image& image, int column, int row) {
  const auto* p = image.data(static_cast<unsigned>(column), static_cast<unsigned>(image.t() - 1 - row));
  return {p[0], p[1], p[2]};
}

void expect_colour(const Pixel& seen, const Pixel& wanted, int tolerance, const char* what) {
  EXPECT_NEAR(seen.red, wanted.red, tolerance) << what;
  EXPECT_NEAR(seen.green, wanted.green, tolerance) << what;
  EXPECT_NEAR(seen.blue, wanted.blue, tolerance) << what;
}

/// Looking straight down on the middle of the picture, `east` and `north` metres off the target.
struct Above {
  int width, height;
  OrbitCamera camera;
  Pixel at(const osg::Image& image, double east, double north) const {
    const double metres = camera.metres_per_pixel(height);
    return pixel(image, static_cast<int>(width / 2 + (east - camera.target.x) / metres),
                 static_cast<int>(height / 2 - (north - camera.target.y) / metres));
  }
};

constexpr int kWidth = 640, kHeight = 400;

SharedTile read(const std::string& glb) {
  auto tile = read_tile(glb, Transform{});
  EXPECT_TRUE(tile) << tile.problem;
  return std::make_shared<TileContent>(std::move(tile.value));
}

class PictureTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = StillCamera::open(kWidth, kHeight);
    if (!opened) GTEST_SKIP() << opened.problem;
    still = std::move(opened.value);
    picture.add_tile("0.glb", read(box_city::tile({{3, "B3", -40, -10, 20, 20, 0, 12},
                                                   {4, "B4", -10, -10, 20, 20, 0, 12},
                                                   {1029, "B1029", 20, -10, 20, 20, 0, 12}}, 0, 0)));
    picture.apply(box_city::subscribed(true, 0));
    above.camera.target = {0, 0, 12};
    above.camera.heading_deg = 0;
    above.camera.pitch_deg = 89;
    above.camera.distance = 300;
    picture.camera = above.camera;
  }
  std::unique_ptr<StillCamera> still;
  Picture picture{"main", Palette::built_in(), {}};
  Above above{kWidth, kHeight, {}};
};

/// Feature 3 of 1934 is in "1920–1939", #45327d in colours.json; feature 1029, in the second row of the
/// value texture, of 2024 in "2020 or later", #fde725; feature 4 has no value, #b8b2a7.
TEST_F(PictureTest, LevelRoofsHaveExactlyTheColourOfTheLegend) {
  std::vector<float> years(1030, std::numeric_limits<float>::quiet_NaN());
  years[3] = 1934;
  years[1029] = 2024;
  picture.apply(box_city::values("year", years));
  const auto image = still->take(picture);
  expect_colour(above.at(*image, -30, 0), {0x45, 0x32, 0x7d}, 2, "1934");
  expect_colour(above.at(*image, 30, 0), {0xfd, 0xe7, 0x25}, 2, "2024");
  expect_colour(above.at(*image, 0, 0), {0xb8, 0xb2, 0xa7}, 2, "no data");
  // The ground between is neither black nor any of these.
  const auto ground = above.at(*image, 15, 40);
  EXPECT_GT(ground.red + ground.green + ground.blue, 450);
}

TEST_F(PictureTest, SurroundingsKeepTheColourOfTheirClassAndCanBeHidden) {
  // Land under all, a street across it at the same height, water beside.
  picture.add_tile("1.glb", read(box_city::tile({{50, "land", -80, -60, 160, 120, 0, 0, "land"},
                                                 {51, "street", -80, 30, 160, 10, 0, 0, "road"},
                                                 {52, "lake", 80, -60, 60, 120, 0, 0, "water"}}, 0, 0)));
  picture.apply(box_city::values("year", std::vector<float>(1030, 1934)));
  const auto shown = still->take(picture);
  expect_colour(above.at(*shown, -30, 0), {0x45, 0x32, 0x7d}, 2, "a roof in its class");
  expect_colour(above.at(*shown, 110, -40), {0xa9, 0xc3, 0xd2}, 2, "water as colours.json has it");
  expect_colour(above.at(*shown, 60, 35), {0xc6, 0xc3, 0xbc}, 2, "the street lies on the land");
  expect_colour(above.at(*shown, 60, 50), {0xdc, 0xd8, 0xca}, 2, "land");
  // Only buildings are counted and stood on.
  EXPECT_EQ(picture.city().features(), (std::vector<std::uint32_t>{3, 4, 1029}));
  EXPECT_EQ(picture.city().feet().size(), 3u);
  EXPECT_LT(picture.city().extent().high.x, 41);

  // A click on the street opens its card; hidden, there is nothing to click on.
  const double aspect = static_cast<double>(kWidth) / kHeight, metres = above.camera.metres_per_pixel(kHeight);
  const double x = 60 / metres / (kWidth / 2.0), y = 35 / metres / (kHeight / 2.0);
  picture.pick(x, y, aspect);
  EXPECT_EQ(picture.choice().building, 51u);
  picture.toggle_surroundings();
  EXPECT_FALSE(picture.choice().building);
  picture.pick(x, y, aspect);
  EXPECT_FALSE(picture.choice().building);
  const auto hidden = above.at(*still->take(picture), 110, -40);
  EXPECT_GT(hidden.red, hidden.blue) << "the pale ground, no water";
}

TEST_F(PictureTest, AnotherVariableRecoloursWithoutTouchingTiles) {
  std::vector<float> years(1030, 1934), heights(1030, 12);
  picture.apply(box_city::values("year", years));
  picture.apply(box_city::values("height", heights));
  still->take(picture);
  picture.choose_variable("height");
  const auto image = still->take(picture);
  expect_colour(above.at(*image, -30, 0), {0x37, 0x5b, 0x8c}, 2, "12 m is in 10–15");  // third of eight
}

TEST_F(PictureTest, APlanUnitIsDrawnInItsUseColourAndVanishesWhenRemoved) {
  picture.choose_variable("year");
  kaksonen::v1::ServerMessage message;
  message.set_branch("main");
  message.set_sequence(1);
  message.mutable_plan_unit()->set_id("u1");
  message.mutable_plan_unit()->set_symbol("V");  // #6fae5c, a park green
  *message.mutable_plan_unit()->mutable_area() = box_city::mesh(-40, 20, 80, 25, 0, 0);
  const auto before = above.at(*still->take(picture), -20, 32);
  picture.apply(message);
  const auto with = above.at(*still->take(picture), -20, 32);
  EXPECT_LT(with.red, before.red - 25) << "greener";
  EXPECT_GT(with.green, with.red + 15);
  message.Clear();
  message.set_branch("main");
  message.set_sequence(2);
  message.mutable_plan_unit_removed()->set_id("u1");
  picture.apply(message);
  const auto after = above.at(*still->take(picture), -20, 32);
  expect_colour(after, {before.red, before.green, before.blue}, 3, "as before");
}

/// A unit whose frame is 25 000 000 m east and 6 000 000 m north of the scene.
kaksonen::v1::ServerMessage study_unit() {
  kaksonen::v1::ServerMessage message;
  message.set_branch("main");
  message.set_sequence(1);
  auto& unit = *message.mutable_plan_unit();
  unit.set_id("u1");
  *unit.mutable_area() = box_city::mesh(-40, 20, 80, 60, 0, 0);
  for (const double number : {1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, -25e6, -6e6, 0.0, 1.0}) unit.add_frame_to_scene(number);
  return message;
}

TEST_F(PictureTest, AMassingStandsOnItsUnitAndTakesThePlaceOfABuilding) {
  picture.apply(box_city::values("year", std::vector<float>(1030, 1934)));
  picture.apply(study_unit());
  picture.choose_unit("u1");
  const auto empty = above.at(*still->take(picture), 0, 50);
  Massing massing;
  massing.kind = "slab";
  // 20 m by 20 m with a yard of 10 m by 10 m in its middle.
  const double e = 25e6, n = 6e6;
  massing.buildings.push_back({{{{{{{e - 10, n + 40}, {e + 10, n + 40}, {e + 10, n + 60}, {e - 10, n + 60}, {e - 10, n + 40}},
                                   {{e - 5, n + 45}, {e - 5, n + 55}, {e + 5, n + 55}, {e + 5, n + 45}, {e - 5, n + 45}}}}, 0, 12, true}}});
  picture.show_study(massing, {}, {"B3"});
  const auto image = still->take(picture);
  // Roofs have the pale colour of proposals, #f3ece0, and the yard stays open.
  expect_colour(above.at(*image, 7.5, 50), {0xf3, 0xec, 0xe0}, 3, "the roof");
  expect_colour(above.at(*image, 0, 50), empty, 12, "the yard");
  const auto gone = above.at(*image, -30, 3);
  EXPECT_GT(gone.red, 0x45 + 60) << "B3 is taken down";
  expect_colour(above.at(*image, 0, 0), {0x45, 0x32, 0x7d}, 2, "B4 stands");
  picture.show_study(std::nullopt, {});
  expect_colour(above.at(*still->take(picture), -30, 0), {0x45, 0x32, 0x7d}, 2, "B3 stands again");
}

TEST_F(PictureTest, SunHoursLieOnTheGroundInTheColoursOfTheirLegend) {
  Choice choice;
  choice.sun = "2026-03-21";
  choice.envelopes = false;
  Picture sunny("main", Palette::built_in(), choice);
  sunny.apply(box_city::subscribed(true, 0));
  sunny.camera = above.camera;
  sunny.camera.target = {0, 0, 0};
  sunny.apply(study_unit());
  sunny.choose_unit("u1");
  SunHours part;
  for (const auto& [east, hours] : {std::pair{-20.0, std::optional(0.5)}, {0.0, std::optional(5.0)}, {20.0, std::optional<double>()}}) {
    part.points.push_back({{25e6 + east, 6e6 + 30, 0}, {0, 0, 1}, 100, hours});
  }
  sunny.show_study(std::nullopt, {part});
  const auto image = still->take(sunny);
  Above ground{kWidth, kHeight, sunny.camera};
  expect_colour(ground.at(*image, -20, 30), {0x44, 0x01, 0x54}, 1, "below 1 h");
  expect_colour(ground.at(*image, 0, 30), {0x22, 0xa2, 0x87}, 1, "4 to 6 h");
  expect_colour(ground.at(*image, 4.5, 30), {0x22, 0xa2, 0x87}, 1, "10 m by 10 m");
  EXPECT_GT(ground.at(*image, 20, 30).red, 150) << "not known yet: nothing drawn";
  EXPECT_EQ(sunny.legend().rows.size(), 8u);
  sunny.step_sun(2026);
  EXPECT_EQ(sunny.choice().sun, "2026-06-21");
  EXPECT_FALSE(sunny.choice().envelopes);
}

TEST_F(PictureTest, AClickChoosesTheBuildingUnderIt) {
  // The roof of B1029 has its middle 30 m east of the target, 12 m up.
  const double metres = above.camera.metres_per_pixel(kHeight);
  picture.pick(30 / metres / (kWidth / 2.0), 0, static_cast<double>(kWidth) / kHeight);
  ASSERT_TRUE(picture.choice().building);
  EXPECT_EQ(*picture.choice().building, 1029U);
  EXPECT_EQ(picture.city().id_of(1029), "B1029");
  picture.pick(0, -0.9, static_cast<double>(kWidth) / kHeight);
  EXPECT_FALSE(picture.choice().building) << "the ground chooses nothing";
}

/// Events as a window of 640 × 400 px sends them, y up.
struct Hand {
  osg::ref_ptr<Controls> controls;
  void send(osgGA::GUIEventAdapter::EventType type, float x, float y, int button = 0) {
    osg::ref_ptr<osgGA::GUIEventAdapter> event = new osgGA::GUIEventAdapter;
    event->setEventType(type);
    event->setWindowRectangle(0, 0, kWidth, kHeight);
    event->setInputRange(0, 0, kWidth, kHeight);
    event->setX(x);
    event->setY(y);
    event->setButton(button);
    event->setButtonMask(button);
    controls->handle(*event, action);
  }
  void press(int key) {
    osg::ref_ptr<osgGA::GUIEventAdapter> event = new osgGA::GUIEventAdapter;
    event->setEventType(osgGA::GUIEventAdapter::KEYDOWN);
    event->setWindowRectangle(0, 0, kWidth, kHeight);
    event->setKey(key);
    controls->handle(*event, action);
  }
  struct Nothing : osgGA::GUIActionAdapter {
    void requestRedraw() override {}
    void requestContinuousUpdate(bool) override {}
    void requestWarpPointer(float, float) override {}
  } action;
};

TEST_F(PictureTest, MouseAndKeysDoWhatTheHelpSays) {
  using Event = osgGA::GUIEventAdapter;
  Hand hand{new Controls(picture), {}};
  // A click in the middle, where B4 stands.
  hand.send(Event::PUSH, 320, 200, Event::LEFT_MOUSE_BUTTON);
  hand.send(Event::RELEASE, 321, 200, Event::LEFT_MOUSE_BUTTON);
  ASSERT_TRUE(picture.choice().building);
  EXPECT_EQ(*picture.choice().building, 4U);
  EXPECT_FALSE(hand.controls->take_moved()) << "a click does not move the camera";
  // Dragging 100 px to the right with the left button turns by 30°, and chooses nothing.
  hand.press(Event::KEY_Escape);
  EXPECT_FALSE(picture.choice().building);
  hand.send(Event::PUSH, 320, 200, Event::LEFT_MOUSE_BUTTON);
  hand.send(Event::DRAG, 420, 200, Event::LEFT_MOUSE_BUTTON);
  hand.send(Event::RELEASE, 420, 200, Event::LEFT_MOUSE_BUTTON);
  EXPECT_NEAR(picture.camera.heading_deg, 330, 1e-6);
  EXPECT_FALSE(picture.choice().building);
  EXPECT_TRUE(hand.controls->take_moved());
  // The right button moves what is looked at and leaves the heading.
  const Vector before = picture.camera.target;
  hand.send(Event::PUSH, 100, 100, Event::RIGHT_MOUSE_BUTTON);
  hand.send(Event::DRAG, 160, 100, Event::RIGHT_MOUSE_BUTTON);
  EXPECT_NEAR(length(picture.camera.target - before), 60 * picture.camera.metres_per_pixel(kHeight), 1e-6);
  EXPECT_NEAR(picture.camera.heading_deg, 330, 1e-6);
  hand.press('4');
  EXPECT_EQ(picture.choice().variable, "height");
  hand.press('?');
  EXPECT_TRUE(picture.choice().help);
  hand.press(Event::KEY_Escape);
  EXPECT_FALSE(picture.choice().help);
  hand.press('s');
  EXPECT_TRUE(hand.controls->take_snapshot_wish());
}

}  // namespace
