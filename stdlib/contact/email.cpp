// E-mail addresses and hosts of addresses.
#include "stdlib/contact/address.h"
#include "stdlib/contact/host.h"

using namespace treaty_stdlib;

namespace {

/// What may stand before the @ without quotes.
bool is_local_part(const char* begin, const char* end) {
  static constexpr char marks[] = "!#$%&'*+-/=?^_`{|}~.";
  if (begin == end || end - begin > 64 || *begin == '.' || end[-1] == '.') return false;
  for (const char* at = begin; at < end; ++at) {
    const bool alphanumeric = static_cast<unsigned char>((*at | 0x20) - 'a') < 26 || is_digit(*at);
    if (!alphanumeric && (*at == 0 || memchr(marks, *at, sizeof marks - 1) == nullptr)) return false;
    if (*at == '.' && at[-1] == '.') return false;
  }
  return true;
}

}  // namespace

TREATY_FN(contact_email) {
  const char* begin = arguments[0].as.text.data;
  const char* end = begin + arguments[0].as.text.size;
  trim_both(&begin, &end);
  if (end - begin > 7 && memcmp(begin, "mailto:", 7) == 0) begin += 7;
  if (end - begin > 254) return treaty_errors::not_an_email;
  const char* at = end;
  while (at > begin && at[-1] != '@') --at;
  if (at == begin || !is_local_part(begin, at - 1) || !is_host(at, end)) return treaty_errors::not_an_email;
  bool ascii = true;
  bool point = false;
  for (const char* c = at; c < end; ++c) {
    ascii = ascii && static_cast<signed char>(*c) >= 0;
    point = point || *c == '.';
    if (*c == '_') return treaty_errors::not_an_email;
  }
  if (!point) return treaty_errors::not_an_email;
  char* out = allocate(context, 512);
  if (out == nullptr) return treaty_errors::too_large;
  const auto local = static_cast<uint64_t>(at - begin);
  const auto host = static_cast<uint64_t>(end - at);
  memcpy(out, begin, static_cast<size_t>(end - begin));
  uint64_t size = local + host;
  if (!ascii) {
    const uint32_t written = treaty_host_to_ascii(at, host, out + local, 256);
    if (written == 0) return treaty_errors::not_an_email;
    size = local + written;
  }
  for (uint64_t i = 0; i < size; ++i) {
    if (static_cast<unsigned char>(out[i] - 'A') < 26) out[i] = static_cast<char>(out[i] + 32);
  }
  if (out[size - 1] == '.' || size - local < 4) return treaty_errors::not_an_email;
  set_text(result, out, size, TREATY_CLEAN);
  return 0;
}

TREATY_FN(contact_url_host) {
  const char* begin = arguments[0].as.text.data;
  const char* end = begin + arguments[0].as.text.size;
  find_host(&begin, &end);
  if (!is_host(begin, end)) return treaty_errors::not_a_domain;
  char* out = allocate(context, static_cast<uint64_t>(end - begin));
  if (out == nullptr) return treaty_errors::too_large;
  for (int64_t i = 0; i < end - begin; ++i) {
    out[i] = static_cast<unsigned char>(begin[i] - 'A') < 26 ? static_cast<char>(begin[i] + 32) : begin[i];
  }
  set_text(result, out, static_cast<uint64_t>(end - begin), arguments[0].flags);
  return 0;
}
