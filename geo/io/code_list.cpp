#include "geo/io/code_list.hpp"

#include <algorithm>

#include "geo/io/embedded_data.hpp"
#include "geo/io/split_text.hpp"

namespace geo {
namespace {

std::string_view without_zeros(std::string_view code) {
  const auto first = code.find_first_not_of('0');
  return first == std::string_view::npos ? code : code.substr(first);
}

CodeLabel label_of(const std::vector<std::string_view>& cells) {
  const auto cell = [&](std::size_t i) { return std::string(i < cells.size() ? cells[i] : ""); };
  CodeLabel out{cell(1), cell(2), cell(3), cell(4), {}};
  if (cells.size() > 5) {
    for (const auto code : split(cells[5], ' ')) out.classes_2018.emplace_back(code);
  }
  return out;
}

}  // namespace

const CodeLabel* CodeList::find(std::string_view code) const {
  const CodeLabel* near = nullptr;
  for (const auto& entry : codes_) {
    if (entry.code == code) return &entry;
    if (without_zeros(entry.code) == without_zeros(code) && code.size() < entry.code.size()) near = &entry;
  }
  return near;
}

bool CodeList::has(std::string_view code) const { return levels_.contains(code) || find(code) != nullptr; }

const CodeLabel* CodeList::find_label(std::string_view fi) const {
  const auto entry = std::find_if(codes_.begin(), codes_.end(), [&](const CodeLabel& one) { return one.fi == fi; });
  return entry == codes_.end() ? nullptr : &*entry;
}

const CodeLabel* CodeList::find_any_label(std::string_view label) const {
  const auto same = [&](const std::string& known) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(known.begin(), known.end(), label.begin(), label.end(), [&](char a, char b) { return lower(a) == lower(b); });
  };
  const auto entry = std::find_if(codes_.begin(), codes_.end(), [&](const CodeLabel& one) { return same(one.fi) || same(one.sv) || same(one.en); });
  return entry == codes_.end() ? nullptr : &*entry;
}

const std::map<std::string, CodeList, std::less<>>& code_lists() {
  static const auto kLists = [] {
    std::map<std::string, CodeList, std::less<>> out;
    for (const auto& file : embedded_code_lists()) {
      for (const auto line : split(file.text, '\n')) {
        if (line.empty() || line.front() == '#') continue;
        const auto cells = split(line, '\t');
        if (cells.size() < 3) continue;
        auto& list = out[std::string(cells[0])];
        list.name_ = cells[0];
        list.codes_.push_back(label_of(cells));
        const auto& code = list.codes_.back().code;
        for (std::size_t length = 1; length <= code.size(); ++length) list.levels_.insert(code.substr(0, length));
      }
    }
    return out;
  }();
  return kLists;
}

const CodeList* find_code_list(std::string_view name) {
  const auto entry = code_lists().find(name);
  return entry == code_lists().end() ? nullptr : &entry->second;
}

bool uses_agree(std::string_view code_1994, std::string_view code_2018) {
  const auto* const list = find_code_list("use_1994");
  const auto* const label = list == nullptr ? nullptr : list->find(code_1994);
  if (label == nullptr || label->classes_2018.empty() || code_2018.empty()) return true;
  return std::any_of(label->classes_2018.begin(), label->classes_2018.end(), [&](const std::string& code) {
    // A class of a higher level stands for all below it: "01" for "0121".
    return code == code_2018 || (code_2018.size() < code.size() && code.starts_with(code_2018));
  });
}

}  // namespace geo
