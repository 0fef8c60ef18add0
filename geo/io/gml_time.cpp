#include "geo/io/gml_time.hpp"

#include <string>

#include "twin_core/base/text.hpp"

namespace geo {
namespace {

constexpr std::string_view kBlank = " \t\r\n";

/// Where the offset of a time without a clock begins: "2019-01-01Z", "2019-01+02:00", "2019Z".
std::size_t offset_of(std::string_view text) {
  if (text.ends_with('Z')) return text.size() - 1;
  constexpr std::size_t kOffset = 6;  // "+02:00"
  if (text.size() <= kOffset || text[text.size() - 3] != ':') return text.size();
  const char sign = text[text.size() - kOffset];
  return sign == '+' || sign == '-' ? text.size() - kOffset : text.size();
}

}  // namespace

twin::Result<twin::Instant> read_gml_time(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first != std::string_view::npos) text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
  const auto offset = offset_of(text);
  const std::string zone = offset == text.size() ? "Z" : std::string(text.substr(offset));
  std::string whole(text.substr(0, offset));
  if (whole.size() == 4) whole += "-01";
  if (whole.size() == 7) whole += "-01";
  if (whole.size() == 10) whole += "T00:00:00";
  auto instant = twin::parse_rfc3339(whole + zone);
  if (instant) return instant;
  twin::Problem problem = instant.problem();
  problem.value = twin::excerpt(text);
  problem.remedy = "Write a year, a month, a date or a date with a time: 2019, 2019-01, 2019-01-31, 2019-01-31T12:00:00Z.";
  return problem;
}

}  // namespace geo
