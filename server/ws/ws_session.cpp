// The only place where WebSockets are read and written: one reading and one writing coroutine a
// socket, both on the thread of its room. Beast allows one read and one write at a time; a close
// counts as a write.
#include "server/ws/ws_session.hpp"

#include "server/http/server_core.hpp"
#include "server/runtime/tuple_await.hpp"
#include "server/ws/run_web_socket.hpp"
#include "server/ws/ws_pipe.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace hotline::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

namespace {

using Clock = std::chrono::steady_clock;
using Upgrade = http::request<http::empty_body>;

// Counts what comes in within a second; over the limit the client is not a person at a console.
class IncomingRate {
  public:
    bool is_too_fast(std::size_t bytes, const WsLimits& limits) {
        const auto now = Clock::now();
        if (now - since_ >= std::chrono::seconds{1}) {
            since_ = now;
            messages_ = 0;
            bytes_ = 0;
        }
        ++messages_;
        bytes_ += bytes;
        return messages_ > limits.messages_per_s_max || bytes_ > limits.bytes_per_s_max;
    }

  private:
    Clock::time_point since_{};
    std::size_t messages_ = 0;
    std::size_t bytes_ = 0;
};

// Held by the frames of its two coroutines. State: the room's thread only.
class WsSession final : public Session, public std::enable_shared_from_this<WsSession> {
  public:
    WsSession(WebSocketStart start, asio::ip::tcp::socket socket)
        : core_(std::move(start.core)),
          room_(std::move(start.room)),
          route_(*start.route),
          limits_(core_->setup().ws_limits),
          user_slot_(std::move(start.user_slot)),
          stream_(std::move(socket)),
          signal_(stream_.get_executor()),
          joined_(stream_.get_executor()),
          request_(std::move(start.request)) {}

    ~WsSession() override {
        if (pipe_) pipe_->detach();  // also when the context is destroyed with the socket open
    }

    static asio::awaitable<void> run(std::shared_ptr<WsSession> self);

    void on_tick(Clock::time_point now) override;
    void on_stop() override {
        if (pipe_)
            pipe_->close(ws_code::restarting, "the server restarts");
        else
            cut();
    }
    void cut() override { beast::get_lowest_layer(stream_).close(); }

  private:
    asio::awaitable<bool> shake_hands();
    asio::awaitable<void> read();
    static asio::awaitable<void> write(std::shared_ptr<WsSession> self);
    void start_writer();
    void call_open();
    void take_message(std::string_view text);
    void recheck_token();
    void report(const char* where, const std::exception_ptr& failure) const {
        core_->report_failure("socket " + pipe_->request().request_id + ": " + where, failure);
    }

    const std::shared_ptr<ServerCore> core_;
    const std::shared_ptr<IoRoom> room_;
    const WebSocketRoute& route_;
    const WsLimits& limits_;
    ConnectionCount::Slot user_slot_;
    websocket::stream<beast::tcp_stream> stream_;
    asio::steady_timer signal_;  // wakes the writer
    asio::steady_timer joined_;  // wakes the reader when the writer has ended
    Request request_;            // until the handshake; then the pipe's
    std::shared_ptr<WsPipe> pipe_;
    IncomingRate rate_;
    bool reader_ended_ = false;
    bool writer_ended_ = true;
    bool writing_ = false;
    bool peer_closes_ = false;
    Clock::time_point write_deadline_ = Clock::time_point::max();
    Clock::time_point closing_deadline_ = Clock::time_point::max();
    Clock::time_point last_sent_ = Clock::now();
    Clock::time_point last_check_ = Clock::now();
};

asio::awaitable<bool> WsSession::shake_hands() {
    const auto view = [](std::string_view text) {
        return beast::string_view{text.data(), text.size()};
    };
    Upgrade upgrade{http::verb::get, view(request_.target), 11};
    for (const auto& [name, value] : request_.headers)
        upgrade.insert(view(name), view(value));

    stream_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
    stream_.read_message_max(limits_.message_bytes_max);
    stream_.auto_fragment(false);
    const bool speaks_hotline = request_.header("sec-websocket-protocol") == "hotline.v1";
    const std::string request_id = request_.request_id;
    auto decorate = [speaks_hotline, request_id](websocket::response_type& response) {
        if (speaks_hotline) response.set(http::field::sec_websocket_protocol, "hotline.v1");
        response.set("X-Request-Id", request_id);
    };
    stream_.set_option(websocket::stream_base::decorator(std::move(decorate)));
    // After the peer's close Beast waits for the end of the connection, which a peer may never
    // send.
    stream_.control_callback([this](websocket::frame_type kind, beast::string_view) {
        peer_closes_ = peer_closes_ || kind == websocket::frame_type::close;
    });
    const auto [ec] = co_await stream_.async_accept(upgrade, tuple_await);
    co_return !ec;
}

void WsSession::call_open() {
    try {
        if (route_.on_open) route_.on_open(pipe_);
    } catch (...) {
        report("on_open", std::current_exception());
        pipe_->close(ws_code::failed, "an error of the server");
    }
}

void WsSession::take_message(std::string_view text) {
    try {
        if (pipe_->on_message && pipe_->is_open()) pipe_->on_message(text);
    } catch (...) {
        report("on_message", std::current_exception());
        pipe_->close(ws_code::failed, "an error of the server");
    }
}

asio::awaitable<void> WsSession::read() {
    beast::flat_buffer buffer{limits_.message_bytes_max};
    for (;;) {
        const auto [ec, n] = co_await stream_.async_read(buffer, tuple_await);
        if (ec)
            break;  // closed by either side, cut, timed out, or not WebSocket: all the same here
        const auto data = buffer.cdata();
        if (rate_.is_too_fast(n, limits_))
            pipe_->close(ws_code::policy, "too many messages");
        else if (!stream_.got_text())
            pipe_->close(1003, "only text is taken");
        else
            take_message({static_cast<const char*>(data.data()), data.size()});
        buffer.clear();
    }
}

// Ends after a close, a failed write, or when the reader has ended and nothing can be written any
// more.
asio::awaitable<void> WsSession::write(std::shared_ptr<WsSession> self) {
    auto& stream = self->stream_;
    while (!self->reader_ended_) {
        if (const auto closing = self->pipe_->closing()) {
            const websocket::close_reason reason{
                static_cast<websocket::close_code>(closing->code),
                beast::string_view{closing->reason.data(), closing->reason.size()}};
            co_await stream.async_close(reason, tuple_await);
            break;
        }
        const std::shared_ptr<const std::string> text = self->pipe_->take();
        if (!text) {
            self->signal_.expires_at(asio::steady_timer::time_point::max());
            co_await self->signal_.async_wait(tuple_await);
            continue;
        }
        stream.text(true);
        self->writing_ = true;
        self->write_deadline_ = Clock::now() + self->limits_.write;
        const auto [ec, n] = co_await stream.async_write(asio::buffer(*text), tuple_await);
        self->writing_ = false;
        self->last_sent_ = Clock::now();
        if (ec) break;
    }
    self->writer_ended_ = true;
    self->joined_.cancel();
}

void WsSession::start_writer() {
    writer_ended_ = false;
    auto self = shared_from_this();
    auto ended = [self](std::exception_ptr failure) {
        if (!failure) return;
        self->report("the writer", failure);
        self->writer_ended_ = true;
        self->joined_.cancel();
        self->cut();
    };
    asio::co_spawn(room_->context(), write(self), std::move(ended));
}

void WsSession::recheck_token() {
    const auto& authenticate = core_->setup().authenticate;
    if (!authenticate) return;
    const Result<Actor> actor = authenticate(pipe_->request());
    if (actor && *actor == pipe_->request().actor) return;
    pipe_->close(ws_code::policy, "the token has ended");
}

void WsSession::on_tick(Clock::time_point now) {
    if (!pipe_) return;  // the handshake has the stream's own timeout
    if (writing_ && now > write_deadline_) return cut();
    if (peer_closes_ || pipe_->closing()) {
        if (closing_deadline_ == Clock::time_point::max())
            closing_deadline_ = now + limits_.closing;
        if (now > closing_deadline_) cut();
        return;
    }
    if (route_.heartbeat && now - last_sent_ >= route_.heartbeat_every &&
        pipe_->queued_bytes() == 0) {
        pipe_->send(route_.heartbeat);
    }
    if (now - last_check_ >= limits_.recheck) {
        last_check_ = now;
        recheck_token();
    }
}

asio::awaitable<void> WsSession::run(std::shared_ptr<WsSession> self) {
    const IoRoom::Membership member{self->room_, *self};
    if (!co_await self->shake_hands()) co_return;

    WsSession* const session = self.get();  // detach() comes before the session ends
    std::function<void()> wake = [session] { session->signal_.cancel(); };
    self->pipe_ =
        std::make_shared<WsPipe>(std::move(self->request_), self->room_->context().get_executor(),
                                 self->limits_, std::move(wake));
    self->call_open();
    if (self->room_->stopping()) self->on_stop();
    self->start_writer();
    try {
        co_await self->read();
    } catch (...) {
        self->report("the reader", std::current_exception());
        self->cut();
    }

    self->reader_ended_ = true;
    self->signal_.cancel();
    while (!self->writer_ended_) {
        self->joined_.expires_at(asio::steady_timer::time_point::max());
        co_await self->joined_.async_wait(tuple_await);
    }
    self->pipe_->detach();
    try {
        if (self->pipe_->on_close) self->pipe_->on_close();
    } catch (...) {
        self->report("on_close", std::current_exception());
    }
    // They may hold the connection itself.
    self->pipe_->on_message = nullptr;
    self->pipe_->on_close = nullptr;
}

}  // namespace

asio::awaitable<void> run_web_socket(WebSocketStart start, asio::ip::tcp::socket socket) {
    auto session = std::make_shared<WsSession>(std::move(start), std::move(socket));
    co_await WsSession::run(std::move(session));
}

}  // namespace hotline::server
