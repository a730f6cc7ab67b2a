# Writes OUTPUT, a header that names the sources whose change changes generated code: cmake -DOUTPUT= -DSOURCES= -P this
set(all)
foreach(source ${SOURCES})
  file(SHA256 ${source} hash)
  string(APPEND all ${hash})
endforeach()
string(SHA256 fingerprint "${all}")
file(WRITE ${OUTPUT} "#pragma once\n\nnamespace treaty::backend {\ninline constexpr const char* fingerprint = \"${fingerprint}\";\n}\n")
