#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace twin {

/// What went wrong, in the four parts every message of the twin has.
///
/// `code` is a key of the catalogue in `twin_core/base/catalogue.hpp` (kebab-case, or a val3dity
/// number); it is stable and never translated. The other parts are for people.
struct Problem {
  std::string code;     ///< catalogue key, e.g. `axis-order`
  std::string message;  ///< the rule, and how it was broken, one sentence
  std::string place;    ///< where: line and column, JSON pointer, row and column name, entity id
  std::string value;    ///< the offending value, at most 80 characters, control characters escaped
  std::string remedy;   ///< what the reader can do about it
};

/// A value or a Problem. Library exceptions are caught where the library is called and become one.
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}               // NOLINT
  Result(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}     // NOLINT

  explicit operator bool() const { return state_.index() == 0; }
  bool ok() const { return state_.index() == 0; }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Problem& problem() const { return std::get<1>(state_); }

 private:
  std::variant<T, Problem> state_;
};

/// Success without a value.
struct Done {};
using Status = Result<Done>;

}  // namespace twin

#define TWIN_CONCAT_INNER(a, b) a##b
#define TWIN_CONCAT(a, b) TWIN_CONCAT_INNER(a, b)

/// `TWIN_TRY(auto building, read(...));` declares `building`, or returns the problem to the caller.
#define TWIN_TRY(declaration, expression)                                      \
  auto TWIN_CONCAT(twin_try_, __LINE__) = (expression);                        \
  if (!TWIN_CONCAT(twin_try_, __LINE__)) {                                     \
    return TWIN_CONCAT(twin_try_, __LINE__).problem();                         \
  }                                                                            \
  declaration = std::move(TWIN_CONCAT(twin_try_, __LINE__)).value()

/// The same for a result whose value is not wanted.
#define TWIN_CHECK(expression)                                                 \
  if (auto twin_check_ = (expression); !twin_check_) {                         \
    return twin_check_.problem();                                              \
  }                                                                            \
  static_assert(true)
