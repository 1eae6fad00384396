#include "dispatch/recalculation/recalculator.hpp"

#include "dispatch/await_record.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <spdlog/spdlog.h>

#include <atomic>
#include <exception>
#include <utility>
#include <vector>

namespace hotline::dispatch {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr Millis overload_pause{1'000};

Recount command_of(const record::Job& job) {
    const json::object arguments = json::parse(job.arguments).as_object();
    Recount command;
    command.adopt_policies = arguments.at("adopt_policies").as_bool();
    const json::string& reason = arguments.at("reason").as_string();
    command.reason.assign(reason.data(), reason.size());
    return command;
}

std::vector<record::WorkItem> works_of(const std::vector<TicketNumber>& tickets,
                                       const Recount& command) {
    std::vector<record::WorkItem> works;
    works.reserve(tickets.size());
    for (const TicketNumber ticket : tickets) {
        record::TicketWork work;
        work.actor.role = Role::system;
        work.actor.name = "recalculation";
        work.ticket = ticket;
        work.command = command;
        works.emplace_back(std::move(work));
    }
    return works;
}

struct PageResult {
    bool writer_busy = false;  // the page is to be asked again
    std::string failure;       // a refusal that asking again does not cure
    TicketNumber failed_at;
};

PageResult count(const std::vector<record::Outcome>& outcomes,
                 const std::vector<TicketNumber>& tickets, record::JobProgress& progress) {
    PageResult result;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const record::Outcome& outcome = outcomes[i];
        if (outcome.has_value()) {
            progress.changed += 1;
            progress.corrected += outcome->corrections;
            continue;
        }
        const std::string& code = outcome.error().code;
        if (code == "overloaded" || code == "stopping" || code == "store_failed") {
            result.writer_busy = true;
        } else if (code != "no_change") {
            result.failure = code + ": " + outcome.error().detail;
            result.failed_at = tickets[i];
        }
    }
    return result;
}

}  // namespace

record::StartJob start_recount(const Recount& command, std::optional<std::int64_t> publication,
                               std::int64_t total) {
    record::StartJob job;
    job.kind = recount_job;
    job.publication = publication;
    job.arguments = json::serialize(
        json::object{{"adopt_policies", command.adopt_policies}, {"reason", command.reason}});
    job.total = total;
    return job;
}

struct Recalculator::State {
    RecalculatorSetup setup;
    std::atomic<bool> stop_wanted{false};

    static asio::awaitable<record::Outcome> report(std::shared_ptr<State> state,
                                                   record::JobWork work) {
        std::vector<record::WorkItem> works;
        works.emplace_back(std::move(work));
        const auto outcomes = co_await submit_all(state->setup.writer, std::move(works));
        co_return outcomes.front();
    }

    static asio::awaitable<std::vector<TicketNumber>> next_page(std::shared_ptr<State> state,
                                                                std::int64_t cursor,
                                                                Instant opened_until) {
        using Numbers = std::vector<TicketNumber>;
        const auto limit = state->setup.tickets_of_page;
        const std::function<Numbers(record::ReadSession&)> question =
            [cursor, opened_until, limit](record::ReadSession& session) {
                return session.tickets_with_running_clocks(TicketNumber{cursor}, opened_until,
                                                           limit);
            };
        co_return co_await ask<Numbers>(state->setup.reads, question, errand_read_ms);
    }

    // Tickets opened since the job began have followed the new versions from birth.
    // Pages until the end of the tickets; empty: the job is over, else when to come again.
    static asio::awaitable<std::optional<Instant>> work_off(std::shared_ptr<State> state,
                                                            record::Job job) {
        const Recount command = command_of(job);
        while (!state->stop_wanted) {
            const auto tickets = co_await next_page(state, job.progress.cursor, job.started_at);
            if (tickets.empty()) {
                record::FinishJob done{job.id, job.progress, job.detail};
                co_await report(state, std::move(done));
                co_return std::nullopt;
            }
            auto works = works_of(tickets, command);
            const auto outcomes = co_await submit_all(state->setup.writer, std::move(works),
                                                      record::Lane::background);
            record::JobProgress progress = job.progress;
            const PageResult page = count(outcomes, tickets, progress);
            if (page.writer_busy) co_return state->setup.time->now() + overload_pause;
            if (!page.failure.empty()) {
                spdlog::warn("recalculation: ticket {} answered {}", page.failed_at.value,
                             page.failure);
                job.detail =
                    "ticket " + std::to_string(page.failed_at.value) + " answered " + page.failure;
            }
            progress.visited += static_cast<std::int64_t>(tickets.size());
            progress.cursor = tickets.back().value;
            job.progress = progress;
            const record::AdvanceJob advance{job.id, progress};
            co_await report(state, advance);
        }
        co_return std::nullopt;
    }
};

asio::awaitable<std::optional<Instant>> Recalculator::turn(std::shared_ptr<State> state) {
    using Jobs = std::vector<record::Job>;
    const std::function<Jobs(record::ReadSession&)> question = [](record::ReadSession& session) {
        return session.unfinished_jobs();
    };
    while (!state->stop_wanted) {
        Jobs jobs = co_await ask<Jobs>(state->setup.reads, question, errand_read_ms);
        std::erase_if(jobs, [](const record::Job& job) { return job.kind != recount_job; });
        if (jobs.empty()) co_return std::nullopt;
        const auto again = co_await State::work_off(state, std::move(jobs.front()));
        if (again) co_return again;
    }
    co_return std::nullopt;
}

Recalculator::Recalculator(RecalculatorSetup setup)
    : state_(std::make_shared<State>()),
      loop_(LoopSetup{.name = "recalculation",
                      .strand = setup.strand,
                      .time = setup.time,
                      .turn = [state = state_] { return turn(state); }}) {
    state_->setup = std::move(setup);
}

Recalculator::~Recalculator() {
    state_->stop_wanted = true;
}

void Recalculator::start() {
    loop_.start();
}

void Recalculator::poke() {
    loop_.poke();
}

void Recalculator::stop(std::function<void()> stopped) {
    state_->stop_wanted = true;
    loop_.stop(std::move(stopped));
}

LoopHealth Recalculator::health() const {
    return loop_.health();
}

}  // namespace hotline::dispatch
