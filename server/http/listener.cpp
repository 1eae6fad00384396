#include "server/http/listener.hpp"

#include "server/http/http_session.hpp"
#include "server/http/problem.hpp"
#include "server/http/response_head.hpp"
#include "server/http/server_core.hpp"
#include "server/runtime/io_pool.hpp"
#include "server/runtime/tuple_await.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <random>
#include <utility>

namespace hotline::server {

namespace asio = boost::asio;
using boost::asio::ip::tcp;

namespace {

// A bijection of 64-bit numbers (splitmix64): consecutive counters become ids that do not look
// alike.
std::uint64_t scatter(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

std::uint64_t random_start() {
    std::random_device device;
    return (static_cast<std::uint64_t>(device()) << 32) | device();
}

// A whole refusal as bytes, for a connection that gets no session.
std::string refusal_bytes(const ServerCore& core, const std::string& code,
                          const std::string& detail, const std::string& request_id) {
    const Response response = problem_response(make_problem(code, detail), request_id);
    std::string out;
    const std::string date =
        core.setup().time == nullptr ? std::string{} : imf_date(core.setup().time->now());
    const ResponseFacts facts{.date = date,
                              .request_id = request_id,
                              .content_length = response.body.size(),
                              .closes = true};
    append_response_head(out, response, facts);
    return out + response.body;
}

}  // namespace

ServerCore::ServerCore(IoPool& pool, ListenerSetup setup)
    : setup_(std::move(setup)),
      connections_(std::make_shared<ConnectionCount>(setup_.limits.connections_max,
                                                     setup_.limits.connections_per_address_max)),
      users_(std::make_shared<ConnectionCount>(setup_.limits.connections_max,
                                               setup_.ws_limits.per_user_max)),
      requests_(random_start()) {
    for (std::size_t i = 0; i < pool.size(); ++i) {
        rooms_.push_back(std::make_shared<IoRoom>(pool.at(i), setup_.time, setup_.limits.tick));
        rooms_.back()->post_start();
    }
}

std::uint16_t ServerCore::listen(const std::string& address, std::uint16_t port) {
    const tcp::endpoint endpoint{asio::ip::make_address(address), port};
    auto acceptor = std::make_shared<Acceptor>(rooms_.front()->context());
    acceptor->open(endpoint.protocol());
    acceptor->set_option(tcp::acceptor::reuse_address(true));
    acceptor->bind(endpoint);
    acceptor->listen();
    const std::uint16_t bound = acceptor->local_endpoint().port();
    {
        const std::lock_guard lock{mutex_};
        acceptors_.push_back(acceptor);
    }
    auto ended = [core = shared_from_this()](std::exception_ptr failure) {
        if (failure) core->report_failure("an accept loop ended", failure);
    };
    asio::co_spawn(rooms_.front()->context(), accept_loop(shared_from_this(), std::move(acceptor)),
                   std::move(ended));
    return bound;
}

// Never ends on an error of one accept: no descriptors (EMFILE), no memory and the like pass, and a
// connection that was reset before we took it says nothing about the next.
asio::awaitable<void> ServerCore::accept_loop(std::shared_ptr<ServerCore> core,
                                              std::shared_ptr<Acceptor> acceptor) {
    asio::steady_timer pause{acceptor->get_executor()};
    while (!core->stopping_) {
        IoRoom& room = core->next_room();
        auto [ec, socket] = co_await acceptor->async_accept(room.context(), tuple_await);
        if (!acceptor->is_open()) break;
        if (!ec) {
            core->admit_connection(std::move(socket), room);
            continue;
        }
        if (ec == asio::error::connection_aborted) continue;
        core->report("accept: " + ec.message());
        pause.expires_after(core->setup_.limits.accept_pause);
        co_await pause.async_wait(tuple_await);
    }
}

void ServerCore::admit_connection(tcp::socket socket, IoRoom& room) {
    ++accepted_;
    boost::system::error_code ec;
    const auto remote = socket.remote_endpoint(ec);
    if (ec) return;  // gone already
    std::string peer = remote.address().to_string();
    socket.set_option(tcp::no_delay(true), ec);

    ConnectionCount::Slot slot = connections_->take(peer);
    if (slot && !stopping_) {
        return start_http_session(shared_from_this(), room.shared_from_this(), std::move(socket),
                                  std::move(slot), std::move(peer));
    }
    // One try without waiting: a connection that gets no session must not cost anything either.
    ++refused_;
    const std::string bytes = refusal_bytes(
        *this, "too_many_connections", "too many connections; try again later", new_request_id());
    socket.non_blocking(true, ec);
    socket.send(asio::buffer(bytes), 0, ec);
    socket.shutdown(tcp::socket::shutdown_send, ec);
}

IoRoom& ServerCore::next_room() {
    return *rooms_[next_room_.fetch_add(1, std::memory_order_relaxed) % rooms_.size()];
}

bool ServerCore::stop(std::chrono::milliseconds patience) {
    if (stopping_.exchange(true)) return connections_->total() == 0;
    std::vector<std::shared_ptr<Acceptor>> acceptors;
    {
        const std::lock_guard lock{mutex_};
        acceptors.swap(acceptors_);
    }
    for (auto& acceptor : acceptors) {
        asio::post(acceptor->get_executor(), [acceptor] {
            boost::system::error_code ec;
            acceptor->close(ec);
        });
    }
    for (auto& room : rooms_)
        room->post_stop();
    const bool clean = connections_->wait_until_empty(patience);
    if (!clean) {
        for (auto& room : rooms_)
            room->post_cut();
        connections_->wait_until_empty(std::chrono::seconds{1});
    }
    for (auto& room : rooms_)
        room->post_end();
    return clean;
}

ListenerStats ServerCore::stats() const {
    return {connections_->total(), users_->total(), accepted_, refused_};
}

std::string ServerCore::new_request_id() {
    constexpr char digits[] =
        "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford: none reads like another
    std::uint64_t number = scatter(requests_.fetch_add(1, std::memory_order_relaxed));
    std::string id(13, '0');
    for (char& c : id) {
        c = digits[number & 31];
        number >>= 5;
    }
    return id;
}

void ServerCore::report(std::string_view text) const {
    try {
        if (setup_.report) setup_.report(text);
    } catch (...) {  // nobody is left to tell
    }
}

void ServerCore::report_failure(std::string_view where, const std::exception_ptr& failure) const {
    std::string text{where};
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& e) {
        text.append(": ").append(e.what());
    } catch (...) {
        text.append(": an exception that is no std::exception");
    }
    report(text);
}

void ServerCore::observe(const Exchange& exchange) const {
    try {
        if (setup_.observe) setup_.observe(exchange);
    } catch (...) {
        report_failure("observe", std::current_exception());
    }
}

Listener::Listener(IoPool& pool, ListenerSetup setup)
    : core_(std::make_shared<ServerCore>(pool, std::move(setup))) {}

Listener::~Listener() {
    stop(std::chrono::milliseconds{0});
}

std::uint16_t Listener::listen(const std::string& address, std::uint16_t port) {
    return core_->listen(address, port);
}

bool Listener::stop(std::chrono::milliseconds patience) {
    return core_->stop(patience);
}

ListenerStats Listener::stats() const {
    return core_->stats();
}

}  // namespace hotline::server
