#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "server/ogc/tile_cache.hpp"
#include "server/stream/messages.hpp"

namespace server {

/// Where the answers for a branch come from.
struct ChannelSources {
  std::shared_ptr<twin::Store> store;
  std::shared_ptr<TileCache> tiles;
  std::shared_ptr<CapacityCache> capacities;
  std::string twin_name;
};

/// One branch as its subscribers see it: a picture of its state, and numbered events that lead from one
/// picture to the next. The last 4,096 events are kept for those that resume.
///
/// A picture of n messages is numbered so that it ends at the number of the last event: whoever has
/// seen it goes on with the next event. Not thread-safe: the hub's thread owns it.
class BranchChannel {
 public:
  using Emit = std::function<void(const Message&)>;
  enum class Outcome {
    kNothing,     ///< the commit is older than what the channel shows
    kEvents,      ///< told as events
    kNewPicture,  ///< too much, or the frame itself, has changed: everybody needs a new picture
  };

  BranchChannel(std::string branch, std::string epoch, ChannelSources sources, twin::Snapshot state);

  /// Follows one commit of the branch; each event is emitted as soon as it is made.
  Outcome apply(const twin::Published& commit, std::int64_t edit_received_unix_us, const Emit& emit);
  /// Looks again at who holds the edit lock of a unit; an event when that has changed.
  void refresh_lock(const std::string& unit, const Emit& emit);
  /// The same for every unit that is locked as far as the subscribers know: locks end by themselves.
  void refresh_held_locks(const Emit& emit);

  Message subscribed(std::uint64_t request_id, bool resync) const;
  /// The events after a number; nullopt when they are not all kept, are of another epoch, or take more
  /// than `most_bytes`.
  std::optional<std::vector<Message>> missed(std::uint64_t after, const std::string& epoch, std::size_t most_bytes) const;
  /// All plan units and their KPI, without the message that closes the picture.
  std::vector<Message> picture() const;
  Message picture_end() const;

  /// The latest values of a variable; the same bytes until they change.
  Message values(const std::string& variable);
  /// Variables that somebody has asked for and whose values are not those of the last call.
  std::vector<std::string> take_changed_variables();

  std::uint64_t sequence() const { return sequence_; }
  const std::string& branch() const { return branch_; }

 private:
  struct Unit {
    std::string id, lock_owner;
    std::string state, kpi;   ///< bodies
    std::shared_ptr<const UnitCapacity> capacity;
    twin::Digest value;
  };
  struct Values {
    Message message;
    std::string numbers;      ///< to see whether they changed
  };

  void load_all();
  void load_tiles();
  Unit& load_unit(twin::FeatureNumber number);
  void publish(const std::string& body, const Emit& emit);
  std::string lock_owner_of(const std::string& unit) const;
  Values make_values(const std::string& variable) const;

  std::string branch_, epoch_;
  ChannelSources sources_;
  twin::Snapshot state_;
  CityRules rules_;   ///< of state_
  std::shared_ptr<const BranchTiles> tiles_;
  std::map<twin::FeatureNumber, Unit> units_;
  std::map<std::string, Values> values_;
  bool units_differ_ = false, buildings_differ_ = false;  ///< since values were taken
  std::uint64_t sequence_ = 0;
  std::deque<Message> ring_;   ///< the last ones; back() has number sequence_
};

}  // namespace server
