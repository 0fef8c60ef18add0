#include "geo/io/attribute_values.hpp"

#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>

#include "twin_core/base/text.hpp"

namespace geo {
namespace {

struct Fault {
  const char* code = nullptr;  ///< none: nothing is wrong
  const char* remedy = "";
};

Fault fault_of_number(std::string_view text, bool whole) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool all = error == std::errc() && end == text.data() + text.size();
  if (error == std::errc::result_out_of_range || (all && !std::isfinite(value))) {
    return {"number-not-finite", "Leave the attribute out where the value is not known; it was kept as it is."};
  }
  if (!all) return {"value-not-a-number", "Write digits with a decimal point; it was kept as it is."};
  if (whole && value != std::floor(value)) return {"value-not-a-number", "A whole number was promised; it was kept as it is."};
  return {};
}

std::optional<int> figures(std::string_view text, std::size_t from, std::size_t count) {
  int out = 0;
  if (text.size() < from + count) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data() + from, text.data() + from + count, out);
  return error == std::errc() && end == text.data() + from + count && out >= 0 ? std::optional(out) : std::nullopt;
}

/// "2019", "2019-07" or "2019-07-04"; what may follow the day (a time, a zone) is not looked at.
bool is_date(std::string_view text) {
  const auto year = figures(text, 0, 4);
  if (!year) return false;
  if (text.size() == 4) return true;
  const auto month = text[4] == '-' ? figures(text, 5, 2) : std::nullopt;
  if (!month || *month < 1 || *month > 12) return false;
  if (text.size() == 7) return true;
  const auto day = text[7] == '-' ? figures(text, 8, 2) : std::nullopt;
  if (!day || (text.size() > 10 && text[10] >= '0' && text[10] <= '9')) return false;
  using namespace std::chrono;
  return year_month_day(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                        std::chrono::day(static_cast<unsigned>(*day))).ok();
}

bool is_height(std::string_view name) {
  const auto own = name.substr(name.find('/') + 1);  // npos + 1 is 0: of no part
  return own == "bldg:measuredHeight" || own.starts_with("con:height ");
}

/// "m", "#m", "urn:ogc:def:uom:UCUM::m", "metre"; none is metres too.
bool is_metre(std::string_view unit) {
  if (const auto at = unit.find_last_of(":#/"); at != std::string_view::npos) unit.remove_prefix(at + 1);
  return unit.empty() || unit == "m" || unit == "M" || unit == "metre" || unit == "meter" || unit == "9001";  // EPSG's metre
}

Fault fault_of(const twin::GenericAttribute& attribute) {
  if (is_height(attribute.name) && !is_metre(attribute.unit)) {
    return {"unit-unknown", "Heights are in metres; convert it. It was kept with the unit that it has."};
  }
  const std::string_view value = attribute.value;
  if (value.empty()) return {};
  if (attribute.type == "int") return fault_of_number(value, true);
  if (attribute.type == "double" || attribute.type == "measure") return fault_of_number(value, false);
  if (attribute.type == "date" && !is_date(value)) return {"date-invalid", "Write a day that exists, as 2019-07-04; it was kept as it is."};
  return {};
}

}  // namespace

void check_attribute_values(const std::vector<twin::GenericAttribute>& attributes, const std::string& id,
                            const std::string& place, twin::Diagnostics& out) {
  constexpr int kMost = 20;
  int told = 0;
  for (const auto& attribute : attributes) {
    const auto fault = fault_of(attribute);
    if (fault.code == nullptr) continue;
    if (++told > kMost) return;
    const bool of_unit = std::string_view(fault.code) == "unit-unknown";
    out.add({fault.code, twin::Severity::kWarning, id, "", place + ", " + twin::excerpt(attribute.name),
             twin::excerpt(of_unit ? attribute.unit : attribute.value), fault.remedy});
  }
}

}  // namespace geo
