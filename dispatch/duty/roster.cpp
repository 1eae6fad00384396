#include "dispatch/duty/roster.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace hotline::dispatch {

void Roster::Line::add(const std::vector<DutySlot>& all, std::size_t index) {
    const Instant end = all[index].to;
    slots.push_back(index);
    latest_end.push_back(latest_end.empty() ? end : std::max(latest_end.back(), end));
}

Roster::Roster(std::vector<DutySlot> slots) : slots_(std::move(slots)) {
    std::sort(slots_.begin(), slots_.end(), [](const DutySlot& a, const DutySlot& b) {
        return std::tie(a.from, a.id) < std::tie(b.from, b.id);
    });
    std::set<std::string> ids;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const auto& slot = slots_[i];
        if (slot.to <= slot.from) {
            throw std::invalid_argument("duty slot " + slot.id + " does not end after it starts");
        }
        if (!ids.insert(slot.id).second) {
            throw std::invalid_argument("duty slot " + slot.id + " is there twice");
        }
        all_.add(slots_, i);
        if (slot.status != DutyStatus::cancelled) {
            active_[static_cast<std::size_t>(slot.kind)].add(slots_, i);
        }
    }
}

std::vector<std::size_t> Roster::overlapping(const Line& line, Instant from, Instant to) const {
    const auto starts_before = [&](std::size_t index, Instant at) {
        return slots_[index].from < at;
    };
    const auto end = std::lower_bound(line.slots.begin(), line.slots.end(), to, starts_before);
    std::vector<std::size_t> found;
    for (auto place = static_cast<std::size_t>(end - line.slots.begin()); place > 0; --place) {
        if (line.latest_end[place - 1] <= from) break;
        const std::size_t index = line.slots[place - 1];
        if (slots_[index].to > from) found.push_back(index);
    }
    return found;
}

std::vector<const DutySlot*> Roster::on_duty(Instant at, DutyKind kind) const {
    std::vector<const DutySlot*> found;
    for (const std::size_t index : overlapping(line_of(kind), at, at + Millis{1})) {
        found.push_back(&slots_[index]);
    }
    return found;
}

std::vector<const DutySlot*> Roster::slots_between(Instant from, Instant to) const {
    std::vector<const DutySlot*> found;
    if (to <= from) return found;
    auto indices = overlapping(all_, from, to);
    for (auto index = indices.rbegin(); index != indices.rend(); ++index) {
        found.push_back(&slots_[*index]);
    }
    return found;
}

std::vector<Vacancy> Roster::vacancies(Instant from, Instant to, DutyKind kind) const {
    std::vector<Vacancy> gaps;
    if (to <= from) return gaps;
    auto indices = overlapping(line_of(kind), from, to);
    Instant covered_until = from;
    for (auto index = indices.rbegin(); index != indices.rend(); ++index) {
        const auto& slot = slots_[*index];
        if (slot.from > covered_until) gaps.push_back({covered_until, slot.from});
        covered_until = std::max(covered_until, slot.to);
    }
    if (covered_until < to) gaps.push_back({covered_until, to});
    return gaps;
}

}  // namespace hotline::dispatch
