// Every reason the rules can refuse a command for: the stable codes of Refusal::code.
//
// Codes are for machines and never renamed. A new code is added to this list and to docs/api.md,
// and server/http/problem gives it an HTTP status by its class.
#pragma once

#include <array>
#include <string_view>

namespace hotline {

// What kind of mistake a refusal answers; the door makes the HTTP status from it.
enum class RefusalClass {
    malformed,  // the command itself is wrong, whatever the ticket's state
    forbidden,  // the actor may not ask for this
    missing,    // what it names does not exist
    conflict,   // right in itself, but not in the present state
    setup,      // the server's policies or calendars cannot answer; the operator must act
};

struct RefusalCode {
    std::string_view code;
    RefusalClass kind;
    std::string_view meaning;
};

namespace refusals {

inline constexpr std::string_view required = "required";
inline constexpr std::string_view too_long = "too_long";
inline constexpr std::string_view invalid_text = "invalid_text";
inline constexpr std::string_view out_of_range = "out_of_range";
inline constexpr std::string_view contradictory = "contradictory";
inline constexpr std::string_view received_in_future = "received_in_future";
inline constexpr std::string_view one_lead_required = "one_lead_required";
inline constexpr std::string_view merge_target_invalid = "merge_target_invalid";

inline constexpr std::string_view role_not_allowed = "role_not_allowed";
inline constexpr std::string_view not_your_assignment = "not_your_assignment";

inline constexpr std::string_view ticket_not_found = "ticket_not_found";
inline constexpr std::string_view assignment_not_found = "assignment_not_found";
inline constexpr std::string_view petition_not_found = "petition_not_found";
inline constexpr std::string_view clock_not_found = "clock_not_found";

inline constexpr std::string_view ticket_exists = "ticket_exists";
inline constexpr std::string_view wrong_stage = "wrong_stage";
inline constexpr std::string_view wrong_leg_state = "wrong_leg_state";
inline constexpr std::string_view no_change = "no_change";
inline constexpr std::string_view already_received = "already_received";
inline constexpr std::string_view lead_exists = "lead_exists";
inline constexpr std::string_view lead_cannot_exit = "lead_cannot_exit";
inline constexpr std::string_view unit_already_assigned = "unit_already_assigned";
inline constexpr std::string_view assisting_legs_open = "assisting_legs_open";
inline constexpr std::string_view petition_pending = "petition_pending";
inline constexpr std::string_view petition_decided = "petition_decided";
inline constexpr std::string_view return_window_closed = "return_window_closed";
inline constexpr std::string_view already_due = "already_due";
inline constexpr std::string_view extension_cap = "extension_cap";
inline constexpr std::string_view extension_count = "extension_count";
inline constexpr std::string_view designated = "designated";
inline constexpr std::string_view approver_required = "approver_required";
inline constexpr std::string_view extension_condition = "extension_condition";
inline constexpr std::string_view suspension_reason = "suspension_reason";
inline constexpr std::string_view suspension_cap = "suspension_cap";
inline constexpr std::string_view not_suspended = "not_suspended";
inline constexpr std::string_view not_overdue = "not_overdue";
inline constexpr std::string_view not_in_policy = "not_in_policy";
inline constexpr std::string_view already_answered = "already_answered";
inline constexpr std::string_view notice_not_found = "notice_not_found";
inline constexpr std::string_view notice_done = "notice_done";
inline constexpr std::string_view caller_unanswered = "caller_unanswered";
inline constexpr std::string_view beyond_parent_due = "beyond_parent_due";
inline constexpr std::string_view clock_not_running = "clock_not_running";
inline constexpr std::string_view step_not_next = "step_not_next";
inline constexpr std::string_view step_not_due = "step_not_due";
inline constexpr std::string_view ticket_full = "ticket_full";

inline constexpr std::string_view no_policy = "no_policy";
inline constexpr std::string_view policy_gone = "policy_gone";
inline constexpr std::string_view outside_calendar = "outside_calendar";

// The table behind docs/api.md and the door's HTTP statuses: one row per code above.
inline constexpr std::array all{
    RefusalCode{required, RefusalClass::malformed, "a text that must be given is empty or blank"},
    RefusalCode{too_long, RefusalClass::malformed, "a text has more characters than allowed"},
    RefusalCode{invalid_text, RefusalClass::malformed, "a text holds a NUL character"},
    RefusalCode{out_of_range, RefusalClass::malformed, "a number is outside its range"},
    RefusalCode{contradictory, RefusalClass::malformed, "two members contradict each other"},
    RefusalCode{received_in_future, RefusalClass::malformed,
                "received_at is more than five minutes ahead of the server's clock"},
    RefusalCode{one_lead_required, RefusalClass::malformed,
                "a first dispatch names exactly one lead unit"},
    RefusalCode{merge_target_invalid, RefusalClass::conflict,
                "the ticket to merge into is the same, unknown or already over"},
    RefusalCode{role_not_allowed, RefusalClass::forbidden, "this role may not ask for this"},
    RefusalCode{not_your_assignment, RefusalClass::forbidden,
                "a unit acts on its own assignments only"},
    RefusalCode{ticket_not_found, RefusalClass::missing, "no such ticket"},
    RefusalCode{assignment_not_found, RefusalClass::missing, "the ticket has no such assignment"},
    RefusalCode{petition_not_found, RefusalClass::missing, "the ticket has no such petition"},
    RefusalCode{clock_not_found, RefusalClass::missing, "the ticket has no such milestone"},
    RefusalCode{ticket_exists, RefusalClass::conflict, "the ticket was opened before"},
    RefusalCode{wrong_stage, RefusalClass::conflict, "not possible in the ticket's present stage"},
    RefusalCode{wrong_leg_state, RefusalClass::conflict,
                "not possible in the assignment's present state"},
    RefusalCode{no_change, RefusalClass::conflict, "it is so already"},
    RefusalCode{already_received, RefusalClass::conflict, "the unit received it before"},
    RefusalCode{lead_exists, RefusalClass::conflict,
                "a lead unit is handling the ticket; only assisting units can be added"},
    RefusalCode{lead_cannot_exit, RefusalClass::conflict,
                "the lead unit cannot exit; it may ask to return the ticket"},
    RefusalCode{unit_already_assigned, RefusalClass::conflict,
                "the unit already works on this ticket, or is named twice"},
    RefusalCode{assisting_legs_open, RefusalClass::conflict,
                "assisting or sub-dispatched units have not finished"},
    RefusalCode{petition_pending, RefusalClass::conflict,
                "a petition of this assignment waits for its decision"},
    RefusalCode{petition_decided, RefusalClass::conflict, "the petition was decided before"},
    RefusalCode{return_window_closed, RefusalClass::conflict,
                "the time to return the ticket is over; the unit must handle it"},
    RefusalCode{already_due, RefusalClass::conflict,
                "an extension must be asked for before the limit ends"},
    RefusalCode{extension_cap, RefusalClass::conflict,
                "the extensions together would exceed the policy's working days"},
    RefusalCode{extension_count, RefusalClass::conflict, "the policy allows no further extension"},
    RefusalCode{designated, RefusalClass::conflict,
                "the hotline designated this unit; the ticket cannot be returned again"},
    RefusalCode{approver_required, RefusalClass::forbidden,
                "the policy names another role to decide this step"},
    RefusalCode{extension_condition, RefusalClass::conflict,
                "the policy grants this extension to complex or to several units' tickets only"},
    RefusalCode{suspension_reason, RefusalClass::conflict,
                "the policy does not know this reason to suspend"},
    RefusalCode{suspension_cap, RefusalClass::conflict,
                "the suspensions together would exceed the policy's working days"},
    RefusalCode{not_suspended, RefusalClass::conflict, "the assignment is not suspended"},
    RefusalCode{not_overdue, RefusalClass::conflict,
                "the milestone has no overdue that counts, so nothing to appeal against"},
    RefusalCode{not_in_policy, RefusalClass::conflict, "the policy does not provide for this"},
    RefusalCode{already_answered, RefusalClass::conflict, "the caller was answered before"},
    RefusalCode{notice_not_found, RefusalClass::missing, "the ticket has no such notice"},
    RefusalCode{notice_done, RefusalClass::conflict, "the notice was completed before"},
    RefusalCode{caller_unanswered, RefusalClass::conflict,
                "the caller of the merged ticket still waits for the answer"},
    RefusalCode{beyond_parent_due, RefusalClass::conflict,
                "a sub-dispatched unit gets no more time than the unit above it"},
    RefusalCode{clock_not_running, RefusalClass::conflict, "the milestone does not run"},
    RefusalCode{step_not_next, RefusalClass::conflict,
                "the milestone's next step is another, or none is left"},
    RefusalCode{step_not_due, RefusalClass::conflict, "the step's time has not come"},
    RefusalCode{ticket_full, RefusalClass::conflict,
                "the ticket holds as many of these as a ticket may"},
    RefusalCode{no_policy, RefusalClass::setup, "no policy in force matches the request"},
    RefusalCode{policy_gone, RefusalClass::setup,
                "the policy version stamped on the ticket is not loaded"},
    RefusalCode{outside_calendar, RefusalClass::setup,
                "a date lies outside the years the calendar holds"},
};

}  // namespace refusals
}  // namespace hotline
