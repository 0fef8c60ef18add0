#include "geo/io/cityjson_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <set>
#include <unordered_map>

#include "geo/io/cityjson_building.hpp"
#include "geo/io/cityjson_classes.hpp"
#include "geo/io/cityjson_header.hpp"
#include "geo/io/cityjson_vocabulary.hpp"
#include "geo/io/json_fault.hpp"
#include "geo/io/line_source.hpp"
#include "twin_core/base/text.hpp"

namespace geo {
namespace {

using namespace cityjson;
using twin::Problem;
using twin::Severity;
using twin::Status;

constexpr std::size_t kMaxDepth = 64;
/// A file can name classes without end: those beyond any model's number are not told apart.
constexpr std::size_t kMaxClasses = 1'000;
constexpr std::size_t kMaxDocument = 1u << 30, kMaxLine = 256u << 20;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// A parsed text; elements refer to it.
class Parsed {
 public:
  simdjson::error_code parse(std::string& text) {
    const auto size = text.size();
    if (parser_.capacity() < size || parser_.max_depth() != kMaxDepth) {
      if (const auto error = parser_.allocate(std::max<std::size_t>(size, 1u << 16), kMaxDepth)) return error;
    }
    text.reserve(size + simdjson::SIMDJSON_PADDING);
    return parser_.parse(text.data(), size, false).get(root_);
  }
  Element root() const { return root_; }

 private:
  simdjson::dom::parser parser_;
  Element root_;
};

class Reader {
 public:
  Reader(std::istream& in, const CityJsonOptions& options, const std::function<void(RawBuilding&&)>& sink,
         twin::Diagnostics& diagnostics)
      : lines_(in, options.progress), sink_(sink), objects_(options.objects), diagnostics_(diagnostics) {}

  twin::Result<CityJsonSummary> run() {
    std::string text;
    do {
      const auto got = lines_.next(text, kMaxDocument);
      if (got == LineSource::Got::kTooLong) return too_long(kMaxDocument);
      if (got == LineSource::Got::kEnd) {
        return Problem{"902", "The file is empty.", "line 1", "", "Send a file with content."};
      }
    } while (is_blank(text));
    const auto first_line = lines_.number();
    Parsed first;
    auto error = first.parse(text);
    std::string line;
    bool sequence = false;
    if (error) {
      // Not complete on one line: a document over many.
      if (!lines_.rest(text, kMaxDocument)) return too_long(kMaxDocument);
      error = first.parse(text);
    } else {
      TWIN_TRY(sequence, next_line(line));
    }
    if (error) return json_fault(text, kMaxDepth, first_line);
    TWIN_CHECK(read_root(first.root(), sequence));
    if (sequence) TWIN_CHECK(read_features(line));
    conclude();
    return std::move(summary_);
  }

 private:
  Problem too_long(std::size_t limit) const {
    return {"object-too-large", "The text is longer than what is read at once.",
            fmt::format("line {}", lines_.number()), fmt::format("more than {} MiB", limit >> 20),
            "Split the file, or write it as CityJSONSeq, one feature a line."};
  }

  /// False at the end.
  twin::Result<bool> next_line(std::string& line) {
    for (;;) {
      const auto got = lines_.next(line, kMaxLine);
      if (got == LineSource::Got::kTooLong) return too_long(kMaxLine);
      if (got == LineSource::Got::kEnd) return false;
      if (!is_blank(line)) return true;
    }
  }

  Status read_root(Element root, bool sequence) {
    const JsonPlace place("");
    TWIN_CHECK(check_members(root, place));
    TWIN_TRY(const Object object, as_object(root, place));
    TWIN_TRY(const Element type, require(object, "type", place));
    TWIN_TRY(const std::string_view name, as_text(type, JsonPlace(place, "type")));
    if (name == "CityJSONFeature") {
      summary_.format = "CityJSONSeq";
      geometry_.emplace(header_.templates, false);
      return read_feature(object, place);
    }
    if (name != "CityJSON") {
      return Problem{"format-unknown", "This JSON is no CityJSON.", "/type", shown(type),
                     "The root's \"type\" is \"CityJSON\"."};
    }
    TWIN_TRY(header_, read_header(object, place, diagnostics_));
    has_header_ = true;
    summary_.format = (sequence ? "CityJSONSeq " : "CityJSON ") + header_.version;
    summary_.srs_name = header_.srs_name;
    geometry_.emplace(header_.templates, header_.version == "1.0");
    TWIN_CHECK(geometry_->check_templates());
    // The header of a sequence may leave out the empty members.
    if (!sequence) {
      TWIN_CHECK(require(object, "CityObjects", place));
      TWIN_CHECK(require(object, "vertices", place));
    }
    return read_objects(object, place);
  }

  Status read_features(std::string& line) {
    Parsed parsed;
    do {
      const std::string origin = fmt::format("line {}", lines_.number());
      const JsonPlace place(origin);
      if (parsed.parse(line)) return json_fault(line, kMaxDepth, lines_.number());
      TWIN_CHECK(check_members(parsed.root(), place));
      TWIN_TRY(const Object object, as_object(parsed.root(), place));
      TWIN_TRY(const Element type, require(object, "type", place));
      const JsonPlace at_type(place, "type");
      TWIN_TRY(const std::string_view name, as_text(type, at_type));
      if (name != "CityJSONFeature") {
        return Problem{"input-invalid", "After the first line of a sequence each line is a CityJSONFeature.",
                       at_type.text(), shown(type), "Keep one header, and write one feature a line."};
      }
      TWIN_CHECK(read_feature(object, place));
      TWIN_TRY(const bool more, next_line(line));
      if (!more) return twin::Done{};
    } while (true);
  }

  Status read_feature(Object feature, const JsonPlace& place) {
    TWIN_TRY(const Element written, require(feature, "id", place));
    const JsonPlace at_id(place, "id");
    TWIN_TRY(const std::string_view id, as_text(written, at_id));
    TWIN_TRY(const Element objects, require(feature, "CityObjects", place));
    TWIN_TRY(const Object members, as_object(objects, JsonPlace(place, "CityObjects")));
    if (!find(members, id)) {
      return Problem{"feature-root-missing", "The id of a feature is that of one of its city objects.",
                     at_id.text(), shown(written), "Name the main city object, or add it."};
    }
    if (const auto vertices = find(feature, "vertices"); vertices && !has_header_) {
      const JsonPlace at_vertices(place, "vertices");
      TWIN_TRY(const Array items, as_array(*vertices, at_vertices));
      if (items.size() > 0) {
        return Problem{"header-missing", "Without a header nobody knows the transform of these vertices.",
                       at_vertices.text(), fmt::format("{} vertices", items.size()),
                       "Put the CityJSON object with version and transform before the features."};
      }
    }
    return read_objects(feature, place);
  }

  Status read_objects(Object root, const JsonPlace& place) {
    std::vector<twin::WorkingPosition> vertices;
    if (const auto written = find(root, "vertices")) {
      TWIN_TRY(vertices, read_vertices(*written, header_.transform, JsonPlace(place, "vertices")));
    }
    summary_.vertices += vertices.size();
    // A feature may bring tables of its own; without, it means those of the header.
    const auto look = read_appearance(root);
    const bool own = !look.materials.empty() || !look.textures.empty();
    geometry_->use(vertices, own ? &look : &header_.templates.look);
    const auto objects = find(root, "CityObjects");
    if (!objects) return twin::Done{};
    const JsonPlace here(place, "CityObjects");
    TWIN_TRY(const Family family, read_family(*objects, here, diagnostics_));
    BuildingAssembly assembly(family, here, *geometry_, diagnostics_);
    for (const auto& object : family.objects) note_class(object, here);
    // What takes parts in comes before the parts themselves.
    for (const auto wanted : {Turn::kBuildings, Turn::kConstructions, Turn::kOthers}) {
      for (std::size_t number = 0; number < family.objects.size(); ++number) {
        const auto& object = family.objects[number];
        if (turn_of(object.type) != wanted || assembly.used(number)) continue;
        TWIN_CHECK(wanted == Turn::kBuildings ? read_building(assembly, number)
                                              : read_other(assembly, family, number, JsonPlace(here, object.id)));
      }
    }
    return twin::Done{};
  }

  enum class Turn { kBuildings, kConstructions, kOthers };
  static Turn turn_of(std::string_view type) {
    if (type == "Building") return Turn::kBuildings;
    return type == "Bridge" || type == "Tunnel" ? Turn::kConstructions : Turn::kOthers;
  }

  Status read_building(BuildingAssembly& assembly, std::size_t number) {
    ++summary_.read;
    TWIN_TRY(auto building, assembly.read(number));
    if (!building || !is_new(*building, "building")) {
      ++summary_.rejected;
      return twin::Done{};
    }
    building->srs_name = header_.srs_name;
    sink_(*std::move(building));
    return twin::Done{};
  }

  Status read_other(BuildingAssembly& assembly, const Family& family, std::size_t number, const JsonPlace& place) {
    const auto& object = family.objects[number];
    const bool known = is_class(object.type) || object.type.starts_with('+');
    if (!objects_ || !known || object.type == "BuildingPart" || object.type == "CityObjectGroup") {
      return pass_over(object, place);
    }
    auto told = told_of(object);
    ++summary_.city_objects[told.type];
    TWIN_TRY(auto model, assembly.read(number));
    if (!model || !is_new(*model, "object")) return twin::Done{};
    model->srs_name = header_.srs_name;
    const auto owner = owner_of(family, number);
    objects_({std::move(told.type), owner ? std::string(family.objects[*owner].id) : std::move(told.parent),
              *std::move(model)});
    return twin::Done{};
  }

  /// Checked all the same: a file with a broken road is a broken file.
  Status pass_over(const CityObject& object, const JsonPlace& here) {
    if (const auto geometry = find(object.object, "geometry"); geometry && !geometry->is_null()) {
      TWIN_CHECK(geometry_->read_all(*geometry, JsonPlace(here, "geometry"), nullptr));
    }
    if (object.type != "BuildingPart") {
      if (objects_ && !is_class(object.type)) {  // read, and rejected
        ++summary_.city_objects[summary_.city_objects.size() < kMaxClasses ? std::string(object.type) : "other"];
        return twin::Done{};
      }
      ++summary_.other_objects;
      ++passed_over_[std::string(object.type)];
      return twin::Done{};
    }
    ++summary_.read;
    ++summary_.rejected;
    if (!object.orphan && !object.doubled) {
      diagnostics_.add({"parent-missing", Severity::kError, std::string(object.id), "", here.text(),
                        twin::excerpt(object.id), "A part belongs to a building: name it in \"parents\"."});
    }
    return twin::Done{};
  }

  void note_class(const CityObject& object, const JsonPlace& place) {
    std::string type(object.type);
    const bool known = is_class(type);
    if (!known && summary_.objects.size() > kMaxClasses) return;
    if (summary_.objects[type]++ > 0 || known || type.starts_with('+')) return;
    diagnostics_.add({"class-unknown", objects_ ? Severity::kError : Severity::kWarning, std::string(object.id), "",
                      JsonPlace(JsonPlace(place, object.id), "type").text(), twin::excerpt(type),
                      "No class of CityJSON is called so; " + nearest_class(type) +
                          ". Classes of extensions begin with \"+\". Objects of it were left out."});
  }

  /// False, with a finding, for an id that an earlier feature had.
  bool is_new(const RawBuilding& read, const char* what) {
    const auto [entry, fresh] = seen_.try_emplace(read.id, read.pointer);
    if (fresh) return true;
    diagnostics_.add({"duplicate-id", Severity::kError, read.id, "", read.pointer, twin::excerpt(read.id),
                      fmt::format("The same id stands at {}; give each {} its own. None of them is taken.",
                                  entry->second, what)});
    doubled_.insert(read.id);
    return false;
  }

  void conclude() {
    summary_.geometries = geometry_->counts().geometries;
    summary_.surfaces = geometry_->counts().surfaces;
    summary_.duplicate_ids.assign(doubled_.begin(), doubled_.end());
    if (const auto counts = listed(geometry_->passed_over()); !counts.empty()) {
      diagnostics_.add({"geometry-passed-over", Severity::kInfo, "", "", "/CityObjects", counts,
                        "Points and lines are checked and not kept; write surfaces where something should be shown."});
    }
    if (const auto counts = listed(passed_over_); !counts.empty()) {
      diagnostics_.add({"objects-passed-over", Severity::kInfo, "", "", "/CityObjects", counts,
                        objects_ ? "Groups are not kept; nothing is to be done."
                                 : "Only buildings with their parts and installations are taken; nothing is to be done."});
    }
  }

  static std::string listed(const std::map<std::string, std::uint64_t>& counts) {
    std::string out;
    for (const auto& [type, count] : counts) {
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", twin::excerpt(type, 40), count);
      if (out.size() > 2'000) break;
    }
    return out;
  }

  LineSource lines_;
  const std::function<void(RawBuilding&&)>& sink_;
  const std::function<void(RawObject&&)>& objects_;
  twin::Diagnostics& diagnostics_;
  CityJsonSummary summary_;
  Header header_;
  bool has_header_ = false;
  std::optional<GeometryReader> geometry_;
  std::unordered_map<std::string, std::string> seen_;  ///< id: where it first stood
  std::set<std::string> doubled_;
  std::map<std::string, std::uint64_t> passed_over_;
};

}  // namespace

twin::Result<CityJsonSummary> read_cityjson(std::istream& in, const CityJsonOptions& options,
                                            const std::function<void(RawBuilding&&)>& sink,
                                            twin::Diagnostics& diagnostics) {
  try {
    return Reader(in, options, sink, diagnostics).run();
  } catch (const std::bad_alloc&) {
    return Problem{"object-too-large", "The file needs more memory than there is.", "/", "",
                   "Write it as CityJSONSeq, one feature a line, or split it."};
  }
}

twin::Result<CityJsonFile> read_cityjson_file(std::istream& in, const CityJsonOptions& options,
                                              twin::Diagnostics& diagnostics) {
  CityJsonFile file;
  const auto keep = [&](RawBuilding&& building) { file.buildings.push_back(std::move(building)); };
  TWIN_TRY(file.summary, read_cityjson(in, options, keep, diagnostics));
  const auto& twice = file.summary.duplicate_ids;
  file.summary.rejected += std::erase_if(file.buildings, [&](const RawBuilding& building) {
    return std::binary_search(twice.begin(), twice.end(), building.id);
  });
  return file;
}

}  // namespace geo
