#include "viewer/desktop/stream_state.hpp"

#include <algorithm>
#include <cstring>

namespace viewer {

StreamEffect StreamState::apply(const wire::ServerMessage& message) {
  StreamEffect effect;
  if (!message.branch().empty() && message.branch() != branch_) return effect;
  switch (message.body_case()) {
    case wire::ServerMessage::kSubscribed:
      subscribe(message.subscribed(), effect);
      break;
    case wire::ServerMessage::kError:
      effect.problem = message.error().code() + ": " + message.error().message();
      if (!message.error().remedy().empty()) effect.problem += " " + message.error().remedy();
      break;
    case wire::ServerMessage::kValues:
      if (!subscribed_) break;
      values_[message.values().variable()] = message.values();
      effect.variables_changed.push_back(message.values().variable());
      break;
    default:
      if (subscribed_ && takes(message.sequence(), effect)) event(message, effect);
      break;
  }
  return effect;
}

void StreamState::subscribe(const wire::Subscribed& answer, StreamEffect& effect) {
  effect.subscribed = true;
  effect.tiles_changed = true;
  if (answer.resync() || !subscribed_) {
    for (const auto& [id, unit] : units_) effect.units_removed.push_back(id);
    units_.clear();
    values_.clear();
    sequence_ = 0;
  }
  subscribed_ = answer;
  catching_up_ = sequence_ < answer.caught_up_sequence();
}

bool StreamState::takes(std::uint64_t number, StreamEffect& effect) {
  if (number == 0) return true;
  const bool fresh_picture = catching_up_ && subscribed_->resync();
  if (!fresh_picture && number <= sequence_) return false;
  if (!fresh_picture && number != sequence_ + 1) {
    effect.out_of_order = true;
    return false;
  }
  sequence_ = std::max(sequence_, number);
  if (sequence_ >= subscribed_->caught_up_sequence()) catching_up_ = false;
  return true;
}

void StreamState::event(const wire::ServerMessage& message, StreamEffect& effect) {
  switch (message.body_case()) {
    case wire::ServerMessage::kSceneChange: {
      const auto& change = message.scene_change();
      effect.tiles_changed = change.tileset_key_hex() != tileset_key_;
      tileset_key_ = change.tileset_key_hex();
      effect.units_edited.assign(change.changed_plan_units().begin(), change.changed_plan_units().end());
      effect.buildings_edited.assign(change.changed_buildings().begin(), change.changed_buildings().end());
      break;
    }
    case wire::ServerMessage::kPlanUnit:
      units_[message.plan_unit().id()].state = message.plan_unit();
      effect.units_changed.push_back(message.plan_unit().id());
      break;
    case wire::ServerMessage::kPlanUnitRemoved:
      units_.erase(message.plan_unit_removed().id());
      effect.units_removed.push_back(message.plan_unit_removed().id());
      break;
    case wire::ServerMessage::kKpi: {
      auto& unit = units_[message.kpi().plan_unit()];
      if (unit.kpi) unit.kpi_before = std::move(unit.kpi);
      unit.kpi = message.kpi();
      effect.units_changed.push_back(message.kpi().plan_unit());
      effect.kpi = message.kpi();
      break;
    }
    default:
      break;
  }
}

std::vector<float> values_of(const wire::ValueFrame& frame) {
  std::vector<float> values(frame.float32_le().size() / sizeof(float));
  if (!values.empty()) std::memcpy(values.data(), frame.float32_le().data(), values.size() * sizeof(float));
  return values;
}

std::optional<double> kpi_value(const wire::KpiFrame& frame, const std::string& key) {
  for (const auto& kpi : frame.kpis()) {
    if (kpi.key() == key && kpi.has_value()) return kpi.value();
  }
  return std::nullopt;
}

}  // namespace viewer
