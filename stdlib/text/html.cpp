// HTML as plain text: what a reader of the page would see.
#include "stdlib/function.h"

using namespace treaty_stdlib;

namespace {

struct Entity {
  const char* name;
  const char* text;
};
constexpr Entity entities[] = {
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},   {"nbsp", " "},
    {"copy", "©"},   {"reg", "®"},    {"trade", "™"},  {"hellip", "…"}, {"mdash", "—"},  {"ndash", "–"},
    {"lsquo", "‘"},  {"rsquo", "’"},  {"ldquo", "“"},  {"rdquo", "”"},  {"laquo", "«"},  {"raquo", "»"},
    {"bull", "•"},   {"middot", "·"}, {"deg", "°"},    {"euro", "€"},   {"pound", "£"},  {"yen", "¥"},
    {"cent", "¢"},   {"sect", "§"},   {"times", "×"},  {"agrave", "à"}, {"aacute", "á"}, {"acirc", "â"},
    {"atilde", "ã"}, {"auml", "ä"},   {"aring", "å"},  {"aelig", "æ"},  {"ccedil", "ç"}, {"egrave", "è"},
    {"eacute", "é"}, {"ecirc", "ê"},  {"euml", "ë"},   {"iacute", "í"}, {"icirc", "î"},  {"iuml", "ï"},
    {"ntilde", "ñ"}, {"oacute", "ó"}, {"ocirc", "ô"},  {"otilde", "õ"}, {"ouml", "ö"},   {"oslash", "ø"},
    {"szlig", "ß"},  {"uacute", "ú"}, {"ugrave", "ù"}, {"ucirc", "û"},  {"uuml", "ü"},   {"Agrave", "À"},
    {"Eacute", "É"}, {"Egrave", "È"}, {"Auml", "Ä"},   {"Ouml", "Ö"},   {"Uuml", "Ü"},   {"Ccedil", "Ç"},
};

bool add_point(Builder& out, uint32_t point) {
  if (point == 0 || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
  if (point < 0x80) return out.add(static_cast<char>(point));
  char bytes[4];
  uint32_t size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  for (uint32_t i = size - 1; i > 0; --i, point >>= 6) bytes[i] = static_cast<char>(0x80 | (point & 0x3F));
  bytes[0] = static_cast<char>((size == 2 ? 0xC0 : size == 3 ? 0xE0 : 0xF0) | point);
  return out.add(bytes, size);
}

/// `&name;`, `&#10;` or `&#xA;` at `at`; what is none of them stays as it is.
bool add_entity(Builder& out, const char*& at, const char* end) {
  const char* semicolon = at + 1;
  while (semicolon < end && semicolon - at < 12 && *semicolon != ';') ++semicolon;
  if (semicolon == end || *semicolon != ';') return out.add(*at++);
  const char* name = at + 1;
  const auto size = static_cast<uint64_t>(semicolon - name);
  if (size >= 2 && *name == '#') {
    const bool hexadecimal = (name[1] | 0x20) == 'x';
    uint32_t point = 0;
    const char* digit = name + (hexadecimal ? 2 : 1);
    for (; digit < semicolon && point <= 0x10FFFF; ++digit) {
      const char lower = static_cast<char>(*digit | 0x20);
      if (is_digit(*digit)) {
        point = point * (hexadecimal ? 16 : 10) + static_cast<uint32_t>(*digit - '0');
      } else if (hexadecimal && lower >= 'a' && lower <= 'f') {
        point = point * 16 + static_cast<uint32_t>(lower - 'a' + 10);
      } else {
        return out.add(*at++);
      }
    }
    at = semicolon + 1;
    return add_point(out, point);
  }
  for (const Entity& entity : entities) {
    if (strlen(entity.name) == size && memcmp(entity.name, name, size) == 0) {
      at = semicolon + 1;
      return out.add(entity.text, strlen(entity.text));
    }
  }
  return out.add(*at++);
}

bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

/// Does the tag name at `at` equal `name` (small letters)?
bool tag_is(const char* at, const char* end, const char* name) {
  for (; *name != 0; ++at, ++name) {
    if (at >= end || (*at | 0x20) != (*name | 0x20)) return false;
  }
  return at >= end || !(is_letter(*at) || is_digit(*at));
}

bool breaks_line(const char* name, const char* end) {
  static constexpr const char* blocks[] = {"br", "p",  "div", "li", "tr", "h1",    "h2",        "h3",
                                           "h4", "h5", "h6",  "ul", "ol", "table", "blockquote"};
  for (const char* block : blocks) {
    if (tag_is(name, end, block)) return true;
  }
  return false;
}

/// Behind the tag, comment, script or style that begins at `at`.
const char* skip_tag(const char* at, const char* end) {
  if (end - at >= 4 && memcmp(at, "<!--", 4) == 0) {
    for (at += 4; end - at >= 3; ++at) {
      if (memcmp(at, "-->", 3) == 0) return at + 3;
    }
    return end;
  }
  const char* name = at + 1;
  const bool hidden = tag_is(name, end, "script") || tag_is(name, end, "style");
  const bool script = tag_is(name, end, "script");
  char quote = 0;
  for (; at < end; ++at) {
    if (quote != 0) {
      if (*at == quote) quote = 0;
    } else if (*at == '"' || *at == '\'') {
      quote = *at;
    } else if (*at == '>') {
      ++at;
      break;
    }
  }
  if (!hidden) return at;
  for (; at < end; ++at) {
    if (*at == '<' && end - at > 2 && at[1] == '/' && tag_is(at + 2, end, script ? "script" : "style"))
      return skip_tag(at, end);
  }
  return end;
}

/// White space as a page shows it, before the next letter: one line end or one blank, none at the beginning.
bool add_gap(Builder& out, bool& blank, bool& line) {
  const bool fits = out.size == 0 || (!line && !blank) || out.add(line ? '\n' : ' ');
  blank = false;
  line = false;
  return fits;
}

}  // namespace

TREATY_FN(text_html_to_text) {
  const char* at = arguments[0].as.text.data;
  const char* end = at + arguments[0].as.text.size;
  Builder out{context};
  if (!out.reserve(arguments[0].as.text.size + 8)) return treaty_errors::too_large;
  bool blank = false;
  bool line = false;
  bool fits = true;
  while (at < end && fits) {
    if (*at == '<' && end - at > 1 && (is_letter(at[1]) || at[1] == '/' || at[1] == '!')) {
      line = line || breaks_line(at + (at[1] == '/' ? 2 : 1), end);
      at = skip_tag(at, end);
    } else if (const uint32_t width = space_at(at, end); width > 0) {
      blank = true;
      at += width;
    } else {
      fits = add_gap(out, blank, line) && (*at == '&' ? add_entity(out, at, end) : out.add(*at++));
    }
  }
  if (!fits) return treaty_errors::too_large;
  set_text(result, out.data, out.size);
  return 0;
}
