#include "geo/io/attribute_values.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_set>

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
  constexpr double kWholeEnd = 9223372036854775808.0;  // 2^63
  if (whole && (value >= kWholeEnd || value < -kWholeEnd)) {
    return {"value-out-of-range", "Whole numbers go up to 9223372036854775807; write it as a text. It was kept as it is."};
  }
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

/// Names that a source may give once only; what it writes with a prefix (addresses, heights, references) may come again.
class NamesSeen {
 public:
  /// True for one that was there before.
  bool is_repeated(const std::vector<twin::GenericAttribute>& attributes, std::size_t at) {
    const std::string& name = attributes[at].name;
    if (at == kFew) {
      for (const auto& before : std::span(attributes).first(at)) many_.insert(before.name);
    }
    if (name.empty() || name.find(':') != std::string::npos) return false;
    if (at >= kFew) return !many_.insert(name).second;
    const std::size_t mark = (name.size() * 31 + static_cast<unsigned char>(name.front()) * 7 + static_cast<unsigned char>(name.back())) % 256;
    if (!marks_[mark]) {
      marks_[mark] = true;
      return false;
    }
    const auto first = attributes.begin();
    return std::any_of(first, first + static_cast<std::ptrdiff_t>(at), [&](const auto& before) { return before.name == name; });
  }

 private:
  static constexpr std::size_t kFew = 64;  ///< so many attributes are looked through one by one
  std::bitset<256> marks_;                 ///< most names of few attributes are told apart by these
  std::unordered_set<std::string_view> many_;
};

}  // namespace

void check_attribute_values(const std::vector<twin::GenericAttribute>& attributes, const std::string& id,
                            const std::string& place, twin::Diagnostics& out) {
  constexpr int kMost = 20;
  int told = 0;
  NamesSeen names;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const auto& attribute = attributes[i];
    auto fault = fault_of(attribute);
    if (names.is_repeated(attributes, i) && fault.code == nullptr) {
      fault = {"attribute-repeated", "Give each attribute of an object a name of its own, or all its values in one; every one of them was kept."};
    }
    if (fault.code == nullptr) continue;
    if (++told > kMost) return;
    const bool of_unit = std::string_view(fault.code) == "unit-unknown";
    out.add({fault.code, twin::Severity::kWarning, id, "", place + ", " + twin::excerpt(attribute.name),
             twin::excerpt(of_unit ? attribute.unit : attribute.value), fault.remedy});
  }
}

}  // namespace geo
