#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "twin_core/city/time_series.hpp"

namespace geo {

/// One Dynamizer of CityGML 3.0 as it stands in the file: an attribute of a city object that changes over time.
struct RawSeries {
  std::string id;              ///< gml:id; empty when it has none
  std::string target;          ///< gml:id of the object that the reference names, else of the building or part around it
  std::string property;        ///< name of what changes there
  std::string observed, unit;
  twin::SeriesSamples samples;
  std::uint64_t line = 0;
  bool operator==(const RawSeries&) const = default;
};

/// What a reference to a property names: of
/// "//con:RoofSurface[@gml:id='r1']/genericAttribute/gen:DoubleAttribute[name='diffuse']/gen:value" the object r1 and
/// the property diffuse; of "//*[@gml:id='b1']/bldg:function" b1 and function. Other forms give the last name of the path.
struct AttributeReference {
  std::string target, property;
};
AttributeReference read_attribute_reference(std::string_view text);

/// Reads what stands inside a `dynamizer` property: events of its elements in, series out. Inline values
/// (GenericTimeseries) and composites of them are read; values that stand in other files or come from a sensor
/// (StandardFileTimeseries, TabulatedFileTimeseries, SensorConnection) and values that are no number, text or truth
/// (geometry, appearance) are not, and are counted by their class in `passed_over`.
///
/// A component of a composite is repeated at a distance of lastTimestamp - firstTimestamp of its series (of its
/// samples where it has none); after its repetitions comes its gap. The first one begins at its own time. Where two
/// samples have one time, the later one counts. At most 1,000,000 samples a series.
class DynamizerReader {
 public:
  /// A new property, in a building or part of this gml:id.
  void begin(std::string around);
  /// @param local  name without namespace, of an element of the Dynamizer module; others are passed over whole
  void start_element(bool of_module, std::string_view local, std::string_view id, std::uint64_t line);
  void text(std::string_view piece);
  void end_element();

  /// A series that cannot be used (`series-invalid`, `object-too-large`), or samples of one that cannot.
  struct Fault {
    std::string code, id, value, remedy;
    std::uint64_t line = 0;
    bool spoils = true;  ///< the whole series
  };
  std::vector<RawSeries> take_series() { return std::exchange(done_, {}); }
  std::vector<Fault> take_faults() { return std::exchange(faults_, {}); }
  std::map<std::string, std::uint64_t> take_passed_over() { return std::exchange(passed_over_, {}); }

 private:
  struct Sample {
    std::string time, value;
    bool text = false;
  };
  /// A time series being read: an atomic one with its samples, or a composite with what its components gave.
  struct Piece {
    bool composite = false;
    std::string first, last, observed, unit;
    std::vector<Sample> samples;
    twin::SeriesSamples whole;
    std::optional<twin::Instant> next;  ///< of a composite: where the next component begins
    // The component at hand:
    std::uint64_t repetitions = 1;
    twin::Instant::duration gap{};
    twin::SeriesSamples component;
    twin::Instant begin, end;
  };

  void take_text(const std::string& local, std::string value);
  void add_sample();
  void end_piece();
  void end_component();
  void end_dynamizer();
  twin::SeriesSamples samples_of(const Piece& piece);
  /// Of one series the first fault is told; the series is then left out, unless only samples of it are.
  void fault(std::string code, std::string value, std::string remedy, bool spoils = true);

  std::string around_;
  std::vector<std::string> open_;  ///< local names
  std::size_t skipping_ = 0;       ///< depth below an element that is not read
  std::string text_;
  RawSeries series_;
  std::vector<Piece> pieces_;
  Sample sample_;
  std::size_t samples_ = 0;
  bool spoilt_ = false, told_ = false;
  std::vector<RawSeries> done_;
  std::vector<Fault> faults_;
  std::map<std::string, std::uint64_t> passed_over_;
};

}  // namespace geo
