#pragma once

#include "server/ogc/feature_catalogue.hpp"

namespace server {

/// GeoJSON Feature (RFC 7946, CRS84, degrees rounded to 1e-9) of any feature, with the
/// properties of its kind. Geometry is null where the frame
/// is not placed on the globe or the outline is unknown. That of a city object is what its surfaces cover in plan, and
/// the box around it where `shapes` is empty or has them not.
FeatureText write_feature(twin::FeatureNumber number, const twin::BranchState::Feature& feature,
                          const geo::SceneFrame* scene, const geo::ShapeLoader& shapes = {});

}  // namespace server
