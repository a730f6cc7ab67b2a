#include <algorithm>
#include <vector>

#include <fmt/core.h>

#include "compiler/doc/html.h"

namespace treaty::doc {
namespace {

// In the picture's own units; the page scales it to its width.
constexpr double width = 960, margin = 8;
constexpr double box_width = 300, head_height = 46, row_height = 30, gap = 22, foot = 6;
constexpr double lane = 16;     // between links that run beside one another
constexpr size_t letters = 32;  // of a row, before it is cut
constexpr size_t head_letters = 27;

struct Placed {
  double x = 0, y = 0, height = 0;
  std::vector<double> rows;  ///< the middle of each
  [[nodiscard]] double row_at(size_t row) const { return row == Picture::head ? y + head_height / 2 : rows[row]; }
};

/// A box with its rows one below the other.
Placed placed(const Picture::Box& box, double x, double y) {
  Placed at{.x = x, .y = y, .height = head_height, .rows = {}};
  for (size_t i = 0; i < box.rows.size(); ++i) {
    at.rows.push_back(y + head_height + (static_cast<double>(i) + 0.5) * row_height);
  }
  at.height += box.rows.empty() ? 0 : static_cast<double>(box.rows.size()) * row_height + foot;
  return at;
}

/// Cut to what the box holds, between letters.
std::string fitting(const std::string& text, size_t most) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (begins && ++count > most) {
      return text.substr(0, i) + "…";
    }
  }
  return text;
}

class Drawing {
 public:
  Drawing(const Picture& picture, size_t number) : picture_(picture), number_(number) {}

  std::string draw() {
    place();
    const double height = std::max(end_of(left_), end_of(right_)) + margin;
    std::string svg = fmt::format(
        "<figure>\n<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" role=\"img\" aria-labelledby=\"p{2}t p{2}d\">\n"
        "<title id=\"p{2}t\">{3}</title>\n<desc id=\"p{2}d\">{4}</desc>\n",
        width, height, number_, html_escaped(picture_.title), html_escaped(words()));
    for (const char* kind : {"ours", "theirs"}) {
      svg += fmt::format(
          "<marker id=\"p{}{}\" class=\"tip {}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" "
          "markerHeight=\"8\" orient=\"auto-start-reverse\"><path d=\"M0 1 L10 5 L0 9 z\"/></marker>\n",
          number_, kind, kind);
    }
    for (size_t i = 0; i < left_.size(); ++i) {
      svg += box(picture_.left[i], left_[i]);
    }
    for (size_t i = 0; i < right_.size(); ++i) {
      svg += box(picture_.right[i], right_[i]);
    }
    for (const Picture::Arrow& arrow : picture_.arrows) {
      svg += across(arrow);
    }
    for (size_t i = 0; i < picture_.links.size(); ++i) {
      svg += beside(picture_.links[i], i);
    }
    return svg + fmt::format("</svg>\n<figcaption>{}</figcaption>\n</figure>\n", html_escaped(picture_.title));
  }

 private:
  static double end_of(const std::vector<Placed>& boxes) {
    return boxes.empty() ? margin : boxes.back().y + boxes.back().height;
  }

  std::string words() const {
    std::string text;
    for (const Line& line : picture_.words) {
      text += text.empty() ? "" : "; ";
      for (const Piece& piece : line.pieces) {
        text += piece.text;
      }
    }
    return text;
  }

  void place() {
    const double room = picture_.links.empty() ? 0 : lane * static_cast<double>(picture_.links.size() + 1);
    const double right = width - margin - box_width - room;
    const bool to_rows =
        std::ranges::any_of(picture_.arrows, [](const auto& one) { return one.to.row != Picture::head; });
    to_rows ? place_rows(right) : place_heads(right);
  }

  /// The left column from the top; each row on the right at the height of what leads to it, where there is room.
  void place_rows(double right) {
    double y = margin;
    for (const Picture::Box& box : picture_.left) {
      left_.push_back(placed(box, margin, y));
      y += left_.back().height + gap;
    }
    y = margin;
    for (size_t i = 0; i < picture_.right.size(); ++i) {
      Placed at = placed(picture_.right[i], right, y);
      for (size_t row = 0; row < at.rows.size(); ++row) {
        const auto arrow = std::ranges::find_if(
            picture_.arrows, [&](const auto& one) { return one.to.box == i && one.to.row == row; });
        const double wanted = arrow == picture_.arrows.end() ? 0 : left_[arrow->from.box].row_at(arrow->from.row);
        const double above = row == 0 ? at.y + head_height - row_height / 2 : at.rows[row - 1];
        at.rows[row] = std::max(above + row_height, wanted);
        if (row == 0) {
          at.y = at.rows[0] - row_height / 2 - head_height;
        }
        at.height = at.rows[row] + row_height / 2 + foot - at.y;
      }
      y = at.y + at.height + gap;
      right_.push_back(std::move(at));
    }
  }

  /// The right column from the top; each box on the left beside what it leads to, where there is room.
  void place_heads(double right) {
    double y = margin;
    for (const Picture::Box& box : picture_.right) {
      right_.push_back(placed(box, right, y));
      y += right_.back().height + gap;
    }
    y = margin;
    for (size_t i = 0; i < picture_.left.size(); ++i) {
      const auto arrow = std::ranges::find_if(picture_.arrows, [&](const auto& one) { return one.from.box == i; });
      const double wanted = arrow == picture_.arrows.end() ? y : right_[arrow->to.box].y;
      left_.push_back(placed(picture_.left[i], margin, std::max(y, wanted)));
      y = left_.back().y + left_.back().height + gap;
    }
  }

  static std::string box(const Picture::Box& box, const Placed& at) {
    std::string svg = fmt::format(
        "<g class=\"box{}\"><rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" height=\"{:.0f}\" rx=\"8\"/>"
        "<text class=\"name\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>",
        box.outside ? " outside" : "", at.x, at.y, box_width, at.height, at.x + 14,
        at.y + (box.note.empty() ? 29 : 21), html_escaped(fitting(box.title, head_letters)));
    if (!box.note.empty()) {
      svg += fmt::format("<text class=\"note\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>", at.x + 14, at.y + 38,
                         html_escaped(fitting(box.note, letters)));
    }
    for (size_t i = 0; i < box.rows.size(); ++i) {
      const double y = at.row_at(i);
      svg += fmt::format(
          "<line x1=\"{0:.0f}\" y1=\"{2:.0f}\" x2=\"{1:.0f}\" y2=\"{2:.0f}\"/><text x=\"{3:.0f}\" "
          "y=\"{4:.0f}\">{5}</text>",
          at.x, at.x + box_width, y - row_height / 2, at.x + 14, y + 5, html_escaped(fitting(box.rows[i], letters)));
    }
    return svg + "</g>\n";
  }

  std::string across(const Picture::Arrow& arrow) const {
    const Placed &from = left_[arrow.from.box], &to = right_[arrow.to.box];
    const double x1 = from.x + box_width + 3, y1 = from.row_at(arrow.from.row);
    const double x2 = to.x - 3, y2 = to.row_at(arrow.to.row);
    const double middle = (x1 + x2) / 2;
    const char* kind = arrow.outside ? "theirs" : "ours";
    std::string svg = fmt::format(
        "<path class=\"arrow {0}\" d=\"M{1:.0f} {2:.0f} C{3:.0f} {2:.0f} {3:.0f} {4:.0f} {5:.0f} {4:.0f}\"{6}{7}/>\n",
        kind, x1, y1, middle, y2, x2, arrow.there ? fmt::format(" marker-end=\"url(#p{}{})\"", number_, kind) : "",
        arrow.back ? fmt::format(" marker-start=\"url(#p{}{})\"", number_, kind) : "");
    if (!arrow.label.empty()) {
      const bool straight = y1 == y2;  // beside a curve there is room only where it begins
      svg += fmt::format("<text class=\"label\" x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"{}\">{}</text>\n",
                         straight ? middle : x1 + 10, straight ? y1 - 7 : y1 + (y2 < y1 ? 18 : -7),
                         straight ? "middle" : "start", html_escaped(fitting(arrow.label, 26)));
    }
    return svg;
  }

  /// Out of a row to a lane of its own, along it, and into the side of the other box.
  std::string beside(const Picture::Link& link, size_t index) const {
    const Placed &from = right_[link.from.box], &to = right_[link.to];
    const double x = from.x + box_width, far = x + lane * static_cast<double>(index + 1);
    // Links into one box end beside one another, not on one another.
    size_t before = 0, all = 0;
    for (size_t i = 0; i < picture_.links.size(); ++i) {
      before += picture_.links[i].to == link.to && i < index ? 1 : 0;
      all += picture_.links[i].to == link.to ? 1 : 0;
    }
    const double y1 = from.row_at(link.from.row);
    const double y2 = to.y + head_height * static_cast<double>(before + 1) / static_cast<double>(all + 1);
    return fmt::format(
        "<path class=\"arrow link\" d=\"M{:.0f} {:.1f} H{:.0f} V{:.1f} H{:.0f}\" marker-end=\"url(#p{}ours)\"/>\n", x,
        y1, far, y2, x + 3, number_);
  }

  const Picture& picture_;
  size_t number_;
  std::vector<Placed> left_, right_;
};

}  // namespace

std::string to_svg(const Picture& picture, size_t number) { return Drawing(picture, number).draw(); }

}  // namespace treaty::doc
