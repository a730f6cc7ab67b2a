#pragma once

#include "runtime/connectors/channel.h"
#include "runtime/http/http.h"

namespace treaty::host {

/// Sends a connector's requests by an HTTP client. Keeps a reference to it.
connectors::Transport over(http::Client& client);

}  // namespace treaty::host
