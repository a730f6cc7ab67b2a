#include "compiler/doc/model.h"

#include <algorithm>

namespace treaty::doc {
namespace {

Line styled(std::string_view text, Piece::Style style) {
  Line line;
  if (!text.empty()) {
    line.pieces.push_back({std::string(text), style});
  }
  return line;
}

}  // namespace

Line::Line(std::string text) {
  if (!text.empty()) {
    pieces.push_back({std::move(text)});
  }
}

Line& Line::operator+=(const Line& more) {
  for (const Piece& piece : more.pieces) {
    if (!pieces.empty() && pieces.back().style == piece.style && piece.style == Piece::Style::plain) {
      pieces.back().text += piece.text;
    } else {
      pieces.push_back(piece);
    }
  }
  return *this;
}

Line operator+(Line line, const Line& more) { return line += more; }
Line code(std::string_view text) { return styled(text, Piece::Style::code); }
Line strong(std::string_view text) { return styled(text, Piece::Style::strong); }
Line quiet(std::string_view text) { return styled(text, Piece::Style::quiet); }
Line open(std::string_view text) { return styled(text, Piece::Style::open); }

Line listed(const std::vector<Line>& items, std::string_view last) {
  Line line;
  for (size_t i = 0; i < items.size(); ++i) {
    line += i == 0 ? Line() : i + 1 == items.size() ? Line(std::string(last)) : Line(", ");
    line += items[i];
  }
  return line;
}

Line joined(const std::vector<Line>& items, const Line& between) {
  Line line;
  for (const Line& item : items) {
    line += line.empty() ? Line() : between;
    line += item;
  }
  return line;
}

Line spoken(std::string_view text) {
  Line line;
  for (bool inside = false; !text.empty(); inside = !inside) {
    const size_t end = std::min(text.find('`'), text.size());
    line += inside ? code(text.substr(0, end)) : Line(std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return line;
}

std::string counted(size_t count, std::string_view singular, std::string_view plural) {
  return std::to_string(count) + " " + std::string(count == 1 ? singular : plural);
}

Cell::Cell(Line line) {
  if (!line.empty()) {
    lines.push_back(std::move(line));
  }
}

Cell::Cell(std::vector<Line> all) {
  for (Line& line : all) {
    if (!line.empty()) {
      lines.push_back(std::move(line));
    }
  }
}

}  // namespace treaty::doc
