#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

/// One code with what it is called; a language is empty where no label is known.
struct CodeLabel {
  std::string code, fi, sv, en;
  std::vector<std::string> classes_2018;  ///< `use_1994` only: classes of 2018 that this class went into
};

/// A list of `datasets/codelists`. Immutable.
class CodeList {
 public:
  const std::string& name() const { return name_; }
  /// Leading zeros do not matter where they make no other code ("39" finds "039"); nullptr when not in the list.
  const CodeLabel* find(std::string_view code) const;
  /// By the Finnish label, letters as they are; nullptr when no code is called so.
  const CodeLabel* find_label(std::string_view fi) const;
  /// By a label of any language, ASCII letters in any case.
  const CodeLabel* find_any_label(std::string_view label) const;
  const std::vector<CodeLabel>& codes() const { return codes_; }

 private:
  friend const std::map<std::string, CodeList, std::less<>>& code_lists();
  std::string name_;
  std::vector<CodeLabel> codes_;
};

/// All lists by name: "use_1994", "use_2018", "helsinki.frame", "helsinki.facade", "helsinki.heating_mode",
/// "helsinki.heating_source", "helsinki.status", the same of "ryhti." (national) and of "words." (what registers write beside
/// them), "owner_type".
const std::map<std::string, CodeList, std::less<>>& code_lists();

/// nullptr for a name that no list has.
const CodeList* find_code_list(std::string_view name);

/// False when both codes are known and, by the names of the classes, mean different things.
bool uses_agree(std::string_view code_1994, std::string_view code_2018);

}  // namespace geo
