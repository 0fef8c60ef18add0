#include "geo/io/citygml_handler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "geo/io/citygml_model_look.hpp"
#include "geo/io/did_you_mean.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

constexpr std::size_t kMaxFindingsPerBuilding = 50;
constexpr std::size_t kMaxParts = 10'000;
constexpr std::size_t kMaxText = 64 << 10;
constexpr std::string_view kRead = "CityGML 3.0, 2.0 and 1.0 are read";

/// An XML name without a colon, as gml:id must be; letters beyond ASCII all pass.
bool is_xml_name(std::string_view id) {
  const auto letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || (c & 0x80) != 0;
  };
  const auto inner = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  return !id.empty() && letter(id.front()) && std::all_of(id.begin(), id.end(), inner);
}

/// Classes that CityGML has and nothing is kept of.
constexpr std::string_view kKnownClasses[] = {
    "CityObjectGroup", "IntBuildingInstallation", "IntBridgeInstallation", "IntTunnelInstallation", "BridgeFurniture",
    "TunnelFurniture", "BreaklineRelief", "MassPointRelief", "RasterRelief", "Hole", "HoleSurface", "Marking", "ClearanceSpace",
    "GenericThematicSurface", "Door", "Window", "Dynamizer"};
constexpr std::string_view kReadClasses[] = {
    "Building", "Bridge", "Tunnel", "OtherConstruction", "Road", "Railway", "Square", "Track", "TransportationComplex", "Waterway",
    "PlantCover", "SolitaryVegetationObject", "LandUse", "WaterBody", "ReliefFeature", "TINRelief", "CityFurniture",
    "GenericCityObject", "GenericOccupiedSpace", "GenericUnoccupiedSpace", "GenericLogicalSpace"};

/// What is to be done about a class that CityGML does not have; empty for one that it has, and for those of extensions.
std::string remedy_for_class(const XmlName& name) {
  constexpr std::string_view kCityGml = "http://www.opengis.net/citygml/";
  if (!name.full.starts_with(kCityGml) || find_citygml_name(name.full).element != CityGmlElement::kOther) return {};
  const auto is_name = [&](std::string_view known) { return known == name.local; };
  if (std::any_of(std::begin(kKnownClasses), std::end(kKnownClasses), is_name)) return {};
  if (std::any_of(std::begin(kReadClasses), std::end(kReadClasses), is_name)) {
    return fmt::format("{} is a class of another module of CityGML; correct its namespace.", name.local);
  }
  return fmt::format("CityGML has no such class, {}", did_you_mean(name.local, kReadClasses));
}

/// What stands in another object and may, by the schema, be a member of the model too.
constexpr bool is_part_of_another(CityGmlElement element) {
  using E = CityGmlElement;
  return element == E::kBuildingPart || element == E::kBoundarySurface || element == E::kOpeningObject ||
         element == E::kInstallation || element == E::kSpace || element == E::kInteriorSurface;
}

}  // namespace

void CityGmlHandler::start_element(XmlSource& stream, const XmlName& name, const XmlAttributes& attributes) {
  if (skipping_ > 0) {
    ++skipping_;
    return;
  }
  const CityGmlName& meant = meaning(name);
  if (is_geometry(meant.element) && is_geometry(parent())) {  // nine elements of ten
    Frame& frame = stack_[depth_ + 1];
    frame = {meant.element, -1, stack_[depth_].dimension};
    if (enter_geometry(stream, meant, attributes, frame))
      ++depth_;
    else
      skipping_ = 1;
    return;
  }
  if (depth_ == 0) {
    if (enter_root(stream, name.full)) stack_[++depth_] = {Element::kCityModel, -1, 0};
    return;
  }
  if (parent() == Element::kDynamizerProperty) {
    constexpr std::string_view kModule = "http://www.opengis.net/citygml/dynamizer/3.0|";
    const std::string_view* id = gml_id(attributes);
    ++dynamizer_depth_;
    dynamizer_.start_element(name.full.starts_with(kModule), name.local, id ? *id : std::string_view(), stream.line());
    return;
  }
  if (parent() == Element::kAppearanceProperty) {
    ++appearance_depth_;
    const auto value = [](const std::string_view* found) { return found ? *found : std::string_view(); };
    appearance_.start_element(name.local, {value(gml_id(attributes)), value(attributes.find("uri")), value(attributes.find("ring"))});
    return;
  }
  if (parent() == Element::kMember && name.local == "Building" && meant.element == Element::kOther) {
    stream.stop(
        {"xml-namespace-missing",
         "a Building that is not in the namespace of the building module",
         {},
         twin::excerpt(name.full),
         "declare xmlns:bldg=\"http://www.opengis.net/citygml/building/2.0\" (or 3.0) and use the prefix"});
    return;
  }
  if (!enter(stream, name, attributes)) skipping_ = 1;
}

void CityGmlHandler::end_element(XmlSource& stream) {
  if (skipping_ > 0) {
    --skipping_;
    return;
  }
  if (dynamizer_depth_ > 0) {
    --dynamizer_depth_;
    dynamizer_.end_element();
    return;
  }
  if (appearance_depth_ > 0) {
    --appearance_depth_;
    appearance_.end_element();
    return;
  }
  const Frame& frame = stack_[depth_--];
  if (is_geometry(frame.element))
    leave_geometry(stream, frame);
  else
    leave(stream, frame);
  capturing_ = false;
}

void CityGmlHandler::text(XmlSource& stream, std::string_view piece) {
  if (skipping_ > 0) return;
  if (dynamizer_depth_ > 0) return dynamizer_.text(piece);
  if (appearance_depth_ > 0) return appearance_.text(piece);
  if (reading_numbers_) {
    if (ring_spoilt_) return;
    numbers_.feed(piece, values_);
    drain(dimension_ == 0 ? std::uint8_t{3} : dimension_);
  } else if (capturing_) {
    if (text_.size() + piece.size() > kMaxText) {
      stream.stop({"xml-text-too-long",
                   fmt::format("a text is longer than {} bytes", kMaxText),
                   {},
                   {},
                   "check how the file was written"});
      return;
    }
    text_.append(piece);
  }
}

bool CityGmlHandler::enter_root(XmlSource& stream, std::string_view name) {
  summary().format = citygml_format_of_root(name);
  if (!summary().format.empty()) return true;
  if (name == "CityModel") {
    stream.stop({"xml-namespace-missing",
                 "the root element CityModel has no namespace",
                 {},
                 "CityModel",
                 "declare xmlns=\"http://www.opengis.net/citygml/2.0\" (or 3.0) in it"});
  } else {
    stream.stop({"format-unknown",
                 name.ends_with("|CityModel")
                     ? fmt::format("the CityModel is of no version that we know; {}", kRead)
                     : fmt::format("the root element is no CityModel; {}", kRead),
                 {},
                 twin::excerpt(name),
                 "import a CityGML file"});
  }
  return false;
}

/// Looked up once for a name, not once for an element.
const CityGmlName& CityGmlHandler::look_up_meaning(const XmlName& name) {
  const CityGmlName& found = find_citygml_name(name.full);
  if (name.number == XmlName::kUnnumbered) return found;
  if (name.number >= meanings_.size()) meanings_.resize(name.number + 1, nullptr);
  meanings_[name.number] = &found;
  return found;
}

/// Structure first; what belongs to attributes, addresses and geometry is asked of those.
bool CityGmlHandler::enter(XmlSource& stream, const XmlName& full_name, const XmlAttributes& attributes) {
  const CityGmlName& name = meaning(full_name);
  const Element around = parent();
  Frame& frame = stack_[depth_ + 1];  // counts once the element is taken
  frame = {name.element, -1, stack_[depth_].dimension};
  if (around == Element::kPassedProperty ||
      (around == Element::kBoundedBySurface && name.element != Element::kBoundarySurface && !bounds_space(name.element)) ||
      (around == Element::kOuterInstallation && name.element != Element::kInstallation &&
       name.element != Element::kCityObject)) {
    pass_over(stream, full_name.local);
    return false;
  }
  if (around == Element::kForeignText) {
    if (!enter_foreign(stream, full_name, name, attributes, frame)) return false;
    ++depth_;
    return true;
  }
  if (takes_feature(around) && is_part_of_another(name.element)) {
    pass_over_member(stream, full_name);
    return false;
  }
  switch (name.element) {
    case Element::kMember:
      if (around != Element::kCityModel) return false;
      if (const std::string_view* href = attributes.find(kXlinkHref)) note_member_reference(stream, *href);
      break;
    case Element::kBuilding:
      if (!takes_feature(around)) return false;
      begin_building(stream, {}, attributes);
      note_version_member(around, building_.id);
      frame.dimension = file_dimension_;
      break;
    case Element::kCityObject:
      if (around == Element::kOuterInstallation) {  // relief in relief
        frame.element = Element::kInstallation;
        break;
      }
      if (!takes_feature(around)) return false;
      if (!options_.takes_objects) {
        ++summary().other_objects;
        pass_over(stream, full_name.local);
        return false;
      }
      begin_building(stream, name.kept_as, attributes);
      frame.dimension = file_dimension_;
      break;
    case Element::kSpaceProperty:
      if (!in_part()) return false;
      if (!options_.takes_objects) frame.element = Element::kPassedProperty;
      if (options_.takes_objects) relate_space(name, attributes);
      break;
    case Element::kSpace:
      if (around != Element::kSpaceProperty) return false;
      begin_space(stream, name.kept_as, attributes);
      break;
    case Element::kInteriorSurface:
      if (around != Element::kBoundedBySurface) return false;
      frame.element = Element::kBoundarySurface;
      surface_stack_.push_back({twin::SurfaceKind::kUnspecified, ++graph_.surfaces});
      break;
    case Element::kConsistsOfPart:
    case Element::kBoundedBySurface:
    case Element::kOuterInstallation:
    case Element::kOpening:
      if (name.element == Element::kOpening ? around != Element::kBoundarySurface
                                            : !in_part() && around != Element::kInstallation) {
        return false;
      }
      if ((!object_type_.empty() || in_space()) && attributes.find(kXlinkHref)) {
        pass_over(stream, full_name.local);
      } else if (const std::string_view* href = attributes.find(kXlinkHref)) {
        reject("xlink-unresolved", fmt::format("line {}", stream.line()), std::string(*href),
               "write the object where it belongs: only geometry may be referred to");
      }
      break;
    case Element::kBuildingPart:
      if (around != Element::kConsistsOfPart) return false;
      begin_part(attributes);
      break;
    case Element::kBoundarySurface:
      if (around != Element::kBoundedBySurface) return false;
      surface_stack_.push_back({name.surface, ++graph_.surfaces});
      if (object_type_.empty() && !in_space()) ++summary().surfaces[static_cast<std::size_t>(name.surface)];
      break;
    case Element::kOpeningObject:
      if (around != Element::kOpening) return false;
      surface_stack_.push_back({name.surface, surface_stack_.empty() ? 0 : surface_stack_.back().number});
      if (outside_of_building()) ++summary().surfaces[static_cast<std::size_t>(name.surface)];
      break;
    case Element::kInstallation:
      if (around != Element::kOuterInstallation) return false;
      break;
    case Element::kPassedProperty:
      if (!in_feature()) return false;
      break;
    case Element::kPassed:
      if (name.lod == 4 && in_feature() && takes_level4()) {
        if (!enter_level4(stream, name, attributes, frame)) return false;
        if (outside_of_building()) ++level4_.try_emplace(std::string(full_name.local), stream.line(), 0).first->second.second;
        break;
      }
      if (in_feature()) pass_over(stream, full_name.local);
      return false;
    case Element::kLinesProperty:
      if (in_feature() && !outside_of_building() && collecting_) {
        lines_lod_ = name.lod;
        break;
      }
      if (in_feature()) pass_over(stream, full_name.local);
      return false;
    case Element::kAppearanceMember:
      if (around == Element::kCityModel) pass_over_look(stream);
      return false;
    case Element::kAppearanceProperty:
      if (!in_feature() || !collecting_) return false;
      break;
    case Element::kGmlBoundedBy:
      if (around != Element::kCityModel && !in_part()) return false;
      break;
    case Element::kEnvelope:
      if (around != Element::kGmlBoundedBy) return false;
      if (building_.parts.empty()) stop_stretch(stream);
      enter_envelope(attributes);
      break;
    default:
      if (may_be_of_version(name.element) && enter_version(stream, name.element, attributes)) break;
      if (takes_feature(around)) {
        pass_over_member(stream, full_name);
        return false;
      }
      if (building_.parts.empty()) return false;
      if (enter_geometry(stream, name, attributes, frame)) break;
      if (!enter_attribute(full_name, name, attributes, frame)) {
        if (name.element == Element::kOther && is_foreign_name(full_name.full)) pass_over(stream, full_name.local);
        return false;
      }
  }
  ++depth_;
  return true;
}

void CityGmlHandler::leave(XmlSource& stream, const Frame& frame) {
  switch (frame.element) {
    case Element::kAppearanceProperty:
      spend(appearance_.take_text_bytes());
      break;
    case Element::kBuilding:
    case Element::kCityObject:
      end_building(stream);
      break;
    case Element::kBuildingPart:
    case Element::kSpace:
      part_stack_.pop_back();
      break;
    case Element::kBoundarySurface:
    case Element::kOpeningObject:
      surface_stack_.pop_back();
      break;
    default:
      if (may_be_of_version(frame.element) && leave_version(stream, frame.element)) break;
      leave_geometry(stream, frame);
      leave_attribute(stream, frame.element);
  }
}

/// What the model itself says of surfaces is read before everything else, or not at all.
void CityGmlHandler::pass_over_look(XmlSource& stream) {
  if (options_.look != nullptr) return;
  if (!options_.until_look) return pass_over(stream, "appearanceMember");
  stop_stretch(stream);
  if (aside_ != nullptr) return;
  summary().ends_at_look = true;
  stream.stop({"look-of-the-model", "this is read first", {}, {}, {}});
}

/// What a stretch of a file says of the rest of it, or has to ask of it, needs its turn.
void CityGmlHandler::stop_stretch(XmlSource& stream) {
  if (aside_ != nullptr) stream.stop({"out-of-turn", "this is read in its turn", {}, {}, {}});
}

void CityGmlHandler::enter_envelope(const XmlAttributes& attributes) {
  const std::string_view* srs = attributes.find("srsName");
  const std::string_view* dimension = attributes.find("srsDimension");
  const auto number = static_cast<std::uint8_t>(dimension && *dimension == "2" ? 2
                                                : dimension                                   ? 3
                                                                                              : 0);
  if (building_.parts.empty()) {
    if (srs) summary().srs_name = *srs;
    file_dimension_ = number;
  } else {
    if (srs && envelope_srs_.empty()) envelope_srs_ = *srs;
    for (std::size_t i = 1; i <= depth_; ++i) {
      Frame& frame = stack_[i];
      const bool is_root = frame.element == Element::kBuilding || frame.element == Element::kCityObject;
      if (is_root && number != 0) frame.dimension = number;
    }
  }
}

void CityGmlHandler::begin_building(XmlSource& stream, std::string_view object_type, const XmlAttributes& attributes) {
  clear();
  object_type_ = object_type;
  ++(object_type_.empty() ? summary().read : summary().city_objects[object_type_]);
  surface_stack_.clear();
  sets_.clear();
  collecting_ = true;
  text_bytes_ = 0;
  building_.line = stream.line();
  if (const std::string_view* id = gml_id(attributes)) {
    building_.id = *id;
    if (auto& tally = out_->tally; !is_xml_name(building_.id) && tally.odd_ids++ == 0) {
      tally.odd_id = building_.id;
      tally.odd_id_line = building_.line;
    }
  }
  building_.parts.emplace_back().shape.id = building_.id;
  part_stack_.assign(1, 0);
}

void CityGmlHandler::begin_part(const XmlAttributes& attributes) {
  if (building_.parts.size() >= kMaxParts && collecting_) {
    reject("object-too-large", {}, std::to_string(kMaxParts) + " parts", "split the building");
    collecting_ = false;
  }
  if (!collecting_) {
    part_stack_.push_back(0);
    return;
  }
  part_stack_.push_back(building_.parts.size());
  const std::string_view* id = gml_id(attributes);
  building_.parts.emplace_back().shape.id =
      id ? std::string(*id) : fmt::format("{}-part-{}", building_.id, part_stack_.back());
}

void CityGmlHandler::pass_over(XmlSource& stream, std::string_view local) {
  out_->tally.pass_over(local, stream.line(), 1);
}

/// A member of the city model that is none of the objects that are read: of a class that there is, or of none.
void CityGmlHandler::pass_over_member(XmlSource& stream, const XmlName& name) {
  const auto remedy = options_.takes_objects ? remedy_for_class(name) : std::string();
  if (remedy.empty()) {
    ++summary().other_objects;
    return pass_over(stream, name.local);
  }
  auto& classes = summary().city_objects;
  const bool room = classes.size() < CityGmlTally::kMaxClasses;
  ++classes[room ? std::string(name.local) : "other"];
  out_->add({"class-unknown", twin::Severity::kError, "", "", fmt::format("line {}", stream.line()), twin::excerpt(name.local), remedy});
}

/// The object is read where it stands; whether it does is known at the end of the file.
void CityGmlHandler::note_member_reference(XmlSource& stream, std::string_view href) {
  constexpr std::size_t kMost = 1'000;
  if (auto& all = out_->tally.member_references; all.size() < kMost) all.emplace_back(href, stream.line());
}

void CityGmlHandler::add_finding(twin::Severity severity, std::string code, std::string place,
                                 std::string value, std::string remedy) {
  if (findings_++ >= kMaxFindingsPerBuilding) return;
  const std::string lod = in_root_ ? std::to_string(root_lod_) : std::string();
  out_->add({std::move(code), severity, building_.id, lod, std::move(place), twin::excerpt(value), std::move(remedy)});
}

void CityGmlHandler::reject(std::string code, std::string place, std::string value, std::string remedy) {
  rejected_ = true;
  if (place.empty()) place = fmt::format("line {}", building_.line);
  add_finding(twin::Severity::kError, std::move(code), std::move(place), std::move(value), std::move(remedy));
}

void CityGmlHandler::end_building(XmlSource& stream) {
  if (!open_implicit_.empty())  // never of a stretch, which ends at an implicit geometry
    waiting_.push_back(*this);
  else if (aside_ == nullptr)
    conclude();
  else if (!aside_->put(*this))
    stop_stretch(stream);
  building_.parts.clear();  // between objects
  part_stack_.clear();
}

/// Puts together what was read, and hands it on.
void CityGmlHandler::conclude() {
  if (building_.id.empty()) {
    if (!object_type_.empty() && graph_.polygons.empty() && graph_.lines.empty()) return pass_over_object();
    building_.id = "unnamed-" + graph_.fingerprint();
    for (auto& each : building_.parts) {
      if (each.shape.id.empty() || each.shape.id.starts_with("-part-")) each.shape.id.insert(0, building_.id);
    }
    add_finding(twin::Severity::kWarning, "identifier-missing", fmt::format("line {}", building_.line), {},
                "give every object a gml:id, so that it can be found again after the next export");
  }
  if (!delivery_->is_new(building_.id, building_.line)) rejected_ = true;
  std::vector<EmittedPolygon> emitted, aside;
  if (options_.look != nullptr && !rejected_) options_.look->add_to(appearance_, graph_);
  if (lower_roots_ > 0 && !level4_.empty()) leave_out_level4();
  if (!rejected_) {
    tell_open_references();
    for (const auto& fault : appearance_.empty() ? assembler_.assemble(graph_, building_) : assembler_.assemble(graph_, building_, &emitted, &aside)) {
      reject(fault.code, fault.line == 0 ? std::string() : fmt::format("line {}", fault.line), fault.target,
             fault.what);
    }
  }
  if (!level4_.empty()) name_level4();
  if (!rejected_ && !appearance_.empty()) {
    if (!aside.empty()) appearance_.apply(graph_, aside, building_.other_look);
    if (const auto left_out = appearance_.apply(graph_, emitted, building_.appearance); left_out > 0) {
      add_finding(twin::Severity::kInfo, "appearance-left-out", fmt::format("line {}", building_.line),
                  fmt::format("{} targets", left_out),
                  "Taken are the front of surfaces that are read, and texture coordinates for each point of a ring; the rest "
                  "was left out.");
    }
  }
  building_.srs_name = !geometry_srs_.empty()   ? geometry_srs_
                       : !envelope_srs_.empty() ? envelope_srs_
                                                : summary().srs_name;
  deliver();
}

}  // namespace geo
