// links: which register row belongs to which building, and what a person decides.
#include <fmt/format.h>

#include "server/cli/ask_and_show.hpp"

namespace server {

using twin::Json;

namespace {

/// "61 %", or nothing for what place did not judge.
std::string percent(const Json& score) {
  return score.is_number() ? fmt::format("{:.0f} %", 100 * score.get<double>()) : "";
}

std::string described(const Json& row) {
  if (row.is_null()) return "-";
  std::string out = text(row["id"]);
  if (row["address"].is_string()) out += ", " + text(row["address"]);
  if (row["storeys"].is_number()) out += ", " + counted(row["storeys"], "storey");
  if (row["floor_area_m2"].is_number()) out += fmt::format(", {:.0f} m2", row["floor_area_m2"].get<double>());
  return out;
}

void print_link(const Json& link) {
  const std::string judged = percent(link["score"]);
  if (link["status"] == "linked") {
    fmt::print("{}  {} {}{}\n", text(link["building"]), text(link["link"]), described(link["row"]), judged.empty() ? "" : ", " + judged);
  } else if (link["building"].is_null()) {
    fmt::print("row {}\n", described(link["row"]));
  } else if (link["row"].is_null()) {
    fmt::print("building {}\n", text(link["building"]));
  } else {
    fmt::print("row {}  →  {}{}\n", described(link["row"]), text(link["building"]), judged.empty() ? "" : ", " + judged);
  }
  if (link["reason"].is_string()) fmt::print("    {}\n", text(link["reason"]));
  if (const Json& other = link["runner_up"]; other.is_object()) {
    const char* what = other.contains("row") ? "row" : "building";
    fmt::print("    else {} {}{}\n", what, text(other[what]), percent(other["score"]).empty() ? "" : ", " + percent(other["score"]));
  }
}

void print_links(const Json& answer, const Arguments& arguments) {
  const Json& counts = answer["counts"];
  fmt::print("{} linked, {} for review; without the other: {}, {}\n", counted(counts["linked"], "building"), counted(counts["review"], "row"),
             counted(counts["unlinked_rows"], "row"), counted(counts["unlinked_buildings"], "building"));
  for (const Json& link : answer["links"]) print_link(link);
  const auto shown = answer["links"].size();
  const auto matched = answer["matched"].get<std::size_t>();
  if (shown < matched) fmt::print("… {} of {} shown (--limit)\n", shown, matched);
  if (answer["status"] == "review" && shown > 0) {
    fmt::print("→ kaksonen links accept BUILDING ROW --twin {}\n", arguments.twin);
  }
}

}  // namespace

int run_links(const Arguments& arguments) {
  if (arguments.command == "links") {
    return ask_and_show(
        arguments,
        [&](TwinService& twin) {
          return twin.links({arguments.branch, arguments.link_status, arguments.limit, 0, {arguments.as_of, arguments.valid_at}});
        },
        [&](const Json& answer) { print_links(answer, arguments); });
  }
  const bool accept = arguments.command == "links accept";
  return ask_and_show(
      arguments,
      [&](TwinService& twin) {
        return twin.decide_link({arguments.branch, arguments.building, arguments.row, accept, arguments.author, arguments.message});
      },
      [&](const Json& answer) {
        fmt::print("{} {} {} {}; the building is {} now\ncommit {}\n", accept ? "accepted" : "rejected", text(answer["row"]), accept ? "for" : "from",
                   text(answer["building"]), text(answer["link"]), text(answer["commit"]).substr(0, 12));
      });
}

}  // namespace server
