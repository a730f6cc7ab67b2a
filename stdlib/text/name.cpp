// Names of people.
#include "stdlib/function.h"

using namespace treaty_stdlib;

namespace {

const char* skip_space(const char* at, const char* end) {
  while (at < end) {
    const uint32_t width = space_at(at, end);
    if (width == 0) break;
    at += width;
  }
  return at;
}

const char* end_of_word(const char* at, const char* end) {
  while (at < end && space_at(at, end) == 0) at += character_size(*at);
  return at < end ? at : end;
}

/// `von`, `de la`, `van der`: in small letters they belong to the family name.
bool is_particle(const char* begin, const char* end) {
  static constexpr const char* particles[] = {"von", "van", "der",   "den", "de",  "du", "la",  "le",  "di", "da",
                                              "dal", "del", "della", "dos", "das", "do", "ter", "ten", "zu", "zum",
                                              "zur", "vom", "bin",   "ibn", "al",  "el", "y",   "af",  "av"};
  const auto size = static_cast<size_t>(end - begin);
  for (const char* particle : particles) {
    if (strlen(particle) == size && memcmp(begin, particle, size) == 0) return true;
  }
  return false;
}

/// Without the white space at the end; only the ASCII kinds stand there in practice, behind words found by
/// `end_of_word`.
const char* without_space_behind(const char* begin, const char* end) {
  const char* last = begin;
  for (const char* at = begin; at < end;) {
    last = end_of_word(at, end);
    at = skip_space(last, end);
  }
  return last;
}

}  // namespace

TREATY_FN(text_split_name) {
  const treaty_value& text = arguments[0];
  const char* end = text.as.text.data + text.as.text.size;
  const char* begin = skip_space(text.as.text.data, end);
  auto* items = reinterpret_cast<treaty_value*>(allocate(context, 2 * sizeof(treaty_value)));
  if (items == nullptr) return treaty_errors::too_large;
  const char* given_begin = begin;
  const char* given_end = begin;
  const char* family_begin = begin;
  const char* family_end = end;
  const char* comma = treaty_record::find_either(begin, end, ',', ',');
  if (comma < end) {  // Berg, Anna Lena
    family_end = comma;
    given_begin = skip_space(comma + 1, end);
    given_end = end;
  } else {
    const char* word = begin;
    const char* family = nullptr;
    while (word < end) {
      const char* word_end = end_of_word(word, end);
      const char* next = skip_space(word_end, end);
      if (next == end) {
        if (family == nullptr) family = word;
        break;
      }
      if (word > begin && is_particle(word, word_end)) {
        if (family == nullptr) family = word;
      } else {
        family = nullptr;
      }
      word = next;
    }
    if (family == begin || family == nullptr) {  // a single word is what one is called by
      given_end = end;
      family_begin = family_end = end;
    } else {
      given_end = family;
      family_begin = family;
    }
  }
  uint64_t count = 0;
  given_end = without_space_behind(given_begin, given_end);
  family_end = without_space_behind(family_begin, family_end);
  slice_of(&items[count++], text, given_begin, given_end);
  if (family_end > family_begin) slice_of(&items[count++], text, family_begin, family_end);
  *result = treaty_value{};
  result->kind = TREATY_LIST;
  result->as.list.items = items;
  result->as.list.size = count;
  return 0;
}
