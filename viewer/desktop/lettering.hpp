#pragma once

#include <osgText/Font>

namespace viewer {

/// DejaVu Sans from Debian's fonts-dejavu-core, loaded once; another sans font of the machine where
/// that is missing.
osgText::Font* regular_font();
osgText::Font* bold_font();

}  // namespace viewer
