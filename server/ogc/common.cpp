#include <algorithm>

#include "geo/io/report/html_text.hpp"
#include "server/http/text.hpp"
#include "server/ogc/services.hpp"
#include "twin_core/base/text.hpp"

namespace server {
namespace {

using geo::escaped;

std::string page_of(const twin::Json& document, const std::string& title) {
  std::string out = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title) +
                    "</title></head><body><h1>" + escaped(title) + "</h1><ul>";
  if (document.contains("links")) {
    for (const auto& link : document["links"]) {
      const auto text = [&](const char* name) { return link.contains(name) ? link[name].get<std::string>() : std::string{}; };
      out += "<li><a href=\"" + escaped(text("href")) + "\">" +
             escaped(text("title").empty() ? text("rel") : text("title")) + "</a></li>";
    }
  }
  return out + "</ul><pre>" + escaped(document.dump(2, ' ', false, twin::Json::error_handler_t::replace)) +
         "</pre></body></html>";
}

}  // namespace

Parameter branch_parameter() {
  return {.name = "branch", .kind = Parameter::Kind::kText, .description = "Branch of the twin; main when left out."};
}

Parameter as_of_parameter() {
  return {.name = "as-of", .description = "The city as it was recorded at an RFC 3339 instant, after a commit (its hash, or 8 or "
                                          "more first digits of it) or up to a sequence number."};
}

Parameter valid_at_parameter() {
  return {.name = "valid-at", .description = "What holds in the real world at an RFC 3339 instant or date (its first moment in UTC); what names no time holds always."};
}

When when_of(const Call& call) { return {call.text_or("as-of", ""), call.text_or("valid-at", "")}; }

Parameter format_parameter() {
  return {.name = "f", .kind = Parameter::Kind::kText, .description = "Form of the answer.", .values = {"json", "html"}};
}

twin::Status check_members(const twin::Json& body, const std::vector<std::string>& known) {
  for (const auto& [name, value] : body.items()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string list;
    for (const auto& member : known) list += (list.empty() ? "" : ", ") + member;
    return twin::Problem{"member-unknown", "The body has a member that is not known here.", "/" + twin::excerpt(name),
                         twin::excerpt(name), "Known are: " + list + "."};
  }
  return twin::Done{};
}

std::string base_of(const Request& request) {
  const std::string host = request.header("host");
  return host.empty() ? std::string{} : "http://" + host;
}

twin::Json link_to(const std::string& href, const std::string& rel, const std::string& type, const std::string& title) {
  twin::Json out = {{"href", href}, {"rel", rel}, {"type", type}};
  if (!title.empty()) out["title"] = title;
  return out;
}

bool wants_html(const Call& call) {
  const std::string format = call.text_or("f", "");
  if (!format.empty()) return format == "html";
  return call.request.header("accept").find("text/html") != std::string::npos;
}

Response document_response(const Call& call, const twin::Json& document, const std::string& title, const std::string& type) {
  Response out = wants_html(call) ? Response::text(200, "text/html; charset=utf-8", page_of(document, title))
                                  : json_response(document, 200, type);
  out.headers.emplace_back("Vary", "Accept");
  if (wants_html(call)) out.headers.emplace_back("Content-Security-Policy", "default-src 'none'");
  return out;
}

bool is_unchanged(const Request& request, const std::string& etag) {
  std::string_view rest = request.headers.contains("if-none-match") ? std::string_view(request.headers.at("if-none-match"))
                                                                    : std::string_view{};
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    std::string_view tag = trimmed(rest.substr(0, comma));
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag || tag == "*") return true;
    if (comma == std::string_view::npos) return false;
    rest.remove_prefix(comma + 1);
  }
  return false;
}

Response not_modified(Response full) {
  full.status = 304;
  full.body = nullptr;
  std::erase_if(full.headers, [](const auto& header) { return header.first == "Content-Type"; });
  return full;
}

}  // namespace server
