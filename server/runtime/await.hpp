// Waits in a coroutine for an API that answers by callback on a thread of its own.
//
//   auto start = [writer, item = std::move(item)](std::function<void(Outcome)> done) mutable {
//       writer->submit(std::move(item), std::move(done));
//   };
//   Outcome outcome = co_await await_callback<Outcome>(std::move(start));
//
// `start` is called once, at once, on the session's thread; `done` must be called exactly once, on
// any thread, now or later. The coroutine goes on on its own executor, never inside `done`. A
// `done` that is destroyed without being called destroys the waiting coroutine (through its
// executor): nothing hangs for ever, and nothing is answered. `start` must not throw.
// Every `done` is called or destroyed before the io_contexts are: so the writer and the readers
// stop before the IoPool is destroyed.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace hotline::server {

namespace await_detail {

// The waiting coroutine, and a hold on its executor so that the io_context does not run out
// meanwhile.
template <class T, class Handler>
struct Waiting {
    explicit Waiting(Handler h)
        : executor(boost::asio::prefer(boost::asio::get_associated_executor(h),
                                       boost::asio::execution::outstanding_work.tracked)),
          handler(std::move(h)) {}

    boost::asio::any_io_executor executor;
    Handler handler;
};

template <class T, class Start, class Handler>
void initiate(Handler&& handler, Start start) {
    using Wait = Waiting<T, std::decay_t<Handler>>;
    auto waiting = std::make_shared<Wait>(std::forward<Handler>(handler));
    std::function<void(T)> done = [waiting](T value) {
        auto resume = [waiting, value = std::move(value)]() mutable {
            std::move(waiting->handler)(std::move(value));
        };
        boost::asio::post(waiting->executor, std::move(resume));
    };
    waiting.reset();  // from here on `done` alone owns it
    start(std::move(done));
}

}  // namespace await_detail

template <class T, class Start>
boost::asio::awaitable<T> await_callback(Start start) {
    auto initiation = [](auto&& handler, Start inner) {
        await_detail::initiate<T>(std::forward<decltype(handler)>(handler), std::move(inner));
    };
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(T)>(
        std::move(initiation), boost::asio::use_awaitable, std::move(start));
}

}  // namespace hotline::server
