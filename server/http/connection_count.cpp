#include "server/http/connection_count.hpp"

#include <utility>

namespace hotline::server {

ConnectionCount::Slot& ConnectionCount::Slot::operator=(Slot&& other) noexcept {
    if (this != &other) {
        release();
        count_ = std::move(other.count_);
        key_ = std::move(other.key_);
    }
    return *this;
}

void ConnectionCount::Slot::release() {
    if (auto count = std::move(count_)) count->give_back(key_);
    count_ = nullptr;
}

ConnectionCount::Slot ConnectionCount::take(const std::string& key) {
    const std::lock_guard lock{mutex_};
    if (total_ >= total_max_) return {};
    std::size_t& used = by_key_[key];
    if (used >= per_key_max_) return {};
    ++used;
    ++total_;
    return {shared_from_this(), key};
}

std::size_t ConnectionCount::total() const {
    const std::lock_guard lock{mutex_};
    return total_;
}

bool ConnectionCount::wait_until_empty(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    return empty_.wait_for(lock, patience, [this] { return total_ == 0; });
}

void ConnectionCount::give_back(const std::string& key) {
    const std::lock_guard lock{mutex_};
    const auto found = by_key_.find(key);
    if (found != by_key_.end() && --found->second == 0) by_key_.erase(found);
    if (--total_ == 0) empty_.notify_all();
}

}  // namespace hotline::server
