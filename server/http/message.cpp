#include <algorithm>

#include "server/http/http_server.hpp"
#include "server/http/text.hpp"
#include "twin_core/base/catalogue.hpp"
#include "twin_core/base/json.hpp"

namespace server {
namespace {

std::string_view title_of(const twin::ProblemKind& kind, std::string_view language) {
  if (language == "fi") return kind.title_fi;
  return language == "sv" ? kind.title_sv : kind.title_en;
}

/// OGC API Processes names three types of problems itself (18-062r2, 7.11 to 7.13); all others have our own.
std::string type_of(const std::string& code) {
  const std::string ogc = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/";
  if (code == "process-unknown") return ogc + "no-such-process";
  if (code == "job-unknown") return ogc + "no-such-job";
  if (code == "result-not-ready") return ogc + code;
  return "urn:kaksonen:problem:" + code;
}

/// Every problem says what the reader can do next.
const std::string kRemedy = "GET /api says what each address takes.";

}  // namespace

/// Quality values are taken as sorted already.
std::string_view Request::language() const {
  for (const auto& entry : split_list(header("accept-language"))) {
    for (const std::string_view known : {"fi", "sv", "en"}) {
      if (entry.starts_with(known)) return known;
    }
  }
  return "en";
}

std::optional<std::string> Request::query_value(std::string_view name) const {
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& entry) { return entry.first == name; });
  return found == query.end() ? std::nullopt : std::optional<std::string>(found->second);
}

std::string Request::header(std::string_view lower_name) const {
  const auto found = headers.find(std::string(lower_name));
  return found == headers.end() ? std::string{} : found->second;
}

Response Response::text(int status, std::string content_type, std::string body) {
  Response out;
  out.status = status;
  out.headers.emplace_back("Content-Type", std::move(content_type));
  out.body = std::make_shared<const std::string>(std::move(body));
  return out;
}

Response problem_response(const twin::Problem& problem, const Request& request) {
  const twin::ProblemKind* kind = twin::find_problem_kind(problem.code);
  const std::string_view language = request.language();
  const int status = kind != nullptr ? kind->http_status : 500;
  twin::Json document = {{"type", type_of(problem.code)},
                         {"title", kind != nullptr ? std::string(title_of(*kind, language)) : problem.code},
                         {"status", status},
                         {"detail", problem.message},
                         {"instance", request.id},
                         {"code", problem.code},
                         {"place", problem.place},
                         {"value", problem.value},
                         {"remedy", problem.remedy.empty() ? kRemedy : problem.remedy}};
  Response out = Response::text(status, "application/problem+json",
                                document.dump(-1, ' ', false, twin::Json::error_handler_t::replace));
  out.headers.emplace_back("Content-Language", language);
  out.headers.emplace_back("Cache-Control", "no-store");
  out.headers.emplace_back("Access-Control-Allow-Origin", "*");
  if (status == 503 || status == 429) out.headers.emplace_back("Retry-After", "1");
  return out;
}

}  // namespace server
