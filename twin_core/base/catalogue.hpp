#pragma once

#include <span>
#include <string_view>

namespace twin {

/// One kind of problem: a row of the catalogue. Keys are stable and never translated.
struct ProblemKind {
  std::string_view key;  ///< kebab-case, or a val3dity number such as "302"
  int http_status = 500;
  std::string_view title_fi, title_sv, title_en;  ///< short, without the place and the value
};

/// The row of a key, or null for a key that the catalogue does not know.
const ProblemKind* find_problem_kind(std::string_view key);

/// Every row, in the order of the table.
std::span<const ProblemKind> all_problem_kinds();

}  // namespace twin
