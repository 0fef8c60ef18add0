#pragma once

#include <string>
#include <string_view>

namespace geo {

/// The regulation type (kaavamääräyslaji) that a national code means. Codes come as names already
/// ("sallittuKerrosala"), as numbers of the older list ("0301"), or as narrower names of one figure
/// ("maanpaallinenKerroslukuLuku"); anything else is given back unchanged.
std::string regulation_type(std::string_view code);

/// True for a four-digit code that the older list does not have.
bool is_unknown_number(std::string_view code);

/// True where a negative value makes no sense: rights, ratios, counts. Heights may lie below the sea.
bool must_not_be_negative(std::string_view type);

/// True for heights above the sea of what is built: highest roof, eaves, structures.
bool is_height_above_sea(std::string_view type);

/// The unit that a type says by its name ("kerrosneliömäärä yhtä autopaikkaa kohden": k-m2), which files may leave out;
/// "" for other types.
std::string_view unit_of_type(std::string_view type);

/// False for types of our own that the national list does not have ("setback", "sky-plane"): in national files they stand under their bare
/// name, and what they have beyond a value as additional information: "angle_deg", "start_height_m", "edge" for each edge.
bool is_national_type(std::string_view type);

/// What follows the last slash of a code URI.
std::string_view code_of_uri(std::string_view uri);

}  // namespace geo
