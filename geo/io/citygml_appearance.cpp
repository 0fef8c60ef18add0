#include "geo/io/citygml_appearance.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "geo/io/appearance_builder.hpp"

namespace geo {
namespace {

using Graph = GeometryGraph;

/// Steps that looking up targets may take for each thing there is; a small file cannot multiply without end.
constexpr std::size_t kFreeSteps = 10'000, kStepsPerThing = 100;
constexpr std::size_t kMostRings = 1'000'000;  ///< of one texture

std::string_view trimmed_text(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Numbers with blanks between them; nothing when something else stands there.
std::optional<std::vector<double>> numbers_of(std::string_view text) {
  std::vector<double> out;
  for (text = trimmed_text(text); !text.empty(); text = trimmed_text(text)) {
    if (text.front() == '+') text.remove_prefix(1);
    double number = 0;
    const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || !std::isfinite(number)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(at - text.data()));
    if (!text.empty() && trimmed_text(text.substr(0, 1)).size() == 1) return std::nullopt;
    out.push_back(number);
  }
  return out;
}

std::optional<double> number_of(std::string_view text) {
  const auto numbers = numbers_of(text);
  return numbers && numbers->size() == 1 ? std::optional(numbers->front()) : std::nullopt;
}

std::optional<twin::Colour> colour_of(std::string_view text) {
  const auto numbers = numbers_of(text);
  if (!numbers || numbers->size() != 3) return std::nullopt;
  return twin::Colour{(*numbers)[0], (*numbers)[1], (*numbers)[2]};
}

/// "#id" and "id" alike.
std::string reference_of(std::string_view text) {
  text = trimmed_text(text);
  if (text.starts_with('#')) text.remove_prefix(1);
  return std::string(text);
}

/// CityJSON's word for a mime type, else the type itself.
std::string image_type_of(std::string_view mime) {
  if (mime == "image/png") return "PNG";
  if (mime == "image/jpeg" || mime == "image/jpg") return "JPG";
  return std::string(mime);
}

/// Polygons of the graph as the parts of the building have them.
class Places {
 public:
  Places(const Graph& graph, const std::vector<EmittedPolygon>& emitted, std::size_t targets)
      : graph_(graph), steps_left_(kFreeSteps + kStepsPerThing * (graph.nodes.size() + targets)), of_(graph.polygons.size()) {
    for (const auto& one : emitted) of_[one.polygon].push_back(&one);
    for (const auto& entry : graph.node_ids) node_of_id_.emplace(graph.view(entry.id), entry.node);
  }

  const std::vector<const EmittedPolygon*>& of(std::size_t polygon) const { return of_[polygon]; }

  /// The polygons below a geometry of this id; none when it is not there.
  std::set<std::size_t> below(const std::string& id) {
    std::set<std::size_t> out;
    const auto found = node_of_id_.find(id);
    if (found == node_of_id_.end()) return out;
    std::vector<std::int32_t> waiting{found->second};
    while (!waiting.empty() && steps_left_ > 0) {
      --steps_left_;
      const auto& node = graph_.nodes[static_cast<std::size_t>(waiting.back())];
      waiting.pop_back();
      if (node.polygon >= 0) out.insert(static_cast<std::size_t>(node.polygon));
      for (std::int32_t m = node.members.first; m >= 0; m = graph_.members[static_cast<std::size_t>(m)].next) {
        const auto& member = graph_.members[static_cast<std::size_t>(m)];
        if (member.node >= 0) waiting.push_back(member.node);
      }
    }
    return out;
  }

 private:
  const Graph& graph_;
  std::size_t steps_left_;
  std::unordered_map<std::string_view, std::int32_t> node_of_id_;
  std::vector<std::vector<const EmittedPolygon*>> of_;
};

/// Where a ring of the graph lies: its polygon, and its place among the rings of that.
std::pair<std::size_t, std::uint32_t> place_of_ring(const Graph& graph, std::uint32_t ring) {
  const auto after = std::upper_bound(graph.polygons.begin(), graph.polygons.end(), ring,
                                      [](std::uint32_t r, const Graph::Polygon& polygon) { return r < polygon.first_ring; });
  const auto polygon = static_cast<std::size_t>(after - graph.polygons.begin()) - 1;
  return {polygon, ring - graph.polygons[polygon].first_ring};
}

}  // namespace

bool CityGmlAppearance::enter(std::string_view local, const Attributes& attributes) {
  const std::string_view around = open_.empty() ? std::string_view() : std::string_view(open_.back());
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), local) != names.end();
  };
  bool known = false;
  if (around.empty()) {
    known = local == "Appearance";
    if (known) theme_.clear();
  } else if (around == "Appearance") {
    known = is_one_of({"theme", "surfaceDataMember", "surfaceData"});
  } else if (around == "surfaceDataMember" || around == "surfaceData") {
    known = is_one_of({"X3DMaterial", "ParameterizedTexture"});
    if (known) {
      auto& data = data_.emplace_back();
      data.is_texture = local == "ParameterizedTexture";
      data.theme = theme_;
      data.material.name = attributes.id;
      text_bytes_ += attributes.id.size() + 64;
    }
  } else if (around == "X3DMaterial") {
    known = is_one_of({"name", "isFront", "ambientIntensity", "diffuseColor", "emissiveColor", "specularColor", "shininess",
                       "transparency", "isSmooth", "target"});
  } else if (around == "ParameterizedTexture") {
    known = is_one_of({"isFront", "imageURI", "mimeType", "textureType", "wrapMode", "borderColor", "target",
                       "textureParameterization"});
  } else if (around == "textureParameterization") {
    known = is_one_of({"TextureAssociation", "TexCoordList"});
  } else if (around == "TextureAssociation") {
    known = is_one_of({"textureParameterization"});
  } else if (around == "target") {
    known = local == "TexCoordList" && parent() == "ParameterizedTexture";
  } else if (around == "TexCoordList") {
    known = is_one_of({"textureCoordinates", "ring"});
    if (known && local == "textureCoordinates" && data_.back().rings.size() >= kMostRings) known = false;
    if (known && local == "textureCoordinates") {
      data_.back().rings.push_back({reference_of(attributes.ring), {}});
      text_bytes_ += attributes.ring.size() + 64;
    }
  }
  if (!known) return false;
  if (local == "TexCoordList") next_ring_ = data_.back().rings.size();
  open_.emplace_back(local);
  return true;
}

void CityGmlAppearance::start_element(std::string_view local, const Attributes& attributes) {
  if (skipping_ > 0 || !enter(local, attributes)) ++skipping_;
  text_.clear();
}

void CityGmlAppearance::end_element() {
  if (skipping_ > 0) {
    --skipping_;
    return;
  }
  take(open_.back(), trimmed_text(text_));
  text_.clear();
  open_.pop_back();
}

void CityGmlAppearance::text(std::string_view piece) {
  // Coordinates beyond this fit no ring: a text cut off is left out as one that does not fit.
  constexpr std::size_t kLongest = 1u << 20;
  if (skipping_ == 0 && text_.size() < kLongest) text_.append(piece.substr(0, kLongest - text_.size()));
}

void CityGmlAppearance::take(std::string_view element, std::string_view text) {
  if (element == "theme") {
    theme_ = text;
    text_bytes_ += text.size();
  }
  if (data_.empty() || text.empty()) return;
  auto& data = data_.back();
  text_bytes_ += text.size();
  if (element == "isFront") {
    data.usable = text == "true" || text == "1";
  } else if (element == "name") {
    data.material.name = text;
  } else if (element == "ambientIntensity") {
    data.material.ambient_intensity = number_of(text);
  } else if (element == "diffuseColor") {
    data.material.diffuse = colour_of(text);
  } else if (element == "emissiveColor") {
    data.material.emissive = colour_of(text);
  } else if (element == "specularColor") {
    data.material.specular = colour_of(text);
  } else if (element == "shininess") {
    data.material.shininess = number_of(text);
  } else if (element == "transparency") {
    data.material.transparency = number_of(text);
  } else if (element == "isSmooth") {
    data.material.smooth = text == "true" || text == "1";
  } else if (element == "imageURI") {
    data.texture.image = text;
  } else if (element == "mimeType") {
    data.texture.type = image_type_of(text);
  } else if (element == "textureType") {
    data.texture.texture_type = text;
  } else if (element == "wrapMode") {
    data.texture.wrap_mode = text;
  } else if (element == "borderColor") {
    auto numbers = numbers_of(text).value_or(std::vector<double>{});
    if (numbers.size() == 3 || numbers.size() == 4) data.texture.border_colour = std::move(numbers);
  } else if (element == "target" && parent() == "X3DMaterial") {
    data.targets.push_back(reference_of(text));
  } else if (element == "textureCoordinates" && !data.rings.empty()) {
    data.rings.back().numbers = numbers_of(text).value_or(std::vector<double>{});
  } else if (element == "ring" && next_ring_ < data.rings.size()) {
    data.rings[next_ring_++].ring = reference_of(text);
  }
}

bool CityGmlAppearance::is_between_targets() const {
  if (skipping_ > 0) return false;
  const std::string_view in = open_.empty() ? std::string_view() : std::string_view(open_.back());
  return in.empty() || in == "X3DMaterial" || in == "ParameterizedTexture" || in == "surfaceDataMember" || in == "surfaceData" ||
         in == "Appearance";
}

void CityGmlAppearance::hand_over(const std::function<void(std::uint64_t, const SurfaceData&)>& take) {
  constexpr std::size_t kMany = 512;
  const bool is_open = !open_.empty() && (open_.back() == "X3DMaterial" || open_.back() == "ParameterizedTexture");
  if (is_open && data_.back().targets.size() + data_.back().rings.size() < kMany) return;
  for (std::size_t i = 0; i < data_.size(); ++i) take(handed_over_ + i, data_[i]);
  if (is_open) {
    handed_over_ += data_.size() - 1;
    data_.erase(data_.begin(), data_.end() - 1);
    data_.back().targets.clear();
    data_.back().rings.clear();
  } else {
    handed_over_ += data_.size();
    data_.clear();
  }
}

std::size_t CityGmlAppearance::apply(const GeometryGraph& graph, const std::vector<EmittedPolygon>& emitted,
                                     twin::Appearance& look) const {
  std::unordered_map<std::string_view, std::uint32_t> ring_of_id;
  for (const auto& [ring, id] : graph.ring_ids) ring_of_id.emplace(graph.view(id), ring);
  std::size_t targets = 0, left_out = 0;
  for (const auto& data : data_) targets += data.targets.size();
  Places places(graph, emitted, targets);
  AppearanceBuilder builder;
  // What covers a surface or a ring in a theme first, covers it.
  constexpr std::uint32_t kWhole = std::numeric_limits<std::uint32_t>::max();
  std::set<std::tuple<std::string_view, std::uint32_t, std::uint32_t, std::uint32_t>> taken;
  for (const auto& data : data_) {
    if (!data.usable) {
      left_out += data.targets.size() + data.rings.size();
      continue;
    }
    for (const auto& target : data.targets) {
      const auto polygons = places.below(target);
      left_out += polygons.empty() ? 1 : 0;
      for (const auto polygon : polygons) {
        for (const auto* const place : places.of(polygon)) {
          if (!taken.emplace(data.theme, place->part, place->number, kWhole).second) continue;
          const auto material = builder.material(data.material);
          builder.theme(data.theme).materials.push_back({place->part, place->number, material});
        }
      }
    }
    for (const auto& [id, numbers] : data.rings) {
      const auto found = ring_of_id.find(id);
      if (found == ring_of_id.end()) {
        ++left_out;
        continue;
      }
      const auto [polygon, ring] = place_of_ring(graph, found->second);
      const std::size_t points = graph.rings[found->second].count;
      // The point that closes a ring has a pair too.
      const bool fits = numbers.size() == 2 * (points + 1) || numbers.size() == 2 * points;
      if (!fits || ring >= graph.polygons[polygon].ring_count) {
        ++left_out;
        continue;
      }
      const auto texture = builder.texture(data.texture);
      for (const auto* const place : places.of(polygon)) {
        if (!taken.emplace(data.theme, place->part, place->number, ring).second) continue;
        twin::TexturedRing out{place->part, place->number, ring, texture, {}};
        for (std::size_t i = 0; i < points; ++i) out.coordinates.push_back({numbers[2 * i], numbers[2 * i + 1]});
        if (place->turned) std::reverse(out.coordinates.begin(), out.coordinates.end());
        builder.theme(data.theme).textures.push_back(std::move(out));
      }
    }
  }
  look = builder.take();
  return left_out;
}

}  // namespace geo
