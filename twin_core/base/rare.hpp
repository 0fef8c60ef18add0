#pragma once

#include <memory>
#include <utility>

namespace twin {

/// A value that few objects have: 8 bytes here, and memory of its own only where it is not `T{}`.
/// Reads like `const T`, is changed as a whole; copies are deep, equality is that of the values.
template <class T>
class Rare {
 public:
  Rare() = default;
  Rare(T value) { *this = std::move(value); }
  Rare(const Rare& other) : own_(other.own_ ? std::make_unique<T>(*other.own_) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  Rare& operator=(const Rare& other) {
    if (this != &other) own_ = other.own_ ? std::make_unique<T>(*other.own_) : nullptr;
    return *this;
  }
  Rare& operator=(Rare&&) noexcept = default;
  Rare& operator=(T value) {
    own_ = value == T{} ? nullptr : std::make_unique<T>(std::move(value));
    return *this;
  }
  ~Rare() = default;

  bool empty() const { return own_ == nullptr; }
  const T& operator*() const { return own_ ? *own_ : nothing(); }
  const T* operator->() const { return &**this; }
  friend bool operator==(const Rare& a, const Rare& b) { return *a == *b; }

 private:
  static const T& nothing() {
    static const T kNothing{};
    return kNothing;
  }
  std::unique_ptr<T> own_;
};

}  // namespace twin
