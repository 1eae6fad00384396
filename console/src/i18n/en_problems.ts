import type { Same } from './en_values'
import type { zhProblems } from './zh_problems'

export const enProblems: Same<typeof zhProblems> = {
  problem: {
    unauthenticated: 'Not signed in', forbidden: 'Your role may not do this', role_not_allowed: 'Your role may not do this',
    not_your_unit: 'This ticket is none of your unit’s', not_your_assignment: 'A unit acts on its own assignments only', not_found: 'Not found',
    ticket_not_found: 'No such ticket', assignment_not_found: 'No such assignment', petition_not_found: 'No such petition', required: 'Something required is missing',
    too_short: 'Too short', too_long: 'Too long', too_many: 'Too many', out_of_range: 'Out of range', unknown_value: 'Not one of the permitted values',
    wrong_type: 'Wrong form', invalid: 'Not valid', invalid_text: 'Holds a character that cannot be kept', contradictory: 'Two answers contradict each other',
    received_in_future: 'The time is ahead of now', one_lead_required: 'Name exactly one lead unit', lead_exists: 'A lead unit is at work; only assisting units can be added',
    lead_cannot_exit: 'The lead cannot exit; it may ask to return the ticket', merge_target_invalid: 'The target must be another open ticket', ticket_exists: 'The ticket exists already',
    wrong_stage: 'Not possible at this stage', wrong_leg_state: 'Not possible in the assignment’s state', no_change: 'It is so already', already_received: 'Received before',
    unit_already_assigned: 'The unit is at work already, or named twice', assisting_legs_open: 'Assisting or sub-dispatched units have not finished',
    petition_pending: 'A petition is waiting', petition_decided: 'The petition was decided before', return_window_closed: 'The time to return it is over',
    already_due: 'Extensions must be asked for before the limit ends', extension_cap: 'More working days than allowed', extension_count: 'No further extension is allowed',
    beyond_parent_due: 'A sub-dispatched unit gets no more time than the unit above', clock_not_running: 'The limit is not running', version_conflict: 'Somebody changed the ticket',
    idempotency_mismatch: 'This form was sent before with other content', too_many_requests: 'Too fast; wait a moment', deadline: 'It took too long', internal: 'Internal error',
    no_policy: 'No policy matches',
  },
}
