#include "geo/io/citygml_handler.hpp"

namespace geo {
namespace {

constexpr std::size_t kMaxBuildingText = 32 << 20;
constexpr std::size_t kUsualAttributes = 8, kMaxAttributes = 10'000;

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

void join_text(std::string& out, std::string_view text, std::string_view between) {
  if (text.empty()) return;
  if (!out.empty()) out.append(between);
  out.append(text);
}

std::string CityGmlHandler::take_text() {
  const auto text = trimmed(text_);
  return spend(text.size()) ? std::string(text) : std::string();
}

/// False once the texts of one building have used up their room; the building is then rejected.
bool CityGmlHandler::spend(std::size_t bytes) {
  text_bytes_ += bytes;
  if (collecting_ && text_bytes_ > kMaxBuildingText) {
    reject("object-too-large", {}, std::to_string(kMaxBuildingText) + " bytes of text", "split the building");
    collecting_ = false;
  }
  return collecting_;
}

/// Starts an attribute of the building's own: texts follow, then `keep`.
void CityGmlHandler::begin_kept(std::string name, const char* type, const XmlAttributes& attributes) {
  generic_ = {std::move(name), type, {}, {}};
  if (const std::string_view* unit = attributes.find("uom")) {
    generic_.unit = *unit;
    generic_.type = "measure";
  }
}

void CityGmlHandler::keep(twin::GenericAttribute&& attribute) {
  if (attribute.name.empty() || !spend(attribute.name.size() + attribute.unit.size())) return;
  auto& attributes = part().attributes;
  if (attributes.empty()) attributes.reserve(kUsualAttributes);
  if (attributes.size() < kMaxAttributes) {
    attributes.push_back(std::move(attribute));
  } else if (collecting_) {
    reject("object-too-large", {}, std::to_string(kMaxAttributes) + " attributes",
           "leave out what is not needed");
    collecting_ = false;
  }
}

/// What stands within the elements of an extension is named after all of them: "energy:energyUse.demand".
bool CityGmlHandler::enter_foreign(XmlSource& stream, const XmlName& full_name, const CityGmlName& name,
                                   const XmlAttributes& attributes, Frame& frame) {
  if (is_geometry(name.element) || name.element == Element::kImplicitProperty) {
    pass_over(stream, full_name.local);
    return false;
  }
  foreign_path_ += '.';
  begin_foreign(full_name, attributes, frame);
  capturing_ = true;
  text_.clear();
  return true;
}

void CityGmlHandler::begin_foreign(const XmlName& full_name, const XmlAttributes& attributes, Frame& frame) {
  frame.element = Element::kForeignText;
  foreign_levels_.push_back(foreign_path_.size());
  foreign_path_ += full_name.local;
  foreign_is_text_ = true;
  begin_kept(foreign_path_, "string", attributes);
  const std::string_view* href = attributes.find(kXlinkHref);
  if (href == nullptr || !spend(href->size())) return;
  generic_.type = "uri";
  generic_.value = *href;
}

/// Of an element that has others within it the text between them is nothing.
void CityGmlHandler::leave_foreign() {
  if (foreign_is_text_) {
    if (auto text = take_text(); !text.empty()) generic_.value = std::move(text);
    if (!generic_.value.empty()) keep(std::move(generic_));
  }
  foreign_is_text_ = false;
  foreign_path_.resize(foreign_levels_.back());
  foreign_levels_.pop_back();
  if (foreign_path_.ends_with('.')) foreign_path_.pop_back();
}

bool CityGmlHandler::enter_attribute(const XmlName& full_name, const CityGmlName& name,
                                     const XmlAttributes& attributes, Frame& frame) {
  const Element around = parent();
  bool text = true;
  switch (name.element) {
    case Element::kOther:
      if (!in_part() || !is_foreign_name(full_name.full)) return false;
      foreign_path_ = foreign_label(full_name.full) + ':';
      foreign_levels_.clear();
      begin_foreign(full_name, attributes, frame);
      break;
    case Element::kKeptText:
    case Element::kTerminationDate:
    case Element::kValidFrom:
    case Element::kValidTo:
      if (!in_part()) return false;
      begin_kept(name.kept_as, name.generic_type, attributes);
      break;
    case Element::kGmlName:
    case Element::kCreationDate:
    case Element::kClass:
    case Element::kFunction:
    case Element::kUsage:
    case Element::kRoofType:
    case Element::kYearOfConstruction:
    case Element::kStoreysAbove:
    case Element::kStoreysBelow:
      if (!in_part()) return false;
      break;
    case Element::kReliefLod:
      if (around != Element::kCityObject && around != Element::kInstallation) return false;
      break;
    case Element::kMeasuredHeight:
      if (!in_part()) return false;
      if (const std::string_view* unit = attributes.find("uom");
          unit && spend(unit->size())) {
        part().core.measured_height_unit = *unit;
      }
      break;
    case Element::kGenericAttribute: {
      if (!in_part() && around != Element::kGenericSet && around != Element::kGenericProperty) return false;
      generic_ = {};
      generic_.type = name.generic_type;
      const std::string_view* called = attributes.find("name");
      for (const auto& set : sets_) generic_.name.append(set).append("/");
      if (called) generic_.name.append(*called);
      text = false;
      break;
    }
    case Element::kGenericProperty:
      if (!in_part() && around != Element::kGenericSet) return false;
      text = false;
      break;
    case Element::kGenericName:
      if (around != Element::kGenericAttribute && around != Element::kGenericSet) return false;
      break;
    case Element::kGenericSet: {
      if (!in_part() && around != Element::kGenericSet && around != Element::kGenericProperty) return false;
      const std::string_view* called = attributes.find("name");
      sets_.emplace_back(called ? *called : std::string_view());
      text = false;
      break;
    }
    case Element::kGenericValue:
      if (around != Element::kGenericAttribute) return false;
      if (const std::string_view* unit = attributes.find("uom")) generic_.unit = *unit;
      break;
    case Element::kExternalReference:
      if (!in_part()) return false;
      reference_ = {};
      text = false;
      break;
    case Element::kExternalObject:
      if (around != Element::kExternalReference) return false;
      text = false;
      break;
    case Element::kInformationSystem:
      if (around != Element::kExternalReference && around != Element::kExternalObject) return false;
      break;
    case Element::kCoreName:
    case Element::kUri:
      if (around != Element::kExternalObject) return false;
      break;
    default:
      return enter_detail(name.element, attributes, frame);
  }
  capturing_ = text;
  text_.clear();
  return true;
}

void CityGmlHandler::leave_attribute(XmlSource& stream, Element element) {
  if (building_.parts.empty()) return;
  CoreAttributes& core = part().core;
  switch (element) {
    case Element::kGmlName:
      join_text(core.name, take_text(), "; ");
      break;
    case Element::kCreationDate:
      join_text(core.creation_date, take_text(), "; ");
      break;
    case Element::kClass:
      join_text(core.building_class, take_text(), "; ");
      break;
    case Element::kFunction:
      join_text(core.function, take_text(), "; ");
      break;
    case Element::kUsage:
      join_text(core.usage, take_text(), "; ");
      break;
    case Element::kRoofType:
      join_text(core.roof_type, take_text(), "; ");
      break;
    case Element::kYearOfConstruction:
      join_text(core.year_of_construction, take_text(), "; ");
      break;
    case Element::kStoreysAbove:
      join_text(core.storeys_above_ground, take_text(), "; ");
      break;
    case Element::kStoreysBelow:
      join_text(core.storeys_below_ground, take_text(), "; ");
      break;
    case Element::kMeasuredHeight:
      join_text(core.measured_height, take_text(), "; ");
      break;
    case Element::kReliefLod:
      if (const auto text = take_text(); text.size() == 1 && text[0] >= '0' && text[0] <= '4') {
        relief_lod_ = static_cast<std::uint8_t>(text[0] - '0');
      }
      break;
    case Element::kGenericValue:
      generic_.value = take_text();
      break;
    case Element::kGenericAttribute:
      keep(std::move(generic_));
      break;
    case Element::kGenericName:
      // In a set its name comes before its members.
      if (parent() == Element::kGenericSet)
        sets_.back() = take_text();
      else
        generic_.name += take_text();
      break;
    case Element::kGenericSet:
      sets_.pop_back();
      break;
    case Element::kInformationSystem:
      reference_.information_system = take_text();
      break;
    case Element::kCoreName:
    case Element::kUri:
      reference_.object = take_text();
      break;
    case Element::kExternalReference:
      if (building_.references.size() < kMaxAttributes) building_.references.push_back(std::move(reference_));
      break;
    case Element::kKeptText:
    case Element::kTerminationDate:
    case Element::kValidFrom:
    case Element::kValidTo:
      generic_.value = take_text();
      if (!generic_.value.empty()) keep(std::move(generic_));
      break;
    case Element::kForeignText:
      leave_foreign();
      break;
    default:
      leave_detail(stream, element);
  }
}

}  // namespace geo
