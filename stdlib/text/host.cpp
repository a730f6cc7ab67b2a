// Functions of texts that stand on libraries: regular expressions (RE2), slugs.
#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "stdlib/function.h"
#include "stdlib/host/unicode.h"

using namespace treaty_stdlib;

namespace {

std::string_view view(const treaty_value& text) { return {text.as.text.data, text.as.text.size}; }

treaty_error give(treaty_context* context, treaty_value* result, std::string_view text) {
  char* out = allocate(context, text.size());
  if (out == nullptr) return treaty_errors::too_large;
  memcpy(out, text.data(), text.size());
  set_text(result, out, text.size());
  return 0;
}

/// Compiled patterns of this thread; a contract has few, so the cache is emptied when it grows past what contracts
/// have.
const RE2* compiled(std::string_view pattern) {
  constexpr size_t most = 256;
  thread_local std::map<std::string, std::unique_ptr<RE2>, std::less<>> patterns;
  auto found = patterns.find(pattern);
  if (found == patterns.end()) {
    if (patterns.size() >= most) patterns.clear();
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(4 << 20);
    found = patterns
                .emplace(std::string(pattern),
                         std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options))
                .first;
  }
  return found->second->ok() ? found->second.get() : nullptr;
}

}  // namespace

TREATY_FN(text_matches) {
  const RE2* pattern = compiled(view(arguments[1]));
  if (pattern == nullptr) return treaty_errors::invalid_pattern;
  const std::string_view text = view(arguments[0]);
  set_boolean(result, RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *pattern));
  return 0;
}

TREATY_FN(text_replace_regex) {
  const RE2* pattern = compiled(view(arguments[1]));
  std::string error;
  const std::string_view with = view(arguments[2]);
  const re2::StringPiece rewrite(with.data(), with.size());
  if (pattern == nullptr || !pattern->CheckRewriteString(rewrite, &error)) return treaty_errors::invalid_pattern;
  std::string text(view(arguments[0]));
  RE2::GlobalReplace(&text, *pattern, rewrite);
  return give(context, result, text);
}

TREATY_FN(text_extract) {
  const RE2* pattern = compiled(view(arguments[1]));
  if (pattern == nullptr) return treaty_errors::invalid_pattern;
  const std::string_view text = view(arguments[0]);
  re2::StringPiece found[2];
  const int last = pattern->NumberOfCapturingGroups() > 0 ? 1 : 0;
  if (!pattern->Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED, found, last + 1) ||
      found[last].data() == nullptr) {
    set_state(result, TREATY_TEXT, TREATY_NULL);
    return 0;
  }
  slice_of(result, arguments[0], found[last].data(), found[last].data() + found[last].size());
  return 0;
}

TREATY_FN(text_slug) {
  treaty_value plain;
  if (const treaty_error error = treaty_unicode_map(context, &plain, &arguments[0], TREATY_UNICODE_PLAIN); error != 0)
    return error;
  std::string slug;
  for (const char c : view(plain)) {
    const char small = static_cast<unsigned char>(c - 'A') < 26 ? static_cast<char>(c + 32) : c;
    if (static_cast<unsigned char>(small - 'a') < 26 || is_digit(small)) {
      slug += small;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return give(context, result, slug);
}
