#include "viewer/desktop/lettering.hpp"

#include <fstream>
#include <string>

namespace viewer {
namespace {

osg::ref_ptr<osgText::Font> load(const std::string& file) {
  const std::string installed = "/usr/share/fonts/truetype/dejavu/" + file;
  // osgText looks through its own font path for a bare name.
  auto font = osgText::readRefFontFile(std::ifstream(installed).good() ? installed : file);
  return font ? font : osgText::Font::getDefaultFont();
}

}  // namespace

osgText::Font* regular_font() {
  static const osg::ref_ptr<osgText::Font> font = load("DejaVuSans.ttf");
  return font;
}

osgText::Font* bold_font() {
  static const osg::ref_ptr<osgText::Font> font = load("DejaVuSans-Bold.ttf");
  return font;
}

}  // namespace viewer
