// One ticket's story: commands go in at a fake time, events and refusals come out as lines.
#pragma once

#include "tests/rules/city_policies.hpp"
#include "tests/rules/event_text.hpp"
#include "tests/support/calendar_text.hpp"
#include "tests/support/catch.hpp"
#include "ticketing/rules/decide.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace hotline::test {

using Lines = std::vector<std::string>;

inline constexpr TicketNumber number_one{20260302000001};

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
        : Story(start, std::vector{std::move(policy)}) {}
    // Several policies, several versions of calendars, in the order of their publication.
    Story(const std::string& start, std::vector<Policy> policies,
          std::vector<Calendar> calendars = {city_calendar()})
        : now_(at(start)),
          policies_(std::move(policies)),
          calendars_(std::move(calendars)),
          book_(policies_, calendars_) {}

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
    // From now on the book holds this too, as its current version.
    Story& publish(Calendar calendar) {
        calendars_.push_back(std::move(calendar));
        book_ = PolicyBook(policies_, calendars_);
        return *this;
    }
    Story& publish(Policy policy) {
        policies_.push_back(std::move(policy));
        book_ = PolicyBook(policies_, calendars_);
        return *this;
    }
    const PolicyBook& book() const { return book_; }
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

    // The command of dispatch/deadlines for the next step of that kind, due or not. A step that the
    // clock does not wait for is asked for all the same.
    Lines reach(int id, StepKind kind, const std::string& to = {}) {
        const Clock* found = find_clock(state_, ClockId{id});
        ReachStep command{ClockId{id}, kind, {}, "值班员", to};
        if (found != nullptr) {
            for (auto i = static_cast<std::size_t>(found->steps_reached); i < found->steps.size();
                 ++i)
                if (found->steps[i].kind == kind && command.at == Instant{})
                    command.at = found->steps[i].at;
        }
        return ask(command);
    }

    // Every step that is due by now, the earliest over all clocks first, as the server does it.
    // After a downtime `now` is the same for all.
    Lines reach_due() {
        Lines all;
        while (true) {
            const Clock* first = nullptr;
            for (const Clock& each : state_.clocks) {
                const auto step = next_step(each);
                if (!step || step->at > now_) continue;
                if (first == nullptr || step->at < next_step(*first)->at) first = &each;
            }
            if (first == nullptr) return all;
            const ClockStep step = *next_step(*first);
            const Lines lines = ask(ReachStep{first->id, step.kind, step.at, "值班员", "负责人"});
            all.insert(all.end(), lines.begin(), lines.end());
            REQUIRE(lines.front().find("reached") == 0);
        }
    }

    // Time runs until then, each step reached at its own instant.
    Story& live_until(const std::string& time) {
        const Instant end = at(time);
        while (true) {
            const auto next = next_step_at(state_);
            if (!next || *next > end) break;
            now_ = std::max(now_, *next);
            reach_due();
        }
        now_ = std::max(now_, end);
        return *this;
    }

    const TicketState& state() const { return state_; }
    TicketState& state_to_bend() { return state_; }  // for states no command sequence leads to
    const Refusal& refusal() const { return refusal_; }
    const Leg& leg(int id) const { return there(find_leg(state_, LegId{id})); }
    const Clock& clock(int id) const { return there(find_clock(state_, ClockId{id})); }
    const Petition& petition(int id) const { return there(find_petition(state_, PetitionId{id})); }
    const Notice& notice(int id) const { return there(find_notice(state_, NoticeId{id})); }
    // The last clock of a kind, whichever leg's.
    const Clock& last(MilestoneKind kind) const {
        const Clock* found = nullptr;
        for (const Clock& each : state_.clocks)
            if (each.kind == kind) found = &each;
        REQUIRE(found != nullptr);
        return *found;
    }

  private:
    template <class Row>
    static const Row& there(const Row* row) {
        REQUIRE(row != nullptr);
        return *row;
    }

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
        context.policies = &book_;
        context.new_number = number_one;
        context.merge_target = merge_target_;
        return context;
    }

    Instant now_;
    std::vector<Policy> policies_;
    std::vector<Calendar> calendars_;
    PolicyBook book_;
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
inline AskSuspension suspension_of(int leg, int days, const std::string& code = "litigation") {
    return {LegId{leg}, code, days, "法院已受理"};
}
inline AskAppeal appeal_of(int clock) {
    return {ClockId{clock}, "办理期间遇台风停工"};
}
inline Recount recount() {
    return {false, "日历更正"};
}
inline Recount adopt_policies() {
    return {true, "时限规则修订"};
}

inline Story opened_story(Policy policy = city_policy()) {
    Story story("2026-03-02 10:00", std::move(policy));
    story.must(open_at(story.now()));
    return story;
}

inline Story handled_story(Policy policy = city_policy()) {
    Story story = opened_story(std::move(policy));
    story.must(dispatch_to("a1"));
    return story;
}

// Opened and dispatched to a1 (leg 1) by these policies; `change` may alter the request.
inline Story handled_by(
    const std::vector<Policy>& policies, const std::string& start = "2026-03-02 10:00",
    const std::function<void(Request&)>& change = [](Request&) {}) {
    Story story(start, policies);
    OpenTicket command = open_at(story.now());
    change(command.request);
    story.must(command).must(dispatch_to("a1"));
    return story;
}
inline Story handled_by(const Policy& policy, const std::string& start = "2026-03-02 10:00") {
    return handled_by(std::vector{policy}, start);
}

// The due instant of the last clock of that kind of a ticket that these policies give.
inline std::string due_by(
    const std::vector<Policy>& policies, const std::string& start, MilestoneKind kind,
    const std::function<void(Request&)>& change = [](Request&) {}) {
    return text(handled_by(policies, start, change).last(kind).due_at);
}

// A ticket in each stage, led there by commands.
inline Story story_in(Stage stage, const Policy& policy = city_policy()) {
    const auto opened = [&] { return opened_story(policy); };
    const auto handled = [&] { return handled_story(policy); };
    switch (stage) {
        case Stage::needs_supplement: {
            Story story("2026-03-02 10:00", policy);
            OpenTicket incomplete = open_at(story.now());
            incomplete.missing = "没有地址";
            return story.must(incomplete);
        }
        case Stage::awaiting_dispatch:
            return opened();
        case Stage::handling:
            return handled();
        case Stage::awaiting_check:
            return handled().must(reply_of(1));
        case Stage::awaiting_visit:
            return story_in(Stage::awaiting_check, policy).must(accept_of(1));
        case Stage::awaiting_redo:
            return story_in(Stage::awaiting_visit, policy).must(unsolved_visit());
        case Stage::closed:
            return story_in(Stage::awaiting_visit, policy).must(satisfied_visit());
        case Stage::answered_directly:
            return opened().must(AnswerDirectly{"营业时间为九点至五点。"});
        case Stage::declined:
            return opened().must(Decline{DeclineReason::statutory_route, "请向法院起诉。"});
        case Stage::transferred:
            return opened().must(TransferToEmergency{EmergencyLine::fire_119, {}});
        case Stage::withdrawn:
            return handled().must(Withdraw{"来电人撤回"});
        case Stage::merged:
            return handled().must(Merge{{20260302000002}});
        case Stage::archived:
            return story_in(Stage::closed, policy).must(Archive{});
    }
    throw std::logic_error("a stage without a story");
}

}  // namespace hotline::test
