#include "runtime/connectors/rest/rest_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace treaty::connectors {
namespace {

using Style = package::Page::Style;

constexpr size_t largest_body = size_t{256} << 20;
constexpr size_t padding = 64;

/// A page to sign in, a proxy's notice: what it begins with says most. Anything else may be a record, and is not
/// repeated.
std::string no_json(const Response& response) {
  constexpr size_t shown = 60;
  const size_t begin = std::min(response.body.find_first_not_of(" \t\r\n"), response.body.size());
  std::string start = response.body.substr(begin, shown);
  if (start.empty()) return "the answer is not JSON: it is empty";
  const std::string type(http::header(response.headers, "Content-Type"));
  const std::string but = type.empty() ? "" : fmt::format(" but {}", type);
  if (!start.starts_with('<')) return fmt::format("the answer is not JSON{}: {} bytes", but, response.body.size());
  std::replace_if(
      start.begin(), start.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  while (!start.empty() && (static_cast<unsigned char>(start.back()) & 0x80) != 0)
    start.pop_back();  // a letter cut in half
  return fmt::format("the answer is not JSON{}: it begins with `{}`; is it a page to sign in?", but, start);
}

}  // namespace

std::expected<std::unique_ptr<Source>, Failure> RestSource::open(Channel& channel,
                                                                 const package::Resource& resource) {
  auto settings = [&](const std::string& why) {
    return std::unexpected(Failure{Failure::Kind::settings, fmt::format("resource {}: {}", resource.name, why)});
  };
  if (!resource.list) return settings("it has no `list` endpoint to read from");
  std::unique_ptr<RestSource> source(new RestSource(channel, resource));
  auto records = parse_json_path(resource.list->at.empty() ? "$[*]" : resource.list->at);
  if (!records) return settings(records.error());
  source->records_ = *records;
  if (resource.page.style == Style::cursor) {
    auto next = parse_json_path(resource.page.next);
    if (!next) return settings(next.error());
    source->next_ = *next;
  }
  return source;
}

Failure RestSource::unusable(const std::string& target, const Response& response, const std::string& why) const {
  return {Failure::Kind::unusable, fmt::format("GET {}: HTTP {}: {}", target, response.status, why), response.status,
          request_id_of(response)};
}

std::expected<Block, Failure> RestSource::read(const std::string& position_text) {
  Position position = Position::read(resource_.page, position_text);
  std::string target = target_of(*resource_.list, resource_.page, position);
  std::string method = resource_.list->method.empty() ? "GET" : resource_.list->method;
  auto response = channel_.send({method, target, ""});
  if (!response) return std::unexpected(response.error());
  if (response->status >= 300) return std::unexpected(unusable(target, *response, summary_of(*response)));
  std::string& body = response->body;
  if (body.size() > largest_body)
    return std::unexpected(unusable(target, *response, "the page is larger than 256 MiB"));
  if (!visited_.insert(position_text).second) {
    return std::unexpected(unusable(
        target, *response, fmt::format("the page \"{}\" came twice: the paging runs in a circle", position_text)));
  }
  Block block;
  int64_t records = 0;
  block.bytes.reserve(body.size() + padding);
  auto failure = each_at(records_, body, [&](std::string_view raw) {
    block.bytes.append(raw);
    // One record a line: a line break within a record can only be white space.
    std::replace_if(
        block.bytes.end() - static_cast<ptrdiff_t>(raw.size()), block.bytes.end(),
        [](char c) { return c == '\n' || c == '\r'; }, ' ');
    block.bytes.push_back('\n');
    ++records;
  });
  // Some systems say 200 and mean an error: a body without the list that the contract promises is never an empty
  // page.
  if (failure) {
    std::string why = nlohmann::json::accept(response->body)
                          ? fmt::format("no records at `{}`: {}", resource_.list->at, *failure)
                          : no_json(*response);
    return std::unexpected(unusable(target, *response, why));
  }
  bool numbered = resource_.page.style == Style::number || resource_.page.style == Style::offset;
  if (numbered && records > 0 && block.bytes == last_page_) {
    return std::unexpected(unusable(target, *response,
                                    fmt::format("the same page came twice: the server seems not to know the "
                                                "parameter `{}`",
                                                resource_.page.parameter)));
  }
  auto next = next_of(*response, body, position, records);
  if (!next) return std::unexpected(next.error());
  if (numbered) last_page_ = block.bytes;
  block.next = *next;
  block.last = next->empty();
  block.bytes.reserve(block.bytes.size() + padding);
  return block;
}

std::expected<std::string, Failure> RestSource::next_of(const Response& response, std::string& body,
                                                        const Position& position, int64_t records) {
  switch (resource_.page.style) {
    case Style::none:
      return std::string();
    case Style::cursor: {
      auto next = scalar_at(next_, body);
      if (!next && holds_structure(next_, body)) {
        return std::unexpected(
            unusable(target_of(*resource_.list, resource_.page, position), response,
                     fmt::format("the next cursor at `{}` is no text and no number", resource_.page.next)));
      }
      return next && !next->empty() ? "cursor " + *next : std::string();
    }
    // A short page is no proof of the end: a server may give less than it was asked for. An empty one is.
    case Style::number:
      return records == 0 ? std::string() : fmt::format("page {}", position.number + 1);
    case Style::offset:
      return records == 0 ? std::string() : fmt::format("offset {}", position.number + records);
    case Style::link:
      break;
  }
  std::string link = next_link(http::header(response.headers, "Link"));
  if (link.empty()) return link;
  if (link.starts_with('/')) {
    size_t host = channel_.base().find("://");
    link = channel_.base().substr(0, channel_.base().find('/', host == std::string::npos ? 0 : host + 3)) + link;
  }
  return "link " + link;
}

}  // namespace treaty::connectors
