#include "server/stream/messages.hpp"

#include <bit>

#include "geo/solid/mesh.hpp"
#include "proto/stream.pb.h"

namespace server {
namespace {

namespace wire = kaksonen::v1;

static_assert(std::endian::native == std::endian::little, "columns are written as they lie in memory");

template <class T>
void append(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Adds a mesh whose heights are `base_m` below the frame's, in scene coordinates.
void add_mesh(wire::Mesh& out, const geo::TriangleMesh& mesh, const geo::SceneFrame& scene, double base_m) {
  const auto first = static_cast<std::uint32_t>(out.positions().size() / (3 * sizeof(float)));
  for (twin::WorkingPosition vertex : mesh.vertices) {
    vertex.up += base_m;
    const twin::ScenePosition at = scene.to_scene(vertex);
    for (const double part : {at.east, at.north, at.up}) append(*out.mutable_positions(), static_cast<float>(part));
  }
  for (const auto& triangle : mesh.triangles) {
    for (const auto index : triangle) append(*out.mutable_triangles(), first + index);
  }
  for (const auto& edge : mesh.edges) {
    for (const auto index : edge) append(*out.mutable_edges(), first + index);
  }
}

void add_kpi(wire::KpiFrame& frame, const char* key, const char* unit, std::optional<double> value) {
  wire::Kpi& kpi = *frame.add_kpis();
  kpi.set_key(key);
  kpi.set_unit(unit);
  if (value) kpi.set_value(*value);
}

std::optional<double> number(const std::optional<int>& value) { return value ? std::optional<double>(*value) : std::nullopt; }
std::optional<double> number(const std::optional<long long>& value) {
  return value ? std::optional<double>(static_cast<double>(*value)) : std::nullopt;
}

std::int64_t unix_us(twin::Instant instant) { return instant.time_since_epoch().count(); }

}  // namespace

Message framed(const std::string& branch, std::uint64_t sequence, std::uint64_t request_id, const std::string& body) {
  wire::ServerMessage head;
  head.set_version(1);
  head.set_sequence(sequence);
  head.set_request_id(request_id);
  head.set_branch(branch);
  auto out = std::make_shared<std::string>();
  out->reserve(body.size() + branch.size() + 32);
  head.SerializeToString(out.get());
  *out += body;  // fields of one message may follow one another in any order
  return out;
}

std::string subscribed_body(const std::string& branch, const BranchPicture& picture) {
  wire::ServerMessage message;
  wire::Subscribed& out = *message.mutable_subscribed();
  out.set_epoch(picture.epoch);
  out.set_resync(picture.resync);
  out.set_caught_up_sequence(picture.caught_up);
  out.set_head_hex(picture.head_hex);
  out.set_twin_name(picture.twin_name);
  out.set_tileset_path("/branches/" + branch + "/tiles/tileset.json");
  out.set_feature_limit(picture.feature_limit);
  Eigen::Matrix4d to_ecef = Eigen::Matrix4d::Identity();
  if (picture.manifest != nullptr && picture.scene != nullptr) {
    out.set_placed_on_globe(picture.scene->placed());
    to_ecef = picture.scene->scene_to_ecef();
    out.set_origin_easting_m(picture.manifest->scene_origin.east);
    out.set_origin_northing_m(picture.manifest->scene_origin.north);
    out.set_origin_height_m(picture.manifest->scene_origin.up);
    out.set_crs(picture.manifest->crs);
  }
  for (Eigen::Index column = 0; column < 4; ++column) {
    for (Eigen::Index row = 0; row < 4; ++row) out.add_scene_to_ecef(to_ecef(row, column));
  }
  return message.SerializeAsString();
}

std::string scene_body(const SceneNews& news) {
  wire::ServerMessage message;
  wire::SceneChange& out = *message.mutable_scene_change();
  out.set_commit_hex(news.head_hex);
  if (news.entry != nullptr) {
    out.set_author(news.entry->commit.author);
    out.set_message(news.entry->commit.message);
    out.set_time_unix_us(unix_us(news.entry->commit.time));
  }
  out.set_tileset_key_hex(news.tileset_key_hex);
  for (const auto& id : news.plan_units) out.add_changed_plan_units(id);
  for (const auto feature : news.buildings) out.add_changed_buildings(feature);
  out.set_bulk(news.bulk);
  return message.SerializeAsString();
}

namespace {

/// The scene about a point as an affine map: differences over 100 m to either side, so that what bends evenly cancels.
Eigen::Matrix4d frame_to_scene_about(const twin::WorkingPosition& middle, const geo::SceneFrame& scene) {
  constexpr double kReach_m = 100;
  Eigen::Matrix4d out = Eigen::Matrix4d::Identity();
  for (int axis = 0; axis < 3; ++axis) {
    const Eigen::Vector3d step = kReach_m * Eigen::Vector3d::Unit(axis);
    const auto at = [&](double sign) { return scene.to_scene(twin::WorkingPosition::from(middle.vector() + sign * step)).vector(); };
    out.block<3, 1>(0, axis) = (at(1) - at(-1)) / (2 * kReach_m);
  }
  out.block<3, 1>(0, 3) = scene.to_scene(middle).vector() - out.block<3, 3>(0, 0) * middle.vector();
  return out;
}

twin::WorkingPosition middle_of(const twin::PlanUnit& unit) {
  twin::Box box;
  for (const auto& p : unit.boundary.outer) box.add(twin::WorkingPosition{p.east, p.north, unit.ground_level_m});
  return twin::WorkingPosition::from((box.low.vector() + box.high.vector()) / 2);
}

}  // namespace

std::string plan_unit_body(twin::FeatureNumber feature, const twin::Digest& value,
                          const UnitCapacity& unit, const geo::SceneFrame* scene, const std::string& lock_owner) {
  wire::ServerMessage message;
  wire::PlanUnitState& out = *message.mutable_plan_unit();
  const twin::PlanUnit& plan = unit.input.unit;
  out.set_id(plan.id);
  out.set_feature(feature);
  out.set_name_fi(plan.name_fi);
  out.set_name_sv(plan.name_sv);
  out.set_name_en(plan.name_en);
  out.set_symbol(plan.symbol);
  for (const auto& code : plan.use_codes) out.add_use_codes(code);
  out.set_edit_lock_owner(lock_owner);
  out.set_value_digest_hex(value.hex());
  out.set_life_cycle(plan.life_cycle.str());
  out.set_valid_from(plan.valid.from);
  out.set_valid_to(plan.valid.to);
  out.set_repealed_by(plan.repealed_by.str());
  out.set_plan((plan.plan.name.empty() ? plan.plan.identifier : plan.plan.name).str());
  if (scene != nullptr) {
    if (!plan.boundary.outer.empty()) {
      const Eigen::Matrix4d to_scene = frame_to_scene_about(middle_of(plan), *scene);
      for (Eigen::Index i = 0; i < 16; ++i) out.add_frame_to_scene(to_scene.data()[i]);
    }
    add_mesh(*out.mutable_area(), geo::triangulate_flat(plan.boundary, plan.ground_level_m), *scene, 0);
    if (unit.capacity && unit.capacity->envelope) {
      for (const auto& solid : unit.capacity->envelope->solids) {
        add_mesh(*out.mutable_envelope(), geo::triangulate(solid), *scene, unit.capacity->ground_level_m);
      }
    }
  }
  return message.SerializeAsString();
}

std::string plan_unit_removed_body(const std::string& id, twin::FeatureNumber feature) {
  wire::ServerMessage message;
  message.mutable_plan_unit_removed()->set_id(id);
  message.mutable_plan_unit_removed()->set_feature(feature);
  return message.SerializeAsString();
}

std::string kpi_body(const UnitCapacity& unit, std::int64_t edit_received_unix_us) {
  wire::ServerMessage message;
  wire::KpiFrame& out = *message.mutable_kpi();
  out.set_plan_unit(unit.input.unit.id);
  out.set_engine("zoning-capacity " + std::string(sim::kZoningCapacityVersion));
  out.set_edit_received_unix_us(edit_received_unix_us);
  const sim::ZoningCapacity* c = unit.capacity ? &*unit.capacity : nullptr;
  const auto plain = [&](double sim::ZoningCapacity::*member) { return c ? std::optional<double>(c->*member) : std::nullopt; };
  const auto maybe = [&](std::optional<double> sim::ZoningCapacity::*member) { return c ? c->*member : std::nullopt; };
  add_kpi(out, "plot_area_m2", "m2", plain(&sim::ZoningCapacity::plot_area_m2));
  add_kpi(out, "buildable_area_m2", "m2", plain(&sim::ZoningCapacity::buildable_area_m2));
  add_kpi(out, "footprint_max_m2", "m2", plain(&sim::ZoningCapacity::footprint_max_m2));
  add_kpi(out, "floor_area_allowed_k_m2", "k-m2", maybe(&sim::ZoningCapacity::floor_area_allowed_k_m2));
  add_kpi(out, "floor_area_reachable_k_m2", "k-m2", maybe(&sim::ZoningCapacity::floor_area_reachable_k_m2));
  add_kpi(out, "loss_k_m2", "k-m2", maybe(&sim::ZoningCapacity::loss_k_m2));
  add_kpi(out, "storeys_needed", "storeys", c ? number(c->storeys_needed) : std::nullopt);
  add_kpi(out, "envelope_volume_m3", "m3", maybe(&sim::ZoningCapacity::envelope_volume_m3));
  add_kpi(out, "dwellings", "dwellings", c ? number(c->dwellings) : std::nullopt);
  add_kpi(out, "residents", "persons", maybe(&sim::ZoningCapacity::residents));
  add_kpi(out, "parking_spaces", "spaces", c ? number(c->parking_spaces) : std::nullopt);
  if (c == nullptr) {
    out.add_warnings(unit.capacity.problem().code + ": " + unit.capacity.problem().message);
    return message.SerializeAsString();
  }
  out.set_binding_rule(c->binding_rule.value_or(""));
  for (const auto& warning : c->warnings) out.add_warnings(warning);
  out.set_inputs_hash_hex(c->inputs_hash.hex());
  return message.SerializeAsString();
}

std::string values_body(const ValueColumn& column, const std::string& head_hex) {
  wire::ServerMessage message;
  wire::ValueFrame& out = *message.mutable_values();
  out.set_variable(column.variable);
  out.set_unit(column.unit);
  out.mutable_float32_le()->assign(reinterpret_cast<const char*>(column.values.data()), column.values.size() * sizeof(float));
  out.set_min(column.min);
  out.set_max(column.max);
  out.set_with_data(column.with_data);
  out.set_head_hex(head_hex);
  return message.SerializeAsString();
}

std::string pong_body(std::uint64_t sent_unix_us) {
  wire::ServerMessage message;
  message.mutable_pong()->set_sent_unix_us(sent_unix_us);
  return message.SerializeAsString();
}

std::string error_body(const twin::Problem& problem) {
  wire::ServerMessage message;
  wire::Error& out = *message.mutable_error();
  out.set_code(problem.code);
  out.set_message(problem.message);
  out.set_place(problem.place);
  out.set_remedy(problem.remedy);
  return message.SerializeAsString();
}

std::string branches_body(std::span<const twin::BranchInfo> branches) {
  wire::ServerMessage message;
  for (const auto& branch : branches) message.mutable_branches()->add_names(branch.name);
  return message.SerializeAsString();
}

}  // namespace server
