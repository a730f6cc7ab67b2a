#include "compiler/doc/sentences.h"

#include <algorithm>
#include <cctype>

namespace treaty::doc {
namespace {

struct Words {
  std::string_view key, sentence;
};
constexpr Words all_words[] = {
#define WORDS(key, sentence) {#key, sentence},
#include "compiler/doc/words.def"
#undef WORDS
};

constexpr std::string_view keys[] = {
#define FN(key, name, signature, symbol, totality, reversal, strictness, doc, examples) #key,
#include "stdlib/functions.def"
#undef FN
};
static_assert(std::ranges::all_of(all_words,
                                  [](const Words& one) {
                                    return std::ranges::find(keys, one.key) != std::end(keys);
                                  }),
              "a row of words.def names no function");

constexpr Words named_formats[] = {
    {"iso", "ISO 8601"}, {"epoch_ms", "milliseconds since 1970"}, {"epoch_s", "seconds since 1970"}};

std::string small_first(std::string text) {
  // A word in capitals (an abbreviation) keeps its first letter.
  if (text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

}  // namespace

std::string sentence_of(const functions::Function& function) {
  const auto* found = std::ranges::find(all_words, std::string_view(function.key), &Words::key);
  if (found != std::end(all_words)) {
    return std::string(found->sentence);
  }
  std::string doc = small_first(function.doc);
  while (!doc.empty() && doc.back() == '.') {
    doc.pop_back();
  }
  return doc;
}

std::string_view format_named(std::string_view format) {
  const auto* found = std::ranges::find(named_formats, format, &Words::key);
  return found == std::end(named_formats) ? std::string_view() : found->sentence;
}

}  // namespace treaty::doc
