#pragma once

#include <string_view>

namespace server {

inline constexpr std::string_view kVersion = KAKSONEN_VERSION;

}  // namespace server
