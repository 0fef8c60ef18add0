#pragma once

#include <vector>

#include "geo/io/city_batch.hpp"
#include "geo/io/report/quality_report.hpp"
#include "twin_core/store/store.hpp"

namespace server {

/// Adds what each file answered to an import's command, as entities of kind `import_report`. That of a plan in the national form
/// keeps its document ("plans" beside the findings), into which an export of the plan is written; those of other plans that came
/// under the same name stay with it as long as they have units. An import that would change
/// nothing else, of files that answered the same before, adds nothing: imported twice, a file makes no commit.
void add_import_reports(const std::vector<geo::FileReport>& files, const twin::Store& store, const twin::BranchState& state,
                        twin::Command& command);

/// The files of a state with what they answered at their last import, when and by whom; newest first. Their findings, 10,000 of a
/// file at most, lie in the store and are read for this alone.
/// Errors: `blob-missing`, `blob-corrupt`.
twin::Result<std::vector<geo::ImportedFile>> imported_files(const twin::Store& store, const twin::BranchState& state);

}  // namespace server
