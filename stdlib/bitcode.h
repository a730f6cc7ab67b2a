#pragma once

// The library as LLVM bitcode, for code that is generated at run time.

#include <span>
#include <string_view>

namespace treaty_stdlib {

/// The functions that are cheap to inline, compiled for x86-64-v3 (AVX2, BMI) or for any x86-64.
std::string_view bitcode(bool v3);

/// A function that bitcode and generated code call and that lives in this process.
struct HostSymbol {
  std::string_view name;
  void* address;
};
/// Every such function; what the bitcode defines is not among them.
std::span<const HostSymbol> host_symbols();

}  // namespace treaty_stdlib
