#pragma once

#include <span>
#include <string_view>

namespace geo {

/// One sentence in three languages with as many `{}`, in the same order.
struct Sentence {
  std::string_view en, fi, sv;
};

std::span<const Sentence> geometry_sentences();  ///< of geo/validate
std::span<const Sentence> register_sentences();  ///< of registers, links and cards

}  // namespace geo
