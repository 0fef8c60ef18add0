#pragma once

#include <span>
#include <string_view>

namespace twin {

/// Where a plan stands: what rules today and what does not.
enum class PlanPhase : unsigned char {
  kUnknown,  ///< no code, or one of no list
  kDraft,    ///< initiative to proposal: nothing is decided
  kDecided,  ///< approved or under appeal: not in force yet
  kInForce,
  kEnded,  ///< repealed, lapsed, rejected, abandoned
};

struct LifeCycleState {
  std::string_view code, name_fi, name_sv, name_en;
  PlanPhase phase;
};

/// @source national code list rytj/kaavaelinkaari, 17 states
std::span<const LifeCycleState> life_cycle_states();

/// Null for a code that the list does not have.
const LifeCycleState* find_life_cycle(std::string_view code);

PlanPhase phase_of(std::string_view code);

/// The state that a repealed plan object has: "14".
inline constexpr std::string_view kRepealed = "14";

}  // namespace twin
