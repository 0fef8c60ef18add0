#include <fmt/format.h>

#include "geo/io/citygml_handler.hpp"

namespace geo {
namespace {

constexpr std::size_t kMaxAddresses = 1'000;
constexpr std::string_view kNameType = "urn:oasis:names:tc:ciq:xal:3|NameType";

}  // namespace

std::string RawBuilding::place() const {
  return pointer.empty() ? "line " + std::to_string(line) : pointer;
}

std::string RawAddress::text() const {
  std::string street = thoroughfare, town = postal_code;
  if (!street.empty()) join_text(street, number, " ");
  join_text(town, locality, " ");
  if (thoroughfare.empty() && postal_code.empty()) return lines;
  join_text(street, town, ", ");
  return street;
}

/// Addresses (xAL 1 and 2 name each field, xAL 3 says by nesting what a name names) and heights of 3.0.
bool CityGmlHandler::enter_detail(Element element, const XmlAttributes& attributes, Frame& frame) {
  const Element around = parent();
  const bool in_xal = around == Element::kXalContainer || around == Element::kXalCountry ||
                      around == Element::kXalLocality || around == Element::kXalThoroughfare ||
                      around == Element::kXalPostCode;
  bool text = true;
  switch (element) {
    case Element::kAddressProperty:
    case Element::kHeightProperty:
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
    case Element::kXalCountry:
    case Element::kXalLocality:
    case Element::kXalThoroughfare:
    case Element::kXalPostCode:
      if (around != Element::kXalAddress && !in_xal) return false;
      text = false;
      break;
    case Element::kXalName:
      if (around == Element::kXalCountry) {
        frame.element = Element::kCountryName;
      } else if (around == Element::kXalLocality) {
        frame.element = Element::kLocalityName;
      } else if (around == Element::kXalThoroughfare) {
        // "ReferenceLocation" names a place near by, not the street.
        const std::string_view* type = attributes.find(kNameType);
        if (type && *type == "ReferenceLocation") return false;
        frame.element = Element::kThoroughfareName;
      } else {
        return false;
      }
      break;
    case Element::kCountryName:
    case Element::kLocalityName:
    case Element::kThoroughfareName:
    case Element::kThoroughfareNumber:
    case Element::kPostalCodeNumber:
    case Element::kAddressLine:
      if (!in_xal) return false;
      break;
    case Element::kHeight:
      if (around != Element::kHeightProperty) return false;
      height_ = {};
      text = false;
      break;
    case Element::kHeightHigh:
    case Element::kHeightLow:
    case Element::kHeightStatus:
      if (around != Element::kHeight) return false;
      break;
    case Element::kHeightValue:
      if (around != Element::kHeight) return false;
      if (const std::string_view* unit = attributes.find("uom"); unit && spend(unit->size())) {
        height_.unit = *unit;
      }
      break;
    default:
      return false;
  }
  capturing_ = text;
  text_.clear();
  return true;
}

void CityGmlHandler::leave_detail(XmlSource& stream, Element element) {
  switch (element) {
    case Element::kCountryName:
      address_.country = take_text();
      break;
    case Element::kLocalityName:
      if (address_.locality.empty()) address_.locality = take_text();
      break;
    case Element::kThoroughfareName:
      join_text(address_.thoroughfare, take_text(), " ");
      break;
    case Element::kThoroughfareNumber:
      join_text(address_.number, take_text(), "-");
      break;
    case Element::kPostalCodeNumber:
      address_.postal_code = take_text();
      break;
    case Element::kAddressLine:
      join_text(address_.lines, take_text(), ", ");
      break;
    case Element::kAddress:
      if (building_.addresses.size() < kMaxAddresses) building_.addresses.push_back(std::move(address_));
      break;
    case Element::kHeightHigh:
      height_.high = take_text();
      break;
    case Element::kHeightLow:
      height_.low = take_text();
      break;
    case Element::kHeightStatus:
      height_.status = take_text();
      if (height_.status != "measured" && height_.status != "estimated") {
        add_finding(twin::Severity::kWarning, "code-unknown", fmt::format("line {}", stream.line()),
                    height_.status, "the status of a height is measured or estimated; it was kept as it is");
      }
      break;
    case Element::kHeightValue:
      height_.value = take_text();
      break;
    case Element::kHeight: {
      if (height_.value.empty()) break;
      CoreAttributes& core = part().core;
      if (core.measured_height.empty()) {
        core.measured_height = height_.value;
        core.measured_height_unit = height_.unit;
      }
      keep({fmt::format("con:height {}-{} {}", height_.high, height_.low, height_.status), "measure",
            std::move(height_.value), std::move(height_.unit)});
      break;
    }
    default:
      break;
  }
}

}  // namespace geo
