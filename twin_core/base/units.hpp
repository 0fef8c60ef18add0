#pragma once

#include <compare>

namespace twin {

/// A number with its unit. Made by saying the unit (`Metres eaves{6.5};`), read with `value()`, and never
/// turned into another unit or a bare number by itself.
template <class Unit>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_(value) {}

  constexpr double value() const { return value_; }
  constexpr auto operator<=>(const Quantity&) const = default;

  constexpr Quantity operator-() const { return Quantity(-value_); }
  constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
  constexpr Quantity& operator-=(Quantity other) { return *this = *this - other; }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator*(double factor, Quantity a) { return Quantity(factor * a.value_); }
  friend constexpr Quantity operator*(Quantity a, double factor) { return Quantity(a.value_ * factor); }
  friend constexpr Quantity operator/(Quantity a, double divisor) { return Quantity(a.value_ / divisor); }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }

 private:
  double value_ = 0;
};

using Metres = Quantity<struct MetreUnit>;
using SquareMetres = Quantity<struct SquareMetreUnit>;
using CubicMetres = Quantity<struct CubicMetreUnit>;
using Seconds = Quantity<struct SecondUnit>;
using MetresPerSecond = Quantity<struct MetrePerSecondUnit>;
using Degrees = Quantity<struct DegreeUnit>;
using Radians = Quantity<struct RadianUnit>;
using Watts = Quantity<struct WattUnit>;
using WattsPerSquareMetre = Quantity<struct WattPerSquareMetreUnit>;
using Joules = Quantity<struct JouleUnit>;

/// The products that exist in physics; no other compiles.
template <class A, class B>
struct ProductOf;
template <>
struct ProductOf<Metres, Metres> { using type = SquareMetres; };
template <>
struct ProductOf<SquareMetres, Metres> { using type = CubicMetres; };
template <>
struct ProductOf<MetresPerSecond, Seconds> { using type = Metres; };
template <>
struct ProductOf<WattsPerSquareMetre, SquareMetres> { using type = Watts; };
template <>
struct ProductOf<Watts, Seconds> { using type = Joules; };

template <class A, class B>
concept MakesProduct = requires { typename ProductOf<A, B>::type; };

template <class A, class B>
  requires MakesProduct<A, B>
constexpr auto operator*(A a, B b) {
  return typename ProductOf<A, B>::type(a.value() * b.value());
}

template <class A, class B>
  requires(MakesProduct<B, A> && !MakesProduct<A, B>)
constexpr auto operator*(A a, B b) {
  return b * a;
}

/// What a known factor leaves of a product: SquareMetres / Metres = Metres, Joules / Seconds = Watts.
template <class Product, class Factor>
struct QuotientOf;
template <>
struct QuotientOf<SquareMetres, Metres> { using type = Metres; };
template <>
struct QuotientOf<CubicMetres, Metres> { using type = SquareMetres; };
template <>
struct QuotientOf<CubicMetres, SquareMetres> { using type = Metres; };
template <>
struct QuotientOf<Metres, Seconds> { using type = MetresPerSecond; };
template <>
struct QuotientOf<Metres, MetresPerSecond> { using type = Seconds; };
template <>
struct QuotientOf<Watts, SquareMetres> { using type = WattsPerSquareMetre; };
template <>
struct QuotientOf<Joules, Seconds> { using type = Watts; };

template <class Product, class Factor>
  requires requires { typename QuotientOf<Product, Factor>::type; }
constexpr auto operator/(Product product, Factor factor) {
  return typename QuotientOf<Product, Factor>::type(product.value() / factor.value());
}

inline constexpr double kPi = 3.141592653589793238462643383279502884;

constexpr Radians to_radians(Degrees angle) { return Radians(angle.value() * kPi / 180.0); }
constexpr Degrees to_degrees(Radians angle) { return Degrees(angle.value() * 180.0 / kPi); }

}  // namespace twin
