// Sees steps of the wall clock, so that nothing irrevocable is decided by a clock that somebody has
// just set wrong. Pure: the readings are arguments. One thread.
#pragma once

#include "ticketing/rules/time.hpp"

#include <cstdint>
#include <optional>

namespace hotline::dispatch {

class ClockWatch {
  public:
    // A change of more than `tolerance` against the uptime is a step: after it the wall clock is
    // acted on again when it has run on without another one for `hold`.
    explicit ClockWatch(Millis tolerance = Millis{1'000}, Millis hold = Millis{60'000})
        : tolerance_(tolerance), hold_(hold) {}

    // How long the deadlines still have to wait; zero: the wall clock may be acted on. The first
    // reading is trusted: after a start there is nothing to compare it with.
    Millis hold_for(Instant wall, Millis uptime);

    std::uint64_t steps() const { return steps_; }   // seen so far
    Millis last_step() const { return last_step_; }  // ahead: positive

  private:
    Millis tolerance_;
    Millis hold_;
    std::optional<Millis> offset_;  // wall - uptime at the last reading; drift may move it slowly
    Millis trusted_from_{Millis::min()};  // uptime
    std::uint64_t steps_ = 0;
    Millis last_step_{0};
};

}  // namespace hotline::dispatch
