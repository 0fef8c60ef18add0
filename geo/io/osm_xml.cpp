#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <optional>

#include <fmt/format.h>

#include "geo/io/osm_data.hpp"
#include "geo/io/xml_problem.hpp"
#include "geo/io/xml_stream.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using twin::Problem;

template <class Number>
std::optional<Number> number_of(const char* text) {
  if (text == nullptr) return std::nullopt;
  Number out{};
  const char* const end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, out);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return out;
}

double degrees_of(const char* const* attributes, std::string_view name) {
  const auto value = number_of<double>(xml_attribute(attributes, name));
  return value && std::isfinite(*value) ? *value : std::numeric_limits<double>::quiet_NaN();
}

bool is(const char* value, std::string_view expected) { return value != nullptr && value == expected; }

class OsmXml final : public XmlHandler {
 public:
  OsmXml(OsmPart part, OsmSink& sink) : part_(part), sink_(sink) {}

  void start_element(XmlStream& stream, std::string_view name, const char* const* attributes) override {
    ++depth_;
    if (depth_ == 1) return root(stream, name, attributes);
    if (depth_ == 2) return object(stream, name, attributes);
    if (depth_ == 3 && in_way_) member(stream, name, attributes);
  }

  void end_element(XmlStream& stream) override {
    --depth_;
    if (depth_ != 1 || !in_way_) return;
    in_way_ = false;
    if (auto done = sink_.way(std::move(way_)); !done) stream.stop(done.problem());
    way_ = {};
  }

  void text(XmlStream&, std::string_view) override {}

 private:
  static void root(XmlStream& stream, std::string_view name, const char* const* attributes) {
    if (name != "osm") {
      stream.stop({"format-unknown", "This XML is no map of OpenStreetMap.", "", twin::excerpt(name),
                   "Send the map (.osm), not a file of changes."});
      return;
    }
    const char* const version = xml_attribute(attributes, "version");
    if (is(version, "0.6")) return;
    stream.stop({"version-unsupported", "Only version 0.6 of OSM XML is read.", "", twin::excerpt(version ? version : ""),
                 "Save the map as version 0.6."});
  }

  void object(XmlStream& stream, std::string_view name, const char* const* attributes) {
    const bool wanted = part_ == OsmPart::kNodes ? name == "node" : name == "way" || name == "relation";
    if (!wanted || is(xml_attribute(attributes, "visible"), "false") || is(xml_attribute(attributes, "action"), "delete")) return;
    if (name == "relation") return sink_.relation();
    const auto id = number_of<std::int64_t>(xml_attribute(attributes, "id"));
    if (!id) return no_number(stream, xml_attribute(attributes, "id"));
    if (name == "node") {
      sink_.node({*id, degrees_of(attributes, "lon"), degrees_of(attributes, "lat")});
      return;
    }
    in_way_ = true;
    way_.id = *id;
    way_.place = fmt::format("line {}", stream.line());
  }

  void member(XmlStream& stream, std::string_view name, const char* const* attributes) {
    if (name == "nd") {
      const auto node = number_of<std::int64_t>(xml_attribute(attributes, "ref"));
      if (!node) return no_number(stream, xml_attribute(attributes, "ref"));
      way_.nodes.push_back(*node);
    } else if (name == "tag") {
      const char *const key = xml_attribute(attributes, "k"), *const value = xml_attribute(attributes, "v");
      if (key != nullptr && value != nullptr) way_.tags.emplace_back(key, value);
    }
    if (way_.nodes.size() <= kMostWayNodes && way_.tags.size() <= kMostWayTags) return;
    stream.stop({"object-too-large", "A way has more nodes or tags than are read.", "", fmt::format("way {}", way_.id),
                 fmt::format("A way has at most {} nodes and {} tags.", kMostWayNodes, kMostWayTags)});
  }

  static void no_number(XmlStream& stream, const char* value) {
    stream.stop({"number-not-finite", "An id is no whole number.", "", twin::excerpt(value ? value : ""),
                 "Give nodes and ways their numbers."});
  }

  OsmPart part_;
  OsmSink& sink_;
  int depth_ = 0;
  bool in_way_ = false;
  OsmWay way_;
};

}  // namespace

std::string_view tag_of(const OsmTags& tags, std::string_view key) {
  for (const auto& [name, value] : tags) {
    if (name == key) return value;
  }
  return {};
}

twin::Status read_osm_xml(std::istream& in, OsmPart part, OsmSink& sink, const OsmProgress& progress) {
  try {
    OsmXml handler(part, sink);
    XmlStream stream(handler);
    return stream.parse(in, progress);
  } catch (const std::bad_alloc&) {
    return xml_problem::out_of_memory();
  }
}

}  // namespace geo
