#include "datasets/synth/synthetic_city.hpp"

#include <fmt/format.h>

#include <functional>
#include <system_error>

#include "datasets/synth/builder.hpp"
#include "datasets/synth/city_gml.hpp"
#include "datasets/synth/layout.hpp"
#include "datasets/synth/plan_json.hpp"
#include "datasets/synth/register_csv.hpp"
#include "datasets/synth/text_file.hpp"

namespace datasets {
namespace {

constexpr int kMostBuildings = 1'000'000;

using Visit =
    std::function<twin::Status(const SyntheticBuilding&, const Block&, std::uint64_t serial, int nth)>;

/// The asked number of buildings in building order. Made anew on every call, so nothing has to be kept.
twin::Status for_each_building(const SynthOptions& options, const Visit& visit) {
  const Site site(options.seed);
  const auto wanted = static_cast<std::uint64_t>(options.buildings);
  std::uint64_t serial = 0;
  twin::Status status = twin::Done{};
  Layout(options.seed).for_each_district([&](const District& district) {
    for (const Block& block : district.blocks) {
      int nth = 0;
      for (const SyntheticBuilding& building : buildings_on(block, site, options.seed)) {
        if (serial == wanted) {
          return false;
        }
        status = visit(building, block, ++serial, nth++);
        if (!status) {
          return false;
        }
      }
    }
    return serial < wanted;
  });
  return status;
}

twin::Result<CityBounds> bounds_of(const SynthOptions& options) {
  CityBounds bounds;
  TWIN_CHECK(
      for_each_building(options, [&](const SyntheticBuilding& building, const Block&, std::uint64_t, int) {
        for (const Mass& mass : building.masses) {
          bounds.add(mass);
        }
        return twin::Status(twin::Done{});
      }));
  return bounds;
}

twin::Status check(const SynthOptions& options) {
  if (options.buildings < 1 || options.buildings > kMostBuildings) {
    return twin::Problem{"value-out-of-range", "A synthetic city has 1 to 1,000,000 buildings.", "--buildings",
                         fmt::format("{}", options.buildings), "Ask for a number in this range."};
  }
  if (options.out.empty()) {
    return twin::Problem{"value-missing", "The files need a folder.", "--out", "",
                         "Name the folder to write to."};
  }
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  if (error) {
    return twin::Problem{"file-not-writable", "The folder cannot be made.", options.out.string(),
                         error.message(), "Check the folder's name and permissions."};
  }
  return twin::Done{};
}

}  // namespace

twin::Result<SynthSummary> write_synthetic_city(const SynthOptions& options) {
  TWIN_CHECK(check(options));
  SynthSummary summary;
  summary.city = options.out / "city.gml";
  summary.register_csv = options.out / "register.csv";
  summary.plan = options.out / "plan.json";

  TWIN_TRY(const CityBounds bounds, bounds_of(options));
  TWIN_TRY(TextFile city, TextFile::create(summary.city));
  TWIN_TRY(TextFile rows, TextFile::create(summary.register_csv));
  append_gml_head(city.text(), bounds, options.seed);
  append_csv_head(rows.text());
  auto write = [&](const SyntheticBuilding& building, const Block& block, std::uint64_t serial,
                   int nth) -> twin::Status {
    const BuildingCard card = card_of(building, block, serial, nth, options.seed);
    append_gml_building(city.text(), building, card);
    if (card.has_row) {
      append_csv_row(rows.text(), building, card);
      ++summary.register_rows;
    }
    ++summary.buildings;
    if (options.progress && serial % 1000 == 0) {
      options.progress(serial, static_cast<std::uint64_t>(options.buildings));
    }
    TWIN_CHECK(rows.flush_when_large());
    return city.flush_when_large();
  };
  TWIN_CHECK(for_each_building(options, write));
  append_gml_tail(city.text());
  TWIN_CHECK(city.finish());
  TWIN_CHECK(rows.finish());

  TWIN_TRY(TextFile plan, TextFile::create(summary.plan));
  const SyntheticPlan units = make_plan(options.seed);
  plan.text() = units.json;
  summary.plan_units = units.units;
  TWIN_CHECK(plan.finish());
  summary.bytes = city.bytes() + rows.bytes() + plan.bytes();
  return summary;
}

}  // namespace datasets
