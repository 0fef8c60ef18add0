#include "twin_core/city/life_cycle.hpp"

#include <algorithm>
#include <array>

namespace twin {
namespace {

using enum PlanPhase;

constexpr auto kStates = std::to_array<LifeCycleState>({
    {"01", "Kaavoitusaloite", "Planläggningsinitiativ", "Initiative", kDraft},
    {"02", "Vireilletullut", "Anhängiggjord", "Initiated", kDraft},
    {"03", "Valmistelu", "Beredning", "In preparation", kDraft},
    {"04", "Kaavaehdotus", "Planförslag", "Proposal", kDraft},
    {"05", "Tarkistettu kaavaehdotus", "Justerat planförslag", "Revised proposal", kDraft},
    {"06", "Hyväksytty kaava", "Godkänd plan", "Approved", kDecided},
    {"07", "Oikaisukehotuksen alainen", "Föremål för rättelseuppmaning", "Under a call for rectification",
     kDecided},
    {"08", "Valituksen alainen", "Överklagad", "Under appeal", kDecided},
    {"09", "Oikaisukehotuksen alainen ja valituksen alainen", "Föremål för rättelseuppmaning och överklagad",
     "Under a call for rectification and appeal", kDecided},
    {"10", "Osittain voimassa", "Delvis i kraft", "Partly in force", kInForce},
    {"11", "Voimassa ennen kaavan lainvoimaisuutta", "I kraft innan planen vunnit laga kraft",
     "In force before it is final", kInForce},
    {"12", "Lainvoimainen", "Lagakraftvunnen", "Final, not announced", kDecided},
    {"13", "Voimassa", "I kraft", "In force", kInForce},
    {"14", "Kumoutunut", "Upphävd", "Repealed", kEnded},
    {"15", "Rauennut", "Förfallen", "Lapsed", kEnded},
    {"16", "Hylätty", "Förkastad", "Rejected", kEnded},
    {"17", "Keskeytetty", "Avbruten", "Abandoned", kEnded},
});

}  // namespace

std::span<const LifeCycleState> life_cycle_states() {
  return kStates;
}

const LifeCycleState* find_life_cycle(std::string_view code) {
  const auto* const found =
      std::find_if(kStates.begin(), kStates.end(), [&](const auto& state) { return state.code == code; });
  return found == kStates.end() ? nullptr : &*found;
}

PlanPhase phase_of(std::string_view code) {
  const auto* const state = find_life_cycle(code);
  return state == nullptr ? kUnknown : state->phase;
}

}  // namespace twin
