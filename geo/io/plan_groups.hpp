#pragma once

#include <map>
#include <string>
#include <vector>

#include "geo/io/plan_reader.hpp"

namespace geo {

/// A regulation group read once, however many plan objects share it.
struct PlanGroup {
  struct Item {
    twin::Regulation regulation;
    std::string place;  ///< JSON pointer
    bool main_use = false;
  };
  std::string key, letter, title;
  std::vector<Item> items;
  bool spoiled = false;  ///< holds a value that no plan can mean: objects of the group are rejected
  bool repaired = false;
  bool used = false;
  std::string place;
};

/// A finding about something of a plan.
void note(PlanFile& out, std::string code, twin::Severity severity, std::string id, std::string place,
          std::string value, std::string remedy);

/// The state's code, "" where it is none of the list (`code-unknown`).
std::string read_life_cycle(const twin::Json& object, const std::string& id, const std::string& pointer,
                            PlanFile& out);

/// Days of validity; what is no day is left out (`time-invalid`).
twin::DaySpan read_days(const twin::Json& object, const std::string& id, const std::string& pointer,
                        PlanFile& out);

/// The groups of an array, in its order. Recommendations become regulations of type "kaavasuositus".
/// Findings: `value-not-positive` (the group is spoiled), `code-unknown`, `time-invalid`, `unit-supplied`,
/// `duplicate-id` of regulation keys (warning, both are kept).
std::vector<PlanGroup> read_plan_groups(const twin::Json& groups, const char* key_member,
                                        const std::string& pointer, PlanFile& out);

/// Puts a group's regulations on a unit. What a regulation says like the unit is not said twice.
void add_group(const PlanGroup& group, PlanDraft& draft);

}  // namespace geo
