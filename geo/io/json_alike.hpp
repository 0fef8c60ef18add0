#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "geo/io/json_text.hpp"

namespace geo::json_text {

/// Walks through objects of which one mostly names its members as the one before did, in the same order: then no name has
/// to be looked at, and none can stand twice.
class AlikeObjects {
 public:
  /// As `each_member`, for at most 64 names without escapes of which none stands twice; nullptr for other objects too.
  /// `take(name, meaning, at)` gets what `meaning(name)` said, which is not asked again for names that come again.
  template <class Meaning, class Take>
  const char* each(const char* p, Meaning&& meaning, Take&& take) {
    count_ = 0;
    bool alike = true;
    if (*p != '{') return nullptr;
    p = past_blanks(p + 1);
    if (*p == '}') return p + 1;
    for (;;) {
      if (alike && !comes_again(p)) alike = differ();
      std::string_view name;
      int means = 0;
      if (alike) {
        const Known& known = known_[count_++];
        name = {p + 1, known.name_size};
        means = known.meaning;
        p += known.text.size();
      } else {
        const char* const close = *p == '"' ? end_of_plain_string(p) : nullptr;
        if (close == nullptr) return nullptr;
        name = {p + 1, static_cast<std::size_t>(close - p - 1)};
        const char* const colon = past_blanks(close + 1);
        if (*colon != ':' || names_.add(name) != FewNames::Seen::kNew) return nullptr;
        const char* const value = past_blanks(colon + 1);
        means = meaning(name);
        keep({p, static_cast<std::size_t>(value - p)}, name.size(), means);
        p = value;
      }
      p = take(name, means, p);
      if (p == nullptr) return nullptr;
      p = past_blanks(p);
      if (*p == '}') return p + 1;
      if (*p != ',') return nullptr;
      p = past_blanks(p + 1);
    }
  }

 private:
  struct Known {
    std::string text;  ///< from the opening quote of the name to the value; empty when it is too long to be compared
    std::size_t name_size = 0;
    int meaning = 0;
  };

  bool comes_again(const char* p) const {
    if (count_ == size_) return false;
    const std::string& text = known_[count_].text;
    // As long as the padding at most, so that the end of the text need not be known.
    return !text.empty() && std::memcmp(p, text.data(), text.size()) == 0;
  }

  /// From here on the object is another one: the names so far are entered as if they had been read.
  bool differ() {
    names_.clear();
    size_ = count_;
    for (std::size_t i = 0; i < count_; ++i) names_.add(std::string_view(known_[i].text).substr(1, known_[i].name_size));
    return false;
  }

  void keep(std::string_view text, std::size_t name_size, int meaning) {
    Known& known = known_[count_++];
    size_ = count_;
    known.text.assign(text.size() <= kPadding ? text : std::string_view());
    known.name_size = name_size;
    known.meaning = meaning;
  }

  std::array<Known, FewNames::kMost> known_;  ///< of the object before; they stay where they are, `names_` looks at them
  std::size_t size_ = 0, count_ = 0;          ///< how many of them there are, and up to which the object at hand was the same
  FewNames names_;
};

}  // namespace geo::json_text
