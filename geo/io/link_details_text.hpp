#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "twin_core/city/building.hpp"

namespace geo {

/// What few links have to tell, as one cell of a table: compact JSON; "" for none.
std::string to_text(const twin::LinkDetails& details);
/// The way back; nothing for any other text.
std::optional<twin::LinkDetails> link_details_of(std::string_view text);

/// "storeys, volume_m3"; and back, nothing where a name is no attribute of the card.
std::string to_text(const twin::CardFields& fields);
std::optional<twin::CardFields> card_fields_of(std::string_view text);

}  // namespace geo
