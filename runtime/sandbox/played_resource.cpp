#include "runtime/sandbox/played_resource.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "runtime/sandbox/answers.h"
#include "runtime/sandbox/moment.h"

namespace treaty::sandbox {
namespace {

using Style = package::Page::Style;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr size_t usual_size = 100;
constexpr size_t largest_size = 1000;
constexpr std::string_view usual_cursor = "cursor";

std::optional<int64_t> number_of(std::string_view text) {
  int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failure == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number)
                                                                                     : std::nullopt;
}

const std::string* value_of(const Pairs& query, const std::string& name) {
  const auto found = std::find_if(query.begin(), query.end(), [&](const auto& one) { return one.first == name; });
  return found == query.end() ? nullptr : &found->second;
}

/// The texts of the holes when `path` has the shape of `pattern` (`/members/{id}`).
std::optional<Pairs> fill(std::string_view pattern, std::string_view path) {
  Pairs filled;
  while (!pattern.empty()) {
    if (pattern.front() != '{') {
      if (path.empty() || path.front() != pattern.front()) {
        return std::nullopt;
      }
      pattern.remove_prefix(1);
      path.remove_prefix(1);
      continue;
    }
    const size_t close = pattern.find('}');
    if (close == std::string_view::npos) {
      return std::nullopt;
    }
    const size_t end = std::min(path.find('/'), path.size());
    const std::string_view rest = pattern.substr(close + 1);
    size_t taken = end;
    if (!rest.empty() && rest.front() != '/') {
      taken = std::min(path.find(rest.front()), end);
    }
    if (taken == 0) {
      return std::nullopt;
    }
    filled.emplace_back(pattern.substr(1, close - 1), http::percent_decoded(path.substr(0, taken), false));
    pattern = rest;
    path.remove_prefix(taken);
  }
  return path.empty() || path == "/" ? std::optional(std::move(filled)) : std::nullopt;
}

/// An endpoint may fix parameters of its own: `/records?kind=member`.
bool has_fixed_parameters(const std::string& endpoint, const Pairs& query) {
  for (const auto& [name, value] : http::query_of(endpoint)) {
    const std::string* given = value_of(query, name);
    if (given == nullptr || *given != value) {
      return false;
    }
  }
  return true;
}

/// The value at a dotted path, as text: a string without its quotes, anything else as it stands.
std::string text_at(const nlohmann::json& record, std::string_view path) {
  const nlohmann::json* place = &record;
  while (!path.empty()) {
    const size_t dot = std::min(path.find('.'), path.size());
    const auto member = place->is_object() ? place->find(std::string(path.substr(0, dot))) : place->end();
    if (!place->is_object() || member == place->end()) {
      return {};
    }
    place = &*member;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return place->is_null() ? std::string() : place->is_string() ? place->get<std::string>() : place->dump();
}

}  // namespace

struct PlayedResource::Page {
  size_t begin = 0, size = usual_size;
  Positions positions;  ///< null: all records
};

std::expected<std::unique_ptr<PlayedResource>, std::string> PlayedResource::make(const package::Resource& resource,
                                                                                 RecordSet records) {
  const auto wrong = [&](const std::string& what) {
    return std::unexpected(fmt::format("resource {}: {}", resource.name, what));
  };
  if (!resource.list) {
    return wrong("it has no `list` to be played");
  }
  auto list =
      Envelope::around_list(resource.list->at, resource.page.style == Style::cursor ? resource.page.next : "");
  if (!list) {
    return wrong(list.error());
  }
  auto one = Envelope::around_one(resource.get ? resource.get->at : "");
  if (!one) {
    return wrong(one.error());
  }
  return std::unique_ptr<PlayedResource>(
      new PlayedResource(resource, std::move(records), std::move(*list), std::move(*one)));
}

std::optional<http::Response> PlayedResource::serve(const http::Request& request, std::string_view path,
                                                    std::string_view shown_path) {
  const auto is_method = [&](const package::Endpoint& endpoint) {
    return request.method == (endpoint.method.empty() ? "GET" : endpoint.method);
  };
  const Pairs query = http::query_of(request.target);
  if (is_method(*resource_.list) && fill(http::path_of(resource_.list->path), path) &&
      has_fixed_parameters(resource_.list->path, query)) {
    return list(request, shown_path);
  }
  if (resource_.get && is_method(*resource_.get)) {
    if (const auto wanted = fill(http::path_of(resource_.get->path), path); wanted && !wanted->empty()) {
      return one(*wanted);
    }
  }
  return std::nullopt;
}

std::expected<PlayedResource::Page, std::string> PlayedResource::page_of(const http::Request& request) const {
  const package::Page& rules = resource_.page;
  const Pairs query = http::query_of(request.target);
  Page page;
  page.size = rules.style == Style::none ? records_.size()
              : rules.size > 0           ? static_cast<size_t>(rules.size)
                                         : usual_size;
  if (const std::string* size = rules.size_parameter.empty() ? nullptr : value_of(query, rules.size_parameter)) {
    const auto number = number_of(*size);
    if (!number || *number < 1) {
      return std::unexpected(fmt::format("`{}` is no page size", *size));
    }
    page.size = static_cast<size_t>(*number);
  }
  page.size = rules.style == Style::none
                  ? page.size
                  : std::min(page.size, std::max(largest_size, static_cast<size_t>(rules.size)));
  const std::string name = rules.parameter.empty() ? std::string(usual_cursor) : rules.parameter;
  const std::string* place = value_of(query, name);
  if (place == nullptr || rules.style == Style::none) {
    return page;
  }
  const auto number = number_of(*place);
  if (!number || *number < 0 || (rules.style == Style::number && *number < rules.from)) {
    return std::unexpected(fmt::format("`{}` is no {} that was given out", *place, name));
  }
  page.begin = static_cast<size_t>(
      rules.style == Style::number ? (*number - rules.from) * static_cast<int64_t>(page.size) : *number);
  return page;
}

std::string PlayedResource::link_to(std::string_view shown_path, const http::Request& request,
                                    const std::string& parameter, const std::string& value) const {
  std::string link(shown_path);
  const auto add = [&](const std::string& name, const std::string& text) {
    link += (link.find('?') == std::string::npos ? "?" : "&") + http::percent_encoded(name) + "=" +
            http::percent_encoded(text);
  };
  for (const auto& [name, text] : http::query_of(request.target)) {
    if (name != parameter) {
      add(name, text);
    }
  }
  add(parameter, value);
  return link;
}

http::Response PlayedResource::list(const http::Request& request, std::string_view shown_path) {
  auto page = page_of(request);
  if (!page) {
    return json_answer(400, {{"error", "bad_request"}, {"error_description", page.error()}});
  }
  const Pairs query = http::query_of(request.target);
  const std::string* bound = resource_.changes ? value_of(query, resource_.changes->since) : nullptr;
  if (bound != nullptr && !bound->empty()) {
    page->positions = since(*bound);
  }
  const size_t total = page->positions ? page->positions->size() : records_.size();
  const size_t begin = std::min(page->begin, total);
  const size_t end = std::min(begin + page->size, total);
  std::string body = list_.begin();
  for (size_t i = begin; i < end; ++i) {
    body += (i == begin ? "" : ",") + list_.before_each();
    records_.append(page->positions ? (*page->positions)[i] : i, body);
    body += list_.after_each();
  }
  const bool more = end < total;
  const package::Page& rules = resource_.page;
  http::Response response;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = std::move(body) +
                  list_.end(more && rules.style == Style::cursor ? std::optional(std::to_string(end)) : std::nullopt);
  if (more && rules.style == Style::link) {
    const std::string name = rules.parameter.empty() ? std::string(usual_cursor) : rules.parameter;
    response.headers.emplace_back(
        "Link", fmt::format("<{}>; rel=\"next\"", link_to(shown_path, request, name, std::to_string(end))));
  }
  return response;
}

PlayedResource::Positions PlayedResource::since(const std::string& bound) {
  const std::lock_guard lock(mutex_);
  if (last_since_ && last_bound_ == bound) {
    return last_since_;
  }
  const Moment wanted = Moment::read(bound);
  auto positions = std::make_shared<std::vector<uint32_t>>();
  std::string text;
  for (uint32_t i = 0; i < records_.size(); ++i) {
    text.clear();
    records_.append(i, text);
    const auto record = nlohmann::json::parse(text, nullptr, false);
    if (!(Moment::read(text_at(record, resource_.changes->field)) < wanted)) {
      positions->push_back(i);
    }
  }
  last_bound_ = bound;
  last_since_ = std::move(positions);
  return last_since_;
}

void PlayedResource::read_keys(const Pairs& wanted) {
  std::string text;
  for (uint32_t i = 0; i < records_.size(); ++i) {
    text.clear();
    records_.append(i, text);
    const auto record = nlohmann::json::parse(text, nullptr, false);
    std::string key;
    for (const auto& [field, value] : wanted) {
      key += text_at(record, field) + '\n';
    }
    by_key_.emplace(std::move(key), i);
  }
  keys_read_ = true;
}

http::Response PlayedResource::one(const Pairs& wanted) {
  const std::lock_guard lock(mutex_);
  if (!keys_read_) {
    read_keys(wanted);
  }
  std::string key;
  for (const auto& [field, value] : wanted) {
    key += value + '\n';
  }
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    return json_answer(404, {{"error", "not_found"},
                             {"error_description", fmt::format("there is no such record of {}", resource_.name)}});
  }
  http::Response response;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = one_.begin();
  records_.append(found->second, response.body);
  response.body += one_.end(std::nullopt);
  return response;
}

}  // namespace treaty::sandbox
