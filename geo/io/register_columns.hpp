#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/io/register_field.hpp"
#include "geo/io/register_mapping.hpp"
#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// A card in the making, with what a row says besides.
struct RegisterDraft {
  twin::RegisterCard card;
  std::string model_id, uuid;
  std::string street, street_sv, house_number;
  std::optional<double> easting, northing;
  std::optional<twin::LinkReason> link_reason;  ///< these three of exports of this program only
  std::string link_note, register_source;
  twin::CardFields from_model;
  twin::LinkDetails link_details;
};

/// The field behind a name of the usual registers or of the city model; nothing for names we do not read. Case,
/// spaces, punctuation and the dots of ä and ö do not matter: "Rakennustunnus_(VTJ-PRT)" and "rakennustunnus vtj prt"
/// are one name. Every other source has its mapping.
std::optional<RegisterField> register_field(std::string_view name);

/// The spellings that can identify a building, for messages.
std::span<const std::string_view> identifying_columns();

/// Puts one value into a draft as `rule` says. Blank, and 0 where 0 means "unknown", leave the draft as it is, as does
/// a value when the field is already filled. Codes become the Finnish label of their list (use codes stay codes).
/// Returned is a finding when the value is not usable (it is then dropped) or is worth a note:
/// `building-id-format` (error), `date-invalid`, `value-not-a-number`, `value-not-positive`, `value-out-of-range`,
/// `value-unknown` (yes or no), `code-unknown` (warnings; a text is then kept as sent), `looks-like-formula` (info; the
/// text is taken as it stands).
std::optional<twin::Finding> put_register_value(RegisterDraft& draft, const ColumnRule& rule, std::string_view value);

/// What follows from the rest of a draft: an address from street and number, the text of a use code.
void complete(RegisterDraft& draft);

/// The register card a model gives by itself; source "model attributes", or an empty card.
/// Unusable values are left out and told to `findings` with `id`.
twin::RegisterCard card_of_attributes(std::span<const twin::GenericAttribute> attributes, std::string_view id,
                                      std::vector<twin::Finding>& findings);

/// The UUID attribute of a model, or "".
std::string uuid_of_attributes(std::span<const twin::GenericAttribute> attributes);

}  // namespace geo
