#include "dispatch/delivery/delivery_plan.hpp"

#include <algorithm>

namespace hotline::dispatch {

namespace {

constexpr std::size_t retries_max = 4096;  // beyond them the loop's sweep finds the rows

}  // namespace

void DeliveryPlan::begin_turn() {
    for (const auto& key : finished_)
        leased_.erase(key);
    finished_.clear();
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
        std::int32_t& busy = per_endpoint_[item.endpoint];
        if (busy >= limits_.per_endpoint_max) continue;
        if (!leased_.emplace(item.endpoint, item.ticket).second) continue;
        ++busy;
        ++in_flight_;
        chosen.push_back({std::move(item), *endpoint});
    }
    return chosen;
}

void DeliveryPlan::finished(const record::OutboxItem& item, std::optional<Instant> retry_at) {
    finished_.emplace_back(item.endpoint, item.ticket);
    --per_endpoint_[item.endpoint];
    --in_flight_;
    if (!retry_at) return;
    retries_.insert(*retry_at);
    if (retries_.size() > retries_max) retries_.erase(std::prev(retries_.end()));
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
