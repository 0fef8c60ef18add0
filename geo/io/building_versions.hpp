#pragma once

#include "geo/io/file_ingest.hpp"
#include "geo/io/version_notes.hpp"

namespace geo {

/// Gives the buildings of a file their time in the real world, and sets those of the past apart.
///
/// The time is validFrom and validTo where a building has one of them. creationDate and terminationDate count in a
/// file that tells a history: it has versions, something in it was terminated, or one gml:identifier is that of several
/// buildings. Elsewhere a creationDate says when the building entered the model, which is no time of the real world.
///
/// Buildings of one gml:identifier, or replaced by each other without having one, are values of one building. It is
/// called by the identifier, else as its first version. Each value holds until the next one begins; the last stays in
/// `buildings`, the others, and a last one that ended by `now`, go to `past`, oldest first.
///
/// Findings: `lifespan-invalid` (warning) for dates that cannot be read, end before they begin or overlap, and for
/// values of one building of which nobody knows the order: those stay buildings of their own. `versions-read` (info)
/// says what came of a file that has any of this.
void arrange_versions(twin::Instant now, IngestedFile& out);

/// Of a building only what `arrange_versions` asks for: its id and the attributes that tell dates and identifiers.
ReadBuilding without_model(ReadBuilding&& read);

}  // namespace geo
