#include <fmt/format.h>

#include "geo/io/citygml_handler.hpp"

// Versions of features (core and Versioning module of CityGML 3.0) and the property of a Dynamizer.
namespace geo {
namespace {

/// A reference to a feature of the same file: "#b1".
std::string referred_id(std::string_view href) {
  return std::string(href.substr(href.find('#') == std::string_view::npos ? 0 : href.find('#') + 1));
}

}  // namespace

bool CityGmlHandler::enter_version(XmlSource& stream, Element element, const XmlAttributes& attributes) {
  const Element around = parent();
  switch (element) {
    case Element::kVersionProperty:
      if (around == Element::kCityModel) stop_stretch(stream);
      return around == Element::kCityModel;
    case Element::kVersion:
      if (around != Element::kVersionProperty) return false;
      summary().versions.versioned = true;
      version_ = {};
      return true;
    case Element::kVersionTransition:
      if (around != Element::kVersionProperty) return false;
      summary().versions.versioned = true;
      return true;
    case Element::kTransactionProperty:
      return around == Element::kVersionTransition;
    case Element::kTransaction:
      if (around != Element::kTransactionProperty) return false;
      transaction_ = {};
      return true;
    case Element::kVersionMember:
    case Element::kOldFeature:
    case Element::kNewFeature:
      if (around != (element == Element::kVersionMember ? Element::kVersion : Element::kTransaction)) return false;
      if (const auto* href = attributes.find(kXlinkHref)) note_version_member(element, referred_id(*href));
      return true;
    case Element::kCreationDate:
    case Element::kTerminationDate:
    case Element::kValidFrom:
    case Element::kValidTo:
      if (around != Element::kVersion) return false;
      capturing_ = true;
      text_.clear();
      return true;
    case Element::kDynamizerProperty:
      if (!in_feature()) return false;
      dynamizer_.begin(building_.parts.empty() ? std::string() : part().shape.id);
      return true;
    default:
      return false;
  }
}

void CityGmlHandler::note_version_member(Element place, const std::string& id) {
  if (place == Element::kVersionMember) version_.members.push_back(id);
  if (place == Element::kOldFeature) transaction_.before = id;
  if (place == Element::kNewFeature) transaction_.after = id;
}

/// True when the element was one of a version.
bool CityGmlHandler::leave_version(XmlSource& stream, Element element) {
  switch (element) {
    case Element::kVersion:
      if (version_.dates.empty()) return true;
      for (const auto& id : version_.members) summary().versions.dates_of_member[id] = version_.dates;
      return true;
    case Element::kTransaction:
      if (transaction_.before.empty() || transaction_.after.empty()) return true;
      summary().versions.replaced.emplace_back(std::move(transaction_.before), std::move(transaction_.after));
      return true;
    case Element::kCreationDate:
    case Element::kTerminationDate:
    case Element::kValidFrom:
    case Element::kValidTo:
      if (parent() != Element::kVersion) return false;
      (element == Element::kCreationDate      ? version_.dates.created
       : element == Element::kTerminationDate ? version_.dates.terminated
       : element == Element::kValidFrom       ? version_.dates.valid_from
                                              : version_.dates.valid_to) = text_;
      return true;
    case Element::kDynamizerProperty:
      take_dynamizers(stream);
      return true;
    default:
      return false;
  }
}

void CityGmlHandler::take_dynamizers(XmlSource& stream) {
  for (auto& series : dynamizer_.take_series()) {
    if (!object_type_.empty()) {
      pass_over(stream, "Dynamizer");  // of a road or a tree: only those of buildings are kept
    } else if (collecting_) {
      building_.series.push_back(std::move(series));
    }
  }
  for (auto& fault : dynamizer_.take_faults()) {
    std::string value = std::move(fault.id);
    join_text(value, fault.value, ": ");
    add_finding(twin::Severity::kWarning, std::move(fault.code), fmt::format("line {}", fault.line), std::move(value),
                fault.spoils ? std::move(fault.remedy) + " The series was left out." : std::move(fault.remedy));
  }
  for (const auto& [name, count] : dynamizer_.take_passed_over()) {
    for (std::uint64_t i = 0; i < count; ++i) pass_over(stream, name);
  }
}

}  // namespace geo
