// The door's queue: bounded in items and in bytes of text, closed once. Any thread puts, one thread
// takes.
#pragma once

#include "ticketing/record/work.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace hotline::record {

struct Queued {
    WorkItem item;
    OnOutcome done;
    std::size_t bytes = 0;
};

class WorkQueue {
  public:
    WorkQueue(std::size_t items_max, std::size_t bytes_max)
        : items_max_(items_max), bytes_max_(bytes_max) {}

    // Takes `queued` and returns nullptr, or leaves it alone and returns the refusal's code.
    const char* put(Queued& queued);

    // Waits for work; up to `count_max` items in order of arrival. Empty when closed and drained.
    std::vector<Queued> take(std::size_t count_max);

    // From now on every put() is refused with `code`. What is queued stays to be taken.
    void close(const char* code);

    std::size_t depth() const;

  private:
    const std::size_t items_max_;
    const std::size_t bytes_max_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    // Guarded by mutex_:
    std::deque<Queued> items_;
    std::size_t bytes_ = 0;
    const char* closed_code_ = nullptr;
};

}  // namespace hotline::record
