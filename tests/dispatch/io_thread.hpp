// An io_context with its threads for the tests of loops, and a way to wait without sleeping.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace hotline::dispatch::test {

inline constexpr std::chrono::seconds patience{20};

class IoThreads {
  public:
    explicit IoThreads(int threads = 2) : work_(boost::asio::make_work_guard(context_)) {
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([this] { context_.run(); });
    }
    ~IoThreads() { join(); }

    // Waits until nothing is left to do.
    void join() {
        work_.reset();
        for (auto& thread : threads_) {
            if (thread.joinable()) thread.join();
        }
    }

    boost::asio::any_io_executor strand() { return boost::asio::make_strand(context_); }
    boost::asio::io_context& context() { return context_; }

  private:
    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::vector<std::thread> threads_;
};

// A value that threads change and a test waits for.
template <class T>
class Watched {
  public:
    explicit Watched(T value) : value_(std::move(value)) {}

    template <class F>
    auto with(F change) {
        const std::lock_guard lock(mutex_);
        struct Notify {
            std::condition_variable& changed;
            ~Notify() { changed.notify_all(); }
        } notify{changed_};
        return change(value_);
    }
    // False when it did not become true in `patience`.
    bool wait(std::function<bool(const T&)> condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, patience, [&] { return condition(value_); });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    T value_;
};

// Runs stop(callback) and waits for the callback.
template <class Stoppable>
bool stop_and_wait(Stoppable& errand) {
    auto stopped = std::make_shared<std::promise<void>>();
    auto future = stopped->get_future();
    errand.stop([stopped] { stopped->set_value(); });
    return future.wait_for(patience) == std::future_status::ready;
}

}  // namespace hotline::dispatch::test
