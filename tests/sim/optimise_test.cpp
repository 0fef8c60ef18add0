#include <gmock/gmock.h>

#include <cmath>

#include "sim/massing/pareto.hpp"
#include "sim/massing/trials.hpp"
#include "twin_core/base/random_stream.hpp"
#include "zoning_inputs.hpp"

// Options of a plot: which are proposed, and that their figures are those of the engines one by one.
namespace {

using namespace inputs;
using sim::Merits;
using testing::ElementsAre;

/// Every option that a loop over all pairs does not find beaten: the definition (Ehrgott, Multicriteria Optimization, 2005, def. 2.1).
TEST(Pareto, TheDefinitionHoldsForDrawnOptions) {
  twin::RandomStream random(7, "test", "pareto");
  for (int round = 0; round < 200; ++round) {
    std::vector<Merits> options(1 + random.below(20));
    for (auto& one : options) {
      for (auto& merit : one) merit = static_cast<double>(random.below(4));
    }
    const auto front = sim::undominated(options);
    for (std::size_t i = 0; i < options.size(); ++i) {
      bool beaten = false, same_earlier = false;
      for (std::size_t j = 0; j < options.size(); ++j) {
        const bool weakly = options[j][0] >= options[i][0] && options[j][1] >= options[i][1] && options[j][2] >= options[i][2];
        beaten = beaten || (weakly && options[j] != options[i]);
        same_earlier = same_earlier || (j < i && options[j] == options[i]);
      }
      EXPECT_EQ(std::find(front.begin(), front.end(), i) != front.end(), !beaten && !same_earlier);
    }
  }
  EXPECT_THAT(sim::undominated(std::vector<Merits>{{1, 2, 3}, {2, 1, 3}, {1, 1, 3}, {1, 2, 3}}), ElementsAre(0, 1));
  EXPECT_TRUE(sim::undominated({}).empty());
}

TEST(Trials, TheKindsAsTheyAreComeFirstAndTheSeedDrawsTheRest) {
  twin::PlanPolygon unit;
  unit.outer = {{0, 0}, {60, 0}, {60, 40}, {0, 40}};
  const auto& kinds = sim::massing_kinds();
  const auto few = sim::trials_of(unit, kinds, 6, 8, 1);
  ASSERT_EQ(few.size(), 8u);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    EXPECT_EQ(few[i].kind.name, kinds[i].name);
    EXPECT_EQ(few[i].kind.storeys_max, kinds[i].storeys_max);
    EXPECT_FALSE(few[i].direction_deg);
  }
  const auto all = sim::trials_of(unit, kinds, 6, 1000, 1), again = sim::trials_of(unit, kinds, 6, 1000, 2);
  EXPECT_EQ(all.size(), again.size());
  // perimeter: 2 shapes at 3 heights; slab and point: 5 shapes at 3 heights (6, 5, 3); row and detached: 5 at 2 (2, 1).
  EXPECT_EQ(all.size(), 2u * 3 + 2 * 5 * 3 + 2 * 5 * 2);
  for (const auto& one : all) {
    if (one.direction_deg) {
      EXPECT_NEAR(std::fmod(*one.direction_deg, 90), 0, 1e-9);
    }
  }
}

Json run(const char* process, const Json& request) {
  sim::Sink sink;
  const auto out = sim::execute(process, request, {}, sink);
  EXPECT_TRUE(out) << out.problem().code << " " << out.problem().message << " at " << out.problem().place << " " << out.problem().value;
  return out ? *out : Json::object();
}

TEST(Optimise, ProposalsAreUnbeatenAndTheirFiguresAreThoseOfTheEngines) {
  const auto* process = sim::find_process("optimise");
  ASSERT_NE(process, nullptr);
  const Json request = process->example();
  const Json out = run("optimise", request);
  ASSERT_GE(out["options"].size(), 2u) << out.dump(1).substr(0, 3000);
  EXPECT_EQ(out["tried"], 12);
  EXPECT_EQ(out["options"].size() + out["beaten"].get<std::size_t>() + out["empty"].get<std::size_t>(), 12u);
  EXPECT_EQ(run("optimise", request).dump(), out.dump()) << "the same request gives the same bytes";
  std::vector<Merits> merits;
  for (const auto& option : out["options"])
    merits.push_back({option["floor_area_k_m2"], option["yard_sun_h"].is_null() ? 0.0 : option["yard_sun_h"].get<double>(), -option["neighbours_lost_m2h"].get<double>()});
  EXPECT_EQ(sim::undominated(merits).size(), merits.size());

  // One of them again by the processes massing, sun-hours and lost-sun.
  const Json& option = out["options"][0];
  Json again = request;
  for (const char* member : {"obstacles", "from", "to", "step", "trials_max"}) again.erase(member);
  again["kind"] = option["kind"];
  again["layout"] = option["layout"];
  if (!option["direction_deg"].is_null()) again["direction_deg"] = option["direction_deg"];
  const Json massing = run("massing", again);
  EXPECT_NEAR(massing["floor_area_k_m2"], option["floor_area_k_m2"], 1e-6);
  EXPECT_EQ(massing["buildings"].size(), option["buildings"]);

  Json proposal = Json::array();
  for (const auto& building : massing["buildings"]) {
    for (const auto& floor : building["floors"]) {
      for (const auto& polygon : floor["outline"]["coordinates"]) {
        proposal.push_back({{"type", "Polygon"}, {"coordinates", polygon}, {"base_n2000_m", floor["floor_n2000_m"]},
                            {"height_m", floor["top_n2000_m"].get<double>() - floor["floor_n2000_m"].get<double>()}});
      }
    }
  }
  Json lost;
  for (const char* member : {"obstacles", "crs", "from", "to", "step"}) lost[member] = request[member];
  lost["proposal"] = proposal;
  lost["receivers"]["facades"] = {{"obstacles", {0}}, {"spacing_m", 6}, {"storey_height_m", 3}};
  EXPECT_NEAR(run("lost-sun", lost)["lost_m2h"], option["neighbours_lost_m2h"], 1e-6 + 1e-3 * option["neighbours_lost_m2h"].get<double>());
  Json yard;
  for (const char* member : {"crs", "from", "to", "step"}) yard[member] = request[member];
  yard["obstacles"] = request["obstacles"];
  for (const auto& body : proposal) yard["obstacles"].push_back(body);
  yard["receivers"]["ground"] = {{"area", request["unit"]}, {"spacing_m", 3}, {"height_m", 0}, {"ground_n2000_m", 0}};
  const Json sun = run("sun-hours", yard);
  double sum = 0;
  for (const auto& hours : sun["hours"]) sum += hours.get<double>();
  EXPECT_NEAR(sum / static_cast<double>(sun["hours"].size()), option["yard_sun_h"], 0.02);
}

TEST(Optimise, ATallerMassingTakesMoreSunFromTheNeighbour) {
  Json request = sim::find_process("optimise")->example();
  request["kinds"] = Json::array({"slab"});
  request["trials_max"] = 60;
  const Json out = run("optimise", request);
  const Json *most = nullptr, *least = nullptr;
  for (const auto& option : out["options"]) {
    if (most == nullptr || option["floor_area_k_m2"] > (*most)["floor_area_k_m2"]) most = &option;
    if (least == nullptr || option["floor_area_k_m2"] < (*least)["floor_area_k_m2"]) least = &option;
  }
  ASSERT_NE(most, nullptr);
  if (out["options"].size() > 1) {
    EXPECT_GE((*most)["neighbours_lost_m2h"], (*least)["neighbours_lost_m2h"]);
  }
}

TEST(Optimise, BadInputsAreNamed) {
  const auto code = [](const char* member, const Json& value) {
    Json request = sim::find_process("optimise")->example();
    request[member] = value;
    sim::Sink sink;
    const auto out = sim::execute("optimise", request, {}, sink);
    return out ? std::string() : out.problem().code + " " + out.problem().place;
  };
  EXPECT_EQ(code("kinds", {"slap"}), "code-unknown /kinds/0");
  EXPECT_EQ(code("kinds", "slab"), "input-invalid /kinds");
  EXPECT_EQ(code("trials_max", 0), "value-out-of-range /trials_max");
  EXPECT_EQ(code("spacing_m", -1), "value-out-of-range /spacing_m");
  EXPECT_EQ(code("kind", "slab").substr(0, 14), "member-unknown");
  EXPECT_EQ(code("to", "2020-01-01T00:00:00Z"), "input-invalid /to");
}

/// An option that has 1e-8 k-m² more than another is no other option for it: what a planner reads decides.
TEST(Optimise, NoOptionIsBeatenByWhatAPlannerCanRead) {
  Json request = sim::find_process("optimise")->example();
  request["trials_max"] = 60;
  for (int seed : {1, 5}) {
    request["seed"] = seed;
    const Json out = run("optimise", request);
    const auto merits = [](const Json& option) {
      return Merits{std::round(option["floor_area_k_m2"].get<double>() * 10), std::round((option["yard_sun_h"].is_null() ? 0 : option["yard_sun_h"].get<double>()) * 100),
                    -std::round(option["neighbours_lost_m2h"].get<double>())};
    };
    for (const auto& one : out["options"]) {
      for (const auto& other : out["options"]) {
        const Merits a = merits(one), b = merits(other);
        const bool beaten = b[0] >= a[0] && b[1] >= a[1] && b[2] >= a[2] && a != b;
        EXPECT_FALSE(beaten) << one.dump().substr(0, 300) << "\n" << other.dump().substr(0, 300);
      }
    }
  }
}

}  // namespace
