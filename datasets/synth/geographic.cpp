#include "datasets/synth/geographic.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <iterator>


namespace datasets {
namespace {

struct Term {
  int east, north;  ///< powers
  double degrees;
};

// Of easting - 25,498,000 m and northing - 6,673,000 m, in units of 100 km.
constexpr std::array<Term, 21> kLongitude{{
    {0, 0, 24.96397284372},
    {0, 1, -0.0009826046296415},
    {0, 2, -3.121264271463e-05},
    {0, 3, -9.313942595128e-07},
    {0, 4, -2.801697710953e-08},
    {0, 5, -4.780516725276e-10},
    {1, 0, 1.801357390487},
    {1, 1, 0.04913019566591},
    {1, 2, 0.001560629826287},
    {1, 3, 4.655753623686e-05},
    {1, 4, 1.401463295406e-06},
    {2, 0, 3.121264309034e-05},
    {2, 1, 2.793802160447e-06},
    {2, 2, 1.682153843036e-07},
    {2, 3, 8.421079283512e-09},
    {3, 0, -0.0005199791207683},
    {3, 1, -4.656897082139e-05},
    {3, 2, -2.80374622795e-06},
    {4, 0, -2.805672508826e-08},
    {4, 1, -4.212338129811e-09},
    {5, 0, -3.784340803201e-07}}};
constexpr std::array<Term, 21> kLatitude{{
    {0, 0, 60.16987704529},
    {0, 1, 0.8975436657951},
    {0, 2, -6.123799081914e-05},
    {0, 3, 4.928451087519e-07},
    {0, 4, 4.061247636989e-09},
    {0, 5, -3.282920326994e-07},
    {1, 0, 0.0004895922186002},
    {1, 1, 1.768405823877e-05},
    {1, 2, 4.819340141998e-07},
    {1, 3, 1.461280430785e-08},
    {1, 4, 4.338732406762e-10},
    {2, 0, -0.01223980008362},
    {2, 1, -0.0004421009860208},
    {2, 2, -1.204735392706e-05},
    {2, 3, -3.653579611014e-07},
    {3, 0, -2.809430593257e-07},
    {3, 1, -2.332947343945e-08},
    {3, 2, -1.350707417191e-09},
    {4, 0, 3.51255923902e-06},
    {4, 1, 2.915993167137e-07},
    {5, 0, 6.553469561181e-12}}};

template <class Terms>
double sum_of(const Terms& terms, double x, double y) {
  double sum = 0;
  for (const Term& term : terms) {
    double value = term.degrees;
    for (int i = 0; i < term.east; ++i) {
      value *= x;
    }
    for (int i = 0; i < term.north; ++i) {
      value *= y;
    }
    sum += value;
  }
  return sum;
}

}  // namespace

Geographic geographic_of(Corner corner) {
  const double x = static_cast<double>(corner.east - 25'498'000'000) / 1e8;
  const double y = static_cast<double>(corner.north - 6'673'000'000) / 1e8;
  return {sum_of(kLongitude, x, y), sum_of(kLatitude, x, y)};
}

void append_degrees(std::string& out, double degrees) {
  const auto parts = static_cast<std::int64_t>(std::floor(degrees * 1e7 + 0.5));  // positive in Finland
  fmt::format_to(std::back_inserter(out), "{}.{:07}", parts / 10'000'000, parts % 10'000'000);
}

}  // namespace datasets
