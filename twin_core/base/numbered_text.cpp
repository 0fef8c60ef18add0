#include "twin_core/base/numbered_text.hpp"

#include <charconv>

namespace twin {
namespace {

constexpr std::size_t kMostDigits = 9;  // so that every number fits
constexpr std::string_view kDigits = "0123456789";

struct Run {
  std::size_t begin = 0, end = 0;
};

Run first_run(std::string_view text) {
  const std::size_t begin = text.find_first_of(kDigits);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = text.find_first_not_of(kDigits, begin);
  return {begin, end == std::string_view::npos ? text.size() : end};
}

Run last_run(std::string_view text) {
  const std::size_t last = text.find_last_of(kDigits);
  if (last == std::string_view::npos) return {};
  const std::size_t before = text.find_last_not_of(kDigits, last);
  return {before == std::string_view::npos ? 0 : before + 1, last + 1};
}

/// A number that a text spells in the one way that `std::to_string` would.
bool is_plain(std::string_view digits) {
  return !digits.empty() && digits.size() <= kMostDigits && (digits.size() == 1 || digits.front() != '0');
}

}  // namespace

template <NumberAt Where>
NumberedText<Where>::NumberedText(std::string_view text) {
  const Run run = Where == NumberAt::kFirst ? first_run(text) : last_run(text);
  const std::string_view digits = text.substr(run.begin, run.end - run.begin);
  if (!is_plain(digits)) {
    before_ = text;
    return;
  }
  std::from_chars(digits.data(), digits.data() + digits.size(), number_);
  before_ = text.substr(0, run.begin);
  after_ = text.substr(run.end);
}

template <NumberAt Where>
std::string NumberedText<Where>::str() const {
  if (number_ == kNone) return before_.str();
  return before_.str() + std::to_string(number_) + after_.str();
}

template class NumberedText<NumberAt::kFirst>;
template class NumberedText<NumberAt::kLast>;

}  // namespace twin
