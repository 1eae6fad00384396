// The work sheet of one decide() call, and the parts that the decisions share. Internal to rules/.
#pragma once

#include "ticketing/rules/decide.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline {

// Empty: allowed. A decision makes all its checks before it emits its first event.
using Verdict = std::optional<Refusal>;

Refusal refuse(std::string_view code, std::string detail, std::string field = {});

// Events emitted so far and the state after them, so that a later part of the same decision sees
// what an earlier part did. Lives for one decide() call.
class Draft {
  public:
    Draft(const TicketState* state, const DecideContext& context);

    const TicketState& state() const { return state_; }
    Instant now() const { return context_.now; }
    const DecideContext& context() const { return context_; }

    void emit(Event event);
    std::vector<Event> take_events() { return std::move(events_); }

    // The policy stamped on the ticket, or nullptr when the book no longer holds it (policy_gone).
    const Policy* policy() const { return policy_; }
    // That of a leg's clocks; of the ticket's own without a leg. Null like policy().
    const Policy* policy_of(std::optional<LegId> leg) const;
    // The current version of that policy's calendar.
    const WorkCalendar& calendar_of(const Policy& policy) const;
    void set_policy(const Policy* policy) { policy_ = policy; }  // of a ticket being opened
    // policy_gone unless both the ticket's policy and the leg's are loaded.
    Verdict check_policy(std::optional<LegId> leg = std::nullopt) const;

    LegId next_leg() const;
    PetitionId next_petition() const;
    ClockId next_clock() const;
    NoticeId next_notice() const;

  private:
    TicketState state_;
    const DecideContext& context_;
    const Policy* policy_ = nullptr;
    std::vector<Event> events_;
};

// Checks that many decisions make; each answers with its own code.
Verdict check_stage(const Draft& draft, std::initializer_list<Stage> allowed);
Verdict check_not_over(const Draft& draft);
Verdict check_not_archived(const Draft& draft);
Verdict check_note(std::string_view text, std::string_view field, bool is_required);
Verdict check_long_text(std::string_view text, std::string_view field);  // required

// The leg of a command that works on a leg: the stage is handling, the leg exists, a unit actor
// speaks for it, and it is awaiting_receipt or handling. Gives the leg or the refusal.
Result<Leg> working_leg(const Draft& draft, LegId id);

// The live lead leg, or the last lead leg that was done; nullptr if none.
const Leg* live_lead(const TicketState& state);
const Leg* last_done_lead(const TicketState& state);
const Leg* last_lead(const TicketState& state);  // whatever became of it; nullptr if none
bool has_live_unit(const TicketState& state, const UnitCode& unit);
const Petition* pending_petition(const TicketState& state, LegId leg);

// legs.cpp: changes of legs that several decisions share.

struct NewAssignment {
    UnitCode unit;
    LegRole role = LegRole::lead;
    std::optional<LegId> parent;
};
// Dispatched and the clocks that start with it.
void emit_dispatch(Draft& draft, const NewAssignment& assignment, const std::string& note);
// Received and its clocks, when the leg is not received yet. Work without the click on 签收 counts
// as receipt, so that honest work is never refused for a missing click.
void emit_receipt(Draft& draft, LegId leg, bool by_clock = false);
// LegEnded for the leg and for every live leg that hangs on it (its sub-dispatched legs; all others
// when it is the lead); their pending petitions become void and their clocks are cancelled.
void emit_leg_end(Draft& draft, LegId leg, LegState state, const std::string& reason);
// The ticket is over: every live leg is superseded and every clock that still runs is cancelled.
void emit_ticket_end(Draft& draft, const std::string& reason);
void emit_void_petitions(Draft& draft, LegId leg);

// clocks.cpp: starting, stopping and resuming clocks.

void start_clocks(Draft& draft, StartEvent event, std::optional<LegId> leg, Instant start);
void start_redo_clock(Draft& draft, LegId leg);
// Only with deemed acceptance, and not for a leg that cannot be returned.
void start_return_window(Draft& draft, LegId leg);
// The ticket's clock of that kind, if its policy has one and none runs yet.
void start_ticket_clock(Draft& draft, MilestoneKind kind, Instant start);
// Stops the running clocks of these kinds as met: those of the leg and, when it is the lead, those
// of the whole ticket.
void meet_clocks(Draft& draft, LegId leg, std::initializer_list<MilestoneKind> kinds);
void meet_ticket_clocks(Draft& draft, std::initializer_list<MilestoneKind> kinds);
void cancel_leg_clocks(Draft& draft, LegId leg);
void cancel_all_clocks(Draft& draft);
// The check sent the reply back: what this reply had met runs on, with its old start and due.
void resume_clocks(Draft& draft, LegId leg);
// The running clock of that kind of the leg, nullptr if none.
const Clock* running_clock(const TicketState& state, LegId leg, MilestoneKind kind);
// The clock that an extension moves: the leg's running redo or resolve clock; for the lead, if it
// has none of its own, the ticket's. nullptr if none runs.
const Clock* resolve_clock(const TicketState& state, LegId leg);
// The instant that a clock may not pass: the parent leg's due instant, or the external deadline
// less the policy's margin; with the reason. Nothing: no cap.
void set_cap(Derivation& derivation, const Draft& draft, const Policy& policy,
             std::optional<LegId> leg, MilestoneKind kind, Instant start);
// The same with the parent's due instant given; empty: no parent caps it.
void set_cap(Derivation& derivation, const Draft& draft, const Policy& policy, MilestoneKind kind,
             Instant start, std::optional<Instant> parent);

// moves.cpp: moving the due instants of running clocks.

// The rule that a clock was started by: a redo of a leg may have the ticket's. nullptr if none.
const MilestoneRule* rule_of_clock(const Policy& policy, const Clock& clock);
// The version that a clock was counted by, or that of its leg when the book no longer holds it.
const Policy* policy_of(const Draft& draft, const Clock& clock);
// A clock of before derivations were kept follows from its policy and the extensions granted.
Derivation derivation_of(const Draft& draft, const Clock& clock, const Policy& policy);
// The clock as `derivation` on `calendar` has it. Steps are placed anew; which of the reached ones
// stay reached is said at the definition.
ClockMoved moved(const Draft& draft, const Clock& clock, const Policy& policy,
                 const WorkCalendar& calendar, Derivation derivation, MoveCause cause);
// Extends that clock, by increment or to a new total as the policy says. Refuses when a cap leaves
// no more time.
Result<ClockMoved> extended(const Draft& draft, const Clock& clock, std::int32_t working_days);
// Whether a suspension of the leg would stop any clock.
bool can_suspend(const Draft& draft, LegId leg);
// [from, to) does not count for the clocks of the leg that wait for its work. An overdue that the
// time of a return's review excuses is corrected.
void emit_pause(Draft& draft, LegId leg, const Pause& pause, MoveCause cause);
// Ends the suspension that runs now. Legs below do not keep more time than the leg has then.
void emit_resumption(Draft& draft, LegId leg);
bool is_suspended(const Draft& draft, LegId leg);
// The return window of every leg that may still be returned, as long as complex tickets have it.
void emit_longer_windows(Draft& draft);
// An overdue that a later count would not have found: a record beside it, once.
void correct_overdue(Draft& draft, ClockId clock, Instant would_be_due, const std::string& reason);

// ladder.cpp: what a step of a clock does.
void emit_notice(Draft& draft, NoticeKind kind, ClockId clock, const std::string& to);

// One overload per command; decide() visits them, so a new command does not compile without its
// own.
Verdict decide_on(Draft& draft, const OpenTicket& command);
Verdict decide_on(Draft& draft, const Supplement& command);
Verdict decide_on(Draft& draft, const AnswerDirectly& command);
Verdict decide_on(Draft& draft, const Decline& command);
Verdict decide_on(Draft& draft, const TransferToEmergency& command);
Verdict decide_on(Draft& draft, const Dispatch& command);
Verdict decide_on(Draft& draft, const Receive& command);
Verdict decide_on(Draft& draft, const RecordContact& command);
Verdict decide_on(Draft& draft, const SubmitPlan& command);
Verdict decide_on(Draft& draft, const AnswerProgress& command);
Verdict decide_on(Draft& draft, const ConfirmService& command);
Verdict decide_on(Draft& draft, const MarkComplex& command);
Verdict decide_on(Draft& draft, const SubDispatch& command);
Verdict decide_on(Draft& draft, const AskReturn& command);
Verdict decide_on(Draft& draft, const AskExtension& command);
Verdict decide_on(Draft& draft, const AskSuspension& command);
Verdict decide_on(Draft& draft, const Resume& command);
Verdict decide_on(Draft& draft, const AskAppeal& command);
Verdict decide_on(Draft& draft, const DecidePetition& command);
Verdict decide_on(Draft& draft, const Reply& command);
Verdict decide_on(Draft& draft, const CheckReply& command);
Verdict decide_on(Draft& draft, const ExitLeg& command);
Verdict decide_on(Draft& draft, const RecordVisit& command);
Verdict decide_on(Draft& draft, const Redo& command);
Verdict decide_on(Draft& draft, const Urge& command);
Verdict decide_on(Draft& draft, const Supervise& command);
Verdict decide_on(Draft& draft, const CompleteNotice& command);
Verdict decide_on(Draft& draft, const Merge& command);
Verdict decide_on(Draft& draft, const AnswerCaller& command);
Verdict decide_on(Draft& draft, const Withdraw& command);
Verdict decide_on(Draft& draft, const Archive& command);
Verdict decide_on(Draft& draft, const ReachStep& command);
Verdict decide_on(Draft& draft, const Recount& command);

}  // namespace hotline
