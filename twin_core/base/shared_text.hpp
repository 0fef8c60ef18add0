#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace twin {

namespace text_pool {
struct Entry;
Entry* acquire(std::string_view text);
void keep(Entry* entry) noexcept;
void release(Entry* entry) noexcept;
const std::string& text_of(const Entry* entry) noexcept;
std::size_t size();
}  // namespace text_pool

/// A text that many values have in common (a use, a material, a file name): 8 bytes here, one copy in the
/// process. Reads like `const std::string`; changed only as a whole. Equal texts share one entry, so
/// comparing is comparing addresses; an entry goes when its last user goes. Empty texts have no entry.
///
/// Any thread may make, copy and drop texts; one object is not for two threads at once, as with std::string.
/// Not for texts that are mostly unlike each other: an entry costs about 100 bytes more than its text.
class SharedText {
 public:
  SharedText() noexcept = default;
  SharedText(std::string_view text) : entry_(text.empty() ? nullptr : text_pool::acquire(text)) {}
  SharedText(const std::string& text) : SharedText(std::string_view(text)) {}
  SharedText(const char* text) : SharedText(std::string_view(text)) {}
  SharedText(const SharedText& other) noexcept : entry_(other.entry_) {
    if (entry_ != nullptr) text_pool::keep(entry_);
  }
  SharedText(SharedText&& other) noexcept : entry_(std::exchange(other.entry_, nullptr)) {}
  SharedText& operator=(SharedText other) noexcept {
    std::swap(entry_, other.entry_);
    return *this;
  }
  ~SharedText() {
    if (entry_ != nullptr) text_pool::release(entry_);
  }

  /// Lives as long as this object keeps its text.
  const std::string& str() const noexcept { return text_pool::text_of(entry_); }
  operator const std::string&() const noexcept { return str(); }
  operator std::string_view() const noexcept { return str(); }

  bool empty() const noexcept { return entry_ == nullptr; }
  std::size_t size() const noexcept { return str().size(); }

  friend bool operator==(const SharedText& a, const SharedText& b) noexcept { return a.entry_ == b.entry_; }
  friend bool operator==(const SharedText& a, std::string_view b) noexcept { return a.str() == b; }
  friend bool operator==(const SharedText& a, const std::string& b) noexcept { return a.str() == b; }
  friend bool operator==(const SharedText& a, const char* b) noexcept { return a.str() == b; }
  friend bool operator<(const SharedText& a, const SharedText& b) noexcept { return a.str() < b.str(); }
  friend std::ostream& operator<<(std::ostream& out, const SharedText& text) { return out << text.str(); }

 private:
  text_pool::Entry* entry_ = nullptr;
};

/// Texts the process keeps at the moment, for tests and statistics.
inline std::size_t shared_text_count() {
  return text_pool::size();
}

}  // namespace twin

template <>
struct std::hash<twin::SharedText> {
  std::size_t operator()(const twin::SharedText& text) const noexcept {
    return std::hash<std::string_view>{}(text.str());
  }
};

template <>
struct fmt::formatter<twin::SharedText> : fmt::formatter<std::string_view> {
  template <class Context>
  auto format(const twin::SharedText& text, Context& context) const {
    return fmt::formatter<std::string_view>::format(text.str(), context);
  }
};
