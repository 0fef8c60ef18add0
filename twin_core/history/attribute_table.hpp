#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "twin_core/history/attributes.hpp"

/// Records as tables of attributes: what the files of the kinds have in common.
namespace twin {

inline Json shown(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
inline Json shown(const std::optional<double>& number) { return number ? Json(*number) : Json(nullptr); }
inline Json shown(const std::optional<int>& number) { return number ? Json(*number) : Json(nullptr); }
inline Json shown(double number) { return number; }
inline Json shown(const std::optional<bool>& flag) { return flag ? Json(*flag) : Json(nullptr); }
inline Json shown(const std::vector<std::string>& texts) { return texts.empty() ? Json(nullptr) : Json(texts); }

/// One attribute: how it is read, and how it is given from one record to another.
template <class Record>
struct Field {
  const char* name;
  Json (*read)(const Record&);
  void (*copy)(const Record& from, Record& to);
};

/// A member of the record itself.
template <auto Member, class Record>
constexpr Field<Record> member_field(const char* name) {
  return {name, [](const Record& record) { return shown(record.*Member); },
          [](const Record& from, Record& to) { to.*Member = from.*Member; }};
}

Json polygon_shown(const PlanPolygon& polygon);  ///< rings; null for none
Json box_shown(const Box& box);

template <class Record, std::size_t N>
Attributes read_fields(const Field<Record> (&fields)[N], const Record& record) {
  Attributes out;
  for (const auto& field : fields) {
    if (Json value = field.read(record); !value.is_null()) out.emplace(field.name, std::move(value));
  }
  return out;
}

template <class Record, std::size_t N>
bool copy_field(const Field<Record> (&fields)[N], const std::string& name, const Record& from, Record& to) {
  for (const auto& field : fields) {
    if (name != field.name) continue;
    field.copy(from, to);
    return true;
  }
  return false;
}

/// Members of a list that one attribute stands for (regulations of a type, generic attributes of a name)
/// are replaced where the first of them stood; new ones come last.
template <class Item, class IsMeant>
void replace_items(const std::vector<Item>& from, std::vector<Item>& to, IsMeant is_meant) {
  const auto first = static_cast<std::ptrdiff_t>(std::find_if(to.begin(), to.end(), is_meant) - to.begin());
  to.erase(std::remove_if(to.begin(), to.end(), is_meant), to.end());
  std::vector<Item> items;
  std::copy_if(from.begin(), from.end(), std::back_inserter(items), is_meant);
  to.insert(to.begin() + std::min(first, static_cast<std::ptrdiff_t>(to.size())), items.begin(), items.end());
}

}  // namespace twin
