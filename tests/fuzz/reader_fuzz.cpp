// Files of records in every format: whole lines come out, or a reason.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "runtime/record/reader.h"
#include "tests/fuzz/target.h"

using namespace treaty;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const int file = memfd_create("fuzzed", MFD_CLOEXEC);
  if (write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
  using Format = std::optional<record::Format>;
  for (const Format format :
       {Format(), Format(record::Format::lines), Format(record::Format::list), Format(record::Format::table)}) {
    lseek(file, 0, SEEK_SET);
    auto reader = record::open({.file = file, .name = "fuzzed", .format = format, .list = ""});
    if (!reader) {
      if (reader.error().empty()) std::abort();
      continue;
    }
    for (uint64_t before = 0;; before = (*reader)->position()) {
      const auto records = (*reader)->next();
      if (!records || records->empty()) break;
      if (format != record::Format::lines && format && records->back() != '\n') std::abort();
      if ((*reader)->position() < before) std::abort();
    }
  }
  close(file);
  return 0;
}
