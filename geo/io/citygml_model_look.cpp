#include "geo/io/citygml_model_look.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "geo/io/citygml_vocabulary.hpp"
#include "geo/io/xml_problem.hpp"
#include "geo/io/xml_scan.hpp"
#include "geo/io/xml_stream.hpp"

namespace geo {
namespace {

twin::Problem not_set_aside(const std::exception& why) {
  return {"file-unreadable", "What the model says of its surfaces cannot be set aside in a temporary file.", "", why.what(),
          "Make room for temporary files."};
}

}  // namespace

/// Passes over everything but what is in the members.
class CityGmlLookHandler final : public XmlHandler {
 public:
  explicit CityGmlLookHandler(CityGmlModelLook& look) : store_(look.store_) {}

  void start_element(XmlSource&, const XmlName& name, const XmlAttributes& attributes) override {
    ++depth_;
    if (skipping_ > 0) {
      ++skipping_;
    } else if (depth_ > kMember) {
      const auto value = [](const std::string_view* found) { return found ? *found : std::string_view(); };
      look_.start_element(name.local, {value(gml_id(attributes)), value(attributes.find("uri")), value(attributes.find("ring"))});
    } else if (depth_ == kMember && find_citygml_name(name.full).element != CityGmlElement::kAppearanceMember) {
      skipping_ = 1;
    }
  }
  void end_element(XmlSource&) override {
    if (skipping_ > 0) {
      --skipping_;
    } else if (depth_ > kMember) {
      look_.end_element();
      if (look_.is_between_targets()) set_aside();
    }
    --depth_;
  }
  void text(XmlSource&, std::string_view piece) override {
    if (skipping_ == 0 && depth_ > kMember) look_.text(piece);
  }

 private:
  static constexpr std::size_t kMember = 2;  ///< below the root

  void set_aside() {
    look_.hand_over([this](std::uint64_t number, const CityGmlAppearance::SurfaceData& data) { store_.add(number, data); });
  }

  CityGmlLookStore& store_;
  CityGmlAppearance look_;
  std::size_t depth_ = 0, skipping_ = 0;
};

twin::Result<std::unique_ptr<CityGmlModelLook>> CityGmlModelLook::read(std::istream& in, const CityGmlOptions& options) {
  try {
    auto out = std::make_unique<CityGmlModelLook>();
    CityGmlLookHandler handler(*out);
    XmlNames names;
    XmlHandover rest;
    bool goes_on = true;
    if (!options.by_expat) {
      XmlScan scan(handler, names, {nullptr, options.threads, options.block});
      TWIN_TRY(auto declined, scan.read(in, options.progress));
      goes_on = declined.has_value();
      if (declined) rest = std::move(*declined);
    }
    if (goes_on) {
      XmlStream stream(handler, names);
      TWIN_CHECK(stream.resume(rest, in, options.progress));
    }
    out->store_.close();
    return out;
  } catch (const std::bad_alloc&) {
    return xml_problem::out_of_memory();
  } catch (const CityGmlLookStore::Failure& why) {
    return not_set_aside(why);
  }
}

void CityGmlModelLook::add_to(CityGmlAppearance& look, const GeometryGraph& graph) {
  std::map<std::uint64_t, CityGmlLookStore::Data> found;
  for (const auto& node : graph.node_ids) store_.find(graph.view(node.id), false, found);
  for (const auto& [ring, id] : graph.ring_ids) store_.find(graph.view(id), true, found);
  for (auto& [number, data] : found) look.add(std::move(data));
}

twin::Result<CityGmlSummary> read_citygml_with_look(const std::function<twin::Result<std::istream*>()>& open, CityGmlOptions options,
                                                    const std::function<void(RawBuilding&&)>& sink,
                                                    const std::function<void()>& forget, twin::Diagnostics& diagnostics) {
  TWIN_TRY(std::istream * in, open());
  options.until_look = true;
  auto summary = read_citygml(*in, options, sink, diagnostics);
  if (!summary || !summary->ends_at_look) return summary;
  forget();
  TWIN_TRY(in, open());
  TWIN_TRY(const auto look, CityGmlModelLook::read(*in, options));
  TWIN_TRY(in, open());
  options.until_look = false;
  options.look = look.get();
  try {
    summary = read_citygml(*in, options, sink, diagnostics);
  } catch (const CityGmlLookStore::Failure& why) {
    return not_set_aside(why);
  }
  if (summary && look->left_out() > 0) {
    diagnostics.add({"appearance-left-out", twin::Severity::kInfo, "", "", "appearanceMember", fmt::format("{} targets", look->left_out()),
                     "The model says how surfaces look that no object of the file has; that was left out."});
  }
  return summary;
}

}  // namespace geo
