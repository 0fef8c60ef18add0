#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "twin_core/base/digest.hpp"
#include "twin_core/base/numbered_text.hpp"
#include "twin_core/base/position.hpp"
#include "twin_core/base/rare.hpp"
#include "twin_core/base/shared_text.hpp"
#include "twin_core/city/appearance.hpp"
#include "twin_core/city/card_field.hpp"

namespace twin {

/// CityGML boundary surface classes, and the openings in such surfaces.
enum class SurfaceKind : std::uint8_t {
  kUnspecified = 0, kGround, kWall, kRoof, kOuterCeiling, kOuterFloor, kClosure, kWindow, kDoor,
};
constexpr bool is_opening(SurfaceKind kind) { return kind == SurfaceKind::kWindow || kind == SurfaceKind::kDoor; }

/// First vertex not repeated at the end.
struct Ring3 {
  std::vector<WorkingPosition> points;
  bool operator==(const Ring3&) const = default;
};

struct Polygon3 {
  std::string id;  ///< gml:id, may be empty
  SurfaceKind kind = SurfaceKind::kUnspecified;
  Ring3 exterior;  ///< counter-clockwise seen from outside
  std::vector<Ring3> interiors;
  /// The same number for a window or door and for what it is in, be that a wall or a roof; from 1 in each part. 0: none.
  std::uint32_t wall = 0;
  bool operator==(const Polygon3&) const = default;
};

/// A face of a shell: a polygon of the same part, possibly used with its orientation reversed.
struct ShellFace {
  std::uint32_t polygon = 0;
  bool reversed = false;
  bool operator==(const ShellFace&) const = default;
};

/// First shell is the exterior one, further ones are cavities.
struct Solid {
  std::vector<std::vector<ShellFace>> shells;
  bool operator==(const Solid&) const = default;
};

/// Geometry of a building itself or of one BuildingPart.
struct ShapePart {
  std::string id;          ///< gml:id of the Building or BuildingPart
  std::string lod = "2";
  std::vector<Polygon3> polygons;
  std::vector<Solid> solids;
  bool solids_apart = false;  ///< several solids are so many bodies, not one composite of adjoining ones
  bool operator==(const ShapePart&) const = default;
};

/// A generic attribute as it stood in the source; `type` is string, int, double, date, uri or measure.
struct GenericAttribute {
  std::string name, type, value, unit;
  bool operator==(const GenericAttribute&) const = default;
};

/// The heavy half of a building, kept as a blob and read on demand.
struct BuildingShape {
  std::vector<ShapePart> parts;  ///< the building's own first
  std::vector<GenericAttribute> attributes{};
  Appearance appearance{};
  bool operator==(const BuildingShape&) const = default;
};

/// Which networks a building is connected to. Absent means "not known".
struct NetworkConnections {
  std::optional<bool> sewer, water, electricity, gas, cable;
  bool operator==(const NetworkConnections&) const = default;
};

/// What a building register says. Absent means "not known", never 0.
/// Texts of code lists are the Finnish labels of the list (datasets/codelists), else the text as sent.
struct RegisterCard {
  std::string permanent_id;      ///< VTJ-PRT: 1, eight digits, check character
  std::string municipal_number;  ///< RATU
  std::string property_id;
  SharedText use_code;           ///< Statistics Finland 1994 classification, three digits, e.g. "039"
  SharedText use_code_2018;      ///< Statistics Finland 2018 classification, two to four digits, e.g. "0121"
  SharedText use_text;
  std::optional<double> floor_area_m2;  ///< kerrosala
  std::optional<double> total_area_m2;
  std::optional<double> basement_area_m2;
  std::optional<double> volume_m3;
  std::optional<int> storeys;
  std::optional<int> dwellings;
  std::optional<int> completion_year;
  std::string completed;         ///< ISO date as far as known
  SharedText material;           ///< of the load-bearing frame
  SharedText facade_material;
  SharedText heating_mode;
  SharedText heating_source;
  std::optional<bool> lift;
  NetworkConnections connections;
  NumberedText<NumberAt::kFirst> address;     ///< Finnish
  NumberedText<NumberAt::kFirst> address_sv;  ///< Swedish
  SharedText status;
  SharedText owner_type;         ///< the kind of owner; an owner's name has no place here
  NumberedText<NumberAt::kLast> source;       ///< "file.csv row 7" or "model attributes"
  SharedText updated;            ///< ISO date as of which the source says this, as far as known
  bool operator==(const RegisterCard&) const = default;
};

/// One attribute in words, with its unit: "1195 m2", "6", "yes"; "" when it is not known.
std::string text_of(const RegisterCard& card, CardField field);

/// Why a register row belongs to a building. Names and numbers are part of the record format.
enum class LinkReason : std::uint8_t {
  kUnlinked = 0,        ///< "unlinked": no register row; the card holds what the model itself says
  kById = 1,            ///< "by_id": same permanent building id
  kByMunicipalNumber = 2,  ///< "by_municipal_number": same RATU, no permanent id on either side
  kByModelId = 3,       ///< "by_model_id": the row names the model object's gml:id or UUID
  kByPlace = 4,         ///< "by_place": place, address and sizes leave hardly a doubt
  kByReview = 5,        ///< "by_review": a person said so
};

std::string_view name_of(LinkReason reason);
std::optional<LinkReason> link_reason_named(std::string_view name);
/// True where an identifier that both carry decided.
bool is_by_identifier(LinkReason reason);

/// What else was possible: another row for a building, or another building for its row.
struct LinkChoice {
  bool is_row = false;     ///< `id` is a row's (`KeptRow::id`), else a building's
  std::string id;
  double probability = 0;  ///< of that answer; 0: not judged by place
  bool operator==(const LinkChoice&) const = default;
};

/// One of several register rows that one object of the model stands for (many to one).
struct LinkedRow {
  std::string row;         ///< `KeptRow::id`, or the identifier that both carry
  LinkReason reason = LinkReason::kUnlinked;
  double probability = 0;  ///< as LinkDetails::probability
  std::string note;        ///< one sentence
  RegisterCard card;       ///< what this row alone says
  bool operator==(const LinkedRow&) const = default;
};

/// An attribute of which another source says something else, beyond the tolerance of the rule.
struct CardConflict {
  CardField field = CardField::kStoreys;
  bool model_wins = false; ///< the card has the model's value, and the register said `other`; else the other way round
  std::string other;       ///< what the source that did not win says, with its unit: "5", "1,204 m2", "18.2 m high"
  bool operator==(const CardConflict&) const = default;
};

/// Of a link, what few links have to tell.
struct LinkDetails {
  std::string row;         ///< `KeptRow::id` of the row; "" where identifier and card tell it
  double probability = 0;  ///< that this row belongs here, as place tells, in thousandths; 0: not judged by place
  std::optional<LinkChoice> runner_up;
  std::uint32_t shared_by = 1;       ///< objects of the model that this row stands for together (one to many)
  std::vector<LinkedRow> rows;       ///< all rows of this object where it has several (many to one), else none
  std::vector<CardConflict> conflicts;
  std::vector<std::string> rejected; ///< rows that a person said are not this building's, in order
  bool operator==(const LinkDetails&) const = default;
};

/// The light half of a building, resident for every branch (below 1 KiB).
struct Building {
  std::string id;               ///< gml:id of the source
  Box bounds;
  double ground_m = 0;          ///< lowest ground surface, frame height
  double height_m = 0;          ///< highest point above ground_m
  SharedText roof_type;         ///< CityGML roofType code(s) as sent
  RegisterCard card;
  LinkReason link = LinkReason::kUnlinked;
  CardFields from_model;        ///< of a linked building: what of the card the model says, not the row
  std::string link_note;        ///< one sentence, e.g. "VTJ-PRT 103557252H in register row 2"
  Rare<LinkDetails> details;    ///< score, runner-up, other rows, conflicts
  PlanPolygon footprint;        ///< largest ground polygon in plan; empty when unknown
  Digest shape;                 ///< blob of BuildingShape
  SharedText source;            ///< file name the model came from
  SharedText surveyed;          ///< ISO date of the model's object (CityGML creationDate), as far as known
  bool operator==(const Building&) const = default;
};

/// What the sources say otherwise, a sentence each: "6 storeys: register 2015; 18.2 m high: model 2019".
std::vector<std::string> conflict_sentences(const Building& building);

/// True for a well-formed VTJ-PRT: "1", eight digits, and the check character
/// `0123456789ABCDEFHJKLMNPRSTUVWXY`[first nine digits mod 31].
bool is_permanent_building_id(std::string_view id);

}  // namespace twin
