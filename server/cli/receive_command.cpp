// A demo department: receives webhooks, checks their signatures, shows what came, and keeps the
// last ones for GET /received. It stands in for a department's own system in the demo and in tests.
#include "dispatch/delivery/standard_webhooks.hpp"
#include "server/app.hpp"
#include "server/cli/commands.hpp"
#include "server/http/listener.hpp"
#include "server/json/json_writer.hpp"
#include "server/runtime/io_pool.hpp"
#include "server/runtime/stop_signals.hpp"
#include "ticketing/record/rfc3339.hpp"

#include <algorithm>
#include <deque>
#include <iostream>
#include <mutex>

namespace hotline::server {
namespace {

constexpr std::size_t body_bytes_max = 64 * 1024;
constexpr std::size_t kept_max = 1000;

struct Received {
    Instant at{};
    std::string id, timestamp, signature, body;
    bool genuine = false;
};

// Shared by the sessions; any thread.
class Inbox {
  public:
    explicit Inbox(std::vector<std::string> secrets) : secrets_(std::move(secrets)) {}

    bool take(const Request& request) {
        Received received;
        received.at = time_.now();
        received.id = request.header("webhook-id");
        received.timestamp = request.header("webhook-timestamp");
        received.signature = request.header("webhook-signature");
        received.body = request.body;
        received.genuine = is_genuine(received);
        const bool genuine = received.genuine;
        const std::lock_guard lock(mutex_);
        std::cout << record::rfc3339(received.at) << ' ' << received.id << ' '
                  << (genuine ? "genuine" : "NOT GENUINE") << ' ' << received.body << std::endl;
        kept_.push_back(std::move(received));
        if (kept_.size() > kept_max) kept_.pop_front();
        return genuine;
    }

    std::string json() const {
        std::string out;
        JsonWriter writer{out};
        const std::lock_guard lock(mutex_);
        writer.begin_object().key("items").begin_array();
        for (const Received& received : kept_) {
            writer.begin_object();
            writer.member("at", record::rfc3339(received.at));
            writer.member("id", received.id);
            writer.member("timestamp", received.timestamp);
            writer.member("signature", received.signature);
            writer.member("genuine", received.genuine);
            writer.member("body", received.body);
            writer.end_object();
        }
        writer.end_array().end_object();
        return out;
    }

  private:
    bool is_genuine(const Received& received) const {
        return std::any_of(secrets_.begin(), secrets_.end(), [&](const std::string& secret) {
            return dispatch::verify_webhook(secret, received.id, received.timestamp,
                                            received.signature, received.body,
                                            received.at) == dispatch::WebhookVerdict::genuine;
        });
    }

    std::vector<std::string> secrets_;
    record::SystemTime time_;
    mutable std::mutex mutex_;
    std::deque<Received> kept_;
};

boost::asio::awaitable<Response> hook(Inbox* inbox, Request request) {
    if (inbox->take(request)) {
        Response response;
        response.status = 204;
        response.content_type.clear();
        co_return response;
    }
    const Refusal refusal{"unauthenticated", "header/webhook-signature", "not a genuine signature"};
    co_return refusal_response(refusal, request.request_id);
}

boost::asio::awaitable<Response> received(Inbox* inbox, Request /*request*/) {
    Response response;
    response.body = inbox->json();
    co_return response;
}

RouteTable routes_of(Inbox* inbox) {
    Route post;
    post.method = Method::post;
    post.path = "/hook";
    post.id = "hook";
    post.summary = "Receives webhooks";
    post.body_bytes_max = body_bytes_max;
    post.handler = [inbox](Request request) { return hook(inbox, std::move(request)); };
    Route get;
    get.path = "/received";
    get.id = "received";
    get.summary = "The last webhooks that came";
    get.handler = [inbox](Request request) { return received(inbox, std::move(request)); };
    return {std::move(post), std::move(get)};
}

}  // namespace

int receive_command(const ReceiveOptions& options) {
    for (const std::string& secret : options.secrets) {
        if (dispatch::is_webhook_secret(secret)) continue;
        std::cerr << "--secret: expected whsec_ and base64 of 24 to 64 bytes\n";
        return 2;
    }
    block_stop_signals();
    const record::SystemTime time;
    Inbox inbox(options.secrets);
    IoPool pool(1, [](std::string_view what) { std::cerr << what << '\n'; });
    ListenerSetup setup;
    setup.router = std::make_shared<const Router>(routes_of(&inbox));
    setup.time = &time;
    Listener listener(pool, std::move(setup));
    const std::uint16_t port =
        listener.listen(options.listen, static_cast<std::uint16_t>(options.port));
    std::cout << "ready http://" << options.listen << ':' << port << "/hook" << std::endl;
    wait_for_stop_signal();
    listener.stop(std::chrono::seconds{1});
    return 0;
}

}  // namespace hotline::server
