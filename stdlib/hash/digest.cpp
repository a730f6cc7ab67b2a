// Hashes of texts, by OpenSSL and xxHash. Host functions.
#include <openssl/sha.h>
#include <xxhash.h>

#include "stdlib/function.h"

using namespace treaty_stdlib;

namespace {

constexpr char hex_digits[] = "0123456789abcdef";

treaty_error give_hex(treaty_context* context, treaty_value* result, const unsigned char* bytes, uint64_t count) {
  char* out = allocate(context, count * 2);
  if (out == nullptr) return treaty_errors::too_large;
  for (uint64_t i = 0; i < count; ++i) {
    out[i * 2] = hex_digits[bytes[i] >> 4];
    out[i * 2 + 1] = hex_digits[bytes[i] & 15];
  }
  set_text(result, out, count * 2, TREATY_CLEAN);
  return 0;
}

/// 36 letters of a UUID as its 16 bytes; false where they are none.
bool parse_uuid(const treaty_value& text, unsigned char* bytes) {
  if (text.as.text.size != 36) return false;
  uint32_t count = 0;
  for (uint32_t i = 0; i < 36; ++i) {
    const char c = text.as.text.data[i];
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (c != '-') return false;
      continue;
    }
    const char lower = static_cast<char>(c | 0x20);
    const int digit = is_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    if (digit < 0) return false;
    bytes[count / 2] = static_cast<unsigned char>(count % 2 == 0 ? digit << 4 : bytes[count / 2] | digit);
    ++count;
  }
  return true;
}

}  // namespace

TREATY_FN(hash_sha256) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(arguments[0].as.text.data), arguments[0].as.text.size, digest);
  return give_hex(context, result, digest, sizeof digest);
}

TREATY_FN(hash_xxh3) {
  XXH64_canonical_t digest;
  XXH64_canonicalFromHash(&digest, XXH3_64bits(arguments[0].as.text.data, arguments[0].as.text.size));
  return give_hex(context, result, digest.digest, sizeof digest.digest);
}

TREATY_FN(hash_uuid5) {
  unsigned char space[16];
  if (!parse_uuid(arguments[1], space)) return treaty_errors::wrong_format;
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA_CTX sha;
  SHA1_Init(&sha);
  SHA1_Update(&sha, space, sizeof space);
  SHA1_Update(&sha, arguments[0].as.text.data, arguments[0].as.text.size);
  SHA1_Final(digest, &sha);
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0F) | 0x50);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3F) | 0x80);
  char* out = allocate(context, 36);
  if (out == nullptr) return treaty_errors::too_large;
  char* to = out;
  for (uint32_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *to++ = '-';
    *to++ = hex_digits[digest[i] >> 4];
    *to++ = hex_digits[digest[i] & 15];
  }
  set_text(result, out, 36, TREATY_CLEAN);
  return 0;
}
