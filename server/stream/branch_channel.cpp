#include "server/stream/branch_channel.hpp"

namespace server {
namespace {

constexpr std::size_t kKeptEvents = 4096;
constexpr std::size_t kMostUnits = 200;       ///< changed by one commit; more is told as a new picture
constexpr std::size_t kMostBuildings = 256;   ///< named one by one; more is "bulk"

}  // namespace

BranchChannel::BranchChannel(std::string branch, std::string epoch, ChannelSources sources, twin::Snapshot state)
    : branch_(std::move(branch)), epoch_(std::move(epoch)), sources_(std::move(sources)), state_(std::move(state)) {
  load_all();
}

void BranchChannel::load_all() {
  rules_ = rules_of(*state_);
  load_tiles();
  units_.clear();
  state_->for_each_plan_unit([&](twin::FeatureNumber number, const twin::PlanUnit&) { load_unit(number); });
  ring_.clear();
  buildings_differ_ = units_differ_ = true;
  sequence_ += 2 * units_.size() + 1;
}

void BranchChannel::load_tiles() {
  auto tiles = sources_.tiles->tiles_of(state_);
  tiles_ = tiles ? *tiles : nullptr;
}

std::string BranchChannel::lock_owner_of(const std::string& unit) const {
  const auto claims = sources_.store->claims_on("plan_unit/" + branch_ + "/" + unit);
  return claims.empty() ? std::string{} : claims.front().owner;
}

BranchChannel::Unit& BranchChannel::load_unit(twin::FeatureNumber number) {
  const twin::BranchState::Feature& feature = *state_->feature(number);
  Unit& unit = units_[number];
  unit.id = feature.as<twin::PlanUnit>()->id;
  unit.value = feature.value;
  unit.lock_owner = lock_owner_of(unit.id);
  unit.capacity = sources_.capacities->of(feature.value, *feature.as<twin::PlanUnit>(), rules_);
  const geo::SceneFrame* scene = tiles_ ? tiles_->scene.get() : nullptr;
  unit.state = plan_unit_body(number, unit.value, *unit.capacity, scene, unit.lock_owner);
  unit.kpi = kpi_body(*unit.capacity, 0);
  return unit;
}

void BranchChannel::publish(const std::string& body, const Emit& emit) {
  Message message = framed(branch_, ++sequence_, 0, body);
  ring_.push_back(message);
  if (ring_.size() > kKeptEvents) ring_.pop_front();
  emit(message);
}

BranchChannel::Outcome BranchChannel::apply(const twin::Published& commit, std::int64_t edit_received_unix_us,
                                            const Emit& emit) {
  if (!commit.after || commit.entry.sequence <= state_->sequence()) return Outcome::kNothing;
  const bool new_frame = commit.after->manifest_digest() != state_->manifest_digest();
  const bool more_features = commit.after->feature_limit() != state_->feature_limit();
  state_ = commit.after;

  std::vector<std::string> unit_ids;
  std::vector<twin::FeatureNumber> unit_numbers, buildings;
  bool objects_differ = false, tables_differ = false;
  for (const auto& change : commit.entry.commit.changes) {
    const auto number = sources_.store->feature_number(change.entity);
    if (!number) continue;
    if (change.entity.kind == twin::EntityKind::kPlanUnit) {
      unit_ids.push_back(change.entity.id);
      unit_numbers.push_back(*number);
    } else if (change.entity.kind == twin::EntityKind::kBuilding) {
      buildings.push_back(*number);
    } else if (change.entity.kind == twin::EntityKind::kCityObject) {
      objects_differ = true;
    } else if (change.entity.kind == twin::EntityKind::kRuleTable) {
      tables_differ = true;
    }
  }
  if (new_frame || tables_differ || unit_ids.size() > kMostUnits) {
    load_all();
    return Outcome::kNewPicture;
  }
  if (!buildings.empty() || objects_differ) load_tiles();
  buildings_differ_ = buildings_differ_ || !buildings.empty() || more_features;
  units_differ_ = units_differ_ || !unit_ids.empty();

  SceneNews news;
  news.entry = &commit.entry;
  news.head_hex = state_->head().hex();
  if (tiles_) news.tileset_key_hex = tiles_->tileset.key.hex();
  news.plan_units = unit_ids;
  news.bulk = buildings.size() > kMostBuildings;
  if (!news.bulk) news.buildings = buildings;
  publish(scene_body(news), emit);
  for (std::size_t i = 0; i < unit_ids.size(); ++i) {
    if (state_->plan_unit(unit_numbers[i]) == nullptr) {
      units_.erase(unit_numbers[i]);
      publish(plan_unit_removed_body(unit_ids[i], unit_numbers[i]), emit);
      continue;
    }
    const Unit& unit = load_unit(unit_numbers[i]);
    publish(unit.state, emit);
    publish(kpi_body(*unit.capacity, edit_received_unix_us), emit);
  }
  return Outcome::kEvents;
}

void BranchChannel::refresh_lock(const std::string& unit, const Emit& emit) {
  const auto number = sources_.store->feature_number({twin::EntityKind::kPlanUnit, unit});
  const auto known = number ? units_.find(*number) : units_.end();
  if (known == units_.end() || known->second.lock_owner == lock_owner_of(unit)) return;
  publish(load_unit(*number).state, emit);
}

void BranchChannel::refresh_held_locks(const Emit& emit) {
  std::vector<std::string> held;
  for (const auto& [number, unit] : units_) {
    if (!unit.lock_owner.empty()) held.push_back(unit.id);
  }
  for (const auto& unit : held) refresh_lock(unit, emit);
}

Message BranchChannel::subscribed(std::uint64_t request_id, bool resync) const {
  BranchPicture picture;
  picture.epoch = epoch_;
  picture.resync = resync;
  picture.caught_up = sequence_;
  picture.head_hex = state_->head().hex();
  picture.twin_name = sources_.twin_name;
  picture.manifest = state_->manifest();
  picture.scene = tiles_ ? tiles_->scene.get() : nullptr;
  picture.feature_limit = state_->feature_limit();
  return framed(branch_, 0, request_id, subscribed_body(branch_, picture));
}

std::optional<std::vector<Message>> BranchChannel::missed(std::uint64_t after, const std::string& epoch,
                                                          std::size_t most_bytes) const {
  if (epoch != epoch_ || after == 0 || after > sequence_ || sequence_ - after > ring_.size()) return std::nullopt;
  std::vector<Message> out;
  std::size_t bytes = 0;
  for (std::size_t i = ring_.size() - static_cast<std::size_t>(sequence_ - after); i < ring_.size(); ++i) {
    bytes += ring_[i]->size();
    out.push_back(ring_[i]);
  }
  if (bytes > most_bytes) return std::nullopt;
  return out;
}

std::vector<Message> BranchChannel::picture() const {
  std::vector<Message> out;
  std::uint64_t number = sequence_ - 2 * units_.size();
  for (const auto& [feature, unit] : units_) {
    out.push_back(framed(branch_, number++, 0, unit.state));
    out.push_back(framed(branch_, number++, 0, unit.kpi));
  }
  return out;
}

Message BranchChannel::picture_end() const {
  SceneNews news;
  news.head_hex = state_->head().hex();
  if (tiles_) news.tileset_key_hex = tiles_->tileset.key.hex();
  news.bulk = true;
  return framed(branch_, sequence_, 0, scene_body(news));
}

BranchChannel::Values BranchChannel::make_values(const std::string& variable) const {
  const auto reachable = [&](const twin::BranchState::Feature& feature) -> std::optional<double> {
    const auto unit = sources_.capacities->of(feature.value, *feature.as<twin::PlanUnit>(), rules_);
    return unit->capacity ? unit->capacity->floor_area_reachable_k_m2 : std::nullopt;
  };
  Values out;
  const auto column = value_column(*state_, variable, reachable);
  if (!column) return out;
  out.numbers.assign(reinterpret_cast<const char*>(column->values.data()), column->values.size() * sizeof(float));
  out.message = framed(branch_, 0, 0, values_body(*column, state_->head().hex()));
  return out;
}

Message BranchChannel::values(const std::string& variable) {
  Values& known = values_[variable];
  if (!known.message) known = make_values(variable);
  return known.message;
}

std::vector<std::string> BranchChannel::take_changed_variables() {
  std::vector<std::string> out;
  for (auto& [variable, known] : values_) {
    if (!buildings_differ_ && !(units_differ_ && variable == "floor_area_used")) continue;
    Values now = make_values(variable);
    if (now.numbers == known.numbers) continue;
    known = std::move(now);
    out.push_back(variable);
  }
  units_differ_ = buildings_differ_ = false;
  return out;
}

}  // namespace server
