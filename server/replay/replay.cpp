#include "server/replay/replay.hpp"

#include "dispatch/deadlines/deadlines.hpp"
#include "dispatch/duty/roster.hpp"
#include "ticketing/record/reads.hpp"
#include "ticketing/record/writer.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

namespace hotline::server {
namespace {

// What is done for one request, in this order; `extend` only where the limit has an extension.
enum class Act { open, receive, extend, answer };

struct Planned {
    Instant at{};
    std::size_t request = 0;
    Act act = Act::open;
    friend auto operator<=>(const Planned&, const Planned&) = default;
};

MilestoneRule milestone_of(MilestoneKind kind, std::int32_t amount, LimitUnit unit,
                           std::vector<StepRule> steps) {
    MilestoneRule rule;
    rule.kind = kind;
    rule.limit.amount = amount;
    rule.limit.unit = unit;
    rule.steps = std::move(steps);
    return rule;
}

Policy policy_of(const ReplayLimit& limit, const std::string& calendar_id, Instant from,
                 Instant to) {
    Policy policy;
    policy.id = "replay-" + calendar_id;
    policy.version = "1";
    policy.calendar_id = calendar_id;
    policy.effective_from = from;
    policy.effective_to = to;
    StepRule yellow;
    yellow.kind = StepKind::warn_yellow;
    yellow.working_days = -1;
    StepRule red;
    red.kind = StepKind::warn_red;
    red.working_days = 1;
    policy.milestones = {
        milestone_of(MilestoneKind::receive, 1, LimitUnit::working_days, {}),
        milestone_of(MilestoneKind::contact, 24, LimitUnit::hours, {}),
        milestone_of(MilestoneKind::resolve, limit.working_days, LimitUnit::working_days,
                     {yellow, red}),
    };
    if (limit.extension_working_days > 0) {
        ExtensionStep step;
        step.max_working_days = limit.extension_working_days;
        policy.extension.steps = {step};
    }
    return policy;
}

std::shared_ptr<const PolicyBook> policies_of(const ReplayLimit& limit, const ReplaySetup& setup) {
    std::vector<Policy> policies = {
        policy_of(limit, setup.weekday_calendar->id(), Instant::min(), setup.since),
        policy_of(limit, setup.calendar->id(), setup.since, Instant::max())};
    return std::make_shared<const PolicyBook>(
        std::move(policies),
        std::vector<std::shared_ptr<const WorkCalendar>>{setup.weekday_calendar, setup.calendar});
}

class Replay {
  public:
    Replay(const std::vector<ReplayRequest>& requests, const ReplayLimit& limit,
           const ReplaySetup& setup)
        : requests_(requests),
          limit_(limit),
          setup_(setup),
          numbers_(requests.size()),
          time_(requests.empty() ? Instant{} : requests.front().created_at),
          engine_(record::open_sqlite(setup.directory, record::Durability::scratch)),
          reader_(engine_->open_reader()),
          reads_(*reader_),
          writer_(writer_setup()) {}

    LimitLedger run() {
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            plan({requests_[i].created_at, i, Act::open});
        }
        std::size_t answered = 0;
        while (!planned_.empty()) {
            const Planned next = *planned_.begin();
            planned_.erase(planned_.begin());
            advance_to(next.at);
            act(next);
            answered += next.act == Act::answer ? 1 : 0;
            if (setup_.progress) setup_.progress(answered, requests_.size());
        }
        return ledger();
    }

  private:
    record::WriterSetup writer_setup() {
        record::WriterSetup setup;
        setup.engine = engine_.get();
        setup.time = &time_;
        setup.policies = policies_of(limit_, setup_);
        setup.endpoints = std::make_shared<const record::EndpointBook>();
        return setup;
    }

    void plan(const Planned& act) { planned_.insert(act); }

    const WorkCalendar& calendar_of(const ReplayRequest& request) const {
        return request.created_at < setup_.since ? *setup_.weekday_calendar : *setup_.calendar;
    }

    // Every clock step on the way is acted on at its own instant, as the server would.
    void advance_to(Instant at) {
        for (auto step = reads_.next_clock_at(); step && *step <= at;
             step = reads_.next_clock_at()) {
            time_.set(*step);
            dispatch::run_due(reads_, writer_, roster_, city_, *step);
        }
        time_.set(at);
    }

    void act(const Planned& planned) {
        switch (planned.act) {
            case Act::open:
                return open(planned.request);
            case Act::receive:
                return unit_does(planned.request, Receive{LegId{1}});
            case Act::extend:
                return extend(planned.request);
            case Act::answer:
                return answer(planned.request);
        }
    }

    record::Committed command(std::size_t index, Actor actor, Command command) {
        record::TicketWork work;
        work.actor = std::move(actor);
        if (numbers_[index].value != 0) work.ticket = numbers_[index];
        work.command = std::move(command);
        const record::Outcome outcome = writer_.execute(std::move(work));
        if (!outcome.has_value()) {
            throw std::runtime_error("request " + requests_[index].id + ": " +
                                     outcome.error().code + ": " + outcome.error().detail);
        }
        return *outcome;
    }

    void unit_does(std::size_t index, Command what) {
        command(index, {Role::unit, units_[index], units_[index]}, std::move(what));
    }

    void hotline_does(std::size_t index, Role role, Command what) {
        command(index, {role, "回放", ""}, std::move(what));
    }

    void open(std::size_t index) {
        const ReplayRequest& request = requests_[index];
        OpenTicket open;
        open.request = request.request;
        open.received_at = request.created_at;
        open.routing = setup_.route(request.request);
        open.dispatch_now = !open.routing.unit.empty();
        const UnitCode unit = open.dispatch_now ? open.routing.unit : setup_.dispatchers_choice;
        const bool routed = open.dispatch_now;
        numbers_[index] = command(index, {Role::agent, "回放", ""}, std::move(open)).number;
        units_[index] = unit;
        if (!routed) {
            Dispatch dispatch;
            dispatch.legs = {{unit, LegRole::lead}};
            hotline_does(index, Role::dispatcher, std::move(dispatch));
        }
        plan({std::min(next_opening(request), request.replied_at), index, Act::receive});
        plan_extension(index);
        plan({request.replied_at, index, Act::answer});
    }

    Instant next_opening(const ReplayRequest& request) const {
        const WorkCalendar& calendar = calendar_of(request);
        if (calendar.is_working_time(request.created_at)) return request.created_at;
        const Day today = calendar.day_of(request.created_at);
        const Day day = calendar.working_day_after(today, 0);
        const Instant opening = calendar.opening_of(day);
        return opening > request.created_at
                   ? opening
                   : calendar.add_working_time(request.created_at, Millis{1}).at;
    }

    // The unit asks one minute before its limit, when it already knows that it will answer later.
    void plan_extension(std::size_t index) {
        if (limit_.extension_working_days == 0) return;
        const auto ticket = reads_.ticket(numbers_[index]);
        for (const Clock& clock : ticket->clocks) {
            if (clock.kind == MilestoneKind::resolve &&
                requests_[index].replied_at > clock.due_at) {
                plan({clock.due_at - Minutes{1}, index, Act::extend});
            }
        }
    }

    void extend(std::size_t index) {
        AskExtension ask;
        ask.leg = LegId{1};
        ask.working_days = limit_.extension_working_days;
        ask.reason = "情况复杂，需要更多时间核实";
        unit_does(index, std::move(ask));
        hotline_does(index, Role::dispatcher, DecidePetition{PetitionId{1}, true, "同意"});
    }

    void answer(std::size_t index) {
        Reply reply;
        reply.leg = LegId{1};
        reply.public_text = requests_[index].reply.empty() ? "已答复" : requests_[index].reply;
        unit_does(index, std::move(reply));
        hotline_does(index, Role::dispatcher, CheckReply{LegId{1}, true, "同意"});
        // The file knows no visits: the citizen is not reached and the ticket closes on that.
        RecordVisit visit;
        visit.final = true;
        hotline_does(index, Role::visitor, std::move(visit));
    }

    LimitLedger ledger() {
        LimitLedger ledger;
        ledger.limit = limit_;
        for (std::size_t i = 0; i < requests_.size(); ++i) {
            const auto ticket = reads_.ticket(numbers_[i]);
            const bool late =
                std::any_of(ticket->clocks.begin(), ticket->clocks.end(), [](const Clock& clock) {
                    return clock.kind == MilestoneKind::resolve && clock.overdue;
                });
            const bool counted = requests_[i].created_at >= setup_.since;
            count(counted ? ledger.since : ledger.before, late);
            if (counted) count(ledger.by_unit[units_[i]], late);
        }
        return ledger;
    }

    static void count(Tally& tally, bool late) { ++(late ? tally.late : tally.on_time); }

    const std::vector<ReplayRequest>& requests_;
    const ReplayLimit& limit_;
    const ReplaySetup& setup_;
    std::set<Planned> planned_;  // in order of time, then of the file
    std::vector<TicketNumber> numbers_;
    std::map<std::size_t, UnitCode> units_;
    dispatch::Roster roster_;
    dispatch::City city_;  // the replayed requests name no units of a city pack
    record::VirtualTime time_;
    std::unique_ptr<record::Engine> engine_;
    std::unique_ptr<record::Connection> reader_;
    record::ReadSession reads_;
    record::Writer writer_;
};

}  // namespace

LimitLedger replay(const std::vector<ReplayRequest>& requests, const ReplayLimit& limit,
                   const ReplaySetup& setup) {
    return Replay(requests, limit, setup).run();
}

}  // namespace hotline::server
