#include "ticketing/record/work_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hotline::record {

const char* WorkQueue::put(Queued& queued) {
    bool was_empty = false;
    {
        const std::lock_guard lock{mutex_};
        if (closed_code_ != nullptr) return closed_code_;
        // One item larger than the bound may still pass through an empty queue.
        const bool too_many_bytes = !items_.empty() && bytes_ + queued.bytes > bytes_max_;
        if (items_.size() >= items_max_ || too_many_bytes) return "overloaded";
        was_empty = items_.empty();
        bytes_ += queued.bytes;
        items_.push_back(std::move(queued));
    }
    if (was_empty) wake_.notify_one();
    return nullptr;
}

std::vector<Queued> WorkQueue::take(std::size_t count_max) {
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [this] { return closed_code_ != nullptr || !items_.empty(); });
    const std::size_t count = std::min(count_max, items_.size());
    const auto end = items_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Queued> taken{std::make_move_iterator(items_.begin()),
                              std::make_move_iterator(end)};
    items_.erase(items_.begin(), end);
    for (const Queued& queued : taken)
        bytes_ -= queued.bytes;
    return taken;
}

void WorkQueue::close(const char* code) {
    {
        const std::lock_guard lock{mutex_};
        if (closed_code_ != nullptr) return;
        closed_code_ = code;
    }
    wake_.notify_all();
}

std::size_t WorkQueue::depth() const {
    const std::lock_guard lock{mutex_};
    return items_.size();
}

}  // namespace hotline::record
