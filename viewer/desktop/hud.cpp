#include "viewer/desktop/hud.hpp"

#include <algorithm>
#include <cmath>
#include <osg/Depth>

#include "viewer/desktop/drawing.hpp"
#include "viewer/desktop/hud_painter.hpp"

namespace viewer {
namespace {

constexpr double kMargin = 16, kInner = 14;
constexpr Colour kQuiet{94, 90, 84}, kAccent{8, 72, 220}, kInk{33, 31, 28};

void draw_state(HudPainter& paint, const HudContent& content, double width) {
  if (content.sentence.empty()) return;
  const Lettering large{18, true, kInk, Align::kLeft, 0}, small{13, false, kQuiet, Align::kLeft, width * 0.5};
  const auto sentence = paint.measure(content.sentence, large);
  const auto progress = content.progress.empty() ? HudPainter::Size{0, 0} : paint.measure(content.progress, small);
  paint.panel(kMargin, kMargin, std::max(sentence.width, progress.width) + 2 * kInner,
              sentence.height + progress.height + 16);
  const double y = kMargin + 8 + paint.text(kMargin + kInner, kMargin + 8, content.sentence, large);
  paint.text(kMargin + kInner, y, content.progress, small);
}

void draw_legend(HudPainter& paint, const Legend& legend, double height) {
  constexpr double kRow = 21, kSwatch = 18;
  const Lettering heading{14, true, kInk, Align::kLeft, 0}, plain{13, false, kInk, Align::kLeft, 0};
  const Lettering count{13, false, kQuiet, Align::kRight, 0};
  const auto title = legend.unit.empty() ? legend.title : legend.title + ", " + legend.unit;
  double labels = 0, counts = 0;
  for (const auto& row : legend.rows) {
    labels = std::max(labels, paint.measure(row.label, plain).width);
    counts = std::max(counts, paint.measure(row.count, count).width);
  }
  const double inside = std::max(paint.measure(title, heading).width, kSwatch + 10 + labels + 22 + counts);
  const double tall = 2 * kInner + 24 + kRow * static_cast<double>(legend.rows.size());
  const double top = height - kMargin - tall;
  paint.panel(kMargin, top, inside + 2 * kInner, tall);
  double y = top + kInner;
  paint.text(kMargin + kInner, y, title, heading);
  y += 26;
  for (const auto& row : legend.rows) {
    paint.rectangle(kMargin + kInner - 1, y - 1, kSwatch + 2, 16, {120, 116, 110}, 1);
    paint.rectangle(kMargin + kInner, y, kSwatch, 14, row.colour, 1);
    paint.text(kMargin + kInner + kSwatch + 10, y - 1.5, row.label, plain);
    paint.text(kMargin + kInner + inside, y - 1.5, row.count, count);
    y += kRow;
  }
}

/// Draws the card, or with `measure_only` just answers how tall it is.
double draw_card(HudPainter& paint, const Card& card, double left, double top, double wide, double tallest, bool measure_only) {
  const double inside = wide - 2 * kInner, x = left + kInner;
  const auto put = [&](double at_x, double at_y, const std::string& words, const Lettering& how) {
    if (words.empty()) return 0.0;
    return measure_only ? paint.measure(words, how).height : paint.text(at_x, at_y, words, how);
  };
  double y = top + kInner;
  y += put(x, y, card.title, {16, true, kInk, Align::kLeft, inside});
  y += put(x, y, card.subtitle, {12, false, kQuiet, Align::kLeft, inside});
  if (!card.statement.empty()) {
    y += 8;
    y += put(x, y, card.statement, {15, true, kAccent, Align::kLeft, inside});
  }
  y += 8;
  for (const auto& row : card.rows) {
    if (y - top > tallest - 40) break;  // the picture is too low for all of it
    const Lettering value{13, true, kInk, Align::kRight, 0}, long_value{13, true, kInk, Align::kLeft, inside * 0.52};
    const double value_width = paint.measure(row.value, value).width;
    const bool is_long = value_width > inside * 0.52;
    const Lettering label{13, false, kQuiet, Align::kLeft, is_long ? inside * 0.46 : inside - value_width - 10};
    const double taken = std::max(put(x, y, row.label, label),
                                  is_long ? put(x + inside * 0.48, y, row.value, long_value)
                                          : put(x + inside, y, row.value, value));
    y += taken + 3;
    if (!row.change.empty()) y += put(x + inside, y - 3, row.change, {12, false, kAccent, Align::kRight, 0});
  }
  for (const auto& note : card.notes) {
    if (y - top > tallest - 40) break;
    y += 5;
    y += put(x, y, note, {11.5, false, kQuiet, Align::kLeft, inside});
  }
  return y - top + kInner;
}

void draw_north(HudPainter& paint, const HudContent& content, double x, double y) {
  constexpr double kLength = 19, kHalf = 7;
  const double turn = -content.heading_deg * 3.14159265358979323846 / 180;
  const double up_x = std::sin(turn), up_y = -std::cos(turn), side_x = -up_y, side_y = up_x;
  paint.triangle({x + up_x * kLength, y + up_y * kLength, x - side_x * kHalf, y - side_y * kHalf, x + side_x * kHalf,
                  y + side_y * kHalf}, {196, 58, 42});
  paint.triangle({x - up_x * kLength, y - up_y * kLength, x - side_x * kHalf, y - side_y * kHalf, x + side_x * kHalf,
                  y + side_y * kHalf}, {150, 147, 142});
  paint.text(x + up_x * 29, y + up_y * 29 - 8, content.north_letter, {13, true, kInk, Align::kCentre, 0});
}

void draw_instruments(HudPainter& paint, const HudContent& content, double width, double height, double scale) {
  const double metres_per_unit = content.metres_per_pixel * scale;
  double bar = std::pow(10, std::floor(std::log10(130 * metres_per_unit)));
  for (const double step : {5.0, 2.0}) {
    if (bar * step <= 130 * metres_per_unit) {
      bar *= step;
      break;
    }
  }
  const double bar_width = bar / metres_per_unit;
  const double wide = 196, tall = 78, left = width - kMargin - wide, top = height - kMargin - tall;
  paint.panel(left, top, wide, tall);
  draw_north(paint, content, left + 38, top + tall / 2);
  const double x = left + 76, y = top + 30;
  const double shown = std::min(bar_width, wide - 90);
  paint.rectangle(x, y, shown, 4, kInk, 1);
  paint.rectangle(x, y - 5, 2, 9, kInk, 1);
  paint.rectangle(x + shown - 2, y - 5, 2, 9, kInk, 1);
  const auto words = bar >= 1000 ? std::to_string(static_cast<long>(bar / 1000)) + "\u00a0km"
                                 : std::to_string(static_cast<long>(bar)) + "\u00a0m";
  paint.text(x, y - 25, words, {12, true, kInk, Align::kLeft, 0});
  paint.text(x, y + 14, content.hint, {12, false, kQuiet, Align::kLeft, 0});
}

void draw_overlay(HudPainter& paint, const HudContent& content, double width, double height) {
  if (content.overlay.empty()) return;
  const Lettering heading{18, true, kInk, Align::kLeft, 0}, plain{15, false, kInk, Align::kLeft, 0};
  const auto title = paint.measure(content.overlay_title, heading), body = paint.measure(content.overlay, plain);
  const double wide = std::max(title.width, body.width) + 56, tall = title.height + body.height + 60;
  const double left = (width - wide) / 2, top = std::max(20.0, (height - tall) / 2);
  paint.panel(left, top, wide, tall);
  paint.text(left + 28, top + 22, content.overlay_title, heading);
  paint.text(left + 28, top + 32 + title.height, content.overlay, plain);
}

}  // namespace

Hud::Hud() : camera_(new osg::Camera) {
  camera_->setName("panels");
  camera_->setRenderOrder(osg::Camera::NESTED_RENDER);
  camera_->setReferenceFrame(osg::Transform::ABSOLUTE_RF);
  camera_->setViewMatrix(osg::Matrix::identity());
  camera_->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
  camera_->setAllowEventFocus(false);
  camera_->setClearMask(0);
  camera_->setCullingActive(false);
  auto* state = camera_->getOrCreateStateSet();
  make_translucent(*state, kPanels);
  state->setRenderBinDetails(kPanels, "TraversalOrderBin");
  state->setAttributeAndModes(new osg::Depth(osg::Depth::ALWAYS, 0, 1, false));
}

double Hud::scale_for(int height) { return std::clamp(height / 800.0, 0.75, 4.0); }

void Hud::show(const HudContent& content, int width, int height) {
  if (content == shown_ && width == width_ && height == height_) return;
  shown_ = content;
  width_ = width;
  height_ = height;
  camera_->removeChildren(0, camera_->getNumChildren());
  camera_->setProjectionMatrixAsOrtho(0, width, 0, height, -1, 1);
  const double scale = scale_for(height), wide = width / scale, tall = height / scale;
  HudPainter paint(*camera_, scale, height);
  draw_state(paint, content, wide);
  if (content.legend) draw_legend(paint, *content.legend, tall);
  if (content.card) {
    constexpr double kCard = Hud::kCardReach - 2 * kMargin;
    const double left = wide - kMargin - kCard, tallest = tall - 2 * kMargin - 96;
    const double needed = draw_card(paint, *content.card, left, kMargin, kCard, tallest, true);
    paint.panel(left, kMargin, kCard, needed);
    draw_card(paint, *content.card, left, kMargin, kCard, tallest, false);
  }
  draw_instruments(paint, content, wide, tall, scale);
  draw_overlay(paint, content, wide, tall);
}

}  // namespace viewer
