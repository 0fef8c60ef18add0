#pragma once

#include "twin_core/city/building.hpp"

namespace twin {

/// Calls `visit` with the member of the card that `field` names (a text, or an optional number or answer), and
/// returns what it returns. `Card` is RegisterCard or const RegisterCard.
template <class Card, class Visit>
decltype(auto) visit_field(Card& card, CardField field, Visit&& visit) {
  using enum CardField;
  switch (field) {
    case kPermanentId: return visit(card.permanent_id);
    case kMunicipalNumber: return visit(card.municipal_number);
    case kPropertyId: return visit(card.property_id);
    case kUseCode: return visit(card.use_code);
    case kUseCode2018: return visit(card.use_code_2018);
    case kUseText: return visit(card.use_text);
    case kFloorArea: return visit(card.floor_area_m2);
    case kTotalArea: return visit(card.total_area_m2);
    case kBasementArea: return visit(card.basement_area_m2);
    case kVolume: return visit(card.volume_m3);
    case kStoreys: return visit(card.storeys);
    case kDwellings: return visit(card.dwellings);
    case kCompleted: return visit(card.completed);
    case kCompletionYear: return visit(card.completion_year);
    case kMaterial: return visit(card.material);
    case kFacadeMaterial: return visit(card.facade_material);
    case kHeatingMode: return visit(card.heating_mode);
    case kHeatingSource: return visit(card.heating_source);
    case kLift: return visit(card.lift);
    case kSewer: return visit(card.connections.sewer);
    case kWater: return visit(card.connections.water);
    case kElectricity: return visit(card.connections.electricity);
    case kGas: return visit(card.connections.gas);
    case kCable: return visit(card.connections.cable);
    case kAddress: return visit(card.address);
    case kAddressSv: return visit(card.address_sv);
    case kStatus: return visit(card.status);
    case kOwnerType: return visit(card.owner_type);
  }
  return visit(card.status);
}

}  // namespace twin
