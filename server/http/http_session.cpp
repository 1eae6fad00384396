// The only place where HTTP is read and written. One coroutine a connection, on the one thread of
// its room.
#include "server/http/http_session.hpp"

#include "server/http/admission.hpp"
#include "server/http/response_head.hpp"
#include "server/http/server_core.hpp"
#include "server/runtime/tuple_await.hpp"
#include "server/ws/run_web_socket.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

namespace hotline::server {

namespace asio = boost::asio;
using boost::asio::ip::tcp;

namespace {

using Clock = std::chrono::steady_clock;

// The coroutines of this class are awaited by run() only, whose frame holds the session; so `this`
// outlives them. State: the room's thread only.
class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
  public:
    HttpSession(std::shared_ptr<ServerCore> core, std::shared_ptr<IoRoom> room, tcp::socket socket,
                ConnectionCount::Slot slot, std::string peer)
        : core_(std::move(core)),
          room_(std::move(room)),
          socket_(std::move(socket)),
          slot_(std::move(slot)),
          peer_(std::move(peer)),
          limits_(core_->setup().limits),
          buffer_(limits_.buffer_bytes_max),
          born_(Clock::now()) {}

    static asio::awaitable<void> run(std::shared_ptr<HttpSession> self);

    void on_tick(Clock::time_point now) override {
        if (now < deadline_) return;
        // Again with each tick until the step ends: an operation that has just been started anew,
        // because bytes came, is not touched by the cancellation of the one before.
        timed_out_ = true;
        cancel();
    }
    void on_stop() override {
        if (idle_) cancel();
    }
    void cut() override {
        boost::system::error_code ec;
        socket_.close(ec);
    }

  private:
    enum class HeadEnd { whole, gone, too_large, too_slow };

    asio::awaitable<void> serve();
    asio::awaitable<HeadEnd> read_head();
    Admission take_head(HeadEnd end);  // uses the header up
    asio::awaitable<bool> answer();
    asio::awaitable<bool> answer_route();
    asio::awaitable<bool> answer_file();
    asio::awaitable<bool> answer_problem();
    asio::awaitable<bool> read_body(std::string* body, std::size_t size);
    asio::awaitable<bool> write(std::string_view body);
    asio::awaitable<void> linger();

    void cancel() {
        boost::system::error_code ec;
        socket_.cancel(ec);
    }
    void arm(std::chrono::milliseconds patience) {
        timed_out_ = false;
        deadline_ = Clock::now() + patience;
    }
    // The deadline of a step that moves `size` bytes.
    void arm(std::chrono::milliseconds base, std::size_t size) {
        arm(base +
            std::chrono::milliseconds{size * 1000 / std::max<std::size_t>(limits_.bytes_per_s, 1)});
    }
    void disarm() { deadline_ = Clock::time_point::max(); }

    std::string_view view_of_buffer() const {
        const auto data = buffer_.cdata();
        return {static_cast<const char*>(data.data()), data.size()};
    }
    bool may_go_on() const {
        return admission_.keep_alive && !room_->stopping() &&
               served_ < limits_.requests_per_connection_max &&
               Clock::now() - born_ < limits_.connection_life_max;
    }
    bool put_head(Response& response, std::size_t length, bool goes_on, ContentPolicy policy);
    void observe(int status, std::string_view code, std::size_t bytes_out);

    const std::shared_ptr<ServerCore> core_;
    const std::shared_ptr<IoRoom> room_;
    tcp::socket socket_;
    ConnectionCount::Slot slot_;
    const std::string peer_;
    const HttpLimits& limits_;

    boost::beast::flat_buffer buffer_;  // what was read and not yet used
    Head head_;                         // views into buffer_; empty once it is consumed
    std::size_t head_size_ = 0;
    Admission admission_;  // the present request
    std::string out_;      // the header of the response
    const Clock::time_point born_;
    Clock::time_point began_{};  // when the header of the present request was whole
    Clock::time_point deadline_ = Clock::time_point::max();
    std::size_t served_ = 0;
    bool timed_out_ = false;  // by the present deadline
    bool idle_ = false;       // waits for the first byte of a request
    bool broken_ = false;     // the connection cannot carry anything more
};

// False: the response was replaced by a 500 of its own body. A response to HEAD has the length of
// the body it does not have.
bool HttpSession::put_head(Response& response, std::size_t length, bool goes_on,
                           ContentPolicy policy) {
    const std::string& id = admission_.request.request_id;
    const ResponseFacts facts{.date = room_->date(),
                              .request_id = id,
                              .content_length = length,
                              .policy = policy,
                              .closes = !goes_on};
    out_.clear();
    if (append_response_head(out_, response, facts)) return true;
    core_->report("request " + id +
                  ": a response header that must not be sent was replaced by a 500");
    response = internal_error(id);
    ResponseFacts of_error = facts;
    of_error.content_length = response.body.size();
    append_response_head(out_, response, of_error);
    return false;
}

void HttpSession::observe(int status, std::string_view code, std::size_t bytes_out) {
    if (!core_->setup().observe) return;
    const Request& request = admission_.request;
    Exchange exchange;
    exchange.method = request.target.empty() ? std::string_view{} : method_name(request.method);
    exchange.route = admission_.route_id;
    exchange.path = std::string_view{request.target}.substr(0, request.target.find('?'));
    exchange.peer = peer_;
    exchange.request_id = request.request_id;
    exchange.actor = request.actor.name;
    exchange.status = status;
    exchange.code = code;
    exchange.duration = Clock::now() - began_;
    exchange.bytes_in = admission_.content_length;
    exchange.bytes_out = bytes_out;
    core_->observe(exchange);
}

// Reads until the empty line is in the buffer. The deadline of the header starts with its first
// byte.
asio::awaitable<HttpSession::HeadEnd> HttpSession::read_head() {
    std::size_t looked_at = 0;
    idle_ = buffer_.size() == 0;
    arm(idle_ ? limits_.idle : limits_.header);
    for (;;) {
        const std::string_view bytes = view_of_buffer();
        const std::size_t end = bytes.find("\r\n\r\n", looked_at);
        if (end != std::string_view::npos) {
            head_size_ = end + 4;
            if (head_size_ > limits_.header_bytes_max) co_return HeadEnd::too_large;
            co_return HeadEnd::whole;
        }
        if (bytes.size() >= limits_.header_bytes_max) co_return HeadEnd::too_large;
        looked_at = bytes.size() < 3 ? 0 : bytes.size() - 3;

        const auto space =
            buffer_.prepare(std::min<std::size_t>(4096, buffer_.max_size() - bytes.size()));
        const auto [ec, n] = co_await socket_.async_read_some(space, tuple_await);
        buffer_.commit(n);
        if (timed_out_ && !idle_) co_return HeadEnd::too_slow;  // bytes that drip do not buy time
        if (ec) co_return HeadEnd::gone;
        if (idle_) {
            idle_ = false;
            arm(limits_.header);
        }
    }
}

// The part that came with the header is copied, the rest is read where it belongs.
asio::awaitable<bool> HttpSession::read_body(std::string* body, std::size_t size) {
    const std::size_t here = std::min(size, buffer_.size());
    body->reserve(size);
    body->assign(view_of_buffer().substr(0, here));
    buffer_.consume(here);
    if (here == size) co_return true;
    body->resize(size);
    arm(limits_.body_base, size);
    const auto rest = asio::buffer(body->data() + here, size - here);
    const auto [ec, n] = co_await asio::async_read(socket_, rest, tuple_await);
    co_return !ec && n == size - here;
}

asio::awaitable<bool> HttpSession::write(std::string_view body) {
    const std::size_t size = out_.size() + body.size();
    arm(limits_.write_base, size);
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(out_),
                                                    asio::buffer(body.data(), body.size())};
    const auto [ec, n] = co_await asio::async_write(socket_, buffers, tuple_await);
    disarm();
    if (ec) broken_ = true;
    co_return !ec;
}

// A socket closed with unread bytes resets the connection, and the client loses the answer that
// says why. So what still comes is read and thrown away for a moment.
asio::awaitable<void> HttpSession::linger() {
    constexpr std::size_t thrown_away_max = 1u << 20;
    boost::system::error_code ec;
    socket_.shutdown(tcp::socket::shutdown_send, ec);
    arm(limits_.linger);
    std::size_t thrown_away = 0;
    while (!timed_out_ && thrown_away < thrown_away_max && !room_->stopping()) {
        buffer_.clear();
        const auto space = buffer_.prepare(std::min<std::size_t>(4096, buffer_.max_size()));
        const auto [failure, n] = co_await socket_.async_read_some(space, tuple_await);
        if (failure) break;
        thrown_away += n;
    }
}

asio::awaitable<bool> HttpSession::answer_problem() {
    const Admission& admission = admission_;
    // A body that is here already is skipped and the connection lives; one that is not is never
    // read.
    const bool body_is_here = admission.content_length <= buffer_.size();
    const bool goes_on = may_go_on() && body_is_here && !admission.expects_continue;
    if (goes_on) buffer_.consume(static_cast<std::size_t>(admission.content_length));

    Response response = problem_response(*admission.problem, admission.request.request_id);
    const std::size_t length = response.body.size();
    put_head(response, length, goes_on, ContentPolicy::api);
    const std::string_view body = admission.head_only ? std::string_view{} : response.body;
    const std::size_t size = out_.size() + body.size();
    const bool written = co_await write(body);
    observe(response.status, admission.problem->code, size);
    co_return written&& goes_on;
}

asio::awaitable<bool> HttpSession::answer_file() {
    const Admission& admission = admission_;
    const StaticFile& file = *admission.file;
    std::string_view body;
    Response response = file_response(file, admission.request, body);
    const std::size_t length = body.size();
    const bool goes_on = may_go_on() && admission.content_length == 0;  // a GET has no body
    if (!put_head(response, length, goes_on, ContentPolicy::console)) body = response.body;
    if (response.status == 304 || admission.head_only) body = {};
    const std::size_t size = out_.size() + body.size();
    const bool written = co_await write(body);
    observe(response.status, "", size);
    co_return written&& goes_on;
}

asio::awaitable<bool> HttpSession::answer_route() {
    Admission& admission = admission_;
    const auto size = static_cast<std::size_t>(admission.content_length);
    if (admission.expects_continue && size > buffer_.size()) {
        out_ = "HTTP/1.1 100 Continue\r\n\r\n";
        if (!co_await write({})) co_return false;
    }
    if (size > 0 && !co_await read_body(&admission.request.body, size)) {
        if (!timed_out_) {
            broken_ = true;
            co_return false;
        }
        admission.problem = make_problem("request_timeout", "the body came too slowly");
        admission.keep_alive = false;
        co_return co_await answer_problem();
    }

    // What the log needs is kept, because the handler takes the request.
    Request kept;
    kept.request_id = admission.request.request_id;
    if (core_->setup().observe) {
        kept.method = admission.request.method;
        kept.target = admission.request.target;
        kept.actor.name = admission.request.actor.name;
    }
    disarm();
    Response response;
    std::exception_ptr failure;
    try {
        response = co_await admission.route->handler(std::move(admission.request));
    } catch (...) {
        failure = std::current_exception();
    }
    admission.request = std::move(kept);
    if (failure) {
        core_->report_failure("request " + admission.request.request_id, failure);
        response = internal_error(admission.request.request_id);
    }

    const bool goes_on = may_go_on();
    put_head(response, response.body.size(), goes_on, ContentPolicy::api);
    const bool bare = admission.head_only || response.status == 204 || response.status == 304;
    const std::string_view body = bare ? std::string_view{} : response.body;
    const std::size_t bytes_out = out_.size() + body.size();
    const bool written = co_await write(body);
    observe(response.status, failure ? "internal" : "", bytes_out);
    co_return written&& goes_on;
}

// True: the connection takes another request.
asio::awaitable<bool> HttpSession::answer() {
    Admission& admission = admission_;
    if (admission.problem) co_return co_await answer_problem();
    if (admission.file != nullptr) co_return co_await answer_file();
    if (admission.route != nullptr) co_return co_await answer_route();

    // A socket: its handshake ends what HTTP has to say here.
    std::string user = admission.request.actor.name;
    ConnectionCount::Slot user_slot = core_->users()->take(user);
    if (!user_slot || buffer_.size() > 0) {
        admission.problem =
            !user_slot ? make_problem("too_many_sockets", "too many open sockets of this user")
                       : make_problem("bad_upgrade", "bytes before the end of the handshake");
        admission.keep_alive = false;
        co_return co_await answer_problem();
    }
    observe(101, "", 0);
    disarm();
    WebSocketStart start;
    start.core = core_;
    start.room = room_;
    start.route = admission.socket;
    start.request = std::move(admission.request);
    start.user_slot = std::move(user_slot);
    broken_ = true;  // for HTTP
    co_await run_web_socket(std::move(start), std::move(socket_));
    co_return false;
}

Admission HttpSession::take_head(HeadEnd end) {
    std::string id = core_->new_request_id();
    if (end == HeadEnd::too_slow) {
        Problem problem = make_problem("request_timeout", "the header came too slowly");
        return refuse_admission(std::move(problem), peer_, std::move(id));
    }
    if (end == HeadEnd::too_large) {
        const std::string max = std::to_string(limits_.header_bytes_max);
        Problem problem =
            make_problem("header_too_large", "the header has more than " + max + " bytes");
        return refuse_admission(std::move(problem), peer_, std::move(id));
    }
    const std::string_view raw = view_of_buffer().substr(0, head_size_);
    auto problem = parse_head(raw, limits_.header_fields_max, head_);
    Admission admission = problem ? refuse_admission(std::move(*problem), peer_, std::move(id))
                                  : admit(head_, core_->setup(), peer_, std::move(id));
    head_.fields.clear();
    buffer_.consume(head_size_);
    return admission;
}

asio::awaitable<void> HttpSession::serve() {
    for (bool goes_on = true; goes_on && !room_->stopping();) {
        const HeadEnd end = co_await read_head();
        if (end == HeadEnd::gone) co_return;
        began_ = Clock::now();
        ++served_;
        admission_ = take_head(end);
        goes_on = co_await answer();
    }
    if (!broken_) co_await linger();
}

asio::awaitable<void> HttpSession::run(std::shared_ptr<HttpSession> self) {
    const IoRoom::Membership member{self->room_, *self};
    if (!self->room_->stopping()) co_await self->serve();
}

}  // namespace

void start_http_session(std::shared_ptr<ServerCore> core, std::shared_ptr<IoRoom> room,
                        tcp::socket socket, ConnectionCount::Slot slot, std::string peer) {
    asio::io_context& context = room->context();
    auto session = std::make_shared<HttpSession>(core, std::move(room), std::move(socket),
                                                 std::move(slot), std::move(peer));
    auto ended = [core = std::move(core)](std::exception_ptr failure) {
        if (failure) core->report_failure("a session ended", failure);
    };
    asio::co_spawn(context, HttpSession::run(std::move(session)), std::move(ended));
}

}  // namespace hotline::server
