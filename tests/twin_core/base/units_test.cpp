#include "twin_core/base/units.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using namespace twin;

template <class A, class B>
concept Multiplies = requires(A a, B b) { a * b; };
template <class A, class B>
concept Divides = requires(A a, B b) { a / b; };
template <class A, class B>
concept Adds = requires(A a, B b) { a + b; };

// Products that exist in physics ...
static_assert(std::is_same_v<decltype(Metres{2} * Metres{3}), SquareMetres>);
static_assert(std::is_same_v<decltype(Metres{2} * SquareMetres{3}), CubicMetres>);
static_assert(std::is_same_v<decltype(SquareMetres{3} * Metres{2}), CubicMetres>);
static_assert(std::is_same_v<decltype(WattsPerSquareMetre{800} * SquareMetres{2}), Watts>);
static_assert(std::is_same_v<decltype(Metres{9} / Seconds{3}), MetresPerSecond>);
static_assert(std::is_same_v<decltype(Metres{9} / Metres{3}), double>);
// ... and none that do not.
static_assert(!Multiplies<SquareMetres, SquareMetres>);
static_assert(!Multiplies<CubicMetres, Metres>);
static_assert(!Multiplies<Degrees, Metres>);
static_assert(!Divides<Metres, SquareMetres>);
static_assert(!Adds<Metres, SquareMetres>);
static_assert(!Adds<Degrees, Radians>);
static_assert(!Adds<Metres, double>);
static_assert(!std::is_convertible_v<double, Metres>);
static_assert(!std::is_convertible_v<Metres, double>);
static_assert(!std::is_constructible_v<Metres, Seconds>);
static_assert(sizeof(Metres) == sizeof(double));

TEST(Units, AMeetingRoomHasItsVolume) {
  constexpr CubicMetres room = Metres{6.5} * Metres{4.0} * Metres{2.5};
  EXPECT_EQ(room.value(), 65.0);
  EXPECT_EQ((room / Metres{2.5}).value(), 26.0);
  EXPECT_LT(Metres{3.0}, Metres{3.1});
  Metres eaves{6.5};
  eaves += Metres{0.5};
  EXPECT_EQ(eaves, Metres{7.0});
}

TEST(Units, AnglesConvertOnlyWhenAsked) {
  EXPECT_NEAR(to_radians(Degrees{180}).value(), 3.14159265358979, 1e-14);
  EXPECT_NEAR(to_degrees(Radians{1}).value(), 57.2957795130823, 1e-12);
}

}  // namespace
