#pragma once

#include <string>

namespace viewer {

/// Files compiled into the program: `viewer/colours.json` and `viewer/desktop/words.json`.
const std::string& embedded_colours();
const std::string& embedded_words();

}  // namespace viewer
