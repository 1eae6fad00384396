#include "dispatch/recalculation/preview.hpp"

#include "ticketing/rules/decide.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace hotline::dispatch {
namespace {

constexpr std::int32_t clocks_of_page = 2'000;

class Preview {
  public:
    Preview(record::ReadSession& session, const PreviewSetup& setup)
        : session_(session), setup_(setup) {}

    // Clocks come by ticket, so the clocks of one ticket are neighbours, also over a page's end.
    RecountPreview run() {
        record::ClockPlace after;
        std::vector<record::RunningClock> of_ticket;
        for (;;) {
            auto page = session_.running_clocks(after, clocks_of_page);
            if (page.empty()) break;
            after = {page.back().ticket, page.back().clock};
            for (record::RunningClock& clock : page) {
                if (!of_ticket.empty() && of_ticket.front().ticket != clock.ticket) {
                    take(of_ticket);
                    of_ticket.clear();
                }
                of_ticket.push_back(std::move(clock));
            }
            if (setup_.go_on && !setup_.go_on(preview_.clocks)) break;
        }
        if (!of_ticket.empty()) take(of_ticket);
        return std::move(preview_);
    }

  private:
    void take(const std::vector<record::RunningClock>& clocks) {
        preview_.tickets += 1;
        preview_.clocks += static_cast<std::int64_t>(clocks.size());
        for (const record::RunningClock& clock : clocks) {
            if (needs_whole_ticket(clock)) return decide_whole(clocks.front().ticket);
        }
        for (const record::RunningClock& clock : clocks)
            count_one(clock);
    }

    const Policy* adopted(const record::RunningClock& clock) const {
        if (!setup_.command.adopt_policies) return nullptr;
        return setup_.book->current(clock.policy_id, clock.received_at);
    }

    // What a row alone does not tell: caps that move with other clocks, overdue clocks that ended,
    // limits of another policy version, and rows of before derivations were kept.
    bool needs_whole_ticket(const record::RunningClock& clock) const {
        const Derivation& derivation = clock.derivation;
        if (derivation.cap_reason != CapReason::none || derivation.limit == TimeLimit{})
            return true;
        if (clock.ticket_overdue) return true;
        const Policy* target = adopted(clock);
        return target != nullptr && target->version != clock.policy_version;
    }

    void count_one(const record::RunningClock& clock) {
        const Policy* policy = setup_.book->find(clock.policy_id, clock.policy_version);
        if (policy == nullptr) return;
        const WorkCalendar& calendar = *setup_.book->calendar_of(*policy);
        if (calendar.id() == clock.calendar_id && calendar.version() == clock.calendar_version) {
            return;
        }
        const Instant due = due_of(clock.derivation, calendar, clock.started_at).at;
        if (due == clock.due_at) return;
        const bool is_late = due < setup_.now && !clock.overdue;
        note({clock.ticket, clock.clock, clock.kind, clock.due_at, due,
              is_late ? MoveEffect::becomes_overdue : MoveEffect::moves});
    }

    // Asks the rules themselves.
    void decide_whole(TicketNumber number) {
        const auto ticket = session_.ticket(number);
        if (!ticket) return;
        DecideContext context;
        context.now = setup_.now;
        context.actor.role = Role::system;
        context.policies = setup_.book;
        const auto events = decide(&*ticket, setup_.command, context);
        if (!events) return;
        std::vector<ClockId> corrected;
        for (const Event& event : *events) {
            if (const auto* correction = std::get_if<ClockCorrected>(&event)) {
                corrected.push_back(correction->clock);
                const Clock& clock = *find_clock(*ticket, correction->clock);
                if (clock.state != ClockState::running) preview_.corrected_ended += 1;
            } else if (const auto* moved = std::get_if<ClockMoved>(&event)) {
                const Clock& clock = *find_clock(*ticket, moved->clock);
                if (moved->due_at != clock.due_at) note_decided(*ticket, clock, *moved, corrected);
            }
        }
    }

    void note_decided(const TicketState& ticket, const Clock& clock, const ClockMoved& moved,
                      const std::vector<ClockId>& corrected) {
        MoveEffect effect = MoveEffect::moves;
        if (std::find(corrected.begin(), corrected.end(), clock.id) != corrected.end()) {
            effect = MoveEffect::stops_being_overdue;
        } else if (!clock.overdue && moved.due_at < setup_.now) {
            effect = MoveEffect::becomes_overdue;
        }
        note({ticket.number, clock.id, clock.kind, clock.due_at, moved.due_at, effect});
    }

    void note(PreviewedMove move) {
        preview_.moved += 1;
        if (move.effect == MoveEffect::becomes_overdue) preview_.become_overdue += 1;
        if (move.effect == MoveEffect::stops_being_overdue) preview_.stop_being_overdue += 1;
        if (preview_.first.size() < setup_.listed_max) preview_.first.push_back(move);
    }

    record::ReadSession& session_;
    const PreviewSetup& setup_;
    RecountPreview preview_;
};

}  // namespace

RecountPreview preview_recount(record::ReadSession& session, const PreviewSetup& setup) {
    return Preview(session, setup).run();
}

}  // namespace hotline::dispatch
