#pragma once

namespace llvm::orc {
class LLJIT;
}

namespace treaty::backend {

/// Where TREATY_PERF_MAP is set in the environment: writes the names of generated functions to /tmp/perf-PID.map,
/// where `perf report` looks for them.
void name_functions_for_perf(llvm::orc::LLJIT& jit);

}  // namespace treaty::backend
