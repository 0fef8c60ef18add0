#include "datasets/synth/flaws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "datasets/synth/draw.hpp"

namespace datasets {

std::string_view name_of(Flaw flaw) {
  constexpr std::array<std::string_view, kFlawKinds + 1> kNames{"",
                                                                "open-solid",
                                                                "reversed-face",
                                                                "duplicate-model-id",
                                                                "wrong-check-character",
                                                                "duplicate-register-id",
                                                                "storeys-contradict-height",
                                                                "floor-area-contradicts-footprint",
                                                                "year-in-future",
                                                                "date-invalid",
                                                                "unknown-use-code",
                                                                "negative-floor-area",
                                                                "missing-row",
                                                                "shifted-location",
                                                                "wrong-address"};
  return kNames[static_cast<std::size_t>(flaw)];
}

Flaw flaw_of(std::uint64_t serial, double percent_of_each, std::uint64_t seed) {
  const int width = static_cast<int>(percent_of_each * 1000 + 0.5);  // of 100,000
  if (width == 0) {
    return Flaw::kNone;
  }
  Draw draw(seed, fmt::format("flaw {}", serial));
  const int kind = draw.between(0, 99'999) / width;
  if (kind >= kFlawKinds) {
    return Flaw::kNone;
  }
  const Flaw flaw = static_cast<Flaw>(kind + 1);
  const bool needs_one_before = flaw == Flaw::kDuplicateModelId || flaw == Flaw::kDuplicateRegisterId;
  return needs_one_before && serial == 1 ? Flaw::kNone : flaw;
}

bool is_of_row(Flaw flaw) {
  const bool of_model = flaw == Flaw::kOpenSolid || flaw == Flaw::kReversedFace || flaw == Flaw::kDuplicateModelId;
  return flaw != Flaw::kNone && flaw != Flaw::kMissingRow && !of_model;
}

void make_flaw(Flaw flaw, SyntheticBuilding& building, BuildingCard& card, std::uint64_t serial,
               std::string_view id_before, std::uint64_t seed) {
  Draw draw(seed, fmt::format("flawed {}", serial));
  auto& faces = building.masses.front().faces;
  switch (flaw) {
    case Flaw::kNone:
      return;
    case Flaw::kOpenSolid: {
      const auto roof = std::find_if(faces.begin(), faces.end(), [](const Face& f) { return f.kind == FaceKind::kRoof; });
      faces.erase(roof);
      return;
    }
    case Flaw::kReversedFace: {
      const auto wall = std::find_if(faces.begin(), faces.end(), [](const Face& f) { return f.kind == FaceKind::kWall; });
      for (auto& ring : wall->rings) {
        std::reverse(ring.begin(), ring.end());
      }
      return;
    }
    case Flaw::kDuplicateModelId:
      card.model_id = id_before;
      return;
    case Flaw::kWrongCheckCharacter: {
      card.row_has_permanent_id = true;
      char& check = card.row.permanent_id.back();
      check = check == 'A' ? 'B' : 'A';
      return;
    }
    case Flaw::kDuplicateRegisterId:
      card.row_has_permanent_id = true;
      card.row.permanent_id = permanent_id_of(serial - 1);
      return;
    case Flaw::kStoreysContradictHeight:
      card.row.storeys = fmt::format("{}", building.storeys * 3 + 4);
      return;
    case Flaw::kFloorAreaContradictsFootprint:
      card.row.floor_area = fmt::format("{}", static_cast<std::int64_t>(building.floor_area_m2 * 9) + 1000);
      return;
    case Flaw::kYearInFuture: {
      const int year = draw.between(2060, 2099);
      card.row.completed = fmt::format("{}-05-01", year);
      return;
    }
    case Flaw::kDateInvalid: {
      const int year = draw.between(1950, 2019);
      card.row.completed = fmt::format("{}-02-30", year);
      return;
    }
    case Flaw::kUnknownUseCode:
      card.row.use_code = "998";
      return;
    case Flaw::kNegativeFloorArea:
      card.row.floor_area = fmt::format("-{}", static_cast<std::int64_t>(building.floor_area_m2) + 1);
      return;
    case Flaw::kMissingRow:
      card.has_row = false;
      return;
    case Flaw::kShiftedLocation: {
      const int east = draw.between(60, 240), north = draw.between(-240, 240);
      card.row.place = {card.place.east + (draw.percent(50) ? east : -east) * 1000, card.place.north + north * 1000};
      return;
    }
    case Flaw::kWrongAddress: {
      const int number = draw.between(200, 399);
      card.row.address = fmt::format("Erehdyksenkuja {}", number);
      return;
    }
  }
}

void append_truth_head(std::string& out) {
  out += "building,gml_id,true_gml_id,VTJ_PRT,RATU,register_row,model_bears_VTJ_PRT,error\n";
}

void append_truth(std::string& out, const BuildingCard& card, std::string_view true_model_id, Flaw flaw,
                  std::uint64_t serial, std::uint64_t row) {
  fmt::format_to(std::back_inserter(out), "{},{},{},{},{},{},{},{}\n", serial, card.model_id, true_model_id,
                 card.permanent_id, card.municipal_number, card.has_row ? fmt::format("{}", row) : "",
                 card.model_has_permanent_id ? 1 : 0, name_of(flaw));
}

}  // namespace datasets
