#include <charconv>
#include <cmath>
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
std::optional<Number> number_of(const std::string_view* text) {
  if (text == nullptr) return std::nullopt;
  Number out{};
  const char* const end = text->data() + text->size();
  const auto [rest, error] = std::from_chars(text->data(), end, out);
  if (error != std::errc{} || rest != end) return std::nullopt;
  return out;
}

double degrees_of(const XmlAttributes& attributes, std::string_view name) {
  const auto value = number_of<double>(attributes.find(name));
  return value && std::isfinite(*value) ? *value : std::numeric_limits<double>::quiet_NaN();
}

bool is(const std::string_view* value, std::string_view expected) { return value != nullptr && *value == expected; }

class OsmXml final : public XmlHandler {
 public:
  OsmXml(OsmPart part, OsmSink& sink) : part_(part), sink_(sink) {}

  void start_element(XmlSource& stream, const XmlName& element, const XmlAttributes& attributes) override {
    const std::string_view name = element.full;
    ++depth_;
    if (depth_ == 1) return root(stream, name, attributes);
    if (depth_ == 2) return object(stream, name, attributes);
    if (depth_ == 3 && in_way_) member(stream, name, attributes);
  }

  void end_element(XmlSource& stream) override {
    --depth_;
    if (depth_ != 1 || !in_way_) return;
    in_way_ = false;
    if (auto done = sink_.way(std::move(way_)); !done) stream.stop(done.problem());
    way_ = {};
  }

  void text(XmlSource&, std::string_view) override {}

 private:
  static void root(XmlSource& stream, std::string_view name, const XmlAttributes& attributes) {
    if (name != "osm") {
      stream.stop({"format-unknown", "This XML is no map of OpenStreetMap.", "", twin::excerpt(name),
                   "Send the map (.osm), not a file of changes."});
      return;
    }
    const std::string_view* const version = attributes.find("version");
    if (is(version, "0.6")) return;
    stream.stop({"version-unsupported", "Only version 0.6 of OSM XML is read.", "", twin::excerpt(version ? *version : ""),
                 "Save the map as version 0.6."});
  }

  void object(XmlSource& stream, std::string_view name, const XmlAttributes& attributes) {
    const bool wanted = part_ == OsmPart::kNodes ? name == "node" : name == "way" || name == "relation";
    if (!wanted || is(attributes.find("visible"), "false") || is(attributes.find("action"), "delete")) return;
    if (name == "relation") return sink_.relation();
    const auto id = number_of<std::int64_t>(attributes.find("id"));
    if (!id) return no_number(stream, attributes.find("id"));
    if (name == "node") {
      sink_.node({*id, degrees_of(attributes, "lon"), degrees_of(attributes, "lat")});
      return;
    }
    in_way_ = true;
    way_.id = *id;
    way_.place = fmt::format("line {}", stream.line());
  }

  void member(XmlSource& stream, std::string_view name, const XmlAttributes& attributes) {
    if (name == "nd") {
      const auto node = number_of<std::int64_t>(attributes.find("ref"));
      if (!node) return no_number(stream, attributes.find("ref"));
      way_.nodes.push_back(*node);
    } else if (name == "tag") {
      const std::string_view *const key = attributes.find("k"), *const value = attributes.find("v");
      if (key != nullptr && value != nullptr) way_.tags.emplace_back(*key, *value);
    }
    if (way_.nodes.size() <= kMostWayNodes && way_.tags.size() <= kMostWayTags) return;
    stream.stop({"object-too-large", "A way has more nodes or tags than are read.", "", fmt::format("way {}", way_.id),
                 fmt::format("A way has at most {} nodes and {} tags.", kMostWayNodes, kMostWayTags)});
  }

  static void no_number(XmlSource& stream, const std::string_view* value) {
    stream.stop({"number-not-finite", "An id is no whole number.", "", twin::excerpt(value ? *value : ""),
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
    XmlNames names;
    XmlStream stream(handler, names);
    return stream.parse(in, progress);
  } catch (const std::bad_alloc&) {
    return xml_problem::out_of_memory();
  }
}

}  // namespace geo
