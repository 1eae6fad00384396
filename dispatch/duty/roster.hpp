// The duty roster (值班表): who is on duty when. Immutable once built; any thread.
#pragma once

#include "dispatch/duty/duty_slot.hpp"

#include <array>
#include <vector>

namespace hotline::dispatch {

// A stretch of time in which nobody is on duty, half-open.
struct Vacancy {
    Instant from{};
    Instant to{};
    friend bool operator==(const Vacancy&, const Vacancy&) = default;
};

class Roster {
  public:
    Roster() = default;
    // Throws std::invalid_argument naming the slot when an id repeats or a slot does not end after
    // it starts.
    explicit Roster(std::vector<DutySlot> slots);

    // Slots of that kind that hold `at`, cancelled ones left out, the one that started last first.
    // O(log n + found). Pointers live as long as the roster.
    std::vector<const DutySlot*> on_duty(Instant at, DutyKind kind) const;

    // Slots of every kind and status that overlap [from, to), by start.
    std::vector<const DutySlot*> slots_between(Instant from, Instant to) const;

    // The parts of [from, to) in which nobody of that kind is on duty.
    std::vector<Vacancy> vacancies(Instant from, Instant to, DutyKind kind) const;

    const std::vector<DutySlot>& slots() const { return slots_; }  // by start, then id

  private:
    // Slots by start with the latest end of all slots up to each: walking back may stop as soon as
    // that end is not after the instant asked for.
    struct Line {
        std::vector<std::size_t> slots;
        std::vector<Instant> latest_end;

        void add(const std::vector<DutySlot>& all, std::size_t index);
    };

    // Indices of slots of `line` that overlap [from, to), the latest start first.
    std::vector<std::size_t> overlapping(const Line& line, Instant from, Instant to) const;
    const Line& line_of(DutyKind kind) const { return active_[static_cast<std::size_t>(kind)]; }

    std::vector<DutySlot> slots_;
    Line all_;
    std::array<Line, 3> active_;  // per kind, without cancelled slots
};

}  // namespace hotline::dispatch
