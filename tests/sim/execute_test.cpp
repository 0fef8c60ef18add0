#include <gmock/gmock.h>

#include "zoning_inputs.hpp"

namespace {

using namespace inputs;
using testing::HasSubstr;

const Json& example() {
  static const Json out = sim::find_process("zoning-capacity")->example();
  return out;
}

TEST(Execute, BareInputsAndTheOgcRequestGiveTheSame) {
  const Json bare = answer(example());
  EXPECT_EQ(answer({{"inputs", example()}}), bare);
  EXPECT_EQ(answer({{"inputs", example()}, {"response", "document"}, {"outputs", Json::object()}}), bare);
  // OGC clients wrap objects into {"value": …}.
  Json wrapped = example();
  wrapped["unit"] = {{"value", example()["unit"]}, {"mediaType", "application/geo+json"}};
  EXPECT_EQ(answer({{"inputs", wrapped}}), bare);
}

TEST(Execute, GivesTheOutputsAskedFor) {
  const Json out =
      answer({{"inputs", example()},
              {"outputs",
               {{"envelope_volume_m3", {{"transmissionMode", "value"}}}, {"binding_rule", Json::object()}}}});
  EXPECT_EQ(out.size(), 2U);
  EXPECT_EQ(out["binding_rule"], "maanpaallinenKerrosluku");
}

TEST(Execute, RefusesWhatItDoesNotDo) {
  EXPECT_EQ(problem({{"inputs", example()}, {"subscriber", {{"successUri", "http://localhost/"}}}}).place,
            "/subscriber");
  EXPECT_EQ(problem({{"inputs", example()}, {"output", Json::object()}}).code, "member-unknown");
  EXPECT_EQ(problem({{"inputs", example()}, {"outputs", {{"volume", Json::object()}}}}).place,
            "/outputs/volume");
  EXPECT_EQ(problem({{"inputs", example()}, {"response", "xml"}}).place, "/response");
  EXPECT_EQ(problem({{"inputs", 3}}).place, "/inputs");
  EXPECT_EQ(problem({{"inputs", {{"unit", {{"href", "http://localhost/"}}}}}}).place, "/inputs/unit");
  // Places are pointers into what was sent.
  Json bad = example();
  bad["regulations"][0]["value"] = -1;
  EXPECT_EQ(problem(bad).place, "/regulations/0/value");
  EXPECT_EQ(problem({{"inputs", bad}}).place, "/inputs/regulations/0/value");
  sim::Sink sink;
  const auto unknown = sim::execute("zoning-capasity", example(), {}, sink);
  EXPECT_EQ(unknown.problem().code, "process-unknown");
  EXPECT_THAT(unknown.problem().remedy, HasSubstr("zoning-capacity"));
}

TEST(Execute, DescribesEveryProcess) {
  ASSERT_FALSE(sim::processes().empty());
  for (const auto* process : sim::processes()) {
    const Json description = sim::describe(*process);
    EXPECT_EQ(description["id"], process->id());
    EXPECT_EQ(description["jobControlOptions"], (Json::array({"sync-execute", "async-execute", "dismiss"})));
    EXPECT_EQ(description["outputTransmission"], Json::array({"value"}));
    for (const char* part : {"inputs", "outputs"}) {
      ASSERT_TRUE(description[part].is_object() && !description[part].empty());
      for (const auto& [name, entry] : description[part].items()) {
        EXPECT_TRUE(entry["schema"].is_object()) << name;
        EXPECT_TRUE(entry["title"].is_string()) << name;
      }
    }
    // The example names only inputs that are described and gives only outputs that are.
    const Json inputs = process->example();
    for (const auto& [name, value] : inputs.items())
      EXPECT_TRUE(description["inputs"].contains(name)) << name;
    sim::Sink sink;
    const auto out = sim::execute(process->id(), inputs, {}, sink);
    ASSERT_TRUE(out);
    for (const auto& [name, value] : out->items()) EXPECT_TRUE(description["outputs"].contains(name)) << name;
    // Those that also run over all units of a branch say in two outputs more what they give then.
    EXPECT_EQ(out->size(), description["outputs"].size() - (description["outputs"].contains("failed") ? 2 : 0));
  }
}

}  // namespace
