#include "stdlib/contact/phone_text.h"

#include <utf8proc.h>

namespace treaty_stdlib {
namespace {

/// Reads one letter and moves on; bytes that are no UTF-8 are letters that nothing matches.
int32_t next_letter(std::string_view text, size_t* at) {
  const auto lead = static_cast<unsigned char>(text[*at]);
  if (lead < 0x80) {
    ++*at;
    return lead;
  }
  utf8proc_int32_t letter = -1;
  const auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + *at),
                                      static_cast<utf8proc_ssize_t>(text.size() - *at), &letter);
  *at += taken > 0 ? static_cast<size_t>(taken) : 1;
  return taken > 0 ? letter : -1;
}

/// The value of a digit of any script, -1 for other letters.
int digit_of(int32_t letter) {
  if (letter < 0x80) return letter >= '0' && letter <= '9' ? letter - '0' : -1;
  for (const int32_t zero : {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6,
                             0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10}) {
    if (letter >= zero && letter < zero + 10) return letter - zero;
  }
  return -1;
}

bool is_plus(int32_t letter) { return letter == '+' || letter == 0xFF0B; }

/// Blanks, hyphens, brackets, points and slashes, of every width.
bool is_punctuation(int32_t letter) {
  switch (letter) {
    case ' ':
    case '\t':
    case '-':
    case '(':
    case ')':
    case '[':
    case ']':
    case '.':
    case '/':
    case '~':
    case 0xA0:
    case 0xAD:
    case 0x200B:
    case 0x2060:
    case 0x2053:
    case 0x223C:
    case 0x2212:
    case 0x30FC:
    case 0x3000:
    case 0xFF08:
    case 0xFF09:
    case 0xFF0D:
    case 0xFF0E:
    case 0xFF0F:
    case 0xFF3B:
    case 0xFF3D:
    case 0xFF5E:
    case 0x202F:
    case 0x2009:
    case 0x2007:
    case 0x202A:
    case 0x202C:
    case 0x200E:
      return true;
    default:
      return letter >= 0x2010 && letter <= 0x2015;
  }
}

char lower(char c) { return static_cast<unsigned char>(c - 'A') < 26 ? static_cast<char>(c + 32) : c; }

/// Does an extension begin at `at`: `x12`, `ext. 12`, `extension 12`, `#12`, `;ext=12`, `, 12`? Nothing but digits
/// may follow the mark.
bool is_extension(std::string_view text, size_t at) {
  static constexpr std::string_view marks[] = {";ext=", "extension", "extn", "ext", "durchwahl", "poste",
                                               "anexo", "int",       "x",    "#",   ",",         ";"};
  for (const std::string_view mark : marks) {
    if (text.size() - at < mark.size()) continue;
    size_t same = 0;
    while (same < mark.size() && lower(text[at + same]) == mark[same]) ++same;
    if (same < mark.size()) continue;
    size_t rest = at + mark.size();
    while (rest < text.size() && (text[rest] == ' ' || text[rest] == '.' || text[rest] == ':' || text[rest] == '='))
      ++rest;
    const size_t digits = rest;
    while (rest < text.size() && text[rest] >= '0' && text[rest] <= '9') ++rest;
    const size_t count = rest - digits;
    while (rest < text.size() && (text[rest] == ' ' || text[rest] == '#')) ++rest;
    if (count >= 1 && count <= 9 && rest == text.size()) return true;
  }
  return false;
}

/// What one of the marks above begins with.
bool may_begin_extension(char c) {
  return c != 0 && std::string_view("exdpaiEXDPAI#,;").find(c) != std::string_view::npos;
}

/// "(0)": the national prefix as a reminder, which nobody dials from abroad.
bool is_reminder(std::string_view text, size_t at) { return text.substr(at).starts_with("(0)"); }

/// Where the number itself begins: behind `Tel.:` and the like.
size_t skip_label(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const int32_t letter = next_letter(text, &at);
    if (digit_of(letter) >= 0 || is_plus(letter) || letter == '(') return begin;
  }
  return text.size();
}

}  // namespace

bool read_phone_text(std::string_view text, PhoneText* read) {
  size_t at = skip_label(text);
  for (bool began = false; at < text.size();) {
    if (read->count > 0 && may_begin_extension(text[at]) && is_extension(text, at)) break;
    if (text[at] == '(' && is_reminder(text, at) &&
        (read->plus || (read->count >= 2 && read->digits[0] == '0' && read->digits[1] == '0'))) {
      at += 3;
      continue;
    }
    const int32_t letter = next_letter(text, &at);
    if (const int digit = digit_of(letter); digit >= 0) {
      if (read->count == PhoneText::most) return false;
      read->digits[read->count++] = static_cast<char>('0' + digit);
      began = true;
    } else if (is_plus(letter) && !began) {
      read->plus = true;
      began = true;
    } else if (!is_punctuation(letter)) {
      // White space and the like behind the number; a letter within it makes it none.
      if (letter == '\r' || letter == '\n') continue;
      return false;
    }
  }
  return read->count >= 2;
}

}  // namespace treaty_stdlib
