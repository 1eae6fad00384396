#include "dispatch/delivery/courier.hpp"

#include "dispatch/await_record.hpp"
#include "dispatch/delivery/retry_schedule.hpp"
#include "dispatch/delivery/standard_webhooks.hpp"
#include "dispatch/delivery/webhook_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

namespace hotline::dispatch {

namespace asio = boost::asio;

namespace {

constexpr std::size_t detail_bytes_max = 256;  // DeliveryWork::detail
constexpr Millis record_pause{200};            // when the writer's queue is full; doubled each time
constexpr Millis record_pause_max{5'000};
constexpr Millis unrecorded_hold{60'000};  // before a row is sent again whose result was refused

struct DueRows {
    std::vector<record::OutboxItem> items;
    std::optional<Instant> next_at;
};

std::function<double()> seeded_random() {
    std::random_device device;
    const auto seed = static_cast<std::uint64_t>(device()) << 32 | device();
    return [generator = std::mt19937_64(seed)]() mutable {
        return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
    };
}

// A fresh timestamp for every attempt: the first one would make a late retry look like a replay.
WebhookRequest request_of(const Delivery& delivery, Instant now) {
    const std::string id = "msg_" + std::to_string(delivery.item.id);
    const std::int64_t timestamp_s =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    WebhookRequest request;
    request.url = delivery.endpoint.url;
    request.headers = {
        {"content-type", "application/json; charset=utf-8"},
        {"webhook-id", id},
        {"webhook-timestamp", std::to_string(timestamp_s)},
        {"webhook-signature",
         sign_webhook(delivery.endpoint.secret, id, timestamp_s, delivery.item.payload)},
    };
    request.body = delivery.item.payload;
    return request;
}

bool is_success(const WebhookAnswer& answer) {
    return answer.status >= 200 && answer.status <= 299;
}

Millis delay_after(const record::OutboxItem& item, const WebhookAnswer& answer, Instant now,
                   double random) {
    FailedAttempt failed;
    failed.attempt = item.attempts + 1;
    failed.http_status = answer.status;
    failed.timed_out = answer.error == TransportError::timed_out && answer.status == 0;
    failed.retry_after = parse_retry_after(answer.retry_after, now);
    return retry_delay(failed, random);
}

bool is_busy(const record::Outcome& outcome) {
    return !outcome.has_value() && outcome.error().code == "overloaded";
}

}  // namespace

// Strand only, but for `setup`, which is constant after construction.
struct Courier::State {
    explicit State(CourierSetup given)
        : setup(std::move(given)), plan(setup.limits), grace(setup.strand) {
        if (!setup.random) setup.random = seeded_random();
    }

    CourierSetup setup;
    DeliveryPlan plan;
    std::weak_ptr<Loop> loop;
    bool stopping = false;
    asio::steady_timer grace;
    std::vector<std::function<void()>> stopped;  // only the attempts in flight are waited for

    static asio::awaitable<std::optional<Instant>> turn(std::shared_ptr<State> state);
    static asio::awaitable<void> attempt(std::shared_ptr<State> state, Delivery delivery);
    static asio::awaitable<WebhookAnswer> send(std::shared_ptr<State> state, Delivery delivery);
    static asio::awaitable<bool> settle(std::shared_ptr<State> state, record::DeliveryWork work);

    void begin(const std::shared_ptr<State>& self, Delivery delivery);
    void end(const record::OutboxItem& item, DeliveryPlan::Result result,
             std::optional<Instant> retry_at);
    void hold(const record::OutboxItem& item);
    void attempt_over();
    void wait_for_attempts(const std::shared_ptr<State>& self, std::function<void()> done);
};

asio::awaitable<std::optional<Instant>> Courier::State::turn(std::shared_ptr<State> state) {
    auto& plan = state->plan;
    const Instant now = state->setup.time->now();
    plan.begin_turn(now);
    if (!plan.has_room()) co_return std::nullopt;  // the end of an attempt pokes
    const std::function<DueRows(record::ReadSession&)> question =
        [now, rows = plan.page_max(),
         per_endpoint = plan.page_per_endpoint_max()](record::ReadSession& session) {
            return DueRows{session.due_outbox(now, rows, per_endpoint), session.next_outbox_at()};
        };
    DueRows due = co_await ask<DueRows>(state->setup.reads, question, errand_read_ms);
    if (state->stopping) co_return std::nullopt;
    auto chosen = plan.choose(std::move(due.items), *state->setup.endpoints);
    for (const auto& id : plan.take_lost_endpoints()) {
        spdlog::warn("courier: endpoint={} left the city pack; its rows stay pending", id);
    }
    for (auto& delivery : chosen)
        state->begin(state, std::move(delivery));
    co_return plan.wake_at(now, due.next_at);
}

void Courier::State::begin(const std::shared_ptr<State>& self, Delivery delivery) {
    auto report_exit = [self, item = delivery.item](const std::exception_ptr& error) {
        if (!error) return;
        // Only a failure of ours ends here; the row is still due.
        spdlog::error("courier: outbox={} the attempt was not recorded", item.id);
        self->hold(item);
    };
    asio::co_spawn(setup.strand, attempt(self, std::move(delivery)), std::move(report_exit));
}

asio::awaitable<WebhookAnswer> Courier::State::send(std::shared_ptr<State> state,
                                                    Delivery delivery) {
    WebhookRequest request;
    WebhookAnswer refused;
    try {
        request = request_of(delivery, state->setup.time->now());
    } catch (const std::invalid_argument& error) {  // the secret in the city pack is none
        refused.error = TransportError::bad_request;
        refused.detail = error.what();
    }
    if (refused.error != TransportError::none) co_return refused;
    co_return co_await state->setup.transport->post(std::move(request));
}

asio::awaitable<void> Courier::State::attempt(std::shared_ptr<State> state, Delivery delivery) {
    const record::OutboxItem item = delivery.item;
    record::DeliveryWork work;
    work.outbox_id = item.id;
    work.attempt = item.attempts + 1;
    work.started_at = state->setup.time->now();
    const auto started = std::chrono::steady_clock::now();
    const WebhookAnswer answer = co_await send(state, std::move(delivery));
    const auto took = std::chrono::steady_clock::now() - started;
    if (answer.error == TransportError::stopped && answer.status == 0) {
        state->end(item, DeliveryPlan::Result::given_up, std::nullopt);
        co_return;
    }
    work.duration_ms = std::chrono::duration_cast<Millis>(took).count();
    work.http_status = answer.status;
    work.detail = printable(answer.status != 0 ? answer.body : answer.detail, detail_bytes_max);
    const bool is_delivered = is_success(answer);
    work.result = is_delivered ? record::AttemptResult::delivered : record::AttemptResult::failed;
    if (!is_delivered) {
        const Instant now = state->setup.time->now();
        work.next_attempt_at = now + delay_after(item, answer, now, state->setup.random());
        // Not the body: a receiver may echo what the log must not hold.
        spdlog::info("courier: outbox={} ticket={} endpoint={} attempt={} status={} error={}",
                     item.id, item.ticket.value, item.endpoint, work.attempt, answer.status,
                     answer.detail);
    }
    std::optional<Instant> retry_at;
    if (!is_delivered) retry_at = work.next_attempt_at;
    const auto result =
        is_delivered ? DeliveryPlan::Result::delivered : DeliveryPlan::Result::failed;
    const bool is_recorded = co_await settle(state, std::move(work));
    if (is_recorded) state->end(item, result, retry_at);
    if (!is_recorded) state->hold(item);
}

// Until the writer has taken it; false when it refused. When the server stops before, the row is
// sent again after the start.
asio::awaitable<bool> Courier::State::settle(std::shared_ptr<State> state,
                                             record::DeliveryWork work) {
    asio::steady_timer timer(state->setup.strand);
    const auto token = asio::as_tuple(asio::use_awaitable);
    for (Millis pause = record_pause;; pause = std::min(2 * pause, record_pause_max)) {
        std::vector<record::WorkItem> items{work};
        const auto outcomes = co_await submit_all(state->setup.writer, std::move(items));
        const auto& outcome = outcomes.front();
        if (outcome.has_value()) co_return true;
        if (!is_busy(outcome) || state->stopping) {
            spdlog::warn("courier: outbox={} attempt={} was not recorded: {}", work.outbox_id,
                         work.attempt, outcome.error().code);
            co_return false;
        }
        timer.expires_after(pause);
        co_await timer.async_wait(token);
    }
}

void Courier::State::end(const record::OutboxItem& item, DeliveryPlan::Result result,
                         std::optional<Instant> retry_at) {
    plan.finished(item, result, retry_at);
    attempt_over();
}

void Courier::State::hold(const record::OutboxItem& item) {
    plan.hold(item, setup.time->now() + unrecorded_hold);
    attempt_over();
}

void Courier::State::attempt_over() {
    if (const auto runner = loop.lock()) runner->poke();
    if (plan.in_flight() > 0) return;
    grace.cancel();
    auto waiting = std::exchange(stopped, {});
    for (auto& done : waiting)
        done();
}

void Courier::State::wait_for_attempts(const std::shared_ptr<State>& self,
                                       std::function<void()> done) {
    if (plan.in_flight() == 0) return done();
    stopped.push_back(std::move(done));
    grace.expires_after(setup.stop_grace);
    grace.async_wait([self](const boost::system::error_code& cancelled) {
        if (!cancelled) self->setup.transport->stop();
    });
}

Courier::Courier(CourierSetup setup) : state_(std::make_shared<State>(std::move(setup))) {
    LoopSetup loop;
    loop.name = "delivery";
    loop.strand = state_->setup.strand;
    loop.time = state_->setup.time;
    loop.turn = [state = state_] { return State::turn(state); };
    loop.sweep = state_->setup.sweep;
    loop_ = std::make_shared<Loop>(std::move(loop));
    state_->loop = loop_;
}

Courier::~Courier() = default;

void Courier::start() {
    loop_->start();
}
void Courier::poke() {
    loop_->poke();
}

void Courier::stop(std::function<void()> stopped) {
    auto quiet = [state = state_, stopped = std::move(stopped)]() mutable {
        if (!stopped) stopped = [] {};
        state->wait_for_attempts(state, std::move(stopped));
    };
    asio::post(state_->setup.strand, [state = state_] { state->stopping = true; });
    loop_->stop(std::move(quiet));
}

LoopHealth Courier::health() const {
    return loop_->health();
}

}  // namespace hotline::dispatch
