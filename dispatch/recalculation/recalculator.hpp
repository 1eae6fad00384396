// The recalculator: works off "recount" jobs, ticket by ticket, in the background lane of the one
// door. A job outlives the process: after a restart it goes on behind the last ticket it reported.
// Asking a ticket twice does no harm; the second time nothing moves.
#pragma once

#include "dispatch/loop.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/time_source.hpp"
#include "ticketing/record/work.hpp"
#include "ticketing/record/writer.hpp"
#include "ticketing/rules/command.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace hotline::dispatch {

inline constexpr const char* recount_job = "recount";

// The job that counts every running clock again after `publication`. `total`: tickets to visit, as
// the preview counted them; 0 when it is not known.
record::StartJob start_recount(const Recount& command, std::optional<std::int64_t> publication,
                               std::int64_t total);

struct RecalculatorSetup {
    boost::asio::any_io_executor strand;  // its own
    // These outlive the object, and so does the context of the strand.
    record::Reads* reads = nullptr;
    record::Writer* writer = nullptr;
    const record::TimeSource* time = nullptr;
    std::int32_t tickets_of_page = 256;  // not more than the background lane holds
};

class Recalculator {
  public:
    explicit Recalculator(RecalculatorSetup setup);
    ~Recalculator();

    void start();
    void poke();  // any thread; a job was started
    // Any thread. The page in flight is finished first; then `stopped` runs on the strand.
    void stop(std::function<void()> stopped);
    LoopHealth health() const;

  private:
    struct State;
    static boost::asio::awaitable<std::optional<Instant>> turn(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
    Loop loop_;  // last: it runs turns over the state
};

}  // namespace hotline::dispatch
