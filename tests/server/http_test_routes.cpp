// The routes the tests call, apart from the harness because they hold the coroutines.
#include "server/json/decode.hpp"
#include "server/json/encode.hpp"
#include "server/runtime/await.hpp"
#include "server/runtime/tuple_await.hpp"
#include "tests/server/http_harness.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <stdexcept>
#include <thread>
#include <utility>

namespace hotline::server::test {

namespace {

enum class TicketKind { help, complaint };
BOOST_DESCRIBE_ENUM(TicketKind, help, complaint)

struct CallerBody {
    std::optional<Text<0, 20>> phone;
    bool anonymous = false;
    static constexpr auto defaulted = members("anonymous");
};
BOOST_DESCRIBE_STRUCT(CallerBody, (), (phone, anonymous))

struct TicketBody {
    TicketKind kind = TicketKind::help;
    Text<1, 20> title;
    Text<0, 200> body;
    std::optional<CallerBody> caller;
    std::optional<double> weight;
    static constexpr auto defaulted = members("body");
};
BOOST_DESCRIBE_STRUCT(TicketBody, (), (kind, title, body, caller, weight))

using Answer = boost::asio::awaitable<Response>;

Response text_response(std::string text) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(text);
    return response;
}

Route route(Method method, std::string path, std::string id, Handler handler) {
    Route out;
    out.method = method;
    out.path = std::move(path);
    out.id = std::move(id);
    out.handler = std::move(handler);
    return out;
}

Answer create_ticket(std::shared_ptr<Seen> seen, Request request) {
    const auto body = decode<TicketBody>(request.body);
    if (!body) co_return problem_response(problem_of(body.error()), request.request_id);
    seen->add_call({"create", request});
    Response response;
    response.status = 201;
    response.headers.emplace_back("Location", "/tickets/1");
    response.body = encode(*body);
    co_return response;
}

Answer echo(std::shared_ptr<Seen> seen, std::string id, Request request) {
    std::string text = request.path;
    for (const auto& [name, value] : request.params)
        text += " " + name + "=" + value;
    for (const auto& [name, value] : request.query)
        text += " " + name + "=" + value;
    seen->add_call({std::move(id), std::move(request)});
    co_return text_response(std::move(text));
}

// Header values that would be a second response if they were written as they are.
Answer header_of_query(Request request) {
    Response response = text_response("header");
    const std::string which = request.query["which"];
    if (which == "crlf")
        response.headers.emplace_back("X-Name", "a\r\nSet-Cookie: stolen=1\r\n\r\n<html>");
    if (which == "nul") response.headers.emplace_back("X-Name", std::string{"a\0b", 3});
    if (which == "name") response.headers.emplace_back("X-Na\r\nme", "a");
    if (which == "own") response.headers.emplace_back("Content-Length", "0");
    if (which == "type") response.content_type = "text/plain\r\nX-Injected: 1";
    if (which == "good") response.headers.emplace_back("X-Name", "a b");
    co_return response;
}

Answer fail(Request request) {
    if (request.query.contains("quietly")) throw 5;
    throw std::runtime_error("the disk of node 7 is on fire");
    co_return Response{};
}

// Answered by another thread, as the writer does.
Answer from_other_thread(Request request) {
    auto start = [number = request.query.size()](std::function<void(std::size_t)> done) {
        std::thread([done = std::move(done), number] { done(number + 41); }).detach();
    };
    const std::size_t answer = co_await await_callback<std::size_t>(std::move(start));
    co_return text_response(std::to_string(answer));
}

// Another thread throws the callback away.
Answer dropped(Request) {
    auto start = [](std::function<void(int)> done) {
        std::thread([done = std::move(done)] {}).detach();
    };
    const int answer = co_await await_callback<int>(std::move(start));
    co_return text_response(std::to_string(answer));
}

// Ends only when the test lets it: the callback waits in `gate`.
Answer wait_at_gate(std::shared_ptr<Gate> gate, Request) {
    auto start = [gate](std::function<void(int)> done) { gate->wait(std::move(done)); };
    const int answer = co_await await_callback<int>(std::move(start));
    co_return text_response("through " + std::to_string(answer));
}

Answer large(Request) {
    co_return text_response(std::string(32u << 20, 'x'));
}

Answer without_content(Request) {
    Response response;
    response.status = 204;
    co_return response;
}

void add_tickets(RouteTable& table, const std::shared_ptr<Seen>& seen) {
    const auto echo_as = [seen](std::string id) -> Handler {
        return [seen, id = std::move(id)](Request r) { return echo(seen, id, std::move(r)); };
    };
    Route create = route(Method::post, "/tickets", "create",
                         [seen](Request r) { return create_ticket(seen, std::move(r)); });
    create.roles = {Role::agent};
    create.body_bytes_max = 1024;
    table.push_back(std::move(create));

    Route list = route(Method::get, "/tickets", "list", echo_as("list"));
    list.roles = {Role::agent, Role::unit};
    list.query = {"limit", "q"};
    table.push_back(std::move(list));
    table.push_back(route(Method::get, "/tickets/{number}", "one", echo_as("one")));
    table.push_back(route(Method::get, "/tickets/latest", "latest", echo_as("latest")));
    table.push_back(route(Method::delete_, "/tickets/{number}", "remove", echo_as("remove")));
    table.push_back(route(Method::get, "/free", "free", echo_as("free")));
}

}  // namespace

RouteTable test_routes(const std::shared_ptr<Seen>& seen, const std::shared_ptr<Gate>& gate) {
    RouteTable table;
    add_tickets(table, seen);
    Route header = route(Method::get, "/header", "header", header_of_query);
    header.query = {"which"};
    table.push_back(std::move(header));
    Route failing = route(Method::get, "/fail", "fail", fail);
    failing.query = {"quietly"};
    table.push_back(std::move(failing));
    table.push_back(route(Method::get, "/thread", "thread", from_other_thread));
    table.push_back(route(Method::get, "/dropped", "dropped", dropped));
    table.push_back(route(Method::get, "/gate", "gate",
                          [gate](Request r) { return wait_at_gate(gate, std::move(r)); }));
    table.push_back(route(Method::get, "/large", "large", large));
    table.push_back(route(Method::post, "/nothing", "nothing", without_content));
    return table;
}

}  // namespace hotline::server::test
