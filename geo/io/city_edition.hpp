#pragma once

#include <functional>
#include <string>
#include <vector>

#include "geo/io/city_batch.hpp"

namespace geo {

/// Names the twin's buildings that go with an import, once its files are read and nothing is linked yet.
using LeavingBuildings = std::function<std::vector<std::string>(const CityBatch&)>;

/// `read_city` of files that take the place of earlier ones: buildings that leave take no part in linking, and their
/// register rows are free for those that come.
CityBatch read_city(const std::vector<InputFile>& files, const ReadOptions& options, const std::vector<ReadBuilding>& existing,
                    const std::vector<twin::KeptRow>& kept, const LeavingBuildings& leaving);

}  // namespace geo
