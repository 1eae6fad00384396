// Coroutines that ask the record. Private to dispatch/*.cpp: it needs Asio's headers.
//
// The record answers on its own threads; the coroutine goes on on its own executor.
#pragma once

#include "ticketing/record/reads.hpp"
#include "ticketing/record/work.hpp"
#include "ticketing/record/writer.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace hotline::dispatch {

// Runs start(done) and waits until some thread calls done(error, value) once.
template <class T>
boost::asio::awaitable<T> wait_for(
    std::function<void(std::function<void(std::exception_ptr, T)>)> start) {
    namespace asio = boost::asio;
    auto initiate = [](auto handler, const auto& begin) {
        using Handler = decltype(handler);
        struct Completion {
            explicit Completion(Handler given)
                : handler(std::move(given)),
                  work(asio::make_work_guard(asio::get_associated_executor(handler))) {}
            Handler handler;
            std::optional<asio::executor_work_guard<asio::associated_executor_t<Handler>>> work;
            std::atomic<bool> has_left{false};  // the other thread no longer touches the executor
        };
        auto completion = std::make_shared<Completion>(std::move(handler));
        begin([completion](const std::exception_ptr& error, T value) {
            asio::post(completion->work->get_executor(),
                       [completion, error, answer = std::move(value)]() mutable {
                           // The coroutine may be the last thing its context waits for, and a
                           // context must not go away under a thread that is still inside post().
                           completion->has_left.wait(false);
                           auto resume = std::move(completion->handler);
                           // Not with the last reference: the record keeps its callback for a
                           // while.
                           completion->work.reset();
                           resume(error, std::move(answer));
                       });
            completion->has_left = true;
            completion->has_left.notify_one();
        });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(std::exception_ptr, T)>(
        initiate, asio::use_awaitable, std::move(start));
}

// For a page of an errand: after a long downtime it comes from a cold disk, and giving up on it
// would not make the next try faster.
inline constexpr std::int64_t errand_read_ms = 30'000;

// Throws what the question threw, and std::runtime_error when the queue of the readers is full.
template <class T>
boost::asio::awaitable<T> ask(record::Reads* reads, std::function<T(record::ReadSession&)> question,
                              std::int64_t deadline_ms) {
    return wait_for<T>([reads, question = std::move(question),
                        deadline_ms](const std::function<void(std::exception_ptr, T)>& done) {
        const auto job = [question, done](record::ReadSession& session) {
            done(nullptr, question(session));
        };
        const auto failed = [done](std::exception_ptr error) { done(std::move(error), T{}); };
        if (!reads->post(job, failed, deadline_ms)) {
            done(std::make_exception_ptr(std::runtime_error("the queue of the readers is full")),
                 T{});
        }
    });
}

// Submits all in order and gives their outcomes in the same order. Not more than fit in the lane.
inline boost::asio::awaitable<std::vector<record::Outcome>> submit_all(
    record::Writer* writer, std::vector<record::WorkItem> items,
    record::Lane lane = record::Lane::normal) {
    using Outcomes = std::vector<record::Outcome>;
    struct Waiting {
        Outcomes outcomes;
        std::atomic<std::size_t> left;
        std::function<void(std::exception_ptr, Outcomes)> done;
    };
    return wait_for<Outcomes>([writer, lane, items = std::move(items)](
                                  std::function<void(std::exception_ptr, Outcomes)> done) mutable {
        if (items.empty()) return done(nullptr, Outcomes{});
        auto waiting = std::make_shared<Waiting>();
        waiting->outcomes.resize(items.size(), record::Outcome{Refusal{}});
        waiting->left = items.size();
        waiting->done = std::move(done);
        for (std::size_t i = 0; i < items.size(); ++i) {
            auto done_one = [waiting, i](record::Outcome outcome) {
                waiting->outcomes[i] = std::move(outcome);
                if (--waiting->left > 0) return;
                waiting->done(nullptr, std::move(waiting->outcomes));
            };
            writer->submit(std::move(items[i]), std::move(done_one), lane);
        }
    });
}

}  // namespace hotline::dispatch
