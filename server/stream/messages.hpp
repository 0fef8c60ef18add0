#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "geo/crs/crs.hpp"
#include "server/stream/capacity_cache.hpp"
#include "server/stream/values.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// Bytes of a ServerMessage, shared by everybody who gets it.
using Message = std::shared_ptr<const std::string>;

/// What a viewer must know of a branch before its first event.
struct BranchPicture {
  std::string epoch;
  bool resync = true;
  std::uint64_t caught_up = 0;
  std::string head_hex, twin_name;
  const twin::Manifest* manifest = nullptr;  ///< null: an empty twin
  const geo::SceneFrame* scene = nullptr;    ///< null with the manifest
  std::uint32_t feature_limit = 0;
};

struct SceneNews {
  const twin::LogEntry* entry = nullptr;     ///< null: not a commit but the close of a picture
  std::string head_hex, tileset_key_hex;
  std::span<const std::string> plan_units;
  std::span<const twin::FeatureNumber> buildings;
  bool bulk = false;
};

/// A body with its envelope. Bodies are bytes of a ServerMessage that has nothing else set, so that one
/// body can be sent under several numbers without encoding it again.
Message framed(const std::string& branch, std::uint64_t sequence, std::uint64_t request_id, const std::string& body);

std::string subscribed_body(const std::string& branch, const BranchPicture& picture);
std::string scene_body(const SceneNews& news);

/// Area and envelope as meshes in the scene frame; absent meshes where there is no frame, no height
/// limit, or no capacity.
std::string plan_unit_body(twin::FeatureNumber feature, const twin::Digest& value, const UnitCapacity& unit,
                           const geo::SceneFrame* scene, const std::string& lock_owner);
std::string plan_unit_removed_body(const std::string& id, twin::FeatureNumber feature);

/// All KPI of the unit; where the run failed every value is absent and the reason is a warning.
/// @param edit_received_unix_us  when the edit behind it arrived, 0 = no edit just now
std::string kpi_body(const UnitCapacity& unit, std::int64_t edit_received_unix_us);

std::string values_body(const ValueColumn& column, const std::string& head_hex);
std::string pong_body(std::uint64_t sent_unix_us);
std::string error_body(const twin::Problem& problem);
std::string branches_body(std::span<const twin::BranchInfo> branches);

}  // namespace server
