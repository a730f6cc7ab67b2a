// Countries and currencies, by ISO's codes and the English names that ICU knows. Host functions.
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/unistr.h>

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "stdlib/contact/address.h"

using namespace treaty_stdlib;

namespace {

using Names = std::map<std::string, std::string, std::less<>>;

/// Small letters without accents, and digits: `U.S.A.` and `Cote d'Ivoire` are found however they are written.
std::string plain(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return {};
  icu::UnicodeString letters = decompose->normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))), status);
  letters.toLower(icu::Locale::getRoot());
  std::string found;
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    const UChar32 c = letters.char32At(i);
    if (u_isalnum(c)) icu::UnicodeString(c).toUTF8String(found);
  }
  return found.starts_with("the") ? found.substr(3) : found;
}

/// What people write that is neither a code nor ICU's name.
constexpr std::pair<std::string_view, std::string_view> other_names[] = {
    {"usa", "US"},
    {"us of a", "US"},
    {"america", "US"},
    {"united states of america", "US"},
    {"uk", "GB"},
    {"great britain", "GB"},
    {"britain", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"wales", "GB"},
    {"northern ireland", "GB"},
    {"united kingdom of great britain and northern ireland", "GB"},
    {"republic of ireland", "IE"},
    {"eire", "IE"},
    {"holland", "NL"},
    {"czech republic", "CZ"},
    {"south korea", "KR"},
    {"korea", "KR"},
    {"republic of korea", "KR"},
    {"korea republic of", "KR"},
    {"north korea", "KP"},
    {"russian federation", "RU"},
    {"viet nam", "VN"},
    {"ivory coast", "CI"},
    {"cote divoire", "CI"},
    {"burma", "MM"},
    {"swaziland", "SZ"},
    {"macedonia", "MK"},
    {"cape verde", "CV"},
    {"east timor", "TL"},
    {"turkey", "TR"},
    {"turkiye", "TR"},
    {"uae", "AE"},
    {"emirates", "AE"},
    {"hong kong", "HK"},
    {"macau", "MO"},
    {"macao", "MO"},
    {"peoples republic of china", "CN"},
    {"pr china", "CN"},
    {"taiwan", "TW"},
    {"syria", "SY"},
    {"syrian arab republic", "SY"},
    {"iran islamic republic of", "IR"},
    {"bolivia plurinational state of", "BO"},
    {"venezuela bolivarian republic of", "VE"},
    {"tanzania united republic of", "TZ"},
    {"moldova republic of", "MD"},
    {"republic of moldova", "MD"},
    {"lao pdr", "LA"},
    {"laos", "LA"},
    {"brunei darussalam", "BN"},
    {"micronesia", "FM"},
    {"vatican", "VA"},
    {"holy see", "VA"},
    {"palestine", "PS"},
    {"congo", "CG"},
    {"congo republic", "CG"},
    {"dr congo", "CD"},
    {"democratic republic of the congo", "CD"},
    {"bosnia", "BA"},
    {"bosnia and herzegovina", "BA"},
    {"trinidad", "TT"},
    {"trinidad and tobago", "TT"},
    {"antigua and barbuda", "AG"},
    {"saint kitts and nevis", "KN"},
    {"saint lucia", "LC"},
    {"saint vincent and the grenadines", "VC"},
    {"sao tome and principe", "ST"},
    {"turks and caicos islands", "TC"},
    {"curacao", "CW"},
    {"reunion", "RE"},
    {"aland islands", "AX"},
    {"saint barthelemy", "BL"},
    {"sint maarten", "SX"},
    {"deutschland", "DE"},
    {"espana", "ES"},
    {"italia", "IT"},
    {"brasil", "BR"},
    {"schweiz", "CH"},
    {"suisse", "CH"},
    {"osterreich", "AT"},
    {"belgique", "BE"},
    {"belgie", "BE"},
    {"nederland", "NL"},
    {"sverige", "SE"},
    {"norge", "NO"},
    {"danmark", "DK"},
    {"suomi", "FI"},
    {"polska", "PL"},
    {"kosovo", "XK"}};

Names read_countries() {
  Names names;
  for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
    const icu::Locale country("en", *code);
    icu::UnicodeString name;
    country.getDisplayCountry(icu::Locale::getEnglish(), name);
    std::string text;
    name.toUTF8String(text);
    names.emplace(plain(*code), *code);
    names.emplace(plain(country.getISO3Country()), *code);
    names.emplace(plain(text), *code);
  }
  for (const auto& [name, code] : other_names) names.emplace(plain(name), code);
  names.erase("");
  return names;
}

std::set<std::string, std::less<>> read_currencies() {
  std::set<std::string, std::less<>> codes;
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration* all = ucurr_openISOCurrencies(UCURR_COMMON | UCURR_NON_DEPRECATED, &status);
  if (U_FAILURE(status)) return codes;
  int32_t size = 0;
  while (const char* code = uenum_next(all, &size, &status)) codes.emplace(code, static_cast<size_t>(size));
  uenum_close(all);
  return codes;
}

treaty_error give(treaty_context* context, treaty_value* result, std::string_view text) {
  char* out = allocate(context, text.size());
  if (out == nullptr) return treaty_errors::too_large;
  memcpy(out, text.data(), text.size());
  set_text(result, out, text.size(), TREATY_CLEAN);
  return 0;
}

}  // namespace

TREATY_FN(contact_country_code) {
  static const Names names = read_countries();
  const auto found = names.find(plain({arguments[0].as.text.data, arguments[0].as.text.size}));
  return found == names.end() ? treaty_errors::unknown_country : give(context, result, found->second);
}

TREATY_FN(contact_currency_code) {
  static const std::set<std::string, std::less<>> codes = read_currencies();
  const char* begin = arguments[0].as.text.data;
  const char* end = begin + arguments[0].as.text.size;
  trim_both(&begin, &end);
  std::string code(begin, end);
  for (char& c : code) {
    if (static_cast<unsigned char>(c - 'a') < 26) c = static_cast<char>(c - 32);
  }
  return codes.contains(code) ? give(context, result, code) : treaty_errors::unknown_currency;
}
