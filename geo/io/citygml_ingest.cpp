#include "geo/io/citygml_ingest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "geo/io/axis_evidence.hpp"
#include "geo/io/building_from_raw.hpp"
#include "geo/io/citygml_reader.hpp"

namespace geo {
namespace {

/// Takes raw buildings one by one, in file order.
class CityGmlIngest {
 public:
  CityGmlIngest(const std::string& name, FrameAgreement& agreement, const ShapeChecks& checks, IngestedFile& out)
      : name_(name), agreement_(agreement), checks_(checks), out_(out), evidence_("buildings") {}

  void take(RawBuilding&& raw) {
    if (out_.refused) return;
    auto& diagnostics = out_.report.diagnostics;
    const auto line = fmt::format("line {}", raw.line);
    if (raw.bounds.empty()) {
      diagnostics.add(
          {"902", twin::Severity::kError, raw.id, "", line, "", "Give the building at least one surface."});
      return;
    }
    const auto placement = agreement_.agree(raw.srs_name, AxisConvention::kAuthority, raw.bounds);
    if (!placement) {
      refuse(placement.problem(), raw, line);
      return;
    }
    note_once(**placement);
    const auto order = (*placement)->order_of(raw.bounds);
    evidence_.add(raw.id, line, raw.bounds, **placement, order, diagnostics);
    if (!order) return;
    if (auto built = build_building(std::move(raw), **placement, *order, name_, diagnostics, checks_)) {
      repaired_.push_back(built->repaired);
      out_.buildings.push_back(std::move(built->read));
    }
  }

  void conclude(const CityGmlSummary& summary) {
    drop(summary.duplicate_ids);
    evidence_.conclude(out_.report.diagnostics);
    if (!out_.refused && evidence_.all_outside()) out_.refused = evidence_.refusal();
    if (out_.refused) {
      out_.buildings.clear();
      repaired_.clear();
    }
    auto& tally = out_.report.diagnostics.tally;
    tally.read = summary.read;
    tally.repaired = static_cast<std::uint64_t>(std::count(repaired_.begin(), repaired_.end(), true));
    tally.accepted = repaired_.size() - tally.repaired;
    tally.rejected = tally.read - repaired_.size();
  }

 private:
  void refuse(twin::Problem problem, const RawBuilding& raw, const std::string& line) {
    if (problem.place.empty()) problem.place = fmt::format("{}, building {}", line, raw.id);
    auto finding = twin::finding_of(problem);
    finding.id = raw.id;
    out_.report.diagnostics.add(std::move(finding));
    out_.refused = std::move(problem);
  }

  void note_once(const Placement& placement) {
    if (!placement.note() || !noted_.insert(&placement).second) return;
    out_.report.diagnostics.add(*placement.note());
  }

  void drop(const std::vector<std::string>& ids) {
    const std::unordered_set<std::string> dropped(ids.begin(), ids.end());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < out_.buildings.size(); ++i) {
      if (dropped.contains(out_.buildings[i].building.id)) continue;
      if (kept != i) {
        out_.buildings[kept] = std::move(out_.buildings[i]);
        repaired_[kept] = repaired_[i];
      }
      ++kept;
    }
    out_.buildings.resize(kept);
    repaired_.resize(kept);
  }

  const std::string& name_;
  FrameAgreement& agreement_;
  const ShapeChecks& checks_;
  IngestedFile& out_;
  AxisEvidence evidence_;
  std::vector<bool> repaired_;  ///< of `out_.buildings`, in order
  std::set<const Placement*> noted_;
};

}  // namespace

twin::Status ingest_citygml(const std::string& name, OpenInput& input, FrameAgreement& agreement,
                            const Progress& progress, const ShapeChecks& checks, IngestedFile& out) {
  CityGmlOptions options;
  if (progress) {
    options.progress = [&](std::uint64_t bytes) {
      progress("reading " + name, static_cast<double>(bytes), static_cast<double>(input.size), "bytes");
    };
  }
  CityGmlIngest ingest(name, agreement, checks, out);
  TWIN_TRY(const CityGmlSummary summary,
           read_citygml(
               *input.stream, options, [&](RawBuilding&& raw) { ingest.take(std::move(raw)); },
               out.report.diagnostics));
  out.report.format = summary.format;
  ingest.conclude(summary);
  return twin::Done{};
}

}  // namespace geo
