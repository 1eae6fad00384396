#include "tests/server/http_harness.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace hotline::server::test {

namespace {

constexpr int time_limit_s = 10;

}  // namespace

std::string Reply::problem(const std::string& member) const {
    boost::json::error_code ec;
    const boost::json::value value = boost::json::parse(body, ec);
    if (ec || !value.is_object()) return {};
    const boost::json::value* found = value.get_object().if_contains(member);
    if (found == nullptr) return {};
    return found->is_string() ? std::string{found->get_string().c_str()}
                              : boost::json::serialize(*found);
}

RawClient::RawClient(std::uint16_t port, int receive_buffer_bytes) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    const timeval limit{time_limit_s, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (receive_buffer_bytes > 0) {
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes,
                     sizeof(receive_buffer_bytes));
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        throw std::runtime_error("cannot connect to the test server");
    }
}

RawClient::~RawClient() {
    ::close(fd_);
}

bool RawClient::try_send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

void RawClient::send(std::string_view bytes) {
    if (!try_send(bytes)) throw std::runtime_error("cannot send to the test server");
}

void RawClient::end_sending() {
    ::shutdown(fd_, SHUT_WR);
}

bool RawClient::fill() {
    char bytes[16384];
    const ssize_t n = ::recv(fd_, bytes, sizeof(bytes), 0);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        throw std::runtime_error("the test server neither answers nor closes");
    }
    if (n <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(n));
    return true;
}

std::string RawClient::exactly(std::size_t size) {
    while (buffer_.size() < size && fill()) {
    }
    const std::string out = buffer_.substr(0, size);
    buffer_.erase(0, out.size());
    return out;
}

bool RawClient::is_closed() {
    return buffer_.empty() && !fill();
}

Reply RawClient::reply(bool to_head) {
    Reply reply;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) return reply;
    }
    std::string_view head{buffer_.data(), end + 2};
    if (!head.starts_with("HTTP/1.1 ")) throw std::runtime_error("no HTTP response: " + buffer_);
    reply.status = std::stoi(std::string{head.substr(9, 3)});
    head.remove_prefix(head.find("\r\n") + 2);
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find("\r\n"));
        head.remove_prefix(line.size() + 2);
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos)
            throw std::runtime_error("bad line: " + std::string{line});
        std::string name{line.substr(0, colon)};
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        reply.headers.emplace(std::move(name), line.substr(colon + 2));
    }
    buffer_.erase(0, end + 4);
    const std::string length = reply.header("content-length");
    if (!length.empty() && !to_head) reply.body = exactly(std::stoul(length));
    return reply;
}

void Seen::add_call(Call call) {
    const std::lock_guard lock{mutex_};
    calls_.push_back(std::move(call));
}

void Seen::add_report(std::string_view text) {
    const std::lock_guard lock{mutex_};
    reports_.emplace_back(text);
}

void Seen::add_exchange(const Exchange& exchange) {
    const std::lock_guard lock{mutex_};
    std::string line;
    line.append(exchange.method).append(" ").append(exchange.route).append(" ");
    line.append(std::to_string(exchange.status)).append(" ").append(exchange.code);
    exchanges_.push_back(std::move(line));
}

std::size_t Seen::calls() const {
    const std::lock_guard lock{mutex_};
    return calls_.size();
}

std::optional<Call> Seen::last_call() const {
    const std::lock_guard lock{mutex_};
    if (calls_.empty()) return std::nullopt;
    return calls_.back();
}

std::vector<std::string> Seen::reports() const {
    const std::lock_guard lock{mutex_};
    return reports_;
}

std::vector<std::string> Seen::exchanges(std::size_t count) const {
    wait_for([&] {
        const std::lock_guard lock{mutex_};
        return exchanges_.size() >= count;
    });
    const std::lock_guard lock{mutex_};
    return exchanges_;
}

void Gate::wait(std::function<void(int)> done) {
    const std::lock_guard lock{mutex_};
    waiting_.push_back(std::move(done));
}

std::size_t Gate::waiting() const {
    const std::lock_guard lock{mutex_};
    return waiting_.size();
}

void Gate::open() {
    std::vector<std::function<void(int)>> all;
    {
        const std::lock_guard lock{mutex_};
        all.swap(waiting_);
    }
    for (auto& done : all)
        done(1);
}

bool wait_for(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{time_limit_s};
    while (!done()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::yield();
    }
    return true;
}

Result<Actor> test_authenticate(const Request& request) {
    const std::string_view token = request.header("authorization");
    if (token == "Bearer agent") return Actor{Role::agent, "Li", ""};
    if (token == "Bearer unit") return Actor{Role::unit, "Wang", "a3-housing"};
    return Refusal{"unauthenticated", "", "the token is missing or unknown"};
}

TestServer::TestServer(Change change, std::size_t threads)
    : time(Instant{std::chrono::sys_days{std::chrono::year{2026} / 2 / 13}}) {
    const auto report = [seen = seen](std::string_view text) { seen->add_report(text); };
    pool = std::make_unique<IoPool>(threads, report);
    ListenerSetup setup;
    setup.router = std::make_shared<Router>(test_routes(seen, gate));
    setup.time = &time;
    setup.authenticate = test_authenticate;
    setup.report = report;
    setup.observe = [seen = seen](const Exchange& exchange) { seen->add_exchange(exchange); };
    if (change) change(setup);
    listener = std::make_unique<Listener>(*pool, std::move(setup));
    port = listener->listen("127.0.0.1", 0);
}

TestServer::~TestServer() {
    listener->stop(std::chrono::seconds{5});
    pool->stop(std::chrono::seconds{5});
}

Reply TestServer::ask(std::string_view request) const {
    RawClient raw{port};
    raw.send(request);
    return raw.reply();
}

std::string post_ticket(std::string_view body, std::string_view more_fields,
                        std::string_view content_type) {
    std::string out =
        "POST /tickets HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer agent\r\n";
    if (!content_type.empty()) out.append("Content-Type: ").append(content_type).append("\r\n");
    out.append(more_fields);
    out.append("Content-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n\r\n")
        .append(body);
    return out;
}

}  // namespace hotline::server::test
