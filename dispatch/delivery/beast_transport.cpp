#include "dispatch/delivery/beast_transport.hpp"

#include "dispatch/delivery/webhook_connection.hpp"
#include "dispatch/delivery/webhook_text.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

namespace hotline::dispatch {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyTime = std::chrono::steady_clock::time_point;

namespace {

constexpr auto tuple_await = asio::as_tuple(asio::use_awaitable);

struct Idle {
    std::unique_ptr<WebhookConnection> connection;
    SteadyTime until;
};

asio::ssl::context make_tls(const std::string& ca_file) {
    asio::ssl::context tls(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    tls.set_default_verify_paths();
    tls.set_verify_mode(asio::ssl::verify_peer);
    error_code unreadable;
    if (!ca_file.empty()) tls.load_verify_file(ca_file, unreadable);
    if (unreadable) {
        throw std::runtime_error("cannot read authorities of " + ca_file + ": " +
                                 unreadable.message());
    }
    return tls;
}

WebhookAnswer failure(TransportError error, std::string detail) {
    WebhookAnswer answer;
    answer.error = error;
    answer.detail = std::move(detail);
    return answer;
}

class BeastTransport final : public WebhookTransport {
  public:
    explicit BeastTransport(BeastTransportSetup setup)
        : state_(std::make_shared<State>(std::move(setup))) {}

    asio::awaitable<WebhookAnswer> post(WebhookRequest request) override {
        return run(state_, std::move(request));
    }

    void stop() override {
        asio::post(state_->setup.strand, [state = state_] { state->stop(); });
    }

  private:
    // Strand only, but for `setup`, which is constant.
    struct State {
        explicit State(BeastTransportSetup given)
            : setup(std::move(given)), tls(make_tls(setup.ca_file)) {}

        BeastTransportSetup setup;
        asio::ssl::context tls;
        bool stopped = false;
        std::map<std::string, std::vector<Idle>> idle;  // by scheme and authority
        std::set<WebhookConnection*> busy;
        std::set<asio::steady_timer*> resolving;

        void stop();
        std::unique_ptr<WebhookConnection> take_idle(const std::string& key);
        void keep(const std::string& key, std::unique_ptr<WebhookConnection> connection);
    };

    // In `set` for its life, so that stop() can reach what a suspended coroutine waits for.
    template <class T>
    class Registered {
      public:
        Registered(std::shared_ptr<State> state, std::set<T*> State::* set, T* item)
            : state_(std::move(state)), set_(set), item_(item) {
            ((*state_).*set_).insert(item_);
        }
        ~Registered() { ((*state_).*set_).erase(item_); }
        Registered(const Registered&) = delete;
        Registered& operator=(const Registered&) = delete;

      private:
        std::shared_ptr<State> state_;
        std::set<T*> State::* set_;
        T* item_;
    };

    struct Resolved {
        error_code error;
        std::vector<tcp::endpoint> endpoints;
    };

    static asio::awaitable<WebhookAnswer> run(std::shared_ptr<State> state, WebhookRequest request);
    static asio::awaitable<WebhookAnswer> over(std::shared_ptr<State> state, WebhookUrl url,
                                               WebhookRequest request, SteadyTime deadline);
    static asio::awaitable<Resolved> resolve(std::shared_ptr<State> state, WebhookUrl url,
                                             SteadyTime deadline);

    std::shared_ptr<State> state_;
};

void BeastTransport::State::stop() {
    stopped = true;
    idle.clear();
    for (auto* connection : busy)
        connection->close();
    for (auto* timer : resolving)
        timer->cancel();
}

std::unique_ptr<WebhookConnection> BeastTransport::State::take_idle(const std::string& key) {
    const auto now = std::chrono::steady_clock::now();
    for (auto host = idle.begin(); host != idle.end();) {
        std::erase_if(host->second, [&](const Idle& kept) { return kept.until <= now; });
        host = host->second.empty() ? idle.erase(host) : std::next(host);
    }
    const auto found = idle.find(key);
    if (found == idle.end()) return nullptr;
    auto connection = std::move(found->second.back().connection);
    found->second.pop_back();
    return connection;
}

void BeastTransport::State::keep(const std::string& key,
                                 std::unique_ptr<WebhookConnection> connection) {
    auto& kept = idle[key];
    if (stopped || kept.size() >= setup.idle_per_host_max) return;
    kept.push_back({std::move(connection), std::chrono::steady_clock::now() + setup.idle_max});
}

asio::awaitable<WebhookAnswer> BeastTransport::run(std::shared_ptr<State> state,
                                                   WebhookRequest request) {
    const SteadyTime deadline = std::chrono::steady_clock::now() + state->setup.budget;
    if (state->stopped) co_return failure(TransportError::stopped, "stopped");
    const auto url = parse_webhook_url(request.url);
    if (!url) co_return failure(TransportError::bad_request, "the URL cannot be sent to");
    const bool is_sound =
        std::all_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
            return is_header_name(header.first) && is_header_value(header.second);
        });
    if (!is_sound) co_return failure(TransportError::bad_request, "a header cannot be sent");
    auto answer = co_await over(state, *url, std::move(request), deadline);
    if (answer.status == 0 && state->stopped) {
        co_return failure(TransportError::stopped, "stopped");
    }
    co_return answer;
}

// A kept connection that the receiver has closed meanwhile fails without an answer: then a fresh
// one is used. The id of the webhook makes the second copy harmless, should there be one.
asio::awaitable<WebhookAnswer> BeastTransport::over(std::shared_ptr<State> state, WebhookUrl url,
                                                    WebhookRequest request, SteadyTime deadline) {
    const std::string key = (url.tls ? "https://" : "http://") + url.authority;
    auto connection = state->take_idle(key);
    if (connection) {
        const Registered busy(state, &State::busy, connection.get());
        auto exchange = co_await connection->exchange(url, request, deadline);
        if (exchange.may_be_kept) state->keep(key, std::move(connection));
        if (!exchange.connection_was_dead || state->stopped) co_return exchange.answer;
    }
    const auto resolved = co_await resolve(state, url, deadline);
    if (resolved.error == asio::error::timed_out) {
        co_return failure(TransportError::timed_out, "no address in time");
    }
    if (resolved.error || state->stopped) {
        co_return failure(TransportError::unreachable, "no address: " + resolved.error.message());
    }
    connection = make_webhook_connection(state->setup.strand, url, &state->tls,
                                         state->setup.answer_bytes_max);
    const Registered busy(state, &State::busy, connection.get());
    auto refused = co_await connection->open(url, resolved.endpoints, deadline);
    if (refused.error != TransportError::none) co_return refused;
    auto exchange = co_await connection->exchange(url, std::move(request), deadline);
    if (exchange.may_be_kept) state->keep(key, std::move(connection));
    co_return exchange.answer;
}

// getaddrinfo blocks Asio's resolver thread and cannot be cut short, so the answer is waited for no
// longer than the budget and an answer that comes later is dropped.
asio::awaitable<BeastTransport::Resolved> BeastTransport::resolve(std::shared_ptr<State> state,
                                                                  WebhookUrl url,
                                                                  SteadyTime deadline) {
    Resolved resolved;
    if (url.is_address) {
        const auto address = asio::ip::make_address(url.host, resolved.error);
        resolved.endpoints.emplace_back(address, url.port);
        co_return resolved;
    }
    struct Lookup {
        explicit Lookup(const asio::any_io_executor& strand) : resolver(strand), timer(strand) {}
        tcp::resolver resolver;
        asio::steady_timer timer;
        Resolved found;
        bool is_done = false;
    };
    auto lookup = std::make_shared<Lookup>(state->setup.strand);
    lookup->timer.expires_at(deadline);
    const Registered waiting(state, &State::resolving, &lookup->timer);
    lookup->resolver.async_resolve(
        url.host, std::to_string(url.port),
        [lookup](const error_code& error, const tcp::resolver::results_type& results) {
            lookup->found.error = error;
            for (const auto& entry : results)
                lookup->found.endpoints.push_back(entry.endpoint());
            lookup->is_done = true;
            lookup->timer.cancel();
        });
    co_await lookup->timer.async_wait(tuple_await);
    if (lookup->is_done) co_return lookup->found;
    resolved.error = state->stopped ? error_code(asio::error::operation_aborted)
                                    : error_code(asio::error::timed_out);
    co_return resolved;
}

}  // namespace

std::unique_ptr<WebhookTransport> make_beast_transport(BeastTransportSetup setup) {
    return std::make_unique<BeastTransport>(std::move(setup));
}

}  // namespace hotline::dispatch
