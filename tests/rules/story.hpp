// One ticket's story: commands go in at a fake time, events and refusals come out as lines.
#pragma once

#include "tests/rules/event_text.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/decide.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hotline::test {

using Lines = std::vector<std::string>;

inline constexpr TicketNumber number_one{20260302000001};

// 08:30-12:00 and 13:30-17:30 from Monday to Friday; the Spring Festival of 2026 is off from 15 to
// 23 February and made up for on the Saturdays 14 and 28.
inline std::shared_ptr<const WorkCalendar> city_calendar() {
    CalendarSpec spec;
    spec.id = "city";
    spec.version = "2026.1";
    spec.known_from_year = 2025;
    spec.known_to_year = 2026;
    for (std::size_t i = 0; i < 5; ++i)
        spec.week[i] = {{510, 720}, {810, 1050}};
    for (int d = 15; d <= 23; ++d)
        spec.exceptions[day(2026, 2, d)] = {DayKind::holiday, "春节", {}};
    for (const int d : {14, 28})
        spec.exceptions[day(2026, 2, d)] = {DayKind::make_up_day, "春节", {}};
    return std::make_shared<const WorkCalendar>(std::move(spec));
}

inline MilestoneRule milestone(MilestoneKind kind, StartEvent start, int amount, LimitUnit unit,
                               std::vector<StepRule> warnings = {}) {
    MilestoneRule rule;
    rule.kind = kind;
    rule.start = start;
    rule.amount = amount;
    rule.unit = unit;
    rule.warnings = std::move(warnings);
    return rule;
}

inline std::vector<StepRule> yellow_and_red() {
    return {{StepKind::warn_yellow, -1, 0}, {StepKind::warn_red, 1, 0}};
}

// Receive 1 working day, contact 24 hours, resolve 5 working days (+10 once), visit 1 working day.
inline Policy city_policy() {
    Policy policy;
    policy.id = "city-default";
    policy.version = "2026.1";
    policy.calendar_id = "city";
    policy.milestones = {
        milestone(MilestoneKind::receive, StartEvent::dispatched, 1, LimitUnit::working_days),
        milestone(MilestoneKind::contact, StartEvent::dispatched, 24, LimitUnit::hours),
        milestone(MilestoneKind::resolve, StartEvent::dispatched, 5, LimitUnit::working_days,
                  yellow_and_red()),
        milestone(MilestoneKind::visit, StartEvent::reply_accepted, 1, LimitUnit::working_days),
    };
    policy.extension = {10, 1};
    policy.returning = {2};
    return policy;
}

inline Request request() {
    Request r;
    r.title = "路灯不亮";
    r.body = "青檀路与建设路路口的路灯三天不亮。";
    r.caller.name = "张三";
    r.caller.phone = "13800000000";
    return r;
}

inline Actor someone(Role role, UnitCode unit = {}) {
    return Actor{role, "someone", std::move(unit)};
}

class Story {
  public:
    // 2026-03-02 is a Monday; no holiday is near.
    explicit Story(const std::string& start = "2026-03-02 10:00", Policy policy = city_policy())
        : now_(at(start)),
          policies_(std::vector{std::move(policy)}, std::vector{city_calendar()}) {}

    Instant now() const { return now_; }
    Story& on(const std::string& time) {
        now_ = at(time);
        return *this;
    }
    Story& on(Instant time) {
        now_ = time;
        return *this;
    }
    Story& as(Role role, UnitCode unit = {}) {
        actor_ = someone(role, std::move(unit));
        return *this;
    }
    Story& with_merge_target(std::optional<Stage> stage) {
        merge_target_ = stage;
        return *this;
    }

    // What was decided, one line an event; or {"CODE FIELD"} of a refusal, the field where there is
    // one.
    Lines ask(const Command& command) {
        const TicketState before = state_;
        const auto decided = decide(is_open_ ? &state_ : nullptr, command, context());
        if (!decided) {
            CHECK(state_ == before);
            refusal_ = decided.error();
            return {refusal_.code + (refusal_.field.empty() ? "" : " " + refusal_.field)};
        }
        const Lines lines = take(*decided);
        CHECK(state_.version == static_cast<std::int64_t>(history_.size()));
        CHECK(fold(history_) == state_);
        return lines;
    }

    // The same after state_to_bend(): the state is no longer what its history folds to.
    Lines ask_bent(const Command& command) {
        const auto decided = decide(&state_, command, context());
        return decided ? take(*decided) : Lines{decided.error().code};
    }

    // The same for a setup step that must succeed.
    Story& must(const Command& command) {
        const std::size_t before = history_.size();
        const Lines lines = ask(command);
        INFO("setup step answered " << lines.front());
        REQUIRE(history_.size() > before);
        return *this;
    }

    const TicketState& state() const { return state_; }
    TicketState& state_to_bend() { return state_; }  // for states no command sequence leads to
    const Refusal& refusal() const { return refusal_; }
    const Leg& leg(int id) const { return *find_leg(state_, LegId{id}); }
    const Clock& clock(int id) const { return *find_clock(state_, ClockId{id}); }
    const Petition& petition(int id) const { return *find_petition(state_, PetitionId{id}); }
    // The last clock of a kind, whichever leg's.
    const Clock& last(MilestoneKind kind) const {
        const Clock* found = nullptr;
        for (const Clock& each : state_.clocks)
            if (each.kind == kind) found = &each;
        REQUIRE(found != nullptr);
        return *found;
    }

  private:
    Lines take(const std::vector<Event>& events) {
        CHECK_FALSE(events.empty());
        Lines lines;
        for (const Event& event : events) {
            apply(state_, event);
            history_.push_back(event);
            lines.push_back(text_of(event));
        }
        is_open_ = true;
        return lines;
    }

    DecideContext context() const {
        DecideContext context;
        context.now = now_;
        context.actor = actor_;
        context.policies = &policies_;
        context.new_number = number_one;
        context.merge_target = merge_target_;
        return context;
    }

    Instant now_;
    PolicyBook policies_;
    Actor actor_ = someone(Role::system);
    std::optional<Stage> merge_target_ = Stage::handling;
    bool is_open_ = false;
    TicketState state_;
    std::vector<Event> history_;
    Refusal refusal_;
};

// Commands as a table needs them.

inline OpenTicket open_at(Instant received_at) {
    OpenTicket command;
    command.request = request();
    command.received_at = received_at;
    return command;
}
inline Dispatch dispatch_to(const UnitCode& lead, const std::vector<UnitCode>& assisting = {}) {
    Dispatch command{{{lead, LegRole::lead}}, "请办理"};
    for (const UnitCode& unit : assisting)
        command.legs.push_back({unit, LegRole::assist});
    return command;
}
inline Dispatch add_assisting(const UnitCode& unit) {
    return {{{unit, LegRole::assist}}, {}};
}
inline Reply reply_of(int leg) {
    return {LegId{leg}, "路灯已修好。", "更换灯泡两只。"};
}
inline CheckReply accept_of(int leg) {
    return {LegId{leg}, true, {}};
}
inline CheckReply send_back(int leg) {
    return {LegId{leg}, false, "没有说明何时修好"};
}
inline AskReturn return_of(int leg) {
    return {LegId{leg}, "不属于我单位", "三定规定第三条", "b1"};
}
inline AskExtension extension_of(int leg, int days) {
    return {LegId{leg}, days, "配件未到"};
}
inline DecidePetition approve(int petition) {
    return {PetitionId{petition}, true, {}};
}
inline DecidePetition reject(int petition) {
    return {PetitionId{petition}, false, "理由不足"};
}
inline SubDispatch sub_dispatch(int leg, std::vector<UnitCode> units) {
    return {LegId{leg}, std::move(units), {}};
}
inline RecordVisit satisfied_visit() {
    return {true, true, true, true, false, {}};
}
inline RecordVisit unsolved_visit() {
    return {true, true, false, false, false, {}};
}
inline RecordVisit unreached_visit() {
    return {};
}
inline RecordVisit final_visit() {
    return {false, false, false, false, true, "三次未接通"};
}
inline ReachStep reach(int clock, StepKind step) {
    return {ClockId{clock}, step, "值班员"};
}

inline Story opened_story() {
    Story story;
    story.must(open_at(story.now()));
    return story;
}

inline Story handled_story() {
    Story story = opened_story();
    story.must(dispatch_to("a1"));
    return story;
}

// A ticket in each stage, led there by commands.
inline Story story_in(Stage stage) {
    const auto opened = [] { return opened_story(); };
    switch (stage) {
        case Stage::needs_supplement: {
            Story story;
            OpenTicket incomplete = open_at(story.now());
            incomplete.missing = "没有地址";
            return story.must(incomplete);
        }
        case Stage::awaiting_dispatch:
            return opened();
        case Stage::handling:
            return handled_story();
        case Stage::awaiting_check:
            return handled_story().must(reply_of(1));
        case Stage::awaiting_visit:
            return story_in(Stage::awaiting_check).must(accept_of(1));
        case Stage::awaiting_redo:
            return story_in(Stage::awaiting_visit).must(unsolved_visit());
        case Stage::closed:
            return story_in(Stage::awaiting_visit).must(satisfied_visit());
        case Stage::answered_directly:
            return opened().must(AnswerDirectly{"营业时间为九点至五点。"});
        case Stage::declined:
            return opened().must(Decline{DeclineReason::statutory_route, "请向法院起诉。"});
        case Stage::transferred:
            return opened().must(TransferToEmergency{EmergencyLine::fire_119, {}});
        case Stage::withdrawn:
            return handled_story().must(Withdraw{"来电人撤回"});
        case Stage::merged:
            return handled_story().must(Merge{{20260302000002}});
        case Stage::archived:
            return story_in(Stage::closed).must(Archive{});
    }
    throw std::logic_error("a stage without a story");
}

}  // namespace hotline::test
