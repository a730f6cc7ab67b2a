// Texts with what they interpolate, and numbers.

#include <algorithm>
#include <array>
#include <charconv>

#include "compiler/parse/transform.h"

namespace treaty::parse {
namespace {

constexpr size_t most_parts = 1000;  // of one text; what is made of them goes as deep

}  // namespace

ast::Expr Transformer::text_expression(Node* token) {
  const source::Span where = span(token);
  const auto [file, begin, end] = between_quotes(text_, where);
  ast::Interpolation found;
  uint32_t piece = begin;
  for (uint32_t i = begin; i < end; ++i) {
    if (text_[i] == '\\') {
      ++i;
      continue;
    }
    if (text_[i] != '$' || i + 1 >= end || text_[i + 1] != '{') {
      continue;
    }
    const size_t close = text_.find('}', i);
    if (close == std::string_view::npos || close >= end) {
      out_.report({file_, i, end}, diagnostics::open_bracket, "${");
      return missing(where);
    }
    auto inner = path_in_text(i + 2, static_cast<uint32_t>(close));
    if (!inner) {
      out_.report({file_, i + 2, static_cast<uint32_t>(close)}, diagnostics::not_a_path,
                  std::string(text_.substr(i + 2, close - i - 2)));
      return missing(where);
    }
    if (found.parts.size() > most_parts) {
      out_.report(where, diagnostics::entry_too_long);
      return missing(where);
    }
    if (i > piece) {
      found.parts.emplace_back(ast::Text{unescape(piece, i), {file_, piece, i}});
    }
    found.parts.emplace_back(std::move(*inner));
    i = static_cast<uint32_t>(close);
    piece = i + 1;
  }
  if (found.parts.empty()) {
    return make(where, ast::TextLiteral{unescape(begin, end)});
  }
  if (piece < end) {
    found.parts.emplace_back(ast::Text{unescape(piece, end), {file_, piece, end}});
  }
  return make(where, std::move(found));
}

std::optional<std::pair<ast::Path, source::Span>> Transformer::path_in_text(uint32_t begin, uint32_t end) {
  const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  ast::Path path;
  const source::Span whole{file_, begin, end};
  uint32_t at = begin;
  while (at < end) {
    const uint32_t first = at;
    if (text_[at] == '[') {
      uint32_t close = at + 1;
      while (close < end && std::isdigit(static_cast<unsigned char>(text_[close])) != 0) {
        ++close;
      }
      int64_t index = 0;
      if (path.segments.empty() || close == at + 1 || close >= end || text_[close] != ']' ||
          std::from_chars(text_.data() + at + 1, text_.data() + close, index).ec != std::errc()) {
        return std::nullopt;
      }
      path.segments.emplace_back(ast::Path::Index{index, {file_, at, close + 1}});
      at = close + 1;
      continue;
    }
    if (!path.segments.empty()) {
      if (text_[at] != '.') {
        return std::nullopt;
      }
      ++at;
    }
    const uint32_t from = at;
    if (at < end && text_[at] == '`') {
      const size_t close = text_.find('`', at + 1);
      if (close == std::string_view::npos || close >= end) {
        return std::nullopt;
      }
      path.segments.emplace_back(
          ast::Path::Field{{std::string(text_.substr(from + 1, close - from - 1)), {file_, first, end}}});
      at = static_cast<uint32_t>(close) + 1;
      continue;
    }
    while (at < end && is_word(text_[at])) {
      ++at;
    }
    if (at == from) {
      return std::nullopt;
    }
    path.segments.emplace_back(ast::Path::Field{{std::string(text_.substr(from, at - from)), {file_, from, at}}});
  }
  if (path.segments.empty()) {
    return std::nullopt;
  }
  return std::pair(std::move(path), whole);
}

ast::Text Transformer::text(Node* token) {
  const source::Span where = span(token);
  const source::Span inner = between_quotes(text_, where);
  return {unescape(inner.begin, inner.end), where};
}

std::optional<ast::Text> Transformer::optional_text(Node* token) {
  return token == nullptr ? std::nullopt : std::optional(text(token));
}

std::string Transformer::unescape(uint32_t begin, uint32_t end) {
  std::string result;
  for (uint32_t i = begin; i < end; ++i) {
    if (text_[i] != '\\' || i + 1 >= end) {
      result += text_[i];
      continue;
    }
    switch (text_[++i]) {
      case 'n':
        result += '\n';
        break;
      case 't':
        result += '\t';
        break;
      case 'r':
        result += '\r';
        break;
      case '\\':
      case '"':
      case '$':
        result += text_[i];
        break;
      default:
        out_.report({file_, i - 1, i + 1}, diagnostics::bad_escape, std::string(text_.substr(i - 1, 2)));
        result += text_[i];
    }
  }
  return result;
}

ast::Duration Transformer::duration(Node* token) {
  const source::Span where = span(token);
  std::string digits = written(where);
  std::erase(digits, '_');
  size_t unit = 0;
  int64_t count = 0;
  for (; unit < digits.size() && std::isdigit(static_cast<unsigned char>(digits[unit])) != 0; ++unit) {
    count = std::min<int64_t>(count * 10 + (digits[unit] - '0'), 1'000'000'000'000);
  }
  const std::string name = digits.substr(unit);
  static constexpr std::array<std::string_view, 8> units = {"ms", "s", "min", "h", "d", "w", "mo", "y"};
  if (std::ranges::find(units, name) == units.end()) {
    return {0, 0, where};  // answered as a unit that there is not
  }
  const bool calendar = name == "mo" || name == "y";
  const int64_t unit_size = name == "y"     ? 12
                            : name == "mo"  ? 1
                            : name == "ms"  ? 1
                            : name == "s"   ? 1000
                            : name == "min" ? 60'000
                            : name == "h"   ? 3'600'000
                            : name == "w"   ? 7 * 86'400'000LL
                                            : 86'400'000LL;
  constexpr int64_t most_months = 12'000;  // a thousand years; in microseconds they still fit their 64 bits
  constexpr int64_t most_milliseconds = 365'250 * 86'400'000LL;
  if (count > (calendar ? most_months : most_milliseconds) / unit_size) {
    out_.report(where, diagnostics::number_out_of_range, digits);
    return {0, 0, where};
  }
  return calendar ? ast::Duration{0, count * unit_size, where} : ast::Duration{count * unit_size, 0, where};
}

int64_t Transformer::integer(Node* token) {
  std::string digits = written(span(token));
  std::erase(digits, '_');
  if (digits.size() > 18) {
    out_.report(span(token), diagnostics::number_out_of_range, digits);
    return 0;
  }
  int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace treaty::parse
