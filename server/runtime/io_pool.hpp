// The io threads: N io_contexts with one thread each.
//
// Whatever runs on one of these contexts runs on its one thread, so a context is a strand: sessions
// need no other one. A context each, because a shared one costs 65 % more CPU a request.
#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace hotline::server {

// Owned by the app and declared after everything its coroutines refer to, so that the contexts (and
// the coroutine frames in them) are destroyed first.
class IoPool {
  public:
    // Starts the threads. `report` is called on an io thread with what() of an exception that left
    // a completion handler; the thread goes on. It must not throw.
    IoPool(std::size_t threads, std::function<void(std::string_view)> report);
    ~IoPool();  // stop(0 s)
    IoPool(const IoPool&) = delete;
    IoPool& operator=(const IoPool&) = delete;

    std::size_t size() const;
    boost::asio::io_context& at(std::size_t index);
    boost::asio::io_context& next();  // round robin; any thread

    // Lets the contexts run out of work for at most `patience`, then stops them and joins the
    // threads. True when they ran out by themselves. Idempotent; not on an io thread.
    bool stop(std::chrono::milliseconds patience);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::server
