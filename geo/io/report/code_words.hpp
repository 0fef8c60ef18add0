#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "geo/io/report/quality_report.hpp"
#include "geo/io/report/report_words.hpp"

namespace geo {

/// val3dity's own name of one of its numbers ("SHELL_NOT_CLOSED"), "" for another code.
std::string_view val3dity_name(std::string_view code);

/// The catalogue's title of a code; the code itself where there is none.
std::string title_of_code(std::string_view code, ReportLanguage language);

/// What a finding of this code means for whoever uses the city, in one sentence; "" where the title says it all.
std::string_view meaning_of_code(std::string_view code, ReportLanguage language);

/// A remedy in the language of the page, where it is a rule of the register's; nothing for every other one, which is English.
std::optional<std::string_view> remedy_in(std::string_view remedy, ReportLanguage language);

/// A rule of the report's table: its sentence, else the title of its code.
std::string words_of_rule(const RuleCount& rule, ReportLanguage language);

}  // namespace geo
