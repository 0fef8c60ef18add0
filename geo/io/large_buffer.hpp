#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace geo {

/// Items in a row, for millions of them. New room is not set to anything, and large room asks the system for large
/// pages: with small ones, handing them out costs more than reading a file.
template <class Item>
class LargeBuffer {
  static_assert(std::is_trivially_copyable_v<Item>);

 public:
  LargeBuffer() = default;
  ~LargeBuffer() { std::free(items_); }
  LargeBuffer(const LargeBuffer&) = delete;
  LargeBuffer& operator=(const LargeBuffer&) = delete;

  std::size_t size() const { return size_; }
  Item* data() { return items_; }
  std::span<const Item> items() const { return {items_, size_}; }

  void clear() { size_ = 0; }
  /// To fewer items.
  void shrink(std::size_t size) { size_ = size; }
  void add(const Item& item) {
    if (size_ == capacity_) reserve(size_ + 1);
    items_[size_++] = item;
  }
  /// Room for that many more at the end, which `extend` then makes items of.
  Item* room(std::size_t more) {
    if (capacity_ - size_ < more) reserve(size_ + more);
    return items_ + size_;
  }
  void extend(std::size_t more) { size_ += more; }

  /// @throws std::bad_alloc
  void reserve(std::size_t wanted) {
    if (wanted <= capacity_) return;
    constexpr std::size_t kPage = std::size_t{2} << 20;
    std::size_t bytes = std::max(wanted, capacity_ + capacity_ / 2) * sizeof(Item);
    const bool large = bytes >= 2 * kPage;
    if (large) bytes = (bytes + kPage - 1) / kPage * kPage;
    void* const fresh = large ? std::aligned_alloc(kPage, bytes) : std::malloc(bytes);
    if (fresh == nullptr) throw std::bad_alloc();
    if (large) madvise(fresh, bytes, MADV_HUGEPAGE);  // a wish: nothing is lost without
    if (size_ > 0) std::memcpy(fresh, items_, size_ * sizeof(Item));
    std::free(items_);
    items_ = static_cast<Item*>(fresh);
    capacity_ = bytes / sizeof(Item);
  }

 private:
  Item* items_ = nullptr;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace geo
