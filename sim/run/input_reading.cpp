#include "sim/run/input_reading.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/run/nearest_word.hpp"
#include "twin_core/base/text.hpp"

namespace sim {

using twin::Json;
using twin::Problem;

std::string shown(const Json& value) {
  return twin::excerpt(value.is_string() ? value.get_ref<const std::string&>()
                                         : value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Problem input_invalid(std::string_view pointer, std::string message, const Json& value, std::string remedy) {
  return {"input-invalid", std::move(message), std::string(pointer), shown(value), std::move(remedy)};
}

std::string pointer_to(std::string_view pointer, std::string_view member) {
  std::string out(pointer);
  out += '/';
  for (const char c : member) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::string pointer_to(std::string_view pointer, std::size_t index) {
  return fmt::format("{}/{}", pointer, index);
}

twin::Status expect_members(const Json& value, std::string_view pointer,
                            const std::vector<std::string_view>& members) {
  if (!value.is_object()) {
    return input_invalid(pointer, "An object is expected here.", value,
                         fmt::format("Send {{…}} with members of: {}.", fmt::join(members, ", ")));
  }
  for (const auto& [name, content] : value.items()) {
    if (std::find(members.begin(), members.end(), name) != members.end()) continue;
    return Problem{"member-unknown", "There is no member of this name here.",
                   pointer_to(pointer, twin::excerpt(name)), twin::excerpt(name),
                   did_you_mean(name, members)};
  }
  return twin::Done{};
}

twin::Status expect_in_range(double value, std::string_view pointer, const NumberRange& range) {
  if (!std::isfinite(value)) {
    return Problem{"number-not-finite", "The number is not finite.", std::string(pointer),
                   fmt::format("{}", value), "Send a finite number."};
  }
  if (value < range.least || value > range.most) {
    return Problem{"value-out-of-range",
                   fmt::format("The value lies outside {} to {}.", range.least, range.most),
                   std::string(pointer), fmt::format("{}", value), "Correct the value, or its unit."};
  }
  return twin::Done{};
}

twin::Result<double> read_number(const Json& value, std::string_view pointer, const NumberRange& range) {
  if (!value.is_number())
    return input_invalid(pointer, "A number is expected here.", value,
                         "Send it without quotes; units have a member of their own.");
  const auto number = value.get<double>();
  TWIN_CHECK(expect_in_range(number, pointer, range));
  return number;
}

twin::Result<std::string> read_text(const Json& value, std::string_view pointer) {
  if (!value.is_string())
    return input_invalid(pointer, "A text is expected here.", value, "Send it in quotes.");
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() > 10'000)
    return input_invalid(pointer, "The text is longer than 10,000 bytes.", value, "Shorten it.");
  return text;
}

}  // namespace sim
