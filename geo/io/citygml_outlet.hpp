#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/io/citygml_at_hand.hpp"
#include "geo/io/citygml_reader.hpp"
#include "twin_core/base/diagnostics.hpp"

namespace geo {

/// What is counted of a file as it is read, or of a stretch of it.
struct CityGmlTally {
  static constexpr std::size_t kMaxClasses = 200;

  CityGmlSummary summary;
  std::map<std::string, std::uint64_t> line_of_class;  ///< first object passed over of each
  /// Members of the model that refer to an object, and their lines; at most 1,000 of a stretch.
  std::vector<std::pair<std::string, std::uint64_t>> member_references;
  std::string odd_id;                                  ///< the first id that is no XML name
  std::uint64_t odd_ids = 0, odd_id_line = 0;

  /// Counts objects that are not read, by their class; `line` is of the first.
  void pass_over(std::string_view local, std::uint64_t line, std::uint64_t times);
  void note_line(const std::string& name, std::uint64_t line);
  /// True when the tally of a later stretch may be added to this one: no class of it, and none that its objects may
  /// still give, becomes "other".
  bool has_room_for(const CityGmlTally& later) const {
    return summary.passed_over.size() + later.summary.passed_over.size() < kMaxClasses / 2;
  }
  void add(CityGmlTally&& later);
};

/// Takes what the handler has to tell: of a whole file, or of a stretch of one.
class CityGmlOutlet {
 public:
  virtual ~CityGmlOutlet() = default;
  virtual void add(twin::Finding&& finding) = 0;

  CityGmlTally tally;
};

}  // namespace geo
