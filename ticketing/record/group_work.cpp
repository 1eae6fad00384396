#include "ticketing/record/group_work.hpp"

#include "ticketing/record/event_json.hpp"
#include "ticketing/record/rfc3339.hpp"
#include "ticketing/record/webhook_plan.hpp"

#include <algorithm>
#include <utility>

namespace hotline::record {
namespace {

const OpenTicket* opening(const TicketWork& work) {
    return std::get_if<OpenTicket>(&work.command);
}

// The civil day in the city's zone, which all calendars of a city share.
Day city_day(const PolicyBook& policies, Instant at) {
    if (!policies.policies().empty()) {
        return policies.calendar_of(policies.policies().front())->day_of(at);
    }
    const Instant local = at + Minutes{china_offset_minutes};
    return Day{std::chrono::floor<std::chrono::days>(local).time_since_epoch()};
}

// What the events tell the caller of the command.
void describe_events(Committed& answer, const std::vector<Event>& events) {
    for (const Event& event : events) {
        if (const auto* dispatched = std::get_if<Dispatched>(&event)) {
            answer.new_legs.push_back(dispatched->leg);
        } else if (const auto* asked = std::get_if<PetitionAsked>(&event)) {
            answer.petition = asked->petition;
        } else if (std::holds_alternative<ClockCorrected>(event)) {
            ++answer.corrections;
        }
    }
}

}  // namespace

GroupWork::GroupWork(Connection& connection, std::shared_ptr<const PolicyBook> policies,
                     std::shared_ptr<const EndpointBook> endpoints)
    : policies_(std::move(policies)),
      endpoints_(std::move(endpoints)),
      loader_(connection),
      saver_(connection),
      journal_(connection),
      outbox_(connection),
      receipts_(connection),
      numbers_(connection),
      counters_(connection),
      publications_(connection),
      jobs_(connection) {
    committed_.last_seq = read_last_seq(connection);
    committed_.last_outbox_id = read_last_outbox_id(connection);
    committed_.last_publication_id = read_last_publication_id(connection);
    committed_.last_job_id = read_last_job_id(connection);
    ledger_ = committed_;
}

void GroupWork::begin(Instant now) {
    now_ = now;
    ledger_ = committed_;
    entries_.clear();
    states_.clear();
}

GroupWork::Mark GroupWork::mark() const {
    return {ledger_, entries_.size()};
}

void GroupWork::return_to(Mark mark) {
    ledger_ = std::move(mark.ledger);
    entries_.resize(mark.entries);
    states_.resize(mark.entries);
}

std::vector<CommittedChange> GroupWork::changes() const {
    std::vector<CommittedChange> changes;
    changes.reserve(entries_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i)
        changes.push_back({&entries_[i], &states_[i]});
    return changes;
}

void GroupWork::finish() {
    numbers_.save(ledger_.days);
    counters_.add(ledger_.counters);
    receipts_.prune(now_);
}

void GroupWork::committed() {
    committed_.last_seq = ledger_.last_seq;
    committed_.last_outbox_id = ledger_.last_outbox_id;
    committed_.last_publication_id = ledger_.last_publication_id;
    committed_.last_job_id = ledger_.last_job_id;
    if (!ledger_.book) return;
    policies_ = ledger_.book;
    new_book_ = ledger_.book;
}

std::shared_ptr<const PolicyBook> GroupWork::take_new_book() {
    return std::exchange(new_book_, nullptr);
}

Outcome GroupWork::run(const WorkItem& item) {
    return std::visit([this](const auto& work) { return run_work(work); }, item);
}

Outcome GroupWork::run_work(const TicketWork& work) {
    if (auto answer = answered_before(work)) return *answer;
    std::optional<TicketState> before;
    if (opening(work) == nullptr) {
        if (work.ticket) before = loader_.load(*work.ticket);
        if (!before) return Refusal{"ticket_not_found", "", "no such ticket"};
        if (work.if_version && *work.if_version != before->version) {
            return Refusal{"version_conflict", "", std::to_string(before->version)};
        }
    } else if (auto taken = external_id_taken(work)) {
        return *taken;
    }
    const Result<DecideContext> context = context_of(work);
    if (!context) return context.error();
    const TicketState* state = before ? &*before : nullptr;
    Result<std::vector<Event>> events = decide(state, work.command, *context);
    if (!events) return events.error();
    return keep(work, state, std::move(*events));
}

std::optional<Outcome> GroupWork::answered_before(const TicketWork& work) {
    if (work.idempotency_key.empty()) return std::nullopt;
    std::optional<Receipt> receipt = receipts_.find(work.actor.name, work.idempotency_key);
    if (!receipt) return std::nullopt;
    if (receipt->request_hash != work.request_hash) {
        return Refusal{"idempotency_mismatch", "", "this key was used with another request"};
    }
    receipt->answer.repeated = true;
    return std::move(receipt->answer);
}

std::optional<Refusal> GroupWork::external_id_taken(const TicketWork& work) {
    const OpenTicket* open = opening(work);
    if (open == nullptr || open->request.source.empty()) return std::nullopt;
    const auto number = loader_.by_external_id(open->request.source, open->request.external_id);
    if (!number) return std::nullopt;
    return Refusal{"external_id_taken", "/external_id", std::to_string(number->value)};
}

Result<DecideContext> GroupWork::context_of(const TicketWork& work) {
    DecideContext context;
    context.now = now_;
    context.actor = work.actor;
    context.policies = policies_.get();
    if (const OpenTicket* open = opening(work)) {
        const auto number = numbers_.next(city_day(*policies_, open->received_at), ledger_.days);
        if (!number)
            return Refusal{"numbers_exhausted", "", "no ticket number is left for that day"};
        context.new_number = *number;
    } else if (const auto* merge = std::get_if<Merge>(&work.command)) {
        context.merge_target = loader_.stage_of(merge->into);
    }
    return context;
}

Outcome GroupWork::keep(const TicketWork& work, const TicketState* before,
                        std::vector<Event> events) {
    TicketState after = before != nullptr ? *before : TicketState{};
    for (const Event& event : events)
        apply(after, event);
    if (before == nullptr) NumberStore::take(after.number, ledger_.days);
    saver_.save(before, after);
    ledger_.counters.moved(before, after);

    JournalEntry& entry = entries_.emplace_back();
    entry.seq = ++ledger_.last_seq;
    entry.ticket = after.number;
    entry.version = after.version;
    entry.at = now_;
    entry.actor = work.actor;
    entry.events = std::move(events);
    journal_.append(entry, to_json(entry.events));
    save_webhooks(before == nullptr, after, entry);

    Committed answer;
    answer.number = after.number;
    answer.version = after.version;
    answer.stage = after.stage;
    answer.seq = entry.seq;
    describe_events(answer, entry.events);
    if (!work.idempotency_key.empty()) receipts_.save(work, answer, now_);
    states_.push_back(std::move(after));
    return answer;
}

void GroupWork::save_webhooks(bool is_new, const TicketState& after, const JournalEntry& entry) {
    std::vector<const Endpoint*> written;
    for (const PlannedWebhook& webhook : plan_webhooks(after, entry, *endpoints_)) {
        OutboxItem item;
        item.ticket = after.number;
        item.endpoint = webhook.endpoint->id;
        QueueEnd end;
        // A new ticket's queues are empty until this very command writes to them.
        if (!is_new ||
            std::find(written.begin(), written.end(), webhook.endpoint) != written.end()) {
            end = outbox_.queue_end(item.ticket, item.endpoint);
        }
        written.push_back(webhook.endpoint);
        item.id = ++ledger_.last_outbox_id;
        item.sequence = end.sequence + 1;
        item.type = webhook_type(*webhook.event);
        item.payload = webhook_payload(webhook, item.sequence, after, entry);
        item.created_at = now_;
        outbox_.insert(item, end.settled);
        ++ledger_.counters.outbox_pending;
    }
}

Outcome GroupWork::run_work(const DeliveryWork& work) {
    const std::optional<OutboxRow> row = outbox_.find(work.outbox_id);
    if (!row) return Refusal{"delivery_not_found", "", "no such outbox row"};
    Committed answer;
    answer.number = row->ticket;
    // A result that is reported twice is kept once.
    answer.repeated = work.attempt <= row->attempts;
    if (answer.repeated) return answer;
    if (row->delivered_at || !row->head) {
        return Refusal{"delivery_out_of_order", "", "only the head of a queue is attempted"};
    }
    outbox_.settle(*row, work);
    if (work.result == AttemptResult::delivered) --ledger_.counters.outbox_pending;
    return answer;
}

Outcome GroupWork::run_work(const PublishWork& work) {
    const std::optional<KnownVersion> known = publications_.find(work);
    if (known && known->sha256 != work.sha256) {
        return Refusal{"publication_exists", "/version", "published before with another text"};
    }
    const bool outrun = work.after && *work.after != ledger_.last_publication_id;
    if (!known && outrun) {
        return Refusal{"publication_outrun", "", "another publication came first"};
    }
    Committed answer;
    answer.repeated = known.has_value();
    answer.id = known ? known->id : ++ledger_.last_publication_id;
    if (!known) publications_.insert(*answer.id, work, now_);
    if (work.book && !outrun) ledger_.book = work.book;
    return answer;
}

Outcome GroupWork::run_work(const JobWork& work) {
    return std::visit([this](const auto& part) { return run_job(part); }, work);
}

Outcome GroupWork::run_job(const StartJob& work) {
    Job job;
    job.id = ++ledger_.last_job_id;
    job.kind = work.kind;
    job.publication = work.publication;
    job.arguments = work.arguments;
    job.progress.total = work.total;
    job.started_at = now_;
    job.updated_at = now_;
    jobs_.insert(job);
    Committed answer;
    answer.id = job.id;
    return answer;
}

Outcome GroupWork::run_job(const AdvanceJob& work) {
    Result<Job> job = unfinished_job(work.id);
    if (!job) return job.error();
    job->progress = work.progress;
    job->updated_at = now_;
    jobs_.update(*job);
    Committed answer;
    answer.id = work.id;
    return answer;
}

Outcome GroupWork::run_job(const FinishJob& work) {
    Result<Job> job = unfinished_job(work.id);
    if (!job) return job.error();
    job->progress = work.progress;
    job->state = work.failure.empty() ? JobState::done : JobState::failed;
    job->detail = work.failure;
    job->updated_at = now_;
    job->finished_at = now_;
    jobs_.update(*job);
    Committed answer;
    answer.id = work.id;
    return answer;
}

Result<Job> GroupWork::unfinished_job(std::int64_t id) {
    std::optional<Job> job = jobs_.find(id);
    if (!job) return Refusal{"job_not_found", "", "no such job"};
    if (job->state != JobState::running) return Refusal{"job_finished", "", "the job is over"};
    return std::move(*job);
}

}  // namespace hotline::record
