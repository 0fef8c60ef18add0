#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "geo/io/axis_evidence.hpp"
#include "geo/io/building_from_raw.hpp"
#include "geo/io/citygml_building.hpp"
#include "geo/io/file_ingest.hpp"
#include "geo/io/levels_aside.hpp"
#include "geo/io/object_from_raw.hpp"
#include "geo/io/shell_facing.hpp"
#include "geo/io/work_ahead.hpp"

namespace geo {

/// Brings the raw buildings and other city objects of one file, of any format, into the twin's frame: takes
/// them one by one in file order, checks and describes them (on the other processors while the reader goes on, `threads`
/// in all), and keeps the tallies right. What comes out, findings and their order too, is the same on any
/// number of threads.
///
/// Buildings and their findings are in `out` only after `conclude`: of a file that ends in an error there are none.
class BuildingIngest {
 public:
  BuildingIngest(const std::string& name, AxisConvention convention, FrameAgreement& agreement,
                 const ShapeChecks& checks, IngestedFile& out, std::size_t threads = std::thread::hardware_concurrency())
      : name_(name), convention_(convention), agreement_(agreement), checks_(checks), out_(out), work_(threads) {}

  /// A file that contradicts the frame sets `out.refused`; what comes after that is passed over. A building without
  /// surfaces becomes an object of the class "Building".
  void take(RawBuilding&& raw);
  /// What has no surfaces waits for the end of the file: any frame will do for it, but there must be one.
  void take(RawObject&& raw);

  /// `read` counts all buildings of the file, also those that never came here, and `objects` the other city
  /// objects by class. `duplicate_ids` are dropped.
  void conclude(std::uint64_t read, const std::map<std::string, std::uint64_t>& objects,
                const std::vector<std::string>& duplicate_ids);

 private:
  /// A building of a local frame, which waits until all shells of the file are seen.
  struct Held {
    RawBuilding raw;
    const Placement* placement = nullptr;
  };

  struct HeldObject {
    RawObject raw;
    const Placement* placement = nullptr;  ///< none: no surfaces
  };

  /// An object to be checked.
  struct Pending {
    std::variant<RawBuilding, RawObject> raw;
    const Placement* placement = nullptr;
    AxisOrder order = AxisOrder::kAsDeclared;
    std::size_t findings_before = 0;  ///< so many findings the file had when it came
  };
  struct Checked {
    std::size_t findings_before = 0;
    std::variant<std::monostate, BuiltBuilding, BuiltObject> built;
    std::vector<twin::Finding> findings;
  };
  /// Objects that are one piece of work: first only the one list, then only the other.
  struct Batch {
    std::vector<Pending> pending;
    std::vector<Checked> checked;
    LevelTally levels;
  };
  static constexpr std::size_t kTogether = 64;

  void take_without_surfaces(RawBuilding&& raw);
  /// The way in; nothing when the file contradicts the frame.
  const Placement* placement_of(const RawBuilding& raw, std::string_view what);
  bool waits_for_system(const RawBuilding& raw) const;
  void settle_system(const RawBuilding& raw);
  void place_waiting();
  void take_file_system(RawBuilding& raw);
  void note_unnamed(const RawBuilding& raw);
  void place_in_frame(RawBuilding&& raw);
  void place_in_frame(RawObject&& raw);
  void build(RawBuilding&& raw, const Placement& placement, const std::optional<AxisOrder>& order);
  void build(RawObject&& raw, const Placement* placement, const std::optional<AxisOrder>& order);
  void fill(Pending&& next);
  void hand_over();
  static void strip(Checked& checked);
  Checked check(Pending&& one, LevelTally& levels) const;
  void check(Batch& batch) const;
  void deliver();
  void build_held();
  void count(std::uint64_t read, const std::map<std::string, std::uint64_t>& objects);
  void refuse(twin::Problem problem, const RawBuilding& raw, std::string_view what);
  void note_once(const Placement& placement);
  void drop(const std::vector<std::string>& ids);

  const std::string& name_;
  AxisConvention convention_;
  FrameAgreement& agreement_;
  const ShapeChecks& checks_;
  IngestedFile& out_;
  AxisEvidence evidence_{"buildings", "Building"}, object_evidence_{"city objects", "City object"};
  ShellFacing facing_;
  LevelTally levels_;
  std::vector<Held> held_;
  std::vector<HeldObject> held_objects_;
  std::vector<Pending> filling_;
  std::deque<Batch> batches_;  ///< handed over, in the order of the file
  std::vector<RawBuilding> unplaced_;  ///< of a file that has named no system yet
  std::vector<RawObject> unplaced_objects_;
  std::string file_system_, named_by_;  ///< the first that an object of the file named, and which one
  bool unnamed_noted_ = false;
  std::vector<bool> repaired_, objects_repaired_;  ///< of `out_.buildings` and `out_.objects`, in order
  std::set<const Placement*> noted_;
  WorkAhead work_;  ///< the last member: it ends before what it works on
};

}  // namespace geo
