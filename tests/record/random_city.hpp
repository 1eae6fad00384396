// A city in which anything may happen: random commands of random actors at random times.
#pragma once

#include "tests/record/world.hpp"
#include "ticketing/record/sha256.hpp"

#include <map>
#include <random>

namespace hotline::test {

// A policy with everything the time-limit engine knows.
inline Policy rich_policy() {
    using enum StepKind;
    using enum MilestoneKind;
    Policy policy = city_policy();
    policy.milestones = {
        milestone(MilestoneKind::dispatch, StartEvent::opened, "2h", {{tell_duty, 0, 0, -30}}),
        milestone(receive, StartEvent::dispatched, "1wd", {{auto_receive, 0, 0, 0}}),
        milestone(contact, StartEvent::dispatched, "24h"),
        milestone(plan, StartEvent::received, "2wd"),
        milestone(reply, StartEvent::dispatched, "3wd", {{notify, 0, 50, 0}}),
        milestone(resolve, StartEvent::dispatched, "5wd",
                  {{warn_yellow, -1, 0, 0},
                   {StepKind::urge, 0, 0, -120},
                   {start_visit, 0, 0, 0},
                   {warn_red, 1, 0, 0},
                   {written_notice, 1, 0, 0},
                   {StepKind::supervise, 2, 0, 0},
                   {raise, 3, 0, 0}}),
        milestone(visit, StartEvent::reply_accepted, "1wd"),
        milestone(caller_reply, StartEvent::merged, "2wd"),
    };
    policy.returning.window = limit("1wd");
    policy.returning.window_complex = limit("2wd");
    policy.returning.deemed_acceptance = true;
    policy.returning.max_dispatches = 3;
    policy.returning.charge_time = false;
    policy.redo.escalate_at = 2;
    policy.pause.reasons = {{"litigation", "涉诉", 20}};
    policy.pause.max_total_working_days = 40;
    policy.service_confirmation = true;
    return policy;
}

inline std::shared_ptr<const PolicyBook> rich_policies() {
    return book_of(rich_policy());
}

// Sends random commands of random actors at random times; most are refused by the rules, which is
// fine.
class RandomCity {
  public:
    RandomCity(World& world, std::uint32_t seed) : world_(world), random_(seed) {}

    void step() {
        if (below(20) == 0) world_.time.set(world_.time.now() + Minutes{below(60 * 24 * 3)});
        if (below(60) == 0) return publish();
        if (below(16) == 0) return open();
        if (below(8) == 0) return tick();
        if (below(5) == 0) return deliver();
        change();
    }

    std::map<std::string, int> done;  // accepted commands by kind

  private:
    int below(int bound) { return std::uniform_int_distribution<int>{0, bound - 1}(random_); }
    bool flip() { return below(2) == 0; }
    UnitCode unit() {
        static const UnitCode units[] = {"a3-housing", "a3-light", "a3-water"};
        return units[below(3)];
    }
    std::string text() { return flip() ? "说明 \"" + std::to_string(below(100)) + "\"\n" : "好"; }

    void ask(const std::string& name, Command command, std::optional<TicketNumber> number,
             Actor actor) {
        TicketWork work = world_.work(std::move(command), number, std::move(actor));
        if (below(4) == 0) work.idempotency_key = "k" + std::to_string(below(300));
        const Outcome outcome = world_.writer().execute(std::move(work));
        if (outcome && !outcome->repeated) ++done[name];
    }

    void open() {
        OpenTicket open = world_.opening(text(), flip() ? unit() : "");
        open.received_at = world_.time.now() - Minutes{below(60)};
        if (below(5) == 0) open.missing = "地点";
        if (below(4) == 0) {
            open.request.source = "sf311";
            open.request.external_id = std::to_string(below(50));
        }
        ask("open", open, {}, agent());
        TicketFilter newest;
        newest.limit = 12;  // few enough that tickets come far
        numbers_.clear();
        for (const TicketSummary& line : world_.read().list(newest))
            numbers_.push_back(line.number);
    }

    void tick() {
        const auto due = world_.read().due_clocks(world_.time.now(), 5);
        for (const DueClock& each : due) {
            const auto state = world_.read().ticket(each.ticket);
            // An earlier one of these steps may have stopped the clock.
            const auto step = next_step(*find_clock(*state, each.clock));
            if (!step) continue;
            ask("reach", ReachStep{each.clock, step->kind, step->at, "duty", text()}, each.ticket,
                clock_actor());
        }
    }

    void deliver() {
        for (const OutboxItem& item : world_.read().due_outbox(world_.time.now(), 3, 3)) {
            DeliveryWork work;
            work.outbox_id = item.id;
            work.attempt = item.attempts + 1;
            work.started_at = world_.time.now();
            work.result = flip() ? AttemptResult::delivered : AttemptResult::failed;
            work.next_attempt_at = world_.time.now() + Minutes{below(90)};
            if (world_.writer().execute(work)) ++done["deliver"];
        }
    }

    // A new version of the calendar: some weekday of the next fortnight becomes a holiday.
    void publish() {
        const Day today = city_calendar()->day_of(world_.time.now());
        holidays_.push_back(today + std::chrono::days{below(14)});
        PublishWork work;
        work.name = "city";
        work.version = "r" + std::to_string(++version_);
        work.text = work.version;
        work.sha256 = sha256_hex(work.text);
        calendars_.push_back(city_calendar(work.version, holidays_));
        Policy policy = rich_policy();
        work.book = book_of(std::move(policy), calendars_);
        if (world_.writer().execute(work)) ++done["publish"];
        for (const TicketNumber number :
             world_.read().tickets_with_running_clocks({}, world_.time.now(), 20))
            ask("recount", Recount{flip(), text()}, number, clock_actor());
    }

    // What the time-limit engine adds. False when the ticket has nothing of that.
    bool engine(TicketNumber number, const TicketState& state, LegId leg, const Actor& liaison) {
        for (const Notice& notice : state.notices) {
            if (!notice.done_at && below(4) == 0) {
                ask("called", CompleteNotice{notice.id, text()}, number, dispatcher());
                return true;
            }
        }
        if (state.stage == Stage::merged && !state.caller_answered_at) {
            ask("told", AnswerCaller{text()}, number, dispatcher());
            return true;
        }
        for (const Clock& clock : state.clocks) {
            if (clock.leg && clock.state == ClockState::running &&
                pause_at(clock, world_.time.now()) != nullptr) {
                ask("resume", Resume{*clock.leg, text()}, number,
                    unit_actor(find_leg(state, *clock.leg)->unit));
                return true;
            }
            if (!counts_overdue(clock) || below(4) != 0) continue;
            ask("appeal", AskAppeal{clock.id, text()}, number,
                clock.leg ? unit_actor(find_leg(state, *clock.leg)->unit) : dispatcher());
            return true;
        }
        switch (below(7)) {
            case 0:
                ask("plan", SubmitPlan{leg, text()}, number, liaison);
                return true;
            case 1:
                ask("answer", AnswerProgress{leg, text()}, number, liaison);
                return true;
            case 2:
                ask("served", ConfirmService{leg, text()}, number, liaison);
                return true;
            case 3:
                ask("complex", MarkComplex{flip(), text()}, number, dispatcher());
                return true;
            case 4:
            case 5:
                ask("suspend", AskSuspension{leg, "litigation", 3 + below(6), text()}, number,
                    liaison);
                return true;
            default:
                ask("recount", Recount{flip(), text()}, number, clock_actor());
                return true;
        }
    }

    void decide(TicketNumber number, const Petition& petition, const TicketState& state) {
        ask("decide", DecidePetition{petition.id, flip(), text()}, number, dispatcher());
        if (petition.kind != PetitionKind::suspend) return;
        world_.time.pass(Minutes{60});
        ask("resume", Resume{petition.leg, text()}, number,
            unit_actor(find_leg(state, petition.leg)->unit));
    }

    // What the stage waits for, or few tickets would come far. False when that is nothing.
    bool go_on(TicketNumber number, const TicketState& state, LegId leg, const Actor& liaison) {
        const bool asked =
            !state.petitions.empty() && state.petitions.back().state == PetitionState::pending;
        if (state.stage == Stage::awaiting_dispatch) {
            ask("dispatch", Dispatch{{{unit(), LegRole::lead}}, text()}, number, dispatcher());
        } else if (state.stage == Stage::awaiting_check) {
            ask("check", CheckReply{leg, flip(), text()}, number, dispatcher());
        } else if (state.stage == Stage::awaiting_visit) {
            const RecordVisit visit{flip(), flip(), flip(), flip(), below(4) == 0, text()};
            ask("visit", visit, number, dispatcher());
        } else if (asked) {
            decide(number, state.petitions.back(), state);
        } else if (state.stage == Stage::handling && below(3) == 0) {
            ask("receive", Receive{leg}, number, liaison);
        } else if (state.stage == Stage::handling && flip()) {
            ask("reply", Reply{leg, text(), text()}, number, liaison);
        } else {
            return false;
        }
        return true;
    }

    void change() {
        if (numbers_.empty()) return;
        const TicketNumber number =
            numbers_[static_cast<std::size_t>(below(static_cast<int>(numbers_.size())))];
        const auto state = world_.read().ticket(number);
        const int legs = static_cast<int>(state->legs.size());
        const LegId leg{legs == 0 ? 1 : 1 + below(legs)};
        const bool is_own = legs > 0 && below(5) != 0;
        const Actor liaison = unit_actor(is_own ? find_leg(*state, leg)->unit : unit());
        const Actor someone = flip() ? dispatcher() : liaison;
        if (flip() && go_on(number, *state, leg, liaison)) return;
        if (flip() && engine(number, *state, leg, liaison)) return;
        switch (below(20)) {
            case 0:
                return ask("supplement", Supplement{text()}, number, agent());
            case 1:
                return ask("direct", AnswerDirectly{text()}, number, agent());
            case 2:
                return ask("decline", Decline{DeclineReason::already_handled, text()}, number,
                           agent());
            case 3:
                return ask("transfer", TransferToEmergency{EmergencyLine::fire_119, text()}, number,
                           agent());
            case 4:
                return ask("dispatch",
                           Dispatch{{{unit(), LegRole::lead}, {unit(), LegRole::assist}}, text()},
                           number, dispatcher());
            case 5:
                return ask("receive", Receive{leg}, number, someone);
            case 6:
                return ask("contact", RecordContact{leg, text()}, number, someone);
            case 7:
                return ask("subdispatch", SubDispatch{leg, {unit()}, text()}, number, someone);
            case 8:
                return ask("return", AskReturn{leg, text(), "三定", unit()}, number, liaison);
            case 9:
                return ask("extend", AskExtension{leg, 1 + below(12), text()}, number, liaison);
            case 10:
                return ask(
                    "decide",
                    DecidePetition{
                        {static_cast<std::int32_t>(state->petitions.size())}, flip(), text()},
                    number, dispatcher());
            case 11:
                return ask("reply", Reply{leg, text(), text()}, number, someone);
            case 12:
                return ask("check", CheckReply{leg, flip(), text()}, number, dispatcher());
            case 13:
                return ask("exit", ExitLeg{leg, text()}, number, someone);
            case 14:
                return ask("visit",
                           RecordVisit{flip(), flip(), flip(), flip(), below(4) == 0, text()},
                           number, dispatcher());
            case 15:
                return ask("redo", Redo{text()}, number, dispatcher());
            case 16:
                return ask("urge", Urge{text()}, number, dispatcher());
            default:
                return rare(number);
        }
    }

    void rare(TicketNumber number) {
        switch (below(5)) {
            case 0:
                return ask("supervise", Supervise{flip(), text()}, number, dispatcher());
            case 1:
            case 2:
                return ask("merge", Merge{numbers_.back()}, number, dispatcher());
            case 3:
                return ask("withdraw", Withdraw{text()}, number, dispatcher());
            default:
                return ask("archive", Archive{}, number, dispatcher());
        }
    }

    World& world_;
    std::mt19937 random_;
    std::vector<TicketNumber> numbers_;
    std::vector<Day> holidays_;
    std::vector<std::shared_ptr<const WorkCalendar>> calendars_{city_calendar()};
    int version_ = 0;
};

}  // namespace hotline::test
