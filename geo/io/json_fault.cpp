#include "geo/io/json_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "geo/io/json_place.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using nlohmann::json;
using twin::Problem;

/// Follows the text without keeping it: only the way to where it stands.
class Follower : public json::json_sax_t {
 public:
  Follower(std::string_view text, std::size_t max_depth, std::size_t first_line)
      : text_(text), max_depth_(max_depth), first_line_(first_line) {}

  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t& written) override {
    if (written.find_first_of(".eE") == string_t::npos) {
      problem_ = Problem{"value-out-of-range", "A whole number needs more than 64 bits.", pointer(),
                         twin::excerpt(written), "Write it as text, or as a decimal number."};
      return false;
    }
    return value();
  }
  bool string(string_t&) override { return value(); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    steps_.back().name = name;
    return true;
  }

  bool parse_error(std::size_t byte, const std::string& token, const json::exception& error) override {
    constexpr int kNumberOverflow = 406;
    const std::size_t at = std::min(byte == 0 ? 0 : byte - 1, text_.size());
    if (error.id == kNumberOverflow) {
      problem_ = Problem{"number-not-finite", "A number is too large for a finite value.", pointer(),
                         twin::excerpt(token), "Write a number between -1.7e308 and 1.7e308."};
    } else if (!twin::is_valid_utf8(text_)) {
      problem_ = Problem{"encoding-invalid", "The text is not UTF-8.", where(at), twin::excerpt(token),
                         "Save the file as UTF-8."};
    } else {
      problem_ =
          Problem{"json-malformed", "The text is not well-formed JSON.", where(at), twin::excerpt(token),
                  at >= text_.size() ? "The text ends too early: send the whole file."
                                     : "Correct the text at this place; RFC 8259 allows no comments, "
                                       "trailing commas or NaN."};
    }
    return false;
  }

  std::optional<Problem> take() { return std::move(problem_); }

 private:
  struct Step {
    bool array = false;
    std::size_t index = 0;
    std::string name;
  };

  std::string pointer() const {
    std::string out;
    for (const auto& step : steps_) {
      out += step.array ? "/" + std::to_string(step.index) : json_pointer_step(step.name);
    }
    if (out.empty()) out = "/";
    return first_line_ > 1 ? fmt::format("line {}: {}", first_line_, out) : out;
  }

  std::string where(std::size_t byte) const {
    std::string place = twin::line_and_column(text_, byte);
    if (first_line_ > 1 && place.starts_with("line 1,")) {
      place = fmt::format("line {},{}", first_line_, place.substr(7));
    }
    return fmt::format("{} ({})", place, pointer());
  }

  bool value() {
    if (!steps_.empty() && steps_.back().array) ++steps_.back().index;
    return true;
  }
  bool open(bool array) {
    if (steps_.size() >= max_depth_) {
      problem_ =
          Problem{"json-too-deep", fmt::format("Arrays and objects lie more than {} deep.", max_depth_),
                  pointer(), fmt::format("limit {}", max_depth_), "Send a flatter document."};
      return false;
    }
    steps_.push_back({array, 0, {}});
    return true;
  }
  bool close() {
    steps_.pop_back();
    return value();
  }

  std::string_view text_;
  std::size_t max_depth_, first_line_;
  std::vector<Step> steps_;
  std::optional<Problem> problem_;
};

}  // namespace

Problem json_fault(std::string_view text, std::size_t max_depth, std::size_t first_line) {
  if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
    return {"json-malformed", "The text holds a zero byte.", twin::line_and_column(text, zero), "\\u0000",
            "Send JSON as UTF-8 text."};
  }
  Follower follower(text, max_depth, first_line);
  json::sax_parse(text.begin(), text.end(), &follower);
  if (auto problem = follower.take()) return *std::move(problem);
  return {"json-malformed", "The text is not JSON that we read.", fmt::format("line {}", first_line), "",
          "Write it again with another program."};
}

}  // namespace geo
