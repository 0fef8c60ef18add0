#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/appearance_follow.hpp"
#include "geo/io/citygml_dynamizer.hpp"
#include "geo/io/citygml_assemble.hpp"
#include "geo/io/citygml_at_hand.hpp"
#include "geo/io/citygml_delivery.hpp"
#include "geo/io/citygml_geometry.hpp"
#include "geo/io/citygml_implicit.hpp"
#include "geo/io/citygml_numbers.hpp"
#include "geo/io/citygml_outlet.hpp"
#include "geo/io/citygml_reader.hpp"
#include "geo/io/citygml_vocabulary.hpp"
#include "geo/io/xml_events.hpp"

namespace geo {

/// Takes objects that are read ahead of their turn.
class CityGmlAside : public CityGmlOutlet {
 public:
  /// Takes the object, and leaves one to be filled anew. False when there is no room for more.
  virtual bool put(CityGmlAtHand& object) = 0;
};

/// What the objects of a file take over from what is before the first of them.
struct CityGmlSeed {
  std::string srs_name;
  std::uint8_t dimension = 0;
  bool operator==(const CityGmlSeed&) const = default;
};

/// Builds buildings out of XML events. Holds the building at hand, nothing of those before but ids.
/// An element is taken when its parent says that it has a meaning there; every other one is passed
/// over with all it contains.
class CityGmlHandler final : public XmlHandler, private CityGmlAtHand {
 public:
  struct Options {
    bool takes_objects = false;  ///< else other city objects and spaces are passed over
    bool every_level = false;    ///< as in `CityGmlOptions`
    CityGmlModelLook* look = nullptr;
    bool until_look = false;
  };

  /// Of a whole file.
  CityGmlHandler(CityGmlDelivery& out, Options options)
      : out_(&out), delivery_(&out), options_(options), assembler_(options.every_level) {}
  /// Of stretches of one, between two members of the city model. It stops the reading where it would have to know more
  /// than that of what is before.
  CityGmlHandler(CityGmlAside& out, Options options, const CityGmlSeed& seed)
      : out_(&out), aside_(&out), options_(options), assembler_(options.every_level) {
    file_dimension_ = seed.dimension;
    stack_[++depth_] = {Element::kCityModel, -1, 0};
  }

  const Options& options() const { return options_; }
  CityGmlSeed seed() const { return {out_->tally.summary.srs_name, file_dimension_}; }
  /// From here on, between two objects.
  void put_aside_to(CityGmlAside& out) { out_ = aside_ = &out; }
  /// As if it had just read this object to its end, between two members.
  void take(CityGmlAtHand& object) {
    object.move_to(*this);
    conclude();
    building_.parts.clear();
  }

  /// After the last element of a whole file: what waited for a shape behind it is handed on.
  void finish();

  void start_element(XmlSource& stream, const XmlName& name, const XmlAttributes& attributes) override;
  void end_element(XmlSource& stream) override;
  void text(XmlSource& stream, std::string_view piece) override;

 private:
  using Element = CityGmlElement;

  struct Frame {
    Element element = Element::kOther;
    std::int32_t node = -1;      ///< of the geometry graph, when the element made one
    std::uint8_t dimension = 0;  ///< srsDimension here and below; 0: not said
  };

  // Structure: citygml_handler.cpp
  const CityGmlName& meaning(const XmlName& name) {
    const bool known = name.number < meanings_.size() && meanings_[name.number] != nullptr;
    return known ? *meanings_[name.number] : look_up_meaning(name);
  }
  const CityGmlName& look_up_meaning(const XmlName& name);
  bool enter(XmlSource& stream, const XmlName& full_name, const XmlAttributes& attributes);
  inline void leave(XmlSource& stream, const Frame& frame);
  void pass_over_look(XmlSource& stream);
  bool enter_root(XmlSource& stream, std::string_view name);
  void enter_envelope(const XmlAttributes& attributes);
  void begin_building(XmlSource& stream, std::string_view object_type, const XmlAttributes& attributes);
  void begin_part(const XmlAttributes& attributes);
  void end_building(XmlSource& stream);
  void conclude();
  /// Counts an object that is not read, by its class.
  void pass_over(XmlSource& stream, std::string_view local);
  void pass_over_member(XmlSource& stream, const XmlName& name);
  void note_member_reference(XmlSource& stream, std::string_view href);
  void stop_stretch(XmlSource& stream);
  CityGmlSummary& summary() { return out_->tally.summary; }
  void reject(std::string code, std::string place, std::string value, std::string remedy);
  void add_finding(twin::Severity severity, std::string code, std::string place, std::string value,
                   std::string remedy);

  // Other city objects and spaces: citygml_handler_objects.cpp
  void begin_space(XmlSource& stream, const char* type, const XmlAttributes& attributes);
  /// A reference between spaces: which one is a part of which.
  void relate_space(const CityGmlName& name, const XmlAttributes& attributes);
  bool enter_level4(XmlSource& stream, CityGmlName name, const XmlAttributes& attributes, Frame& frame);
  void leave_out_level4();
  void name_level4();
  bool bounds_space(Element element) const { return element == Element::kInteriorSurface && (in_space() || !object_type_.empty()); }
  /// An object without name and geometry cannot be told from others of its kind.
  void pass_over_object();
  /// What a space refers to and nothing has is left out; the building stands all the same.
  void tell_open_references();
  /// Hands the building or object at hand on, and its spaces after it.
  void deliver();
  std::vector<RawObject> take_spaces();
  std::vector<PartPlace> places_of_other_levels() const;

  // Attributes and addresses: citygml_handler_attributes.cpp
  bool enter_foreign(XmlSource& stream, const XmlName& full_name, const CityGmlName& name, const XmlAttributes& attributes,
                     Frame& frame);
  void begin_foreign(const XmlName& full_name, const XmlAttributes& attributes, Frame& frame);
  void leave_foreign();
  bool enter_attribute(const XmlName& full_name, const CityGmlName& name, const XmlAttributes& attributes,
                       Frame& frame);
  void leave_attribute(XmlSource& stream, Element element);
  void begin_kept(std::string name, const char* type, const XmlAttributes& attributes);
  void keep(twin::GenericAttribute&& attribute);

  // Addresses and heights: citygml_handler_details.cpp
  bool enter_detail(Element element, const XmlAttributes& attributes, Frame& frame);
  void leave_detail(XmlSource& stream, Element element);
  std::string take_text();
  bool spend(std::size_t bytes);

  // Versions and Dynamizers: citygml_handler_versions.cpp
  /// A feature may stand where it is referred to; it is then read like one of the model.
  static bool takes_feature(Element element) {
    return element == Element::kMember || element == Element::kVersionMember || element == Element::kOldFeature ||
           element == Element::kNewFeature;
  }
  bool enter_version(XmlSource& stream, Element element, const XmlAttributes& attributes);
  bool leave_version(XmlSource& stream, Element element);
  void note_version_member(Element place, const std::string& id);
  void take_dynamizers(XmlSource& stream);

  // Geometry: citygml_handler_geometry.cpp
  bool enter_geometry(XmlSource& stream, const CityGmlName& name, const XmlAttributes& attributes,
                      Frame& frame);
  void leave_geometry(XmlSource& stream, const Frame& frame);
  void begin_root(std::uint8_t lod);
  bool enter_property(XmlSource& stream, const XmlAttributes& attributes);
  bool enter_coordinates(Element element, Frame& frame);
  void leave_coordinates(XmlSource& stream, const Frame& frame);
  void drain(std::uint8_t dimension);
  void note_system(const XmlAttributes& attributes, Frame& frame);
  std::int32_t add_node(GeometryGraph::Kind kind, const XmlAttributes& attributes = {});
  void add_reference(XmlSource& stream, std::string_view href);
  void add_member(GeometryGraph::Member member);
  void end_ring(XmlSource& stream);
  bool enter_line(const CityGmlName& name, const XmlAttributes& attributes, Frame& frame);
  void end_line(XmlSource& stream);
  void stop_if_too_large(XmlSource& stream);
  void end_polygon(XmlSource& stream);
  std::string surface_place(XmlSource& stream) const;

  // Implicit geometry: citygml_handler_implicit.cpp
  bool enter_implicit(XmlSource& stream, Element element, const XmlAttributes& attributes, Frame& frame);
  void leave_implicit(XmlSource& stream, Element element);
  void place_implicit(XmlSource& stream);
  void wait_for_shape(XmlSource& stream);
  void place_open_implicit();
  void add_shape(const ImplicitShape& shape, GeometryGraph::List& members);
  void move_into_place(const ImplicitPlace& place, std::size_t first_point, std::size_t first_ring);

  Element parent() const { return stack_[depth_].element; }
  bool in_part() const {
    return parent() == Element::kBuilding || parent() == Element::kBuildingPart || parent() == Element::kCityObject ||
           parent() == Element::kSpace;
  }
  bool outside_of_building() const { return object_type_.empty() && !in_space(); }
  /// A building's outside at level 4 counts only where it has nothing below.
  bool takes_level4() const { return !outside_of_building() || lower_roots_ == 0; }
  bool in_space() const { return !part_stack_.empty() && spaces_.contains(part_stack_.back()); }
  bool in_feature() const {
    return in_part() || parent() == Element::kBoundarySurface || parent() == Element::kOpeningObject ||
           parent() == Element::kInstallation;
  }
  RawPart& part() { return building_.parts[part_stack_.back()]; }

  CityGmlOutlet* out_;
  CityGmlDelivery* delivery_ = nullptr;  ///< of a whole file
  CityGmlAside* aside_ = nullptr;        ///< of a stretch
  const Options options_;
  std::vector<const CityGmlName*> meanings_;  ///< by number of the name; null: not looked up yet
  ImplicitShapes implicit_shapes_;
  std::vector<CityGmlAtHand> waiting_;  ///< objects that refer to a shape behind them

  // The version, transaction and Dynamizers at hand.
  struct {
    std::vector<std::string> members;
    VersionNotes::Dates dates;
  } version_;
  struct {
    std::string before, after;
  } transaction_;
  std::size_t appearance_depth_ = 0;    ///< below its property
  DynamizerReader dynamizer_;
  std::size_t dynamizer_depth_ = 0;  ///< below its property

  std::array<Frame, XmlLimits::kDepth + 1> stack_;  ///< from 1 to `depth_` the elements around, outermost first
  std::size_t depth_ = 0;
  std::size_t skipping_ = 0;  ///< depth below the element that was passed over
  std::uint8_t file_dimension_ = 0;

  // Of the object at hand.
  std::uint8_t relief_lod_ = 0;
  CityGmlAssembler assembler_;
  std::vector<std::size_t> part_stack_;
  struct Bounding {
    twin::SurfaceKind kind = twin::SurfaceKind::kUnspecified;
    std::uint32_t number = 0;  ///< of the boundary surface, also for what is in it
  };
  std::vector<Bounding> surface_stack_;  ///< boundary surfaces and openings around
  bool collecting_ = false;
  std::size_t text_bytes_ = 0;

  // The text, attribute or address at hand.
  bool capturing_ = false;
  std::string text_;
  twin::GenericAttribute generic_;
  bool foreign_is_text_ = false;             ///< of an extension: nothing stood within the element at hand so far
  std::string foreign_path_;                 ///< "energy:energyUse.demand"
  std::vector<std::size_t> foreign_levels_;  ///< where the name of each open element begins in it
  struct {
    std::string high, low, status, value, unit;
  } height_;
  std::vector<std::string> sets_;
  ExternalReference reference_;
  RawAddress address_;

  // The geometry at hand.
  std::vector<std::int32_t> node_stack_;
  bool in_root_ = false, reading_numbers_ = false, in_ring_ = false, ring_exterior_ = false,
       ring_spoilt_ = false, in_line_ = false, line_is_point_ = false;
  std::uint8_t root_lod_ = 0, lines_lod_ = 0;
  struct {
    std::vector<double> matrix, reference_point;
    std::string href, library;  ///< a reference within the file; an address outside
    std::size_t first_point = 0, first_ring = 0, first_polygon = 0;
    std::string id;  ///< of the shape that others may refer to
  } implicit_;
  NumberStream numbers_;
  std::vector<double> values_;
  std::uint8_t dimension_ = 0;
  std::size_t ring_first_ = 0, run_first_ = 0;
  int ring_number_ = 0;
  GeometryGraph::Text ring_id_;  ///< where a texture may ask for it
};

/// Appends `text` unless it is empty, after `between` where something is there already.
void join_text(std::string& out, std::string_view text, std::string_view between);

}  // namespace geo
