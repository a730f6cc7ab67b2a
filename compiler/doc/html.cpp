#include "compiler/doc/html.h"

#include <algorithm>

#include <fmt/core.h>

#include "compiler/base/match.h"

namespace treaty::doc {
namespace {

constexpr size_t short_table = 6;  ///< rows that stay on one sheet of paper
constexpr size_t long_list = 8;    ///< items that stand in one column

std::string line_of(const Line& line) {
  std::string html;
  for (const Piece& piece : line.pieces) {
    const std::string text = html_escaped(piece.text);
    switch (piece.style) {
      case Piece::Style::plain:
        html += text;
        break;
      case Piece::Style::code:
        html += "<code>" + text + "</code>";
        break;
      case Piece::Style::strong:
        html += "<strong>" + text + "</strong>";
        break;
      case Piece::Style::quiet:
        html += "<span class=\"quiet\">" + text + "</span>";
        break;
      case Piece::Style::open:
        html += "<mark>" + text + "</mark>";
        break;
    }
  }
  return html;
}

std::string cell_of(const Cell& cell) {
  if (cell.lines.size() == 1) {
    return line_of(cell.lines.front());
  }
  std::string html;
  for (const Line& line : cell.lines) {
    html += "<div>" + line_of(line) + "</div>";
  }
  return html;
}

std::string table_of(const Table& table) {
  // What scrolls sideways on a small screen is reached by the keyboard, too.
  std::string html = fmt::format(
      "<div class=\"scroll{0}\" role=\"region\" aria-label=\"{2}\" tabindex=\"0\"><table class=\"of{1}\">\n"
      "<caption>{2}</caption>\n<thead><tr>",
      table.rows.size() <= short_table ? " short" : "", table.columns.size(), html_escaped(table.caption));
  for (const std::string& column : table.columns) {
    html += "<th scope=\"col\">" + html_escaped(column) + "</th>";
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const Row& row : table.rows) {
    html += "<tr>";
    for (size_t i = 0; i < row.size(); ++i) {
      html += i == 0 ? "<th scope=\"row\">" + cell_of(row[i]) + "</th>" : "<td>" + cell_of(row[i]) + "</td>";
    }
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table></div>\n";
}

std::string list_of(const std::vector<Line>& items) {
  std::string html = items.size() > long_list ? "<ul class=\"many\">\n" : "<ul>\n";
  for (const Line& item : items) {
    html += "<li>" + line_of(item) + "</li>\n";
  }
  return html + "</ul>\n";
}

std::string signatures_of(const Signatures& signatures) {
  std::string html = "<div class=\"signatures\">\n";
  for (const Signatures::One& one : signatures.who) {
    html += fmt::format(
        "<div class=\"signature\"><p><strong>{}</strong>{}</p><p class=\"rule\">Name</p><p class=\"rule\">Place and "
        "day</p><p class=\"rule\">Signature</p></div>\n",
        html_escaped(one.title),
        one.role.empty() ? "" : "<br><span class=\"quiet\">" + html_escaped(one.role) + "</span>");
  }
  return html + "</div>\n";
}

/// Numbers pictures as it goes, so that their parts have names of their own.
class Page {
 public:
  std::string of(const Document& document) {
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<title>{0}</title>\n<style>\n{1}</style>\n</head>\n<body>\n<header>\n<p "
        "class=\"kind\">{2}</p>\n<h1>{0}</h1>\n"
        "<dl>\n",
        html_escaped(document.title), style_sheet(), html_escaped(document.subtitle));
    for (const Row& row : document.facts.rows) {
      html += "<div><dt>" + cell_of(row[0]) + "</dt><dd>" + cell_of(row[1]) + "</dd></div>\n";
    }
    html += "</dl>\n</header>\n<main>\n";
    for (size_t i = 0; i < document.sections.size(); ++i) {
      add(html, document.sections[i], 2, std::to_string(i + 1));
      if (i == 0) {
        html += contents(document);
      }
    }
    return html + "</main>\n</body>\n</html>\n";
  }

 private:
  static std::string contents(const Document& document) {
    std::string html = "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>\n";
    for (size_t i = 0; i < document.sections.size(); ++i) {
      html += fmt::format("<li><a href=\"#s{}\">{}</a></li>\n", i + 1, html_escaped(document.sections[i].title));
    }
    return html + "</ol>\n</nav>\n";
  }

  void add(std::string& html, const Section& section, size_t level, const std::string& number) {
    const size_t heading = std::min<size_t>(level, 6);
    html += fmt::format(
        "<section{} aria-labelledby=\"s{}\">\n<h{} id=\"s{}\"><span class=\"number\">{}</span> {}</h{}>\n",
        section.wide ? " class=\"wide\"" : "", number, heading, number, number, html_escaped(section.title), heading);
    for (const Block& block : section.blocks) {
      html += match(
          block, [](const Paragraph& paragraph) { return "<p>" + line_of(paragraph.line) + "</p>\n"; },
          [](const List& list) { return list_of(list.items); }, [](const Table& table) { return table_of(table); },
          [&](const Picture& picture) { return to_svg(picture, ++pictures_); },
          [](const Signatures& signatures) { return signatures_of(signatures); });
    }
    for (size_t i = 0; i < section.sections.size(); ++i) {
      add(html, section.sections[i], level + 1, number + "." + std::to_string(i + 1));
    }
    html += "</section>\n";
  }

  size_t pictures_ = 0;
};

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        // What XML and HTML do not know as a letter would make the page invalid.
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return out;
}

std::string to_html(const Document& document) { return Page().of(document); }

}  // namespace treaty::doc
