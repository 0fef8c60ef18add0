#include "geo/crs/crs_name.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace geo {
namespace {

/// Longer names than this are not names.
constexpr std::size_t kLongestName = 256;
constexpr int kLargestCode = 999'999;

struct AdvAlias {
  std::string_view name;
  int code;
};

/// German surveying authorities' short names (urn:adv:crs:…), as CityGML files of Germany use them.
/// Source: GeoInfoDok of the AdV, register of coordinate reference systems.
constexpr std::array kAdvAliases{
    AdvAlias{"etrs89_utm31", 25831}, AdvAlias{"etrs89_utm32", 25832}, AdvAlias{"etrs89_utm33", 25833},
    AdvAlias{"de_dhdn_3gk2", 31466}, AdvAlias{"de_dhdn_3gk3", 31467}, AdvAlias{"de_dhdn_3gk4", 31468},
    AdvAlias{"de_dhdn_3gk5", 31469},
};

bool drop_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<int> code_of(std::string_view digits) {
  int code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '-') return {};
  if (code < 1 || code > kLargestCode) return {};
  return code;
}

/// "VERSION:CODE", the version free of separators and possibly empty.
std::optional<int> code_after_version(std::string_view text, char separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return {};
  return code_of(text.substr(at + 1));
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<CrsName> from_codes(std::optional<int> horizontal, std::optional<int> vertical) {
  if (!horizontal || !vertical) return {};
  return CrsName{*horizontal, *vertical, false, {}};
}

std::optional<CrsName> single(std::optional<int> code) {
  return from_codes(code, 0);
}

/// After "urn:ogc:def:crs,": "crs:epsg:V:25832,crs:epsg:V:5783".
std::optional<CrsName> compound_urn(std::string_view text) {
  const auto parts = split(text, ',');
  if (parts.size() != 2) return {};
  std::array<std::optional<int>, 2> codes;
  for (std::size_t i = 0; i < 2; ++i) {
    auto part = parts[i];
    if (!drop_prefix(part, "crs:epsg:")) return {};
    codes[i] = code_after_version(part, ':');
  }
  return from_codes(codes[0], codes[1]);
}

/// After "urn:adv:crs:": "etrs89_utm32*de_dhhn92_nh", the height part optional.
std::optional<CrsName> adv_urn(std::string_view text) {
  const auto parts = split(text, '*');
  const auto alias = std::find_if(kAdvAliases.begin(), kAdvAliases.end(),
                                  [&](const AdvAlias& a) { return a.name == parts.front(); });
  if (alias == kAdvAliases.end() || parts.size() > 2) return {};
  CrsName name{alias->code, 0, false, {}};
  if (parts.size() == 2) {
    if (parts[1] == "de_dhhn92_nh")
      name.height = "DHHN92";
    else if (parts[1] == "de_dhhn2016_nh")
      name.height = "DHHN2016";
    else
      return {};
  }
  return name;
}

std::optional<CrsName> from_address(std::string_view text) {
  if (drop_prefix(text, "gml/srs/epsg.xml#")) return single(code_of(text));
  if (text == "def/crs/ogc/1.3/crs84") return CrsName{4326, 0, true, {}};
  if (drop_prefix(text, "def/crs/epsg/")) return single(code_after_version(text, '/'));
  return {};
}

std::string lower_trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

std::optional<CrsName> parse_crs_name(std::string_view given) {
  if (given.size() > kLongestName) return {};
  const std::string lower = lower_trimmed(given);
  std::string_view text = lower;
  if (text.empty()) return {};
  if (const auto code = code_of(text)) return single(code);
  if (text == "crs84" || text == "ogc:crs84" || text == "urn:ogc:def:crs:ogc:1.3:crs84" ||
      text == "urn:ogc:def:crs:ogc::crs84") {
    return CrsName{4326, 0, true, {}};
  }
  if (drop_prefix(text, "http://www.opengis.net/") || drop_prefix(text, "https://www.opengis.net/") ||
      drop_prefix(text, "http://opengis.net/") || drop_prefix(text, "https://opengis.net/")) {
    return from_address(text);
  }
  if (drop_prefix(text, "urn:ogc:def:crs,")) return compound_urn(text);
  if (drop_prefix(text, "urn:adv:crs:")) return adv_urn(text);
  if (drop_prefix(text, "urn:ogc:def:crs:epsg:") || drop_prefix(text, "urn:x-ogc:def:crs:epsg:")) {
    return single(code_after_version(text, ':'));
  }
  if (drop_prefix(text, "epsg:")) {
    drop_prefix(text, ":");
    const auto parts = split(text, '+');
    if (parts.size() == 2) return from_codes(code_of(parts[0]), code_of(parts[1]));
    return single(code_of(text));
  }
  return {};
}

int probable_code(std::string_view text) {
  while (!text.empty() && (text.back() < '0' || text.back() > '9')) text.remove_suffix(1);
  const auto before = text.find_last_not_of("0123456789");
  if (before != std::string_view::npos) text.remove_prefix(before + 1);
  return text.empty() ? 0 : code_of(text).value_or(0);
}

}  // namespace geo
