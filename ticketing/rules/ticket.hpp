// The state of one ticket (工单): what folding its journal gives and what its rows hold.
//
// There is no single status. A ticket has a stage; each assignment (leg) has its own state;
// overdue, urged, supervised, confidential, anonymous and led-by-a-leader are overlays. Only
// apply() changes a TicketState.
#pragma once

#include "ticketing/rules/actor.hpp"
#include "ticketing/rules/ids.hpp"
#include "ticketing/rules/time.hpp"
#include "ticketing/rules/time_limit.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hotline {

enum class Channel { phone, web, wechat, app, mail, platform, leader_session };
enum class RequestKind { consultation, help, complaint, report, suggestion, praise, other };
enum class Urgency { normal, urgent, critical };
enum class CallerType { person, enterprise };

// Why the ticket exists: a citizen asked, a leader noted it, supervision or a recheck of an
// answered ticket ordered it, or a platform above (省平台, 互联网+督查, 领导留言板) sent it down.
enum class Origin { citizen, leader, supervision, recheck, superior };

// Of the day of receipt, on the policy's calendar.
enum class DayClass { any, working, off };

struct Caller {
    CallerType type = CallerType::person;
    std::string name;
    std::string phone;
    std::string address;
    bool confidential = false;  // 保密: identity is not shown to handling units (GB/T 33358)
    bool anonymous = false;     // 匿名: visited by the platform only
    friend bool operator==(const Caller&, const Caller&) = default;
};

// What the citizen asked for. Text is kept byte for byte as received.
struct Request {
    Channel channel = Channel::phone;
    RequestKind kind = RequestKind::help;
    Urgency urgency = Urgency::normal;
    std::string title;     // 1..200 characters
    std::string body;      // 0..20,000 characters
    std::string district;  // district code of the city pack, or empty
    std::string place;     // where it happened, free text, or empty
    std::string item;      // catalogue code, or empty
    Origin origin = Origin::citizen;
    std::vector<std::string> tags;  // 专项 and the like: codes, each once; fixed at opening
    std::string law;  // the version of law the matter is under, or empty: that in force at receipt
    std::optional<Instant> external_due_at;  // the deadline that a platform above set
    bool complex = false;                    // 疑难, as intake saw it
    Caller caller;
    std::string source;  // system the request came from, such as "sf311"; empty for our own console
    std::string external_id;  // its id there; (source, external_id) is unique when not empty
    friend bool operator==(const Request&, const Request&) = default;
};

// Where a ticket stands. A new stage extends decide.cpp, docs/api.md and the console's labels.
enum class Stage {
    needs_supplement,   // 待补充
    awaiting_dispatch,  // 待派单
    handling,           // 办理中: at least one live leg
    awaiting_check,     // 待办结审核: the lead unit replied
    awaiting_visit,     // 待回访
    awaiting_redo,      // 待重办: visited and not solved or not satisfied
    closed,             // 已办结
    answered_directly,  // 直办办结
    declined,           // 不予受理
    transferred,        // 转紧急热线
    withdrawn,          // 撤单
    merged,             // 并入他单
    archived,           // 已归档
};

enum class LegRole { lead, assist };

enum class LegState {
    awaiting_receipt,  // 待签收
    handling,          // 办理中
    replied,           // 已答复, the hotline has not checked it yet
    done,              // 已完成
    returned,          // 退单成立
    exited,            // 退出会办
    superseded,        // 改派, withdrawn or merged away
};

struct Leg {
    LegId id;
    UnitCode unit;
    LegRole role = LegRole::lead;
    std::int32_t level = 1;       // 1 for the hotline's own dispatch, parent's level + 1 below
    std::optional<LegId> parent;  // set for sub-dispatched legs
    LegState state = LegState::awaiting_receipt;
    Instant dispatched_at{};
    std::optional<Instant> received_at;
    std::optional<Instant> contacted_at;  // the first contact with the citizen
    std::optional<Instant> replied_at;    // the last reply
    std::string public_reply;             // 公开答复
    std::string internal_reply;           // 办理情况, for the hotline only
    std::int32_t sent_back_count = 0;     // replies the check sent back
    std::int32_t extension_count = 0;
    std::string policy_id;  // of its clocks: the ticket's, or that of its unit
    std::string policy_version;
    bool designated = false;              // 指定承办: it cannot be returned
    bool received_by_clock = false;       // 自动签收 when the receive limit ended
    std::optional<Instant> accepted_at;   // deemed accepted: the return window passed unused
    std::string plan;                     // 办理方案, the last one
    std::string progress;                 // 阶段性答复, the last one
    std::optional<Instant> confirmed_at;  // 服务确认
    friend bool operator==(const Leg&, const Leg&) = default;
};

// suspend 挂起, appeal 考核申诉: against a clock's overdue.
enum class PetitionKind { return_leg, extend, suspend, appeal };
// void_: its leg ended or replied first.
enum class PetitionState { pending, approved, rejected, void_ };

struct Petition {
    PetitionId id;
    PetitionKind kind = PetitionKind::return_leg;
    LegId leg;
    PetitionState state = PetitionState::pending;
    std::string reason;
    std::string basis;              // legal or 三定 basis of a return
    UnitCode suggested_unit;        // of a return, may be empty
    std::int32_t working_days = 0;  // asked for by an extension or a suspension
    std::string code;               // the pause reason of a suspension
    std::optional<ClockId> clock;   // of an appeal
    Instant asked_at{};
    std::optional<Instant> decided_at;
    std::string decision_note;
    friend bool operator==(const Petition&, const Petition&) = default;
};

// dispatch 派单, receive 签收, return_window 退单期 (not a duty: its end is nobody's fault),
// contact 首次联系, plan 办理方案, reply 答复, resolve 办结, visit 回访, redo 重办, caller_reply
// 并单答复.
enum class MilestoneKind {
    dispatch,
    receive,
    return_window,
    contact,
    plan,
    reply,
    resolve,
    visit,
    redo,
    caller_reply,
};

// What a step of a clock does, the milder first: that is the order of steps at one instant.
enum class StepKind {
    notify,          // the unit is told
    warn_yellow,     // 黄灯
    urge,            // 电话催办: a task for the hotline to call the unit
    overdue,         // the limit has ended unmet
    auto_receive,    // 自动签收: the clock no longer waits for the unit's click
    deem_accepted,   // 视为受理: the return window has passed
    start_visit,     // 到期回访: the citizen is called whether the unit replied or not (北京)
    warn_red,        // 红灯
    tell_duty,       // the leader on duty is told
    written_notice,  // 催办通知书, with a copy to the unit's leader
    supervise,       // 督办
    raise,           // 提级: the unit above is told to take it up
};
enum class ClockState { running, met, cancelled };

// Why a running clock's due instant moved.
enum class MoveCause {
    extended,
    suspended,
    resumed,
    return_rejected,  // the time of its review is not charged to the unit
    marked_complex,
    recounted,  // another calendar or policy version (ClockMoved names them)
};

// A later word about a clock whose overdue was already decided; the decision itself stays.
struct Correction {
    Instant at{};
    bool counts = false;  // whether the overdue counts in the assessment
    Instant due_at{};     // what the due instant would have been; of an appeal, the clock's own
    std::string reason;
    friend bool operator==(const Correction&, const Correction&) = default;
};

// A step of the escalation ladder as a piece of work or of evidence: the call to make, the letter
// sent, who was told.
enum class NoticeKind { message, phone_task, duty_told, written, supervision, raised };
struct Notice {
    NoticeId id;
    NoticeKind kind = NoticeKind::message;
    ClockId clock;
    std::optional<LegId> leg;
    std::string to;  // whom: a unit's leader, the unit above, the duty leader; or why nobody
    Instant at{};
    std::optional<Instant> done_at;  // of a phone task: when the call was made
    std::string done_by;
    std::string note;
    friend bool operator==(const Notice&, const Notice&) = default;
};

struct ClockStep {
    StepKind kind = StepKind::overdue;
    Instant at{};
    friend bool operator==(const ClockStep&, const ClockStep&) = default;
};

// One running clock (时限节点): a row of its own, with the versions it was computed from.
struct Clock {
    ClockId id;
    MilestoneKind kind = MilestoneKind::resolve;
    std::optional<LegId> leg;  // empty for a clock of the whole ticket (visit)
    ClockState state = ClockState::running;
    Instant started_at{};
    Instant due_at{};
    bool guessed = false;  // the count crossed a day no published calendar covers
    std::string policy_id;
    std::string policy_version;
    std::string calendar_id;
    std::string calendar_version;
    Derivation derivation;           // what due_at follows from, on that calendar
    std::vector<ClockStep> steps;    // in time order
    std::int32_t steps_reached = 0;  // how many of them have been acted on
    std::optional<Instant> stopped_at;
    bool yellow = false;
    bool red = false;
    bool overdue = false;  // the due step was reached while running, or it was met late
    std::optional<Correction> correction;  // the last one
    friend bool operator==(const Clock&, const Clock&) = default;
};

struct Visit {
    Instant at{};
    bool reached = false;    // 接通
    bool contacted = false;  // the unit had contacted the citizen
    bool solved = false;
    bool satisfied = false;
    std::string note;
    friend bool operator==(const Visit&, const Visit&) = default;
};

// 不予受理: the closed list of reasons (国办发〔2020〕53号 and local rules).
enum class DeclineReason {
    outside_jurisdiction,
    other_power_organ,  // party, NPC, CPPCC, court, procuratorate, army
    emergency_line,     // 110, 119, 120, 122
    statutory_route,  // litigation, arbitration, reconsideration, discipline, petition, disclosure
    secret_or_privacy,
    against_law_or_morals,
    already_handled,  // same fact and reason, no new facts
    malicious_or_empty,
};

enum class EmergencyLine { police_110, fire_119, medical_120, traffic_122 };

// What routing proposed and why. Kept as evidence, also when a person chose otherwise.
struct RoutingNote {
    UnitCode unit;            // empty: "to the dispatcher"
    std::string explanation;  // what matched, for people
    friend bool operator==(const RoutingNote&, const RoutingNote&) = default;
};

struct TicketState {
    TicketNumber number;
    std::int64_t version = 0;  // number of events applied; the ETag
    Stage stage = Stage::awaiting_dispatch;
    Request request;
    Instant received_at{};  // when the citizen asked; limits start from here or from dispatch
    Instant opened_at{};    // when it was stored
    std::string opened_by;
    std::string policy_id;
    std::string policy_version;
    RoutingNote routing;
    std::string missing;  // what the ticket lacks until its first supplement, or empty
    std::vector<std::string> supplements;
    std::string direct_answer;
    std::optional<DeclineReason> decline_reason;
    std::optional<EmergencyLine> emergency_line;
    std::string closing_note;  // text told to the caller on decline, transfer or withdrawal
    std::optional<TicketNumber> merged_into;
    std::string led_by;  // the leader who took the call (领导接听), or empty
    std::int32_t urge_count = 0;
    bool supervised = false;
    bool complex = false;       // 疑难
    bool visit_open = false;    // a clock ordered the visit before the unit's reply was accepted
    std::string caller_answer;  // 并单答复: what the caller of a merged ticket was told
    std::optional<Instant> caller_answered_at;
    bool overdue = false;  // any clock of this ticket was ever overdue; never cleared
    std::int32_t redo_count = 0;
    std::int32_t visit_attempts = 0;   // calls to the citizen, reached or not
    std::optional<Visit> first_visit;  // the first that reached the citizen
    std::optional<Visit> final_visit;  // the last that reached the citizen
    std::optional<Instant> closed_at;
    std::vector<Leg> legs;
    std::vector<Petition> petitions;
    std::vector<Clock> clocks;
    std::vector<Notice> notices;
    friend bool operator==(const TicketState&, const TicketState&) = default;
};

// True for a leg that still has something to do.
bool is_live(const Leg& leg);

// True when no command but redo (closed only) or archive can follow.
bool is_over(Stage stage);

// The step each running clock waits for next, and the earliest of them over all clocks.
std::optional<ClockStep> next_step(const Clock& clock);
std::optional<Instant> next_step_at(const TicketState& state);

const Leg* find_leg(const TicketState& state, LegId id);
const Petition* find_petition(const TicketState& state, PetitionId id);
const Clock* find_clock(const TicketState& state, ClockId id);
const Notice* find_notice(const TicketState& state, NoticeId id);

// Whether a clock's overdue counts in the assessment: what was decided, as last corrected.
bool counts_overdue(const Clock& clock);

// The pause that `at` lies in; nullptr if the clock counts then.
const Pause* pause_at(const Clock& clock, Instant at);

}  // namespace hotline
