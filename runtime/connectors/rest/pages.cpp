#include "runtime/connectors/rest/pages.h"

#include <fmt/format.h>

#include <cstdlib>

namespace treaty::connectors {

using Style = package::Page::Style;

Position Position::read(const package::Page& page, const std::string& text) {
  Position position;
  position.number = page.style == Style::number ? page.from : 0;
  size_t space = text.find(' ');
  if (space == std::string::npos) return position;
  std::string word = text.substr(0, space), rest = text.substr(space + 1);
  if (word == "cursor") position.cursor = rest;
  if (word == "link") position.link = rest;
  if (word == "page" || word == "offset") position.number = std::strtoll(rest.c_str(), nullptr, 10);
  return position;
}

std::string target_of(const package::Endpoint& list, const package::Page& page, const Position& position) {
  if (!position.link.empty()) return position.link;
  std::string target = list.path;
  auto add = [&](const std::string& name, const std::string& value) {
    if (name.empty()) return;
    target += (target.find('?') == std::string::npos ? '?' : '&') + http::percent_encoded(name) + '=' +
              http::percent_encoded(value);
  };
  if (page.size > 0) add(page.size_parameter, std::to_string(page.size));
  if (page.style == Style::cursor && !position.cursor.empty()) add(page.parameter, position.cursor);
  if (page.style == Style::number || page.style == Style::offset)
    add(page.parameter, std::to_string(position.number));
  return target;
}

std::string next_link(std::string_view header) {
  while (!header.empty()) {
    size_t open = header.find('<'), close = header.find('>', open);
    if (open == std::string_view::npos || close == std::string_view::npos) return {};
    std::string_view url = header.substr(open + 1, close - open - 1);
    size_t end = std::min(header.find(",", close), header.size());
    std::string_view parameters = header.substr(close + 1, end - close - 1);
    if (parameters.find("rel=\"next\"") != std::string_view::npos ||
        parameters.find("rel=next") != std::string_view::npos) {
      return std::string(url);
    }
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return {};
}

}  // namespace treaty::connectors
