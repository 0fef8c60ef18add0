#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/instant.hpp"
#include "twin_core/base/shared_text.hpp"

namespace twin {

/// A series of values over time that came inside a model file (a Dynamizer of CityGML 3.0): what the model says of
/// itself, such as a simulation's result or a yearly pattern. What a sensor goes on saying is no part of it.
struct TimeSeries {
  std::string id;          ///< gml:id of the Dynamizer
  std::string feature;     ///< id of the building that it belongs to
  std::string target;      ///< gml:id of the object whose property it gives: the building, a part or a surface
  std::string property;    ///< which one: "diffuse_irradiation"
  SharedText observed;     ///< observationProperty: "DiffuseIrradiationPerMonth"; may be empty
  SharedText unit;         ///< of the values, as sent: "kWh"; may be empty
  std::uint64_t count = 0;
  Instant first, last;     ///< of the samples
  Digest samples;          ///< blob of SeriesSamples
  SharedText source;       ///< file name it came from
  bool operator==(const TimeSeries&) const = default;
};

/// The heavy half of a series, kept as a blob and read on demand. One of `numbers` and `texts` is as long as `times`,
/// the other one is empty.
struct SeriesSamples {
  std::vector<Instant> times;    ///< rising
  std::vector<double> numbers;   ///< finite; true is 1, false 0
  std::vector<std::string> texts;
  bool operator==(const SeriesSamples&) const = default;
};

}  // namespace twin
