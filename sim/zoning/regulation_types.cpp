#include "sim/zoning/regulation_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "sim/run/nearest_word.hpp"
#include "twin_core/base/text.hpp"

namespace sim {
namespace {

using enum RegulationKind;

constexpr auto kTypes = std::to_array<RegulationType>({
    // Evaluated.
    {"sallittuKerrosala", kFloorArea},
    {"tehokkuusluku", kEfficiency},
    {"maanpaallinenKerrosluku", kStoreys},
    {"maanpaallinenKerroslukuLuku", kStoreys},
    {"rakentamisenSuhdeAlueenPintaAlaan", kCoverage},
    {"valjyysluku", kOpenness},
    {"etaisyysNaapuritontinRajasta", kSetback},
    {"maanpinnanKorkeusasema", kGroundLevel},
    {"vesikatonYlimmanKohdanKorkeusasema", kHeightAbsolute},
    {"julkisivupinnanJaVesikatonLeikkauskohdanKorkeusasema", kEaves},
    {"rakennustenRakenteidenJaLaitteidenYlinKorkeusasema", kHeightAbsolute},
    {"julkisivunEnimmaiskorkeus", kFacadeHeight},
    {"kerrosneliomaaraYhtaAutopaikkaaKohden", kParking},
    // Generic ones.
    {"floor-area-ratio", kEfficiency},
    {"floors-max", kStoreys},
    {"coverage-max", kCoverage},
    {"setback", kSetback},
    {"height-max", kHeightRelative},
    {"sky-plane", kSkyPlane},
    // Uses of areas that are kept.
    {"asumisenAlue"},
    {"asuinkerrostaloalue"},
    {"asuinpientaloalue"},
    {"rivitalojenJaMuidenKytkettyjenAsuinpientalojenAlue"},
    {"erillistenAsuinpientalojenAlue"},
    {"asumistaPalvelevaYhteiskayttoinenAlue"},
    {"maatilanTalouskeskuksenAlue"},
    {"keskustatoimintojenAlue"},
    {"palvelujenAlue"},
    {"huviJaViihdeRakennustenAlue"},
    {"yleistenRakennustenAlue"},
    {"opetusrakennustenAlue"},
    {"hoitoalanRakennustenAlue"},
    {"kulttuurirakennustenAlue"},
    {"liikerakennustenAlue"},
    {"toimistorakennustenAlue"},
    {"toimitilojenAlue"},
    {"matkailupalvelujenAlue"},
    {"vahittaiskaupanSuuryksikko"},
    {"vahittaiskaupanMyymalakeskittyma"},
    {"teollisuusalue"},
    {"varastoalue"},
    {"lahivirkistysalue"},
    {"puisto"},
    {"yhdyskuntateknisenHuollonAlue"},
    {"pysakoinninAlue"},
    {"maantie"},
    {"katu"},
    {"pihakatu"},
    {"hidaskatu"},
    // More numbers; a wind turbine is no building.
    {"sallittuRakennustilavuus", kVolume},
    {"maanalainenKerrosluku", kStoreysBelow},
    {"maanalainenKerroslukuLuku", kStoreysBelow},
    {"kellarinSallittuOsuusKerrosalasta", kCellarShare},
    {"ullakonSallittuOsuusKerrosalasta", kAtticShare},
    {"rakennuspaikkojenMaara", kBuildingSites},
    {"lisarakennusoikeus", kExtraFloorArea},
    {"rakennustenRakenteidenJaLaitteidenAlinKorkeusasema", kLowestStructure},
    {"maanalaisenKohteenKorkeusasema", kUnderground},
    {"kosteudelleAlttiidenRakenteidenAlinRakentamiskorkeus", kFloodSafe},
    {"alinPainovoimainenViemarointitaso", kSewerLevel},
    {"kattokaltevuus", kRoofSlope},
    {"vihertehokkuus", kGreenFactor},
    {"autopaikkojenMaara", kParkingCount},
    {"autopaikkojenMaaraAsuntoaKohden", kParkingPerDwelling},
    {"pyorapaikkojenMaara", kBicycleCount},
    {"kerrosneliomaaraYhtaPyorapaikkaaKohden", kBicycles},
    {"pyorapaikkojenMaaraAsuntoaKohden", kBicyclesPerDwelling},
    {"asuntojenMaara", kDwellings},
    {"aaneneristavyys", kNoiseInsulation},
    {"tuulivoimalanEnimmaiskorkeus"},
    {"tuulivoimaloidenMaara"},
    // Lines, areas and words; the building area and the ridge are evaluated.
    {"rakennusala", kBuildingArea},
    {"rakennusalanSivuJohonRakennusOnRakennettavaKiinni"},
    {"rakennusalanSivuJotaKoskeeTarkempiMaarays"},
    {"ikkunatonSeina"},
    {"rakennuksenSivuJossaSuoraUloskayntiPorrashuoneista"},
    {"rakennukseenJatettavaKulkuaukko"},
    {"rakennuksenHarjanSuunta", kRidgeDirection},
    {"uloke"},
    {"valokatteinenTila"},
    {"melueste"},
    {"meluaita"},
    {"meluvalli"},
    {"sanallinenMaarays"},
    {"kaavasuositus"},  // no regulation: what the plan recommends
});

/// Beyond the national codes: the zoning model of other tools.
constexpr auto kGeneric = std::to_array<RegulationType>({
    {"tier", kTier},
    {"step-back", kStepBack},
    {"edge-orientation", kEdgeOrientation},
    {"edge-adjacency", kEdgeAdjacency},
    {"floors-min", kFloorsMin},
    {"floors-below-max", kStoreysBelow},
    {"density-max", kDwellingDensity},
    {"dwellings-max", kDwellings},
    {"lot-size-min", kLotSizeMin},
    {"lot-width-min", kLotWidthMin},
    {"floor-height", kStoreyHeight},
    {"ground-floor-height", kGroundFloorHeight},
    {"facade-length-max", kFacadeLength},
    {"tower-separation-min", kTowerSeparation},
    {"inclusionary-share", kInclusionaryShare},
    {"open-space-per-dwelling", kOpenSpace},
    {"view-cone", kHeightAbsolute},
    {"airport-surface", kHeightAbsolute},
});

const std::vector<RegulationType>& all_types() {
  static const std::vector<RegulationType> all = [] {
    std::vector<RegulationType> out(kTypes.begin(), kTypes.end());
    out.insert(out.end(), kGeneric.begin(), kGeneric.end());
    return out;
  }();
  return all;
}

const std::array<RegulationForm, static_cast<std::size_t>(kStored) + 1> kForms = {{
    {{"k-m2", "k-m²"}, {0, 1e8}, false},                                      // kFloorArea
    {{"", "k-m2/m2", "k-m²/m²", "m2/m2"}, {0, 100}, false},                   // kEfficiency
    {{"", "kpl"}, {0, 200}, true},                                            // kStoreys
    {{"%"}, {0, 100}, false},                                                 // kCoverage
    {{"%"}, {0, 100}, false},                                                 // kOpenness
    {{"m"}, {0, 1000}, false},                                                // kSetback
    {{"m"}, {-500, 2000}, false},                                             // kHeightAbsolute
    {{"m"}, {0, 1000}, false},                                                // kHeightRelative
    {{""}, {}, false},                                                        // kSkyPlane
    {{"m"}, {-500, 2000}, false},                                             // kGroundLevel
    {{"k-m2", "k-m²", "k-m2/ap", "k-m²/ap", "m2", "m²"}, {0.1, 1e6}, false},  // kParking
    {{"m3", "m³", "k-m3", ""}, {0, 1e9}, false, true},                        // kVolume
    {{"", "kpl"}, {0, 50}, true, true},                                       // kStoreysBelow
    {{"%", ""}, {0, 100}, false, true},                                       // kCellarShare
    {{"%", ""}, {0, 100}, false, true},                                       // kAtticShare
    {{"", "kpl"}, {0, 1e6}, true, true},                                      // kBuildingSites
    {{"k-m2", "k-m²", "m2", "m²", "m3", "m³", "k-m3", "%", ""}, {0, 1e8}, false, true},  // kExtraFloorArea
    {{""}, {}, false, true},                                                  // kBuildingArea
    {{"m"}, {-500, 2000}, false},                                             // kEaves
    {{"m"}, {0, 1000}, false},                                                // kFacadeHeight
    {{"deg", "°", "1:x", "%", ""}, {0, 1000}, false, true},                   // kRoofSlope
    {{"deg", "°", ""}, {-360, 360}, false, true},                             // kRidgeDirection
    {{"m", ""}, {-500, 2000}, false, true},                                   // kLowestStructure
    {{"m", ""}, {-500, 2000}, false, true},                                   // kUnderground
    {{"m", ""}, {-500, 2000}, false, true},                                   // kFloodSafe
    {{"m", ""}, {-500, 2000}, false, true},                                   // kSewerLevel
    {{"", "kpl", "ap"}, {0, 1e6}, true, true},                                // kParkingCount
    {{"", "kpl", "ap/asunto", "ap"}, {0, 100}, false, true},                  // kParkingPerDwelling
    {{"k-m2", "k-m²", "k-m2/pp", "m2", "m²", ""}, {0.1, 1e6}, false, true},   // kBicycles
    {{"", "kpl", "pp"}, {0, 1e6}, true, true},                                // kBicycleCount
    {{"", "kpl", "pp/asunto", "pp"}, {0, 100}, false, true},                  // kBicyclesPerDwelling
    {{"", "kpl"}, {0, 1e6}, true, true},                                      // kDwellings
    {{"1/ha", "as/ha"}, {0, 1e5}, false},                                     // kDwellingDensity
    {{""}, {0, 20}, false, true},                                             // kGreenFactor
    {{"dB", ""}, {0, 100}, false, true},                                      // kNoiseInsulation
    {{"", "kpl"}, {0, 200}, true},                                            // kFloorsMin
    {{"m"}, {0, 1000}, false},                                                // kTier
    {{"m"}, {0, 1000}, false},                                                // kStepBack
    {{""}, {}, false, true},                                                  // kEdgeOrientation
    {{""}, {}, false, true},                                                  // kEdgeAdjacency
    {{"m2", "m²"}, {0.1, 1e9}, false},                                        // kLotSizeMin
    {{"m"}, {0.1, 1e5}, false},                                               // kLotWidthMin
    {{"m"}, {0.5, 50}, false},                                                // kStoreyHeight
    {{"m"}, {0.5, 50}, false},                                                // kGroundFloorHeight
    {{"m"}, {0.1, 1e5}, false},                                               // kFacadeLength
    {{"m"}, {0, 1e5}, false},                                                 // kTowerSeparation
    {{"%"}, {0, 100}, false},                                                 // kInclusionaryShare
    {{"m2", "m²"}, {0, 1e6}, false},                                          // kOpenSpace
    {},                                                                       // kStored
}};

twin::Problem wrong(std::string pointer, std::string message, std::string value, std::string remedy) {
  return {"input-invalid", std::move(message), std::move(pointer), std::move(value), std::move(remedy)};
}

twin::Status check_sky_plane(const twin::Regulation& regulation, std::string_view pointer) {
  if (regulation.value || regulation.value_max || !regulation.unit.empty()) {
    return wrong(std::string(pointer), "A sky-plane has an angle and a start height, no value and no unit.",
                 "", "Send angle_deg and start_height_m; the units are in their names.");
  }
  if (!regulation.angle_deg) {
    return wrong(std::string(pointer), "A sky-plane needs angle_deg.", "", "Send degrees above the horizon.");
  }
  if (!regulation.start_height_m) {
    return wrong(std::string(pointer), "A sky-plane needs start_height_m.", "",
                 "Send metres above the unit's ground level.");
  }
  const double angle = *regulation.angle_deg;
  if (!(angle > 0 && angle < 90)) {
    return twin::Problem{"value-out-of-range", "The angle lies between 0 and 90 degrees, both excluded.",
                         pointer_to(pointer, "angle_deg"), fmt::format("{}", angle),
                         "Send degrees above the horizon."};
  }
  return expect_in_range(*regulation.start_height_m, pointer_to(pointer, "start_height_m"), {0, 1000});
}

using Words = std::span<const std::string_view>;

/// What generic types say beside their figure: one of a few words.
twin::Status check_word(std::string_view word, Words words, const std::string& pointer) {
  if (std::find(words.begin(), words.end(), word) != words.end()) return twin::Done{};
  return twin::Problem{"code-unknown", "There is no such kind of edge.", pointer, twin::excerpt(word),
                       did_you_mean(word, words)};
}

constexpr std::array<std::string_view, 3> kOrientations = {"front", "rear", "side"};
constexpr std::array<std::string_view, 2> kAdjacencies = {"street", "interior"};

twin::Status check_edge_words(const twin::Regulation& regulation, std::string_view pointer) {
  for (std::size_t i = 0; i < regulation.information.size(); ++i) {
    const auto& information = regulation.information[i];
    const auto place = pointer_to(pointer_to(pointer_to(pointer, "information"), i), "code");
    if (information.type == "orientation") TWIN_CHECK(check_word(information.code, kOrientations, place));
    if (information.type == "adjacency") TWIN_CHECK(check_word(information.code, kAdjacencies, place));
  }
  return twin::Done{};
}

twin::Status check_edge_class(const twin::Regulation& regulation, RegulationKind kind, std::string_view pointer) {
  if (regulation.edges.empty()) {
    return wrong(pointer_to(pointer, "edges"), "Which edges are meant is missing.", "", "Send \"edges\": [0, …].");
  }
  return check_word(regulation.code, kind == kEdgeOrientation ? Words(kOrientations) : Words(kAdjacencies), pointer_to(pointer, "code"));
}

twin::Status check_figure(const RegulationForm& form, double value, const std::string& pointer) {
  TWIN_CHECK(expect_in_range(value, pointer, form.range));
  if (form.whole && value != std::floor(value)) {
    return wrong(pointer, "A whole number is expected here.", fmt::format("{}", value),
                 "Send storeys as 4; shares of cellar and attic have types of their own.");
  }
  return twin::Done{};
}

twin::Status check_value(const twin::Regulation& regulation, const RegulationForm& form,
                         std::string_view pointer) {
  if (!regulation.value && !regulation.value_max) {
    if (form.may_be_empty) return twin::Done{};
    return wrong(std::string(pointer), fmt::format("{} needs a value.", regulation.type), "",
                 "Send the number as value.");
  }
  if (regulation.value) TWIN_CHECK(check_figure(form, *regulation.value, pointer_to(pointer, "value")));
  if (regulation.value_max)
    TWIN_CHECK(check_figure(form, *regulation.value_max, pointer_to(pointer, "value_max")));
  if (regulation.value && regulation.value_max && *regulation.value_max < *regulation.value) {
    return wrong(pointer_to(pointer, "value_max"), "The upper end of the range lies below the lower one.",
                 fmt::format("{}", *regulation.value_max), "Swap value and value_max.");
  }
  if (std::find(form.units.begin(), form.units.end(), regulation.unit) == form.units.end()) {
    const auto expected = form.units.front().empty() ? form.units.at(1) : form.units.front();
    return wrong(pointer_to(pointer, "unit"),
                 regulation.unit.empty() ? fmt::format("{} needs its unit.", regulation.type)
                                         : fmt::format("{} is not given in this unit.", regulation.type),
                 twin::excerpt(regulation.unit), fmt::format("Send \"unit\": \"{}\".", expected));
  }
  return twin::Done{};
}

}  // namespace

std::span<const RegulationType> regulation_types() {
  return all_types();
}

std::span<const RegulationType> generic_types() {
  return kGeneric;
}

const RegulationType* find_regulation_type(std::string_view code) {
  const auto& all = all_types();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& type) { return type.code == code; });
  return found == all.end() ? nullptr : &*found;
}

bool is_area(const twin::PlanRing& place) {
  return place.size() >= 4 && place.front() == place.back();
}

const twin::RegulationInformation* information_of(const twin::Regulation& regulation, std::string_view type) {
  const auto found = std::find_if(regulation.information.begin(), regulation.information.end(),
                                  [&](const auto& information) { return information.type == type; });
  return found == regulation.information.end() ? nullptr : &*found;
}

const RegulationForm& form_of(RegulationKind kind) {
  return kForms[static_cast<std::size_t>(kind)];
}

double figure_of(const twin::Regulation& regulation) {
  return regulation.value_max ? *regulation.value_max : regulation.value.value_or(0);
}

twin::Status check_regulation(const twin::Regulation& regulation, std::string_view pointer) {
  const auto* const type = find_regulation_type(regulation.type);
  if (type == nullptr) {
    std::vector<std::string_view> known;
    for (const auto& each : all_types()) known.push_back(each.code);
    return twin::Problem{"code-unknown", "There is no regulation of this type.", pointer_to(pointer, "type"),
                         twin::excerpt(regulation.type), did_you_mean(regulation.type, known)};
  }
  if (const auto& [from, to] = regulation.valid; !from.empty() && !to.empty() && to < from)
    return wrong(pointer_to(pointer_to(pointer, "valid"), "to"), "The regulation ends before it begins.", to, "Swap the days, or leave one out.");
  if (type->kind == kStored) return twin::Done{};
  TWIN_CHECK(check_edge_words(regulation, pointer));
  if (type->kind == kSkyPlane) return check_sky_plane(regulation, pointer);
  if (type->kind == kEdgeOrientation || type->kind == kEdgeAdjacency) return check_edge_class(regulation, type->kind, pointer);
  if (type->kind == kTier || type->kind == kStepBack) {
    if (regulation.angle_deg) {
      return wrong(pointer_to(pointer, "angle_deg"), "A tier has a start height and a setback, no angle.", "",
                   "Leave it out, or make it a sky-plane.");
    }
    if (regulation.start_height_m)
      TWIN_CHECK(expect_in_range(*regulation.start_height_m, pointer_to(pointer, "start_height_m"), {0, 1000}));
    return check_value(regulation, form_of(type->kind), pointer);
  }
  if (regulation.angle_deg || regulation.start_height_m || !regulation.edges.empty()) {
    return wrong(std::string(pointer), "Only a sky-plane has an angle, a start height and edges.",
                 twin::excerpt(regulation.type), "Leave them out, or make it a sky-plane or a tier.");
  }
  return check_value(regulation, form_of(type->kind), pointer);
}

}  // namespace sim
