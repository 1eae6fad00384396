#include "server/runtime/io_pool.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace hotline::server {

namespace {

// One context and the work that keeps its thread turning until stop().
struct Turning {
    boost::asio::io_context context{1};  // one thread: Asio need not wake others
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work{
        boost::asio::make_work_guard(context)};
};

}  // namespace

class IoPool::Impl {
  public:
    Impl(std::size_t threads, std::function<void(std::string_view)> report)
        : report_(std::move(report)) {
        const std::size_t count = std::max<std::size_t>(threads, 1);
        for (std::size_t i = 0; i < count; ++i)
            contexts_.push_back(std::make_unique<Turning>());
        turning_ = count;
        for (auto& each : contexts_) {
            Turning* const turning = each.get();
            threads_.emplace_back([this, turning] { run(turning->context); });
        }
    }

    std::size_t size() const { return contexts_.size(); }
    boost::asio::io_context& at(std::size_t index) { return contexts_.at(index)->context; }
    boost::asio::io_context& next() { return at(next_.fetch_add(1) % contexts_.size()); }

    bool stop(std::chrono::milliseconds patience) {
        if (threads_.empty()) return clean_;
        for (auto& each : contexts_)
            each->work.reset();
        {
            std::unique_lock lock{mutex_};
            clean_ = ended_.wait_for(lock, patience, [this] { return turning_ == 0; });
        }
        if (!clean_) {
            for (auto& each : contexts_)
                each->context.stop();
        }
        for (std::thread& thread : threads_)
            thread.join();
        threads_.clear();
        return clean_;
    }

  private:
    void run(boost::asio::io_context& context) {
        for (bool again = true; again;) {
            try {
                context.run();
                again = false;
            } catch (const std::exception& e) {
                if (report_) report_(e.what());
            } catch (...) {
                if (report_) report_("an exception that is no std::exception");
            }
        }
        const std::lock_guard lock{mutex_};
        --turning_;
        ended_.notify_all();
    }

    std::function<void(std::string_view)> report_;
    std::mutex mutex_;
    std::condition_variable ended_;
    std::size_t turning_ = 0;  // threads in run(); under mutex_
    bool clean_ = true;        // the thread that calls stop()
    std::atomic<std::size_t> next_{0};
    std::vector<std::unique_ptr<Turning>> contexts_;
    std::vector<std::thread> threads_;
};

IoPool::IoPool(std::size_t threads, std::function<void(std::string_view)> report)
    : impl_(std::make_unique<Impl>(threads, std::move(report))) {}

IoPool::~IoPool() {
    stop(std::chrono::milliseconds{0});
}

std::size_t IoPool::size() const {
    return impl_->size();
}
boost::asio::io_context& IoPool::at(std::size_t index) {
    return impl_->at(index);
}
boost::asio::io_context& IoPool::next() {
    return impl_->next();
}
bool IoPool::stop(std::chrono::milliseconds patience) {
    return impl_->stop(patience);
}

}  // namespace hotline::server
