#include "stdlib/host/unicode.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <utf8proc.h>

#include <memory>
#include <string>

#include "stdlib/function.h"

namespace {

std::string without_accents(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
  const icu::Normalizer2* compose = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString kept;
  if (U_FAILURE(status)) {
    return {};
  }
  const icu::UnicodeString decomposed = decompose->normalize(text, status);
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) {
      kept.append(c);
    }
  }
  std::string bytes;
  compose->normalize(kept, status).toUTF8String(bytes);
  // Letters that Unicode does not decompose, by the usual transcription.
  static constexpr std::pair<std::string_view, std::string_view> others[] = {
      {"Ø", "O"},  {"ø", "o"},  {"Ł", "L"},  {"ł", "l"},  {"Đ", "D"}, {"đ", "d"},
      {"ß", "ss"}, {"Æ", "AE"}, {"æ", "ae"}, {"Œ", "OE"}, {"œ", "oe"}};
  for (const auto& [letter, plain] : others) {
    for (size_t at = bytes.find(letter); at != std::string::npos; at = bytes.find(letter, at + plain.size())) {
      bytes.replace(at, letter.size(), plain);
    }
  }
  return bytes;
}

}  // namespace

treaty_error treaty_unicode_map(treaty_context* context, treaty_value* result, const treaty_value* text,
                                uint32_t mapping) {
  icu::UnicodeString letters =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text->as.text.data, static_cast<int32_t>(text->as.text.size)));
  std::string bytes;
  switch (mapping) {
    case TREATY_UNICODE_LOWER:
      letters.toLower(icu::Locale::getRoot()).toUTF8String(bytes);
      break;
    case TREATY_UNICODE_UPPER:
      letters.toUpper(icu::Locale::getRoot()).toUTF8String(bytes);
      break;
    case TREATY_UNICODE_TITLE: {
      UErrorCode status = U_ZERO_ERROR;
      thread_local const std::unique_ptr<icu::BreakIterator> words(icu::BreakIterator::createWordInstance(
          icu::Locale::getRoot(), status));  // making one takes longer than using it
      letters.toTitle(words.get(), icu::Locale::getRoot()).toUTF8String(bytes);
      break;
    }
    default:
      bytes = without_accents(letters);
  }
  char* out = treaty_stdlib::allocate(context, bytes.size());
  if (out == nullptr) {
    return treaty_errors::too_large;
  }
  memcpy(out, bytes.data(), bytes.size());
  treaty_stdlib::set_text(result, out, bytes.size());
  return 0;
}

uint32_t treaty_unicode_capital(const char* at, uint64_t size, char* capital) {
  utf8proc_int32_t letter = -1;
  const auto taken =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(at), static_cast<utf8proc_ssize_t>(size), &letter);
  if (taken <= 0 || letter < 0) {
    memcpy(capital, at, size);
    return static_cast<uint32_t>(size);
  }
  return static_cast<uint32_t>(
      utf8proc_encode_char(utf8proc_toupper(letter), reinterpret_cast<utf8proc_uint8_t*>(capital)));
}
