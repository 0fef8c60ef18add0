#pragma once

#include <string_view>

namespace twin {

/// A register row that an identifier ties to a building, but whose place lies elsewhere, is kept as a conflict of the
/// address whose other value is "63 m from the footprint": the row against its own place, not register against model.
inline constexpr std::string_view kFromFootprint = " m from the footprint";

}  // namespace twin
