#include "server/app/times.hpp"

namespace server {

twin::Result<std::optional<twin::Instant>> read_time(const std::string& text, const std::string& place) {
  if (text.empty()) return std::optional<twin::Instant>{};
  constexpr std::size_t kDate = 10;
  auto instant = twin::parse_rfc3339(text.size() == kDate ? text + "T00:00:00Z" : text);
  if (instant) return std::optional<twin::Instant>(*instant);
  twin::Problem problem = instant.problem();
  problem.place = place;
  problem.remedy = "Give a date such as 2026-11-22, or an instant such as 2026-11-22T12:00:00Z.";
  return problem;
}

twin::Result<TimeSpan> read_span(const std::string& valid_from, const std::string& valid_to) {
  TimeSpan out;
  TWIN_TRY(out.first, read_time(valid_from, "valid-from"));
  TWIN_TRY(out.second, read_time(valid_to, "valid-to"));
  if (out.first && out.second && !(*out.first < *out.second)) {
    return twin::Problem{"parameter-invalid", "The span ends before it begins.", "valid-to", valid_to,
                         "Give a time after valid-from (" + valid_from + "), or leave valid-to out."};
  }
  return out;
}

twin::Json span_to_json(const std::optional<twin::Instant>& from, const std::optional<twin::Instant>& to) {
  const auto or_null = [](const std::optional<twin::Instant>& instant) { return instant ? twin::Json(twin::to_rfc3339(*instant)) : twin::Json(nullptr); };
  return {{"from", or_null(from)}, {"to", or_null(to)}};
}

}  // namespace server
