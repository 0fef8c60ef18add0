#include "twin_core/base/diagnostics.hpp"

#include <algorithm>

#include "twin_core/base/text.hpp"

namespace twin {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::kInfo: return "info";
    case Severity::kWarning: return "warning";
    case Severity::kError: return "error";
  }
  return "error";
}

bool Diagnostics::has_errors() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::kError; });
}

Finding finding_of(const Problem& problem, Severity severity) {
  Finding finding;
  finding.code = problem.code;
  finding.severity = severity;
  finding.place = problem.place;
  finding.value = excerpt(problem.value);
  finding.remedy = problem.remedy.empty() ? problem.message : problem.remedy;
  return finding;
}

}  // namespace twin
