#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "proto/stream.pb.h"

namespace viewer {

namespace wire = kaksonen::v1;

/// A plan unit as last heard of.
struct PlanUnitView {
  wire::PlanUnitState state;
  std::optional<wire::KpiFrame> kpi;
  std::optional<wire::KpiFrame> kpi_before;  ///< of the run before, to show the difference
};

/// What one message changed; the screen redraws only that.
struct StreamEffect {
  bool subscribed = false;
  bool tiles_changed = false;                      ///< tileset.json is to be read again
  bool out_of_order = false;                       ///< an event is missing: subscribe again from `sequence()`
  std::vector<std::string> units_changed;          ///< state or KPI
  std::vector<std::string> units_removed;
  std::vector<std::string> units_edited;           ///< named by a commit: to be shown as changed
  std::vector<std::uint32_t> buildings_edited;
  std::vector<std::string> variables_changed;
  std::optional<wire::KpiFrame> kpi;               ///< a KPI event that counted
  std::string problem;                             ///< "code: message" of an error answer
};

/// What the stream has said about one branch. Holds no connection and draws nothing.
///
/// Events are numbered 1, 2, 3 …: a number seen before changes nothing, a skipped one is reported and
/// changes nothing. While a fresh picture is being sent after `Subscribed.resync` any number is taken.
class StreamState {
 public:
  explicit StreamState(std::string branch) : branch_(std::move(branch)) {}

  StreamEffect apply(const wire::ServerMessage& message);

  bool caught_up() const { return subscribed_ && !catching_up_; }
  std::uint64_t sequence() const { return sequence_; }
  const std::optional<wire::Subscribed>& subscribed() const { return subscribed_; }
  const std::map<std::string, PlanUnitView>& units() const { return units_; }
  const std::map<std::string, wire::ValueFrame>& values() const { return values_; }

 private:
  void subscribe(const wire::Subscribed& answer, StreamEffect& effect);
  bool takes(std::uint64_t number, StreamEffect& effect);
  void event(const wire::ServerMessage& message, StreamEffect& effect);

  std::string branch_;
  std::optional<wire::Subscribed> subscribed_;
  bool catching_up_ = false;
  std::uint64_t sequence_ = 0;
  std::string tileset_key_;
  std::map<std::string, PlanUnitView> units_;
  std::map<std::string, wire::ValueFrame> values_;
};

/// The numbers of a value frame, by feature; a trailing partial number is left out.
std::vector<float> values_of(const wire::ValueFrame& frame);

/// The value of a KPI, if the frame has one.
std::optional<double> kpi_value(const wire::KpiFrame& frame, const std::string& key);

}  // namespace viewer
