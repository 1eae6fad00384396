#include "ticketing/record/reads.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace hotline::record {
namespace {

struct ReadTask {
    std::function<void(ReadSession&)> run;
    std::function<void(std::exception_ptr)> failed;
    std::int64_t deadline_ms = 0;
};

// A snapshot that ends with the job, however it ends.
class Snapshot {
  public:
    explicit Snapshot(Connection& connection) : connection_(connection) { connection_.begin(); }
    ~Snapshot() {
        try {
            connection_.rollback();
        } catch (const DbError&) {
            // A snapshot that cannot be ended is ended by the next begin's error, which is
            // reported.
        }
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

  private:
    Connection& connection_;
};

void run_job(Connection& connection, const ReadTask& job) {
    connection.set_deadline(job.deadline_ms);
    const Snapshot snapshot{connection};
    ReadSession session{connection};
    job.run(session);
}

}  // namespace

class Reads::Impl {
  public:
    Impl(Engine& engine, std::size_t threads, std::size_t queue_max) : queue_max_(queue_max) {
        for (std::size_t i = 0; i < threads; ++i)
            connections_.push_back(engine.open_reader());
        for (auto& connection : connections_)
            threads_.emplace_back([this, raw = connection.get()] { work(*raw); });
    }

    ~Impl() {
        {
            const std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        wake_.notify_all();
        for (std::thread& thread : threads_)
            thread.join();
    }

    bool post(ReadTask job) {
        {
            const std::lock_guard lock{mutex_};
            if (stopping_ || jobs_.size() >= queue_max_) return false;
            jobs_.push_back(std::move(job));
        }
        wake_.notify_one();
        return true;
    }

  private:
    void work(Connection& connection) {
        while (std::optional<ReadTask> job = next()) {
            try {
                run_job(connection, *job);
            } catch (...) {
                job->failed(std::current_exception());
            }
        }
    }

    std::optional<ReadTask> next() {
        std::unique_lock lock{mutex_};
        wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
        if (jobs_.empty()) return std::nullopt;
        ReadTask job = std::move(jobs_.front());
        jobs_.pop_front();
        return job;
    }

    const std::size_t queue_max_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<ReadTask> jobs_;                             // guarded by mutex_
    bool stopping_ = false;                                 // guarded by mutex_
    std::vector<std::unique_ptr<Connection>> connections_;  // one a thread
    std::vector<std::thread> threads_;
};

Reads::Reads(Engine& engine, std::size_t threads, std::size_t queue_max)
    : impl_(std::make_unique<Impl>(engine, threads, queue_max)) {}

Reads::~Reads() = default;

bool Reads::post(std::function<void(ReadSession&)> job,
                 std::function<void(std::exception_ptr)> failed, std::int64_t deadline_ms) {
    return impl_->post({std::move(job), std::move(failed), deadline_ms});
}

}  // namespace hotline::record
