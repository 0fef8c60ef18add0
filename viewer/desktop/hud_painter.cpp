#include "viewer/desktop/hud_painter.hpp"

#include <cmath>
#include <osgText/Text>

#include "viewer/desktop/drawing.hpp"
#include "viewer/desktop/lettering.hpp"
#include "viewer/desktop/shaders.hpp"

namespace viewer {
namespace {

constexpr double kLineSpacing = 1.32;
/// From the top of a line down to where letters stand, DejaVu Sans.
constexpr double kBaseLine = 1.02;

osg::ref_ptr<osgText::Text> letters(const std::string& words, const Lettering& how, double scale) {
  osg::ref_ptr<osgText::Text> text = new osgText::Text;
  const double size = std::round(how.size * scale);
  text->setFont(how.bold ? bold_font() : regular_font());
  text->setFontResolution(static_cast<unsigned>(size), static_cast<unsigned>(size));
  text->setCharacterSize(static_cast<float>(size));
  text->setLineSpacing(static_cast<float>(kLineSpacing - 1));
  text->setColor(rgba(how.colour));
  if (how.wrap > 0) text->setMaximumWidth(static_cast<float>(how.wrap * scale));
  text->setAlignment(osgText::TextBase::LEFT_BASE_LINE);
  text->setText(words, osgText::String::ENCODING_UTF8);
  return text;
}

}  // namespace

void HudPainter::rectangle(double x, double y, double width, double height, const Colour& colour, double alpha) {
  const double left = std::round(x * scale_), right = std::round((x + width) * scale_);
  const double top = height_ - std::round(y * scale_), bottom = height_ - std::round((y + height) * scale_);
  auto made = triangles({{left, bottom, 0}, {right, bottom, 0}, {right, top, 0}, {left, top, 0}}, {0, 1, 2, 0, 2, 3},
                        rgba(colour, alpha));
  made->getOrCreateStateSet()->setAttributeAndModes(plain_program());
  into_.addChild(made);
}

void HudPainter::panel(double x, double y, double width, double height) {
  rectangle(x + 1.5, y + 2, width, height, {60, 60, 60}, 0.16);
  rectangle(x, y, width, height, {255, 255, 255}, 0.93);
}

void HudPainter::triangle(const double (&corners)[6], const Colour& colour) {
  std::vector<Vector> points;
  for (std::size_t i = 0; i < 6; i += 2) points.push_back({corners[i] * scale_, height_ - corners[i + 1] * scale_, 0});
  auto made = triangles(points, {0, 1, 2}, rgba(colour));
  made->getOrCreateStateSet()->setAttributeAndModes(plain_program());
  into_.addChild(made);
}

HudPainter::Size HudPainter::measure(const std::string& words, const Lettering& how) const {
  auto text = letters(words, how, scale_);
  const auto box = text->getBoundingBox();
  const double lines = std::fmax(1, text->getLineCount());
  return {(box.xMax() - box.xMin()) / scale_, lines * how.size * kLineSpacing};
}

double HudPainter::text(double x, double y, const std::string& words, const Lettering& how) {
  if (words.empty()) return 0;
  auto text = letters(words, how, scale_);
  const auto box = text->getBoundingBox();
  const double share = how.align == Align::kLeft ? 0 : how.align == Align::kCentre ? 0.5 : 1;
  // Letters are sharp only where they start on whole pixels.
  text->setPosition({static_cast<float>(std::round(x * scale_ - share * (box.xMax() - box.xMin()))),
                     static_cast<float>(std::round(height_ - (y + how.size * kBaseLine) * scale_)), 0});
  into_.addChild(text);
  return std::fmax(1, text->getLineCount()) * how.size * kLineSpacing;
}

}  // namespace viewer
