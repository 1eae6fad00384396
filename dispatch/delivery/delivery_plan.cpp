#include "dispatch/delivery/delivery_plan.hpp"

#include <algorithm>
#include <iterator>

namespace hotline::dispatch {

namespace {

constexpr std::size_t retries_max = 4096;  // beyond them the loop's sweep finds the rows

}  // namespace

void DeliveryPlan::begin_turn(Instant now) {
    for (const auto& key : finished_)
        leased_.erase(key);
    finished_.clear();
    std::erase_if(held_, [&](const auto& held) {
        const bool is_over = held.second <= now;
        if (is_over) leased_.erase(held.first);
        return is_over;
    });
}

std::vector<Delivery> DeliveryPlan::choose(std::vector<record::OutboxItem> due,
                                           const record::EndpointBook& endpoints) {
    std::vector<Delivery> chosen;
    for (auto& item : due) {
        if (!has_room()) break;
        const record::Endpoint* endpoint = endpoints.find(item.endpoint);
        if (endpoint == nullptr) {
            if (lost_.insert(item.endpoint).second) newly_lost_.push_back(item.endpoint);
            continue;
        }
        Traffic& traffic = traffic_[item.endpoint];
        const bool is_slow = traffic.failures >= limits_.failures_until_slow;
        if (traffic.in_flight >= (is_slow ? 1 : limits_.per_endpoint_max)) continue;
        if (!leased_.emplace(item.endpoint, item.ticket).second) continue;
        ++traffic.in_flight;
        ++in_flight_;
        chosen.push_back({std::move(item), *endpoint});
    }
    return chosen;
}

void DeliveryPlan::finished(const record::OutboxItem& item, Result result,
                            std::optional<Instant> retry_at) {
    finished_.emplace_back(item.endpoint, item.ticket);
    Traffic& traffic = traffic_[item.endpoint];
    --traffic.in_flight;
    --in_flight_;
    if (result == Result::delivered) traffic.failures = 0;
    if (result == Result::failed) ++traffic.failures;
    if (!retry_at) return;
    retries_.insert(*retry_at);
    if (retries_.size() > retries_max) retries_.erase(std::prev(retries_.end()));
}

void DeliveryPlan::hold(const record::OutboxItem& item, Instant until) {
    held_.emplace_back(Key{item.endpoint, item.ticket}, until);
    --traffic_[item.endpoint].in_flight;
    --in_flight_;
}

std::optional<Instant> DeliveryPlan::wake_at(Instant now, std::optional<Instant> next_at) {
    retries_.erase(retries_.begin(), retries_.upper_bound(now));
    std::optional<Instant> wake;
    if (!retries_.empty()) wake = *retries_.begin();
    if (next_at && *next_at > now) wake = std::min(wake.value_or(*next_at), *next_at);
    return wake;
}

std::vector<std::string> DeliveryPlan::take_lost_endpoints() {
    std::vector<std::string> lost;
    lost.swap(newly_lost_);
    return lost;
}

}  // namespace hotline::dispatch
