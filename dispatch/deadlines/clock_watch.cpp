#include "dispatch/deadlines/clock_watch.hpp"

#include <algorithm>

namespace hotline::dispatch {

Millis ClockWatch::hold_for(Instant wall, Millis uptime) {
    const Millis offset = wall.time_since_epoch() - uptime;
    const Millis change = offset_ ? offset - *offset_ : Millis{0};
    offset_ = offset;
    if (change > tolerance_ || change < -tolerance_) {
        ++steps_;
        last_step_ = change;
        trusted_from_ = uptime + hold_;
    }
    return std::max(Millis{0}, trusted_from_ == Millis::min() ? Millis{0} : trusted_from_ - uptime);
}

}  // namespace hotline::dispatch
