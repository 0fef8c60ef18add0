#include "geo/io/citygml_handler.hpp"

namespace geo {
namespace {

constexpr std::size_t kMaxBuildingText = 32 << 20;
constexpr std::size_t kMaxAttributes = 10'000;
constexpr std::size_t kMaxAddresses = 1'000;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

void join(std::string& out, std::string text, std::string_view between = "; ") {
  if (text.empty()) return;
  if (!out.empty()) out.append(between);
  out.append(text);
}

}  // namespace

std::string RawAddress::text() const {
  std::string street = thoroughfare, town = postal_code;
  if (!street.empty()) join(street, number, " ");
  join(town, locality, " ");
  if (thoroughfare.empty() && postal_code.empty()) return {};
  join(street, town, ", ");
  return street;
}

std::string RawBuilding::place() const {
  return pointer.empty() ? "line " + std::to_string(line) : pointer;
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

bool CityGmlHandler::enter_attribute(const CityGmlName& name, const char* const* attributes) {
  const Element around = parent();
  bool text = true;
  switch (name.element) {
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
    case Element::kMeasuredHeight:
      if (!in_part()) return false;
      if (const char* unit = xml_attribute(attributes, "uom");
          unit && spend(std::char_traits<char>::length(unit))) {
        part().core.measured_height_unit = unit;
      }
      break;
    case Element::kGenericAttribute: {
      if (!in_part() && around != Element::kGenericSet) return false;
      generic_ = {};
      generic_.type = name.generic_type;
      const char* called = xml_attribute(attributes, "name");
      for (const auto& set : sets_) generic_.name.append(set).append("/");
      if (called) generic_.name.append(called);
      text = false;
      break;
    }
    case Element::kGenericSet: {
      if (!in_part() && around != Element::kGenericSet) return false;
      const char* called = xml_attribute(attributes, "name");
      sets_.emplace_back(called ? called : "");
      text = false;
      break;
    }
    case Element::kGenericValue:
      if (around != Element::kGenericAttribute) return false;
      if (const char* unit = xml_attribute(attributes, "uom")) generic_.unit = unit;
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
      if (around != Element::kExternalReference) return false;
      break;
    case Element::kCoreName:
    case Element::kUri:
      if (around != Element::kExternalObject) return false;
      break;
    case Element::kAddressProperty:
      if (!in_part()) return false;
      text = false;
      break;
    case Element::kAddress:
      if (around != Element::kAddressProperty) return false;
      address_ = {};
      text = false;
      break;
    case Element::kXalAddress:
      if (around != Element::kAddress) return false;
      text = false;
      break;
    case Element::kXalContainer:
      if (around != Element::kXalAddress && around != Element::kXalContainer) return false;
      text = false;
      break;
    case Element::kCountryName:
    case Element::kLocalityName:
    case Element::kThoroughfareName:
    case Element::kThoroughfareNumber:
    case Element::kPostalCodeNumber:
      if (around != Element::kXalContainer) return false;
      break;
    default:
      return false;
  }
  capturing_ = text;
  text_.clear();
  return true;
}

void CityGmlHandler::leave_attribute(Element element) {
  if (building_.parts.empty()) return;
  CoreAttributes& core = part().core;
  switch (element) {
    case Element::kGmlName:
      join(core.name, take_text());
      break;
    case Element::kCreationDate:
      join(core.creation_date, take_text());
      break;
    case Element::kClass:
      join(core.building_class, take_text());
      break;
    case Element::kFunction:
      join(core.function, take_text());
      break;
    case Element::kUsage:
      join(core.usage, take_text());
      break;
    case Element::kRoofType:
      join(core.roof_type, take_text());
      break;
    case Element::kYearOfConstruction:
      join(core.year_of_construction, take_text());
      break;
    case Element::kStoreysAbove:
      join(core.storeys_above_ground, take_text());
      break;
    case Element::kStoreysBelow:
      join(core.storeys_below_ground, take_text());
      break;
    case Element::kMeasuredHeight:
      join(core.measured_height, take_text());
      break;
    case Element::kGenericValue:
      generic_.value = take_text();
      break;
    case Element::kGenericAttribute:
      if (!generic_.name.empty() && spend(generic_.name.size() + generic_.unit.size())) {
        if (part().attributes.size() < kMaxAttributes) {
          part().attributes.push_back(std::move(generic_));
        } else if (collecting_) {
          reject("object-too-large", {}, std::to_string(kMaxAttributes) + " attributes",
                 "leave out what is not needed");
          collecting_ = false;
        }
      }
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
    case Element::kCountryName:
      address_.country = take_text();
      break;
    case Element::kLocalityName:
      if (address_.locality.empty()) address_.locality = take_text();
      break;
    case Element::kThoroughfareName:
      join(address_.thoroughfare, take_text(), " ");
      break;
    case Element::kThoroughfareNumber:
      join(address_.number, take_text(), "-");
      break;
    case Element::kPostalCodeNumber:
      address_.postal_code = take_text();
      break;
    case Element::kAddress:
      if (building_.addresses.size() < kMaxAddresses) building_.addresses.push_back(std::move(address_));
      break;
    default:
      break;
  }
}

}  // namespace geo
