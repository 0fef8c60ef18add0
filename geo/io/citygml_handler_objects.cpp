#include <fmt/format.h>

#include <string_view>
#include <unordered_set>

#include "geo/io/appearance_follow.hpp"
#include "geo/io/citygml_handler.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

constexpr std::size_t kMaxSpaces = 10'000;

twin::Box bounds_of(const twin::ShapePart& part) {
  twin::Box out;
  for (const auto& polygon : part.polygons) {
    for (const auto& point : polygon.exterior.points) out.add(point);
  }
  return out;
}

}  // namespace

void CityGmlHandler::begin_space(XmlSource& stream, const char* type, const XmlAttributes& attributes) {
  if (spaces_.size() >= kMaxSpaces && collecting_) {
    reject("object-too-large", {}, std::to_string(kMaxSpaces) + " spaces", "split the building");
    collecting_ = false;
  }
  if (!collecting_) {
    part_stack_.push_back(0);
    return;
  }
  ++summary().city_objects[type];
  const Space space{type, part_stack_.back(), stream.line()};
  part_stack_.push_back(building_.parts.size());
  spaces_.emplace(part_stack_.back(), space);
  const std::string_view* id = gml_id(attributes);
  building_.parts.emplace_back().shape.id =
      id ? std::string(*id) : fmt::format("{}-{}-{}", building_.id, type, part_stack_.back());
}

void CityGmlHandler::relate_space(const CityGmlName& name, const XmlAttributes& attributes) {
  const std::string_view* href = attributes.find(kXlinkHref);
  if (href == nullptr || !href->starts_with('#') || !in_space() || !spend(href->size())) return;
  const std::string other(href->substr(1));
  const std::string& own = part().shape.id;
  if (name.kept_as == std::string_view("belongs to"))
    owner_of_space_.emplace(own, other);
  else
    owner_of_space_.emplace(other, own);
}

bool CityGmlHandler::enter_level4(XmlSource& stream, CityGmlName name, const XmlAttributes& attributes, Frame& frame) {
  name.element = name.kept_as == std::string_view("implicit") ? Element::kImplicitProperty : Element::kGeometryProperty;
  frame.element = name.element;
  return enter_geometry(stream, name, attributes, frame);
}

/// Something below level 4 came after it.
void CityGmlHandler::leave_out_level4() {
  std::erase_if(graph_.roots, [&](const auto& root) { return root.lod == 4 && !spaces_.contains(root.part); });
  for (const auto& [name, found] : level4_) out_->tally.pass_over(name, found.first, found.second);
  level4_.clear();
}

/// From outside level 4 is level 3, and no format of today has more.
void CityGmlHandler::name_level4() {
  for (std::size_t i = 0; i < building_.parts.size(); ++i) {
    if (!spaces_.contains(i) && building_.parts[i].shape.lod == "4") building_.parts[i].shape.lod = "3";
  }
}

void CityGmlHandler::pass_over_object() {
  if (auto counted = summary().city_objects.find(object_type_); --counted->second == 0) summary().city_objects.erase(counted);
  ++summary().other_objects;
  ++summary().passed_over[object_type_];
  out_->tally.note_line(object_type_, building_.line);
}

void CityGmlHandler::tell_open_references() {
  std::unordered_set<std::string_view> ids;
  for (const auto& reference : graph_.references) {
    if (!reference.may_be_open || (reference.of_level4 && level4_.empty())) continue;
    if (ids.empty()) {
      for (const auto& node : graph_.node_ids) ids.insert(graph_.view(node.id));
    }
    const std::string_view target = graph_.view(reference.target);
    if (target.starts_with('#') && ids.contains(target.substr(1))) continue;
    building_.repaired = true;
    add_finding(twin::Severity::kWarning, "xlink-unresolved", fmt::format("line {}", reference.line), std::string(target),
                "no geometry of this building has the id that is referred to; the rest was taken without it");
  }
}

std::vector<RawObject> CityGmlHandler::take_spaces() {
  if (spaces_.empty()) return {};
  std::map<std::string, std::size_t> part_of_id;
  for (const auto& [index, space] : spaces_) part_of_id.emplace(building_.parts[index].shape.id, index);
  std::vector<RawObject> out;
  for (const auto& [index, space] : spaces_) {
    auto& part = building_.parts[index];
    RawObject object{space.type, building_.id, {}};
    if (spaces_.contains(space.around)) object.parent = building_.parts[space.around].shape.id;
    const auto owner = owner_of_space_.find(part.shape.id);
    if (owner != owner_of_space_.end() && owner->second != part.shape.id && part_of_id.contains(owner->second)) {
      object.parent = owner->second;
    }
    object.model.id = part.shape.id;
    object.model.line = space.line;
    object.model.srs_name = building_.srs_name;
    object.model.two_dimensional = building_.two_dimensional;
    object.model.bounds = bounds_of(part.shape);
    object.model.bounds.add(twin::bounds_of(part.lines));
    out.push_back(std::move(object));
  }
  const auto places_aside = building_.other_look.empty() ? std::vector<PartPlace>() : places_of_other_levels();
  std::vector<PartPlace> places(building_.parts.size());  // the building is the first owner, then the spaces
  std::size_t at = 0;
  for (const auto& [index, space] : spaces_) {
    out[at++].model.parts.push_back(std::move(building_.parts[index]));
    places[index] = {at, 0};
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < building_.parts.size(); ++i) {
    if (spaces_.contains(i)) continue;
    if (kept != i) building_.parts[kept] = std::move(building_.parts[i]);
    places[i] = {0, static_cast<std::uint32_t>(kept++)};
  }
  building_.parts.resize(kept);
  if (!building_.appearance.empty()) {
    auto looks = split_look(building_.appearance, places, out.size() + 1);
    building_.appearance = std::move(looks.front());
    for (std::size_t i = 0; i < out.size(); ++i) out[i].model.appearance = std::move(looks[i + 1]);
  }
  if (!building_.other_look.empty()) {
    auto looks = split_look(building_.other_look, places_aside, out.size() + 1);
    building_.other_look = std::move(looks.front());
    for (std::size_t i = 0; i < out.size(); ++i) out[i].model.other_look = std::move(looks[i + 1]);
  }
  return out;
}

/// Where each of the other levels goes, in their order, when the spaces leave the building.
std::vector<PartPlace> CityGmlHandler::places_of_other_levels() const {
  std::map<std::size_t, std::size_t> owner_of;  // by part
  for (const auto& [index, space] : spaces_) owner_of.emplace(index, owner_of.size() + 1);
  std::vector<std::uint32_t> numbers(owner_of.size() + 1, 0);
  std::vector<PartPlace> out;
  for (std::size_t i = 0; i < building_.parts.size(); ++i) {
    const auto owner = owner_of.find(i);
    for (std::size_t level = 0; level < building_.parts[i].other_levels.size(); ++level) {
      const auto to = owner == owner_of.end() ? 0 : owner->second;
      out.push_back({to, numbers[to]++});
    }
  }
  return out;
}

void CityGmlHandler::deliver() {
  CityGmlMember member;
  member.spaces_read = spaces_.size();
  member.rejected = rejected_;
  if (!rejected_) member.spaces = take_spaces();
  member.object_type = std::move(object_type_);
  member.model = std::move(building_);
  delivery_->deliver(std::move(member));
}

}  // namespace geo
