#pragma once

#include <string>
#include <vector>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/city/building.hpp"

namespace geo {

/// Warnings about attributes of a model that are not of the type which they give themselves: `value-not-a-number`,
/// `number-not-finite`, `date-invalid`, and `unit-unknown` for a height in anything but metres. The values stay as they
/// are. At most 20 for one object, `id`, which stands at `place`.
void check_attribute_values(const std::vector<twin::GenericAttribute>& attributes, const std::string& id,
                            const std::string& place, twin::Diagnostics& out);

}  // namespace geo
