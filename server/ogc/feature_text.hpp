#pragma once

#include "server/ogc/feature_catalogue.hpp"

namespace server {

/// GeoJSON Feature (RFC 7946, CRS84, degrees rounded to 1e-9) of a building or plan unit: its register
/// card, link reason and source, or its names, regulations and digest. Geometry is null where the frame
/// is not placed on the globe or the outline is unknown.
FeatureText write_feature(twin::FeatureNumber number, const twin::BranchState::Feature& feature,
                          const geo::SceneFrame* scene);

}  // namespace server
