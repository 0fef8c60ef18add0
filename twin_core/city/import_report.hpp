#pragma once

#include <string>

#include "twin_core/base/diagnostics.hpp"
#include "twin_core/base/digest.hpp"
#include "twin_core/base/shared_text.hpp"

namespace twin {

/// What a file answered when it was imported last. It says nothing of when and by whom: that is its commit's.
struct ImportReport {
  std::string id;       ///< name of the file, as findings call it
  SharedText format;    ///< "CityGML 2.0", "CSV register", …
  SharedText mapping;   ///< of a register: which mapping told what its columns mean; may be empty
  Tally tally;
  Digest findings;      ///< blob: JSON {"codes":[{"code","severity","findings"}],"findings":[the first ones]}, of plans "plans"
  bool operator==(const ImportReport&) const = default;
};

}  // namespace twin
