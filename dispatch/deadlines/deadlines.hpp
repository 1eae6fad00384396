// Deadlines: acts on every step of every milestone when its time has come. Never early, each once,
// in time order, also after the server was down.
//
// When somebody sets the wall clock, it is not acted on until it has run on for a minute
// (clock_watch.hpp): a wrong date that is put right soon makes nothing overdue.
//
// Sleeps until the earliest next step; a commit pokes it, because it may have started an earlier
// one; a sweep each minute is the net. A step that is refused because its clock stopped meanwhile
// is in order.
#pragma once

#include "dispatch/duty/roster.hpp"
#include "dispatch/loop.hpp"
#include "dispatch/routing/city.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/record/writer.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>

namespace hotline::dispatch {

struct DeadlinesSetup {
    boost::asio::any_io_executor strand;  // its own
    // These outlive the object, and so does the context of the strand.
    record::Reads* reads = nullptr;
    record::Writer* writer = nullptr;
    const record::TimeSource* time = nullptr;
    std::shared_ptr<const Roster> roster;
    std::shared_ptr<const City> city;
    Millis sweep{60'000};
};

class Deadlines {
  public:
    explicit Deadlines(DeadlinesSetup setup);
    ~Deadlines();

    void start();
    void poke();  // any thread; after each commit
    // Any thread. The steps in flight are finished first; then `stopped` runs on the strand.
    void stop(std::function<void()> stopped);
    LoopHealth health() const;

  private:
    struct State;
    static boost::asio::awaitable<std::optional<Instant>> turn(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
    Loop loop_;  // last: it runs turns over the state
};

// The same work for replay, import and tests, on the calling thread: acts on every step that is due
// at or before `now`, in time order, and gives their number. The writer's clock must not be before
// `now`; the session must not be inside a snapshot, or it would not see its own steps. Throws
// DbError, and std::runtime_error when no step of a page could be taken.
int run_due(record::ReadSession& session, record::Writer& writer, const Roster& roster,
            const City& city, Instant now);

}  // namespace hotline::dispatch
