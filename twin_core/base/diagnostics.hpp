#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "twin_core/base/result.hpp"

namespace twin {

enum class Severity : std::uint8_t { kInfo, kWarning, kError };

std::string_view name_of(Severity severity);  ///< "info", "warning", "error"

/// One thing noticed about one place of an input. Geometry codes are val3dity's numbers.
struct Finding {
  std::string code;
  Severity severity = Severity::kError;
  std::string id;      ///< of the object, e.g. a gml:id; empty for the file itself
  std::string lod;     ///< "0" to "4", or empty
  std::string place;   ///< e.g. "line 1204", "row 7, column VTJ_PRT", "shell 1, face 12, ring 1"
  std::string value;   ///< what was found, at most 80 characters
  std::string remedy;  ///< one sentence
};

/// What happened to the records of one input. Holds always: read = accepted + repaired + rejected.
struct Tally {
  std::uint64_t read = 0;
  std::uint64_t accepted = 0;
  std::uint64_t repaired = 0;
  std::uint64_t rejected = 0;

  bool operator==(const Tally&) const = default;
  bool balances() const { return read == accepted + repaired + rejected; }
};

/// Findings and tally of one file. A batch never stops at the first bad record.
struct Diagnostics {
  std::vector<Finding> findings;
  Tally tally;

  void add(Finding finding) { findings.push_back(std::move(finding)); }
  bool has_errors() const;
};

/// The same facts as a finding, for a problem that concerns the whole input.
Finding finding_of(const Problem& problem, Severity severity = Severity::kError);

}  // namespace twin
