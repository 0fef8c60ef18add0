#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/http_server.hpp"
#include "twin_core/base/json.hpp"

namespace server {

/// A query parameter that a route declares. What is not declared is refused, what is declared is
/// checked before the handler runs, and all of it stands in the OpenAPI document.
struct Parameter {
  enum class Kind { kText, kInteger, kNumber, kBox };
  std::string name;
  Kind kind = Kind::kText;
  std::string description = {};
  std::vector<std::string> values = {};   ///< kText: the allowed ones; empty = any
  double lowest = 0, highest = 0;         ///< kInteger, kNumber
  bool clamp = false;                     ///< above `highest` means `highest` (OGC API Features: limit)
  bool required = false;
};

/// A request whose address and parameters are known to be right.
struct Call {
  const Request& request;
  std::map<std::string, std::string> path;      ///< variables of the pattern
  std::map<std::string, std::string> text;
  std::map<std::string, double> number;         ///< kInteger and kNumber
  std::map<std::string, std::vector<double>> box;  ///< 4 or 6 numbers

  const std::string& at(const std::string& name) const { return path.at(name); }
  std::string text_or(const std::string& name, const std::string& otherwise) const;
  double number_or(const std::string& name, double otherwise) const;
  /// JSON body of at most 32 levels; an empty body is an empty object. Errors of `parse_json`, and
  /// `media-type-unsupported`, `input-invalid` (not an object).
  twin::Result<twin::Json> body() const;
  /// The caller's name: header X-Author, else "anonymous". Error `request-malformed` when it is no UTF-8.
  twin::Result<std::string> author() const;
};

struct Route {
  std::string method;     ///< GET answers HEAD as well
  std::string pattern;    ///< "/branches/{branch}/plan-units/{id}"
  std::string operation;  ///< OpenAPI operationId
  std::string summary;
  std::vector<Parameter> parameters = {};
  std::string request_type = {};   ///< media type of the body; empty: none is read
  std::string response_type = "application/json";
  int success = 200;
  std::function<twin::Result<Response>(const Call&)> handle;
};

/// The one table of routes: requests are matched by it and the OpenAPI document is written from it.
class Router {
 public:
  void add(Route route);
  /// Answers paths that no route matches (static files); nullopt: not found.
  void set_fallback(std::function<std::optional<Response>(const Request&)> fallback) { fallback_ = std::move(fallback); }

  /// Never throws for bad input: 404, 405 with Allow, `parameter-unknown`, `parameter-invalid`, and the
  /// handler's own problems become problem documents.
  Response handle(const Request& request) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Compiled {
    std::vector<std::string> segments;  ///< "{x}" for a variable
  };
  std::optional<std::map<std::string, std::string>> match(std::size_t route, const Request& request) const;
  Response answer(const Route& route, const Call& call) const;

  std::vector<Route> routes_;
  std::vector<Compiled> compiled_;
  std::function<std::optional<Response>(const Request&)> fallback_;
};

/// Compact JSON; broken UTF-8 from a source is replaced, never an exception.
std::string json_text(const twin::Json& document);
Response json_response(const twin::Json& document, int status = 200, std::string type = "application/json");

}  // namespace server
