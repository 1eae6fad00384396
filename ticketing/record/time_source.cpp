#include "ticketing/record/time_source.hpp"

namespace hotline::record {

Instant SystemTime::now() const {
    return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

}  // namespace hotline::record
