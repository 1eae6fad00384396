// The door's queue: a lane for people and one for background work, each bounded in items and in
// bytes of text; closed once. Any thread puts, one thread takes.
#pragma once

#include "ticketing/record/work.hpp"

#include <array>
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

struct LaneLimits {
    std::size_t items_max = 0;  // waiting
    std::size_t bytes_max = 0;  // their text; one larger item may pass through an empty lane
    std::size_t taken_max = 1;  // at a time
};

class WorkQueue {
  public:
    WorkQueue(const LaneLimits& normal, const LaneLimits& background) {
        lanes_[0].limits = normal;
        lanes_[1].limits = background;
    }

    // Takes `queued` and returns nullptr, or leaves it alone and returns the refusal's code.
    const char* put(Queued& queued, Lane lane);

    // Waits for work; of each lane up to its `taken_max` in order of arrival, the normal one first.
    // Empty when closed and drained.
    std::vector<Queued> take();

    // From now on every put() is refused with `code`. What is queued stays to be taken.
    void close(const char* code);

    std::size_t depth(Lane lane) const;

  private:
    struct Waiting {
        LaneLimits limits;
        std::deque<Queued> items;
        std::size_t bytes = 0;
    };

    bool is_empty() const { return lanes_[0].items.empty() && lanes_[1].items.empty(); }
    static void move_out(Waiting& lane, std::vector<Queued>& taken);

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    // Guarded by mutex_; by Lane:
    std::array<Waiting, 2> lanes_;
    const char* closed_code_ = nullptr;
};

}  // namespace hotline::record
