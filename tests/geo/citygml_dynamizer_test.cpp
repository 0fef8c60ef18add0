// Dynamizers of CityGML 3.0: times and values as the fixtures write them; those of OGC's example
// (Building_CityGML3.0_with_Dynamizer_and_inline_Timeseries.gml) read in the file by eye.
#include "geo/io/citygml_dynamizer.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "geo/io/city_batch.hpp"
#include "geo/io/citygml_reader.hpp"

namespace {

using geo::RawSeries;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

std::string at(twin::Instant instant) { return twin::to_rfc3339(instant).substr(0, 16); }

struct Read {
  geo::CityGmlFile file;
  twin::Diagnostics diagnostics;
  const std::vector<RawSeries>& series() const { return file.buildings.at(0).series; }
};

/// A building with one wall, which has the Dynamizers.
Read read(const std::string& dynamizers) {
  std::istringstream in(
      R"(<CityModel xmlns="http://www.opengis.net/citygml/3.0" xmlns:bldg="http://www.opengis.net/citygml/building/3.0"
      xmlns:con="http://www.opengis.net/citygml/construction/3.0" xmlns:gml="http://www.opengis.net/gml/3.2"
      xmlns:dyn="http://www.opengis.net/citygml/dynamizer/3.0"><cityObjectMember><bldg:Building gml:id="b1">
      <boundary><con:WallSurface gml:id="w1">)" +
      dynamizers +
      R"(<lod2MultiSurface><gml:MultiSurface><gml:surfaceMember><gml:Polygon><gml:exterior><gml:LinearRing>
      <gml:posList>0 0 0 5 0 0 5 0 3 0 0 3 0 0 0</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>
      </gml:surfaceMember></gml:MultiSurface></lod2MultiSurface></con:WallSurface></boundary>
      </bldg:Building></cityObjectMember></CityModel>)");
  Read out;
  auto file = geo::read_citygml_file(in, {}, out.diagnostics);
  EXPECT_TRUE(file) << (file ? "" : file.problem().message);
  if (file) out.file = std::move(*file);
  EXPECT_EQ(out.file.buildings.size(), 1u);
  return out;
}

std::string dynamizer(const std::string& data, const std::string& reference = "//*[@gml:id='w1']/heat") {
  return "<dynamizer><dyn:Dynamizer gml:id=\"d1\"><dyn:attributeRef>" + reference +
         "</dyn:attributeRef><dyn:startTime>2019-01-01</dyn:startTime><dyn:dynamicData>" + data +
         "</dyn:dynamicData></dyn:Dynamizer></dynamizer>";
}

std::string pair(const std::string& time, const std::string& value, const std::string& type = "double") {
  return "<dyn:timeValuePair><dyn:TimeValuePair><dyn:timestamp>" + time + "</dyn:timestamp><dyn:" + type + "Value>" + value +
         "</dyn:" + type + "Value></dyn:TimeValuePair></dyn:timeValuePair>";
}

std::string generic(const std::string& pairs, const std::string& head = "") {
  return "<dyn:GenericTimeseries>" + head + pairs + "</dyn:GenericTimeseries>";
}

std::string component(const std::string& series, int repetitions, const std::string& gap = "") {
  return "<dyn:component><dyn:TimeseriesComponent><dyn:repetitions>" + std::to_string(repetitions) + "</dyn:repetitions>" +
         (gap.empty() ? "" : "<dyn:additionalGap>" + gap + "</dyn:additionalGap>") + "<dyn:timeseries>" + series +
         "</dyn:timeseries></dyn:TimeseriesComponent></dyn:component>";
}

TEST(Dynamizer, AReferenceNamesObjectAndProperty) {
  const auto of = [](const char* text) {
    const auto found = geo::read_attribute_reference(text);
    return std::pair(found.target, found.property);
  };
  EXPECT_EQ(of(" //con:RoofSurface[@gml:id='r1']/genericAttribute/gen:DoubleAttribute[name='diffuse']/gen:value "),
            std::pair(std::string("r1"), std::string("diffuse")));
  EXPECT_EQ(of("//bldg:Building[@gml:id=\"b 1\"]/bldg:function"), std::pair(std::string("b 1"), std::string("function")));
  EXPECT_EQ(of("//*[@gml:id='b1']//gen:DoubleAttribute[gen:name = 'kWh/a']/gen:value/text()"),
            std::pair(std::string("b1"), std::string("kWh/a")));
  EXPECT_EQ(of("#b1/heat"), std::pair(std::string("b1"), std::string("heat")));
  EXPECT_EQ(of("heat"), std::pair(std::string(), std::string("heat")));
  EXPECT_EQ(of(""), std::pair(std::string(), std::string()));
  EXPECT_EQ(of("//@name='"), std::pair(std::string(), std::string("@name='")));
}

TEST(Dynamizer, ValuesComeInOrderOfTime) {
  const auto all = read(dynamizer(generic(pair("2019-03", "3") + pair("2019-01", "1.5") + pair("2019-02-01T00:00:00", "-2e1", "double"),
                                          "<dyn:observationProperty>Heat</dyn:observationProperty><dyn:uom>kWh</dyn:uom>")));
  ASSERT_EQ(all.series().size(), 1u);
  const auto& series = all.series()[0];
  EXPECT_EQ(series.id, "d1");
  EXPECT_EQ(series.target, "w1");
  EXPECT_EQ(series.property, "heat");
  EXPECT_EQ(series.observed, "Heat");
  EXPECT_EQ(series.unit, "kWh");
  EXPECT_THAT(series.samples.numbers, ElementsAre(1.5, -20, 3));
  EXPECT_EQ(at(series.samples.times[2]), "2019-03-01T00:00");
  EXPECT_THAT(series.samples.texts, IsEmpty());
  EXPECT_THAT(all.diagnostics.findings, IsEmpty());
}

TEST(Dynamizer, TextsTruthsAndTheObjectAround) {
  const auto texts = read(dynamizer(generic(pair("2019", "open", "string") + pair("2020", "7", "int")), "state"));
  EXPECT_THAT(texts.series().at(0).samples.texts, ElementsAre("open", "7"));
  EXPECT_EQ(texts.series().at(0).target, "b1");  // the reference names no object: the building around
  const auto truths = read(dynamizer(generic(pair("2019", "true", "bool") + pair("2020", "false", "bool"))));
  EXPECT_THAT(truths.series().at(0).samples.numbers, ElementsAre(1, 0));
}

TEST(Dynamizer, OfOneTimeTheLaterValueCounts) {
  const auto all = read(dynamizer(generic(pair("2019", "1") + pair("2020", "2") + pair("2019-01-01", "3"))));
  EXPECT_THAT(all.series().at(0).samples.numbers, ElementsAre(3, 2));
}

TEST(Dynamizer, ACompositeRepeatsItsComponents) {
  // A day of two values, three times, then an hour without any, then one value that is a minute long, twice.
  const std::string day = generic(pair("2019-01-01T00:00:00Z", "1") + pair("2019-01-01T12:00:00Z", "2"),
                                  "<dyn:firstTimestamp>2019-01-01T00:00:00Z</dyn:firstTimestamp>"
                                  "<dyn:lastTimestamp>2019-01-02T00:00:00Z</dyn:lastTimestamp>");
  const std::string minute = generic(pair("2000-01-01T00:00:00Z", "9"),
                                     "<dyn:firstTimestamp>2000-01-01T00:00:00Z</dyn:firstTimestamp>"
                                     "<dyn:lastTimestamp>2000-01-01T00:01:00Z</dyn:lastTimestamp>");
  const auto all = read(dynamizer("<dyn:CompositeTimeseries>" + component(day, 3, "PT1H") + component(minute, 2) + "</dyn:CompositeTimeseries>"));
  ASSERT_EQ(all.series().size(), 1u) << all.diagnostics.findings.at(0).value;
  const auto& samples = all.series()[0].samples;
  EXPECT_THAT(samples.numbers, ElementsAre(1, 2, 1, 2, 1, 2, 9, 9));
  std::vector<std::string> times;
  for (const auto time : samples.times) times.push_back(at(time));
  EXPECT_THAT(times, ElementsAre("2019-01-01T00:00", "2019-01-01T12:00", "2019-01-02T00:00", "2019-01-02T12:00", "2019-01-03T00:00",
                                 "2019-01-03T12:00", "2019-01-04T01:00", "2019-01-04T01:01"));
}

TEST(Dynamizer, WhereOneComponentEndsTheNextOneBegins) {
  // Without a last timestamp the last sample is the end; the next repetition begins on it and counts there.
  const std::string ramp = generic(pair("2019-01-01", "0") + pair("2019-01-02", "5") + pair("2019-01-03", "10"));
  const auto all = read(dynamizer("<dyn:CompositeTimeseries>" + component(ramp, 2) + "</dyn:CompositeTimeseries>"));
  EXPECT_THAT(all.series().at(0).samples.numbers, ElementsAre(0, 5, 0, 5, 10));
}

TEST(Dynamizer, WhatStandsElsewhereIsCountedNotRead) {
  const auto all = read(dynamizer("<dyn:TabulatedFileTimeseries><dyn:fileLocation>a.csv</dyn:fileLocation></dyn:TabulatedFileTimeseries>") +
                        "<dynamizer><dyn:Dynamizer gml:id=\"d2\"><dyn:attributeRef>x</dyn:attributeRef><dyn:sensorConnection>"
                        "<dyn:SensorConnection><dyn:connectionType>http</dyn:connectionType></dyn:SensorConnection>"
                        "</dyn:sensorConnection></dyn:Dynamizer></dynamizer>");
  EXPECT_THAT(all.series(), IsEmpty());
  EXPECT_THAT(all.file.summary.passed_over, ElementsAre(Pair("SensorConnection", 1u), Pair("TabulatedFileTimeseries", 1u)));
}

TEST(Dynamizer, WhatIsWrongIsSaidAndTheBuildingStays) {
  const auto told = [](const std::string& data) {
    const auto all = read(dynamizer(data));
    std::string out;
    for (const auto& finding : all.diagnostics.findings) out += finding.code + " " + finding.id + " " + finding.value + "; ";
    return std::pair(all.series().size(), out);
  };
  EXPECT_EQ(told(generic(pair("2019", "1") + pair("yesterday", "2") + pair("2020", "two"))),
            std::pair(std::size_t{1}, std::string("series-invalid b1 d1: yesterday; ")));
  EXPECT_EQ(told(generic(pair("2019", "NaN"))).first, 0u);
  EXPECT_EQ(told(generic("")), std::pair(std::size_t{0}, std::string("series-invalid b1 d1; ")));
  const std::string day = generic(pair("2019-01-01", "1"));
  EXPECT_EQ(told("<dyn:CompositeTimeseries>" + component(day, 2) + "</dyn:CompositeTimeseries>").first, 0u) << "no length to repeat at";
  EXPECT_EQ(told("<dyn:CompositeTimeseries>" + component(day, 1, "P1M") + "</dyn:CompositeTimeseries>").first, 0u) << "a month has no length";
  EXPECT_EQ(told("<dyn:CompositeTimeseries>" + component(generic(pair("2019", "1") + pair("2020", "2")), 999'999) + "</dyn:CompositeTimeseries>").second.substr(0, 16),
            "object-too-large");
}

TEST(Dynamizer, OgcsExampleHasTheMonthsOf2019) {
  const std::string path = KAKSONEN_SOURCE_DIR "/../shared/data/citygml/ogc_dynamizer_inline_timeseries_v3.gml";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "not here: " << path;
  geo::ReadOptions local;  // the file names no system
  local.crs = "local";
  const auto batch = geo::read_city({{"d.gml", path, nullptr}}, local);
  ASSERT_EQ(batch.buildings.size(), 1u);
  ASSERT_EQ(batch.buildings[0].series.size(), 1u);
  const auto& [series, samples] = batch.buildings[0].series[0];
  EXPECT_EQ(series.id, "roofsurface1_Dynamizer");
  EXPECT_EQ(series.feature, "DEBY_LOD2_5744682");
  EXPECT_EQ(series.target, "DEBY_LOD2_5744682_roofsurface1");
  EXPECT_EQ(series.property, "diffuse_irradiation");
  EXPECT_EQ(series.observed, "DiffuseIrradiationPerMonth");
  EXPECT_EQ(series.unit, "kWh");
  EXPECT_EQ(series.count, 12u);
  EXPECT_EQ(at(series.first), "2019-01-01T00:00");
  EXPECT_EQ(at(series.last), "2019-12-01T00:00");
  EXPECT_THAT(samples.numbers, ElementsAre(1454.63, 1866.83, 1998.43, 2152.07, 2381.81, 2511.77, 2480.00, 2307.56, 2087.42, 1903.98,
                                           1707.01, 1391.29));
}

}  // namespace
