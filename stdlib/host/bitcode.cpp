#include "stdlib/bitcode.h"

// TREATY_BITCODE_V3 and TREATY_BITCODE_BASELINE are the paths of the linked files, given by the build.
asm(".section .rodata\n"
    ".balign 16\n"
    "treaty_bitcode_v3_begin: .incbin \"" TREATY_BITCODE_V3
    "\"\n"
    "treaty_bitcode_v3_end: .byte 0\n"
    ".balign 16\n"
    "treaty_bitcode_baseline_begin: .incbin \"" TREATY_BITCODE_BASELINE
    "\"\n"
    "treaty_bitcode_baseline_end: .byte 0\n"
    ".previous\n");

extern "C" {
extern const char treaty_bitcode_v3_begin[], treaty_bitcode_v3_end[];
extern const char treaty_bitcode_baseline_begin[], treaty_bitcode_baseline_end[];
}

std::string_view treaty_stdlib::bitcode(bool v3) {
  const char* begin = v3 ? treaty_bitcode_v3_begin : treaty_bitcode_baseline_begin;
  const char* end = v3 ? treaty_bitcode_v3_end : treaty_bitcode_baseline_end;
  return {begin, static_cast<size_t>(end - begin)};
}
