#include "ticketing/record/work_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hotline::record {

const char* WorkQueue::put(Queued& queued, Lane lane) {
    bool was_empty = false;
    {
        const std::lock_guard lock{mutex_};
        if (closed_code_ != nullptr) return closed_code_;
        was_empty = is_empty();
        Waiting& waiting = lanes_[static_cast<std::size_t>(lane)];
        const bool too_many_bytes =
            !waiting.items.empty() && waiting.bytes + queued.bytes > waiting.limits.bytes_max;
        if (waiting.items.size() >= waiting.limits.items_max || too_many_bytes) return "overloaded";
        waiting.bytes += queued.bytes;
        waiting.items.push_back(std::move(queued));
    }
    if (was_empty) wake_.notify_one();
    return nullptr;
}

std::vector<Queued> WorkQueue::take() {
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [this] { return closed_code_ != nullptr || !is_empty(); });
    std::vector<Queued> taken;
    for (Waiting& lane : lanes_)
        move_out(lane, taken);
    return taken;
}

void WorkQueue::move_out(Waiting& lane, std::vector<Queued>& taken) {
    const std::size_t count =
        std::min(std::max<std::size_t>(1, lane.limits.taken_max), lane.items.size());
    const auto end = lane.items.begin() + static_cast<std::ptrdiff_t>(count);
    for (auto queued = lane.items.begin(); queued != end; ++queued)
        lane.bytes -= queued->bytes;
    taken.insert(taken.end(), std::make_move_iterator(lane.items.begin()),
                 std::make_move_iterator(end));
    lane.items.erase(lane.items.begin(), end);
}

void WorkQueue::close(const char* code) {
    {
        const std::lock_guard lock{mutex_};
        if (closed_code_ != nullptr) return;
        closed_code_ = code;
    }
    wake_.notify_all();
}

std::size_t WorkQueue::depth(Lane lane) const {
    const std::lock_guard lock{mutex_};
    return lanes_[static_cast<std::size_t>(lane)].items.size();
}

}  // namespace hotline::record
