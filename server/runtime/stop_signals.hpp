// SIGTERM and SIGINT: blocked in every thread, waited for by one.
#pragma once

#include <csignal>

namespace hotline::server {

sigset_t stop_signals();

// Blocks SIGTERM and SIGINT for this thread and those it starts; ignores SIGPIPE.
void block_stop_signals();

// Blocks until one of them comes.
void wait_for_stop_signal();

}  // namespace hotline::server
