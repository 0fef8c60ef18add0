#include "geo/io/cityjson_write_features.hpp"

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "geo/io/cityjson_write_building.hpp"
#include "geo/io/cityjson_write_object.hpp"
#include "geo/io/cityjson_write_plan.hpp"

namespace geo::cityjson {
namespace {

using twin::CityObject;
using twin::FeatureNumber;
using twin::Json;
using twin::Status;

/// The city objects beside the buildings, and who belongs to whom.
class Relations {
 public:
  /// Takes the ids of all that is written from `ids`.
  Relations(const twin::BranchState& state, ObjectIds& ids) : state_(state) {
    std::unordered_set<std::string_view> named;  // as a parent; texts of the state's records
    state.for_each<CityObject>([&](FeatureNumber, const CityObject& object) {
      if (!object.parent.empty()) named.insert(object.parent);
    });
    const auto keep = [&](FeatureNumber number, const std::string& id) {
      if (named.contains(id)) number_of_.try_emplace(id, number);
    };
    state.for_each_building([&](FeatureNumber number, const twin::Building& building) {
      ids.take(building.id);
      keep(number, building.id);
    });
    std::unordered_set<FeatureNumber> left_out;
    state.for_each<CityObject>([&](FeatureNumber number, const CityObject& object) {
      if (!ids.take(object.id)) left_out.insert(number);
      keep(number, object.id);
    });
    state.for_each<CityObject>([&](FeatureNumber number, const CityObject& object) {
      if (left_out.contains(number)) return;
      const auto parent = number_of_.find(object.parent);
      if (object.parent.empty() || parent == number_of_.end() || goes_round(object)) {
        roots_.push_back(number);
      } else {
        children_[parent->second].push_back(number);
      }
    });
  }

  /// Objects without a parent that is written, in feature order.
  const std::vector<FeatureNumber>& roots() const { return roots_; }
  const std::vector<FeatureNumber>& children(FeatureNumber number) const {
    static const std::vector<FeatureNumber> kNone;
    const auto found = children_.find(number);
    return found == children_.end() ? kNone : found->second;
  }
  std::vector<std::string> child_ids(FeatureNumber number) const {
    std::vector<std::string> out;
    for (const auto child : children(number)) out.push_back(state_.get<CityObject>(child)->id);
    return out;
  }

 private:
  /// True where going from parent to parent comes to no end: such a family has no eldest.
  bool goes_round(const CityObject& object) const {
    constexpr int kDeepest = 64;
    const auto* at = &object;
    for (int i = 0; i < kDeepest; ++i) {
      const auto next = number_of_.find(at->parent);
      if (at->parent.empty() || next == number_of_.end()) return false;
      at = state_.get<CityObject>(next->second);
      if (at == nullptr) return false;  // a building
    }
    return true;
  }

  const twin::BranchState& state_;
  std::unordered_map<std::string_view, FeatureNumber> number_of_;
  std::unordered_map<FeatureNumber, std::vector<FeatureNumber>> children_;
  std::vector<FeatureNumber> roots_;
};

/// Writes features: a building or another object with all that belongs to it.
class FeatureWriter {
 public:
  using Write = std::function<Status(const std::string&, const Json&)>;
  FeatureWriter(const twin::BranchState& state, const ShapeLoader& shapes, WriteTables& tables)
      : state_(state), shapes_(shapes), tables_(tables), relations_(state, ids_) {}

  /// In feature order, buildings first, until something fails.
  Status run(const Write& write) {
    Status done = twin::Done{};
    state_.for_each_building([&](FeatureNumber number, const twin::Building& building) {
      if (done) done = write_building(number, building, write);
    });
    for (const auto number : relations_.roots()) {
      if (done) done = write_object(number, write);
    }
    return done;
  }

  /// Plan units, and what engines made of them.
  Status run_plans(const std::vector<PlanSolid>& solids, const Write& write) {
    TWIN_TRY(const ExportLayer* const layer, find_export_layer("plan_unit"));
    TWIN_CHECK(layer->for_each(state_, shapes_, [&](const ExportFeature& unit) -> Status {
      return write_if_any(city_objects_of(unit, layer->columns, ids_, tables_), write);
    }));
    for (const auto& solid : solids) TWIN_CHECK(write_if_any(city_objects_of(solid, ids_, tables_), write));
    return twin::Done{};
  }

 private:
  static Status write_if_any(const Json& objects, const Write& write) {
    return objects.empty() ? Status(twin::Done{}) : write(objects.begin().key(), objects);
  }

  Status write_building(FeatureNumber number, const twin::Building& building, const Write& write) {
    TWIN_TRY(const auto shape, shapes_(building.shape));
    Json objects = city_objects_of(number, building, shape, ids_, tables_);
    add_children(objects[building.id], relations_.child_ids(number));
    TWIN_CHECK(add_descendants(number, building.id, objects));
    return write(building.id, objects);
  }

  Status write_object(FeatureNumber number, const Write& write) {
    Json objects = Json::object();
    TWIN_CHECK(add_object(number, "", objects));
    const auto& id = state_.get<CityObject>(number)->id;
    TWIN_CHECK(add_descendants(number, id, objects));
    return write(id, objects);
  }

  Status add_object(FeatureNumber number, const std::string& parent, Json& objects) {
    const auto& object = *state_.get<CityObject>(number);
    twin::BuildingShape shape;
    if (!object.shape.is_nothing()) {
      TWIN_TRY(shape, shapes_(object.shape));
    }
    objects.update(city_objects_of(object, {parent, relations_.child_ids(number)}, shape, ids_, tables_));
    return twin::Done{};
  }

  Status add_descendants(FeatureNumber number, const std::string& id, Json& objects) {
    for (const auto child : relations_.children(number)) {
      TWIN_CHECK(add_object(child, id, objects));
      TWIN_CHECK(add_descendants(child, state_.get<CityObject>(child)->id, objects));
    }
    return twin::Done{};
  }

  const twin::BranchState& state_;
  const ShapeLoader& shapes_;
  WriteTables& tables_;
  ObjectIds ids_;
  Relations relations_;
};

}  // namespace

Status for_each_feature(const twin::BranchState& state, const ShapeLoader& shapes, const std::vector<PlanSolid>& solids,
                        WriteTables& tables, const FeatureWriter::Write& write) {
  FeatureWriter writer(state, shapes, tables);
  TWIN_CHECK(writer.run(write));
  return writer.run_plans(solids, write);
}

}  // namespace geo::cityjson
