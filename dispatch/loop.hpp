// A loop: runs one turn again and again on its own strand, sleeps until the instant that the turn
// asks for or until it is poked, and comes back with a growing pause when a turn throws.
//
// Owner: the errand (deadlines, delivery) as its last member. Stop it and wait for `stopped` before
// the owner is destroyed, or destroy the owner after its io_context no longer runs.
#pragma once

#include "ticketing/record/time_source.hpp"
#include "ticketing/rules/time.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hotline::dispatch {

// For /healthz. A loop whose last turn is much older than its sweep is stuck.
struct LoopHealth {
    std::string name;
    bool running = false;
    std::optional<Instant> last_turn;  // end of the last good turn
    std::uint64_t turns = 0;           // good ones
    std::int32_t failures = 0;         // in a row; 0 when the last turn was good
    std::string last_error;            // of the last bad turn; kept after recovery
};

// One turn. Gives the instant at which the next is wanted without a poke; empty: at the next sweep.
using LoopTurn = std::function<boost::asio::awaitable<std::optional<Instant>>()>;

struct LoopSetup {
    std::string name;
    boost::asio::any_io_executor strand;  // a strand, or the executor of a one-threaded context
    const record::TimeSource* time = nullptr;  // outlives the loop
    LoopTurn turn;
    Millis sweep{60'000};    // longest sleep: a net under lost pokes and clock jumps
    Millis gap{20};          // shortest sleep: gathers the pokes of a busy second
    Millis back_off{1'000};  // pause after a bad turn, doubled after each further one
    Millis back_off_max{60'000};
};

class Loop {
  public:
    explicit Loop(LoopSetup setup);
    ~Loop();  // asks to stop; does not wait
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void start();  // once, any thread
    void poke();   // any thread; cheap, never blocks
    // Any thread, idempotent. The running turn is finished first; then `stopped` runs on the
    // strand.
    void stop(std::function<void()> stopped);
    bool stopping() const;      // any thread; long turns ask
    LoopHealth health() const;  // any thread

  private:
    struct State;
    static boost::asio::awaitable<void> run(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

}  // namespace hotline::dispatch
