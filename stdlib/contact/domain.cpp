// Registrable domains, by the public suffix list that libpsl was built with. Host functions.
#include <libpsl.h>
#include <unicode/uidna.h>

#include <string>

#include "stdlib/contact/address.h"
#include "stdlib/contact/host.h"

using namespace treaty_stdlib;

uint32_t treaty_host_to_ascii(const char* host, uint64_t size, char* out, uint32_t room) {
  UErrorCode status = U_ZERO_ERROR;
  static const UIDNA* idna = uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_NONTRANSITIONAL_TO_ASCII, &status);
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  status = U_ZERO_ERROR;
  if (idna == nullptr || size > 253) return 0;
  const int32_t written =
      uidna_nameToASCII_UTF8(idna, host, static_cast<int32_t>(size), out, static_cast<int32_t>(room), &info, &status);
  return U_FAILURE(status) || info.errors != 0 || written <= 0 || written >= static_cast<int32_t>(room)
             ? 0
             : static_cast<uint32_t>(written);
}

TREATY_FN(contact_domain) {
  const char* begin = arguments[0].as.text.data;
  const char* end = begin + arguments[0].as.text.size;
  find_host(&begin, &end);
  if (!is_host(begin, end)) return treaty_errors::not_a_domain;
  char host[256];
  const uint32_t size = treaty_host_to_ascii(begin, static_cast<uint64_t>(end - begin), host, sizeof host - 1);
  if (size == 0) return treaty_errors::not_a_domain;
  host[size] = 0;
  const char* domain = psl_registrable_domain(psl_builtin(), host);
  if (domain == nullptr) return treaty_errors::not_a_domain;
  const uint64_t count = strlen(domain);
  char* out = allocate(context, count);
  if (out == nullptr) return treaty_errors::too_large;
  memcpy(out, domain, count);
  set_text(result, out, count, TREATY_CLEAN);
  return 0;
}
