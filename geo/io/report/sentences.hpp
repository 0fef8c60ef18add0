#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "geo/io/report/report_words.hpp"

namespace geo {

/// What a finding or a link says (place, value, remedy, note) in another language. The catalogue knows its sentences by their
/// English form, in which `{}` stands for a value; values are taken over, numbers with a decimal comma. Several in one text
/// ("solid 1, shell 1, face 2"; "VTJ-PRT 100000123X in register.csv row 2; 2 buildings of the model share this row") are
/// found one by one. Nothing for a text that has a part which the catalogue does not know; in English the text itself.
std::optional<std::string> sentence_in(std::string_view english, ReportLanguage language);

}  // namespace geo
