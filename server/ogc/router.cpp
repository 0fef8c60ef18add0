#include "server/ogc/router.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "server/http/text.hpp"
#include "server/http/upgrade.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using twin::Problem;

std::vector<std::string> split_path(std::string_view pattern) {
  std::vector<std::string> out;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const auto slash = pattern.find('/');
    out.emplace_back(pattern.substr(0, slash));
    if (slash == std::string_view::npos) break;
    pattern.remove_prefix(slash + 1);
  }
  return out;
}

bool is_variable(const std::string& segment) { return segment.size() > 2 && segment.front() == '{'; }

std::string allowed_values(const Parameter& parameter) {
  if (parameter.kind == Parameter::Kind::kBox) return "Give 4 or 6 numbers: west,south,east,north in degrees.";
  if (parameter.kind == Parameter::Kind::kText) {
    std::string list;
    for (const auto& value : parameter.values) list += (list.empty() ? "" : ", ") + value;
    return "Allowed are: " + list + ".";
  }
  const auto whole = [](double number) { return std::to_string(static_cast<long long>(number)); };
  return "Give a number from " + whole(parameter.lowest) + " to " + whole(parameter.highest) + ".";
}

Problem invalid(const Parameter& parameter, const std::string& value) {
  return {"parameter-invalid", "The parameter " + parameter.name + " has no such value.", "parameter " + parameter.name,
          twin::excerpt(value), allowed_values(parameter)};
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::vector<double>> box_of(std::string_view text) {
  std::vector<double> out;
  while (out.size() < 7) {
    const auto comma = text.find(',');
    const auto number = number_of(trimmed(text.substr(0, comma)));
    if (!number) return std::nullopt;
    out.push_back(*number);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  if (out.size() != 4 && out.size() != 6) return std::nullopt;
  const std::size_t half = out.size() / 2;
  // West may be greater than east (a box over the antimeridian); south never greater than north.
  if (out[1] > out[half + 1] || (half == 3 && out[2] > out[5])) return std::nullopt;
  return out;
}

twin::Status take_parameter(const Parameter& parameter, const std::string& value, Call& call) {
  switch (parameter.kind) {
    case Parameter::Kind::kText:
      if (!parameter.values.empty() &&
          std::find(parameter.values.begin(), parameter.values.end(), value) == parameter.values.end()) {
        return invalid(parameter, value);
      }
      call.text[parameter.name] = value;
      return twin::Done{};
    case Parameter::Kind::kBox: {
      auto box = box_of(value);
      if (!box) return invalid(parameter, value);
      call.box[parameter.name] = std::move(*box);
      return twin::Done{};
    }
    case Parameter::Kind::kInteger:
    case Parameter::Kind::kNumber:
      break;
  }
  const auto number = number_of(value);
  const bool whole = number && *number == std::floor(*number) && value.find_first_of(".eE") == std::string::npos;
  if (!number || (parameter.kind == Parameter::Kind::kInteger && !whole) || *number < parameter.lowest ||
      (*number > parameter.highest && !parameter.clamp)) {
    return invalid(parameter, value);
  }
  call.number[parameter.name] = std::min(*number, parameter.highest);
  return twin::Done{};
}

twin::Status read_parameters(const Route& route, Call& call) {
  std::set<std::string> seen;
  for (const auto& [name, value] : call.request.query) {
    const auto found = std::find_if(route.parameters.begin(), route.parameters.end(),
                                    [&, wanted = name](const Parameter& p) { return p.name == wanted; });
    if (found == route.parameters.end()) {
      std::string known;
      for (const auto& parameter : route.parameters) known += (known.empty() ? "" : ", ") + parameter.name;
      return Problem{"parameter-unknown", "This address takes no such parameter.", "parameter " + twin::excerpt(name),
                     twin::excerpt(name), known.empty() ? "It takes none." : "It takes: " + known + "."};
    }
    if (!seen.insert(name).second) {
      return Problem{"parameter-invalid", "The parameter is given twice.", "parameter " + name, twin::excerpt(value),
                     "Give it once."};
    }
    TWIN_CHECK(take_parameter(*found, value, call));
  }
  for (const auto& parameter : route.parameters) {
    if (parameter.required && !seen.contains(parameter.name)) {
      return Problem{"parameter-invalid", "The parameter " + parameter.name + " is missing.", "parameter " + parameter.name, "",
                     parameter.description};
    }
  }
  return twin::Done{};
}

Response with_defaults(Response response) {
  const auto has = [&](std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(), [&](const auto& h) { return h.first == name; });
  };
  if (!has("Access-Control-Allow-Origin")) response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  if (!has("Cache-Control")) response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace

std::string json_text(const twin::Json& document) {
  return document.dump(-1, ' ', false, twin::Json::error_handler_t::replace);
}

Response json_response(const twin::Json& document, int status, std::string type) {
  return Response::text(status, std::move(type), json_text(document));
}

std::string Call::text_or(const std::string& name, const std::string& otherwise) const {
  const auto found = text.find(name);
  return found == text.end() ? otherwise : found->second;
}

double Call::number_or(const std::string& name, double otherwise) const {
  const auto found = number.find(name);
  return found == number.end() ? otherwise : found->second;
}

twin::Result<twin::Json> Call::body() const {
  if (request.body.empty()) return twin::Json::object();
  // curl -d and urllib call any body a form unless told otherwise; JSON it must be all the same.
  const auto types = split_list(request.header("content-type"));
  const std::string type = types.empty() ? "" : types.front().substr(0, types.front().find(';'));
  const bool plain = type.empty() || type == "application/x-www-form-urlencoded" || type == "text/plain";
  if (!plain && !type.ends_with("/json") && !type.ends_with("+json")) {
    return Problem{"media-type-unsupported", "The body must be JSON.", "field Content-Type", twin::excerpt(type),
                   "Send application/json."};
  }
  TWIN_TRY(twin::Json document, twin::parse_json(request.body));
  if (!document.is_object()) {
    return Problem{"input-invalid", "The body must be a JSON object.", "/", twin::excerpt(request.body), "See GET /api."};
  }
  return document;
}

twin::Result<std::string> Call::author() const {
  const std::string name = request.header("x-author");
  if (!twin::is_valid_utf8(name)) {
    return Problem{"request-malformed", "The author's name must be UTF-8.", "field X-Author", twin::excerpt(name),
                   "Send the name in UTF-8."};
  }
  return name.empty() ? std::string("anonymous") : name;
}

void Router::add(Route route) {
  compiled_.push_back({split_path(route.pattern)});
  routes_.push_back(std::move(route));
}

std::optional<std::map<std::string, std::string>> Router::match(std::size_t route, const Request& request) const {
  const auto& wanted = compiled_[route].segments;
  if (wanted.size() != request.segments.size()) return std::nullopt;
  std::map<std::string, std::string> out;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (is_variable(wanted[i])) {
      if (request.segments[i].empty()) return std::nullopt;
      out[wanted[i].substr(1, wanted[i].size() - 2)] = request.segments[i];
    } else if (wanted[i] != request.segments[i]) {
      return std::nullopt;
    }
  }
  return out;
}

Response Router::answer(const Route& route, const Call& given) const {
  Call call = given;
  // A page of another origin may read, but its user's browser must not write for it.
  const bool writes = route.method != "GET";
  if (writes && !is_origin_allowed(call.request.header("origin"), call.request.header("host"), call.request.on_loopback)) {
    return problem_response({"origin-not-allowed", "Pages of another origin may not write.", "field Origin",
                             twin::excerpt(call.request.header("origin")), "Open the page from this server."},
                            call.request);
  }
  if (const auto read = read_parameters(route, call); !read) return problem_response(read.problem(), call.request);
  auto response = route.handle(call);
  if (!response) return problem_response(response.problem(), call.request);
  return with_defaults(std::move(*response));
}

Response Router::handle(const Request& request) const {
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  std::set<std::string> allowed;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    auto path = match(i, request);
    if (!path) continue;
    if (routes_[i].method == method) return answer(routes_[i], Call{request, std::move(*path), {}, {}, {}});
    allowed.insert(routes_[i].method);
  }
  if (allowed.empty()) {
    if (method == "GET" && fallback_) {
      if (auto file = fallback_(request)) return with_defaults(std::move(*file));
    }
    return problem_response({"not-found", "There is nothing at this address.", "address", twin::excerpt(request.path),
                             "GET /api lists every address."},
                            request);
  }
  if (allowed.contains("GET")) allowed.insert("HEAD");
  allowed.insert("OPTIONS");
  std::string list;
  for (const auto& name : allowed) list += (list.empty() ? "" : ", ") + name;
  if (method == "OPTIONS") {
    Response response;
    response.status = 204;
    response.headers = {{"Allow", list},
                        {"Access-Control-Allow-Methods", "GET, HEAD"},
                        {"Access-Control-Allow-Headers", "Accept, Accept-Language, If-None-Match"},
                        {"Access-Control-Max-Age", "86400"}};
    return with_defaults(std::move(response));
  }
  Response response = problem_response({"method-not-allowed", "This address does not take " + request.method + ".", "request line",
                                        request.method, "It takes " + list + "."},
                                       request);
  response.headers.emplace_back("Allow", list);
  return response;
}

}  // namespace server
