#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "twin_core/city/building.hpp"

namespace geo {

/// What few links have to tell, as one cell of a table: compact JSON; "" for none. `point` is where the only row says its
/// building is; coordinates are those of the twin.
std::string to_text(const twin::LinkDetails& details, const std::optional<twin::PlanPosition>& point = {});

struct LinkText {
  twin::LinkDetails details;
  std::optional<twin::PlanPosition> point;
};
/// The way back; nothing for any other text.
std::optional<LinkText> link_details_of(std::string_view text);

/// "storeys, volume_m3"; and back, nothing where a name is no attribute of the card.
std::string to_text(const twin::CardFields& fields);
std::optional<twin::CardFields> card_fields_of(std::string_view text);

}  // namespace geo
