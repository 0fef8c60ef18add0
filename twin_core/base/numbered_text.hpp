#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "twin_core/base/shared_text.hpp"

namespace twin {

/// Which number of a text varies from value to value.
enum class NumberAt : std::uint8_t { kFirst, kLast };

/// A text such as "register.csv row 7" (kLast) or "Arcturuksenkatu 6 B" (kFirst): what stands around the
/// number is shared, the number is kept beside it; 24 bytes, no memory of its own. Any text at all goes in
/// and comes out unchanged. Splitting is a function of the text, so equal texts are equal values.
template <NumberAt Where>
class NumberedText {
 public:
  NumberedText() = default;
  NumberedText(std::string_view text);
  NumberedText(const std::string& text) : NumberedText(std::string_view(text)) {}
  NumberedText(const char* text) : NumberedText(std::string_view(text)) {}

  std::string str() const;
  operator std::string() const { return str(); }
  bool empty() const { return before_.empty() && after_.empty() && number_ == kNone; }

  bool operator==(const NumberedText&) const = default;
  friend bool operator==(const NumberedText& a, std::string_view b) { return a.str() == b; }
  friend bool operator==(const NumberedText& a, const std::string& b) { return a.str() == b; }
  friend bool operator==(const NumberedText& a, const char* b) { return a.str() == b; }
  friend std::ostream& operator<<(std::ostream& out, const NumberedText& text) { return out << text.str(); }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  SharedText before_, after_;
  std::uint32_t number_ = kNone;
};

extern template class NumberedText<NumberAt::kFirst>;
extern template class NumberedText<NumberAt::kLast>;

}  // namespace twin

template <twin::NumberAt Where>
struct fmt::formatter<twin::NumberedText<Where>> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const twin::NumberedText<Where>& text, Context& context) const {
    const std::string whole = text.str();
    return fmt::formatter<std::string_view>::format(whole, context);
  }
};
