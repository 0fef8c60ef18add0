#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/kpi/formula.hpp"
#include "sim/kpi/unit.hpp"
#include "twin_core/base/digest.hpp"
#include "twin_core/base/result.hpp"

namespace sim {

/// A label in Finnish, Swedish and English.
struct KpiLabel {
  std::string fi, sv, en;
};

enum class Better : unsigned char { kNeither, kUp, kDown };

/// One key figure as a file declares it.
struct Kpi {
  std::string id, version, group, unit_text;
  KpiUnit unit;
  Better better = Better::kNeither;
  double weight = 0;  ///< in the ranking, where a request gives none
  int decimals = 0;   ///< that a table shows
  KpiLabel label;
  std::string formula_text, note;
  Formula formula;
  std::string file;   ///< that declares it
  int line = 0;
};

/// A figure that formulas use and nobody measures, with its source.
struct KpiAssumption {
  std::string id, unit_text, source, file;
  KpiUnit unit;
  double value = 0;
  KpiLabel label;
};

/// Uses that are shown as one: the input floor_area_<id> is their floor area.
struct UseGroup {
  std::string id;
  KpiLabel label;
  std::vector<std::string> uses;  ///< national use codes
  bool housing = false;           ///< dwellings belong to it
};

/// A file's name as messages say it, and its text (TOML).
struct KpiText {
  std::string_view name, text;
};

/// Key figures, in the order of their files, with what their formulas need.
struct KpiSet {
  std::vector<Kpi> kpis;
  std::vector<KpiAssumption> assumptions;
  std::vector<UseGroup> use_groups;
  struct File {
    std::string name;
    twin::Digest hash;
  };
  std::vector<File> files;
  std::map<std::string, KpiUnit, std::less<>> inputs;  ///< every name that a formula may use, assumptions too

  const Kpi* find(std::string_view id) const;
};

inline constexpr std::size_t kMostKpis = 500, kMostKpiText = 1'000'000;

/// The figures as shipped (`datasets/kpi`) and those of `own`. A figure, assumption or use group of an own file replaces a shipped
/// one of the same id. Errors, with "my.toml line 12" as place and the key as value: `kpi-invalid` (no TOML, unknown or missing
/// key, unknown unit or name, an id twice in one file, more than 500 figures), `unit-mismatch`.
twin::Result<KpiSet> read_kpis(std::span<const KpiText> own);

/// `datasets/kpi`, compiled in.
std::span<const KpiText> embedded_kpis();

}  // namespace sim
