#include "twin_core/city/record.hpp"
#include "twin_core/city/record_parts.hpp"

namespace twin {
namespace {

constexpr std::uint8_t kImportReportVersion = 1;

}  // namespace

Bytes encode(const ImportReport& report) {
  ByteWriter out;
  out.byte(kImportReportVersion);
  out.text(report.id);
  out.text(report.format);
  out.text(report.mapping);
  out.varint(report.tally.read);
  out.varint(report.tally.accepted);
  out.varint(report.tally.repaired);
  out.varint(report.tally.rejected);
  out.digest(report.findings);
  return std::move(out).bytes();
}

Result<ImportReport> decode_import_report(ByteView bytes) {
  ByteReader in(bytes);
  record::take_version(in, kImportReportVersion);
  ImportReport report;
  report.id = in.text();
  report.format = in.text();
  report.mapping = in.text();
  report.tally.read = in.varint();
  report.tally.accepted = in.varint();
  report.tally.repaired = in.varint();
  report.tally.rejected = in.varint();
  report.findings = in.digest();
  if (!in.finished() || !report.tally.balances()) return record::malformed("import report");
  return report;
}

}  // namespace twin
