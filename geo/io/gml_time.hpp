#pragma once

#include <string_view>

#include "twin_core/base/instant.hpp"

namespace geo {

/// A time as GML 3.1 and 3.2 write it (gml:TimePosition without an indeterminate one): a year "2019", a month
/// "2019-01", a day, or a day with a time, each with an offset or without; its first moment. Without an offset UTC is
/// meant, as everywhere in the program where a date stands for an instant. Error `time-invalid`.
twin::Result<twin::Instant> read_gml_time(std::string_view text);

}  // namespace geo
