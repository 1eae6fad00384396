#include "tests/server/http_harness.hpp"
#include "tests/support/catch.hpp"

#include <boost/json/parse.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

using namespace hotline::server;
using namespace hotline::server::test;

namespace {

std::string get(std::string_view target, std::string_view fields = "") {
    std::string out = "GET ";
    return out.append(target)
        .append(" HTTP/1.1\r\nHost: localhost\r\n")
        .append(fields)
        .append("\r\n");
}

std::string verdict(const Reply& reply) {
    return std::to_string(reply.status) + " " + reply.problem("code") + " " +
           reply.problem("field");
}

const std::string good_ticket = R"({"kind":"help","title":"路灯不亮"})";

}  // namespace

TEST_CASE("a sound request is decoded and answered with all security fields") {
    const TestServer server;
    const Reply reply = server.ask(post_ticket(good_ticket));
    CHECK(reply.status == 201);
    CHECK(reply.body == R"({"kind":"help","title":"路灯不亮","body":""})");
    CHECK(reply.header("location") == "/tickets/1");
    CHECK(reply.header("content-type") == "application/json; charset=utf-8");
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK(reply.header("referrer-policy") == "no-referrer");
    CHECK(reply.header("cache-control") == "no-store");
    CHECK(reply.header("content-security-policy") == "default-src 'none'; frame-ancestors 'none'");
    CHECK(reply.header("date") == "Fri, 13 Feb 2026 00:00:00 GMT");
    CHECK(reply.header("x-request-id").size() == 13);

    const auto call = server.seen->last_call();
    REQUIRE(call);
    CHECK(call->request.actor.name == "Li");
    CHECK(call->request.peer == "127.0.0.1");
    CHECK(call->request.request_id == reply.header("x-request-id"));
    CHECK(call->request.header("content-type") == "application/json");
    CHECK(server.seen->exchanges(1) == std::vector<std::string>{"POST create 201 "});
}

TEST_CASE("a bad body is refused with its field and changes nothing") {
    struct Row {
        std::string body;
        std::string verdict;
    };
    const Row rows[] = {
        {"", "400 malformed_json "},
        {"{", "400 malformed_json "},
        {R"({"kind":"help","title":"a"}garbage)", "400 malformed_json "},
        {R"({"kind":"help","title":"a","title":"b"})", "400 duplicate_member /title"},
        {R"({"kind":"help","title":"a\u0000"})", "400 malformed_json /title"},
        {R"({"kind":"help","title":"a","weight":1e999})", "400 malformed_json /weight"},
        {R"({"kind":"help","title":"a","weight":NaN})", "400 malformed_json /weight"},
        {"{\"kind\":\"help\",\"title\":\"\xC3\x28\"}", "400 malformed_json /title"},
        {R"({"kind":"help","title":"\ud800"})", "400 malformed_json /title"},
        {std::string(40, '[') + std::string(40, ']'),
         "400 malformed_json /0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0"},
        {R"({"kind":"help","title":"a","admin":true})", "422 unknown_member /admin"},
        {R"({"kind":"help","title":"a","caller":{"roles":[]}})",
         "422 unknown_member /caller/roles"},
        {R"({"kind":"fax","title":"a"})", "422 unknown_value /kind"},
        {R"({"kind":"help"})", "422 required /title"},
        {R"({"kind":"help","title":7})", "422 wrong_type /title"},
        {R"({"kind":"help","title":""})", "422 too_short /title"},
        {R"({"kind":"help","title":"一二三四五六七八九十一二三四五六七八九十一"})",
         "422 too_long /title"},
        {R"([])", "422 wrong_type "},
    };
    const TestServer server;
    RawClient client = server.client();
    for (const Row& row : rows) {
        CAPTURE(row.body);
        client.send(post_ticket(row.body));
        const Reply reply = client.reply();
        CHECK(verdict(reply) == row.verdict);
        CHECK(reply.header("content-type") == "application/problem+json");
        CHECK(reply.problem("request_id") == reply.header("x-request-id"));
        CHECK(reply.problem("status") == std::to_string(reply.status));
    }
    CHECK(server.seen->calls() == 0);
    client.send(post_ticket(good_ticket));  // the connection has survived all of them
    CHECK(client.reply().status == 201);
}

TEST_CASE("a request is refused before its body when the door is not for it") {
    struct Row {
        std::string request;
        std::string verdict;
        bool closes;
    };
    const std::string post = "POST /tickets HTTP/1.1\r\nHost: localhost\r\n";
    const Row rows[] = {
        {get("/nowhere"), "404 not_found ", false},
        {get("/tickets"), "401 unauthenticated ", false},
        {get("/tickets", "Authorization: Bearer wrong\r\n"), "401 unauthenticated ", false},
        {post + "Authorization: Bearer unit\r\n\r\n", "403 forbidden ", false},
        {post + "Authorization: Bearer unit\r\nContent-Length: 5\r\n\r\nhello", "403 forbidden ",
         false},
        {post + "Authorization: Bearer unit\r\nContent-Length: 6\r\n\r\nhello", "403 forbidden ",
         true},
        {get("/tickets?color=red", "Authorization: Bearer unit\r\n"),
         "400 unknown_parameter query/color", false},
        {get("/tickets?limit=1&limit=2"), "400 repeated_parameter query/limit", false},
        {get("/tickets?limit=%zz"), "400 bad_target ", false},
        {get("/tickets/%FF"), "400 bad_target ", false},
        {"PUT /tickets HTTP/1.1\r\nHost: localhost\r\n\r\n", "405 method_not_allowed ", false},
        {"TRACE /free HTTP/1.1\r\nHost: localhost\r\n\r\n", "405 method_not_allowed ", false},
        {"BREW /free HTTP/1.1\r\nHost: localhost\r\n\r\n", "405 method_not_allowed ", false},
        {post_ticket(good_ticket, "", "text/plain"),
         "415 unsupported_media_type header/content-type", false},
        {post_ticket(good_ticket, "", ""), "415 unsupported_media_type header/content-type", false},
        {post_ticket(good_ticket, "", "application/json; charset=gbk"),
         "415 unsupported_media_type header/content-type", false},
        {post_ticket(std::string(1025, ' ')), "413 body_too_large header/content-length", false},
        {post + "Authorization: Bearer agent\r\nContent-Type: application/json\r\nContent-Length: "
                "4000000000\r\n\r\n",
         "413 body_too_large header/content-length", true},
        {"POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx",
         "413 body_not_allowed header/content-length", false},
        {post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
         "411 length_required header/transfer-encoding", true},
        {"GET /free HTTP/1.1\r\n\r\n", "400 malformed_request header/host", true},
        {"GET /free HTTP/1.1\r\nHost: evil.test\r\n\r\n", "421 misdirected header/host", true},
        {"GET /free HTTP/3.0\r\nHost: localhost\r\n\r\n", "505 http_version ", true},
        {get("/" + std::string(5000, 'a')), "414 target_too_long ", true},
        {get("/free", "X-Long: " + std::string(9000, 'a') + "\r\n"), "431 header_too_large ", true},
        {"hello\r\n\r\n", "400 malformed_request ", true},
    };
    const TestServer server;
    for (const Row& row : rows) {
        CAPTURE(row.request.substr(0, 120), row.verdict);
        RawClient client = server.client();
        client.send(row.request);
        const Reply reply = client.reply();
        CHECK(verdict(reply) == row.verdict);
        CHECK((reply.header("connection") == "close") == row.closes);
        if (row.closes) CHECK(client.is_closed());
        if (reply.status == 401) CHECK(reply.header("www-authenticate") == "Bearer");
        if (row.request.starts_with("PUT")) CHECK(reply.header("allow") == "GET, POST, HEAD");
    }
    CHECK(server.seen->calls() == 0);
}

TEST_CASE("a header of any size that never ends is refused at eight kilobytes") {
    const TestServer server;
    RawClient client = server.client();
    client.send("GET /free HTTP/1.1\r\nHost: localhost\r\nX-Long: ");
    std::size_t sent = 0;
    while (sent < (1u << 20) && client.try_send(std::string(4096, 'a')))
        sent += 4096;
    CHECK(client.reply().status == 431);
}

TEST_CASE("the chunked input that aborts Beast 1.81 is only a refusal") {
    const TestServer server;
    for (const bool in_pieces : {true, false}) {
        RawClient client = server.client();
        const std::string head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
        client.send(head);
        if (in_pieces) {
            client.try_send("\r");
            client.try_send("\n");
        } else {
            client.try_send("\r\n");
        }
        CHECK(verdict(client.reply()) == "411 length_required header/transfer-encoding");
        CHECK(client.is_closed());
    }
    CHECK(server.ask(get("/free")).status == 200);
}

TEST_CASE("a smuggled second request is never served") {
    const TestServer server;
    const std::string inner = get("/free");
    for (const std::string& framing :
         {std::string{"Transfer-Encoding: identity\r\n"},
          std::string{"Transfer-Encoding: xchunked\r\n"},
          "Transfer-Encoding: identity\r\nContent-Length: " + std::to_string(inner.size()) + "\r\n",
          std::string{"Content-Length: 0\r\nContent-Length: 0\r\n"},
          std::string{"X: a\r\n b\r\n"}}) {
        CAPTURE(framing);
        RawClient client = server.client();
        client.send("POST /nothing HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n" + inner);
        CHECK(client.reply().status / 100 == 4);
        CHECK(client.is_closed());
    }
    CHECK(server.seen->calls() == 0);
}

TEST_CASE("pipelined requests are answered one after another in order") {
    const TestServer server;
    RawClient client = server.client();
    std::string all;
    for (int i = 0; i < 200; ++i)
        all += get("/tickets/" + std::to_string(i));
    client.send(all + post_ticket(good_ticket) + get("/free", "Connection: close\r\n"));
    for (int i = 0; i < 200; ++i) {
        const Reply reply = client.reply();
        REQUIRE(reply.body == "/tickets/" + std::to_string(i) + " number=" + std::to_string(i));
    }
    CHECK(client.reply().status == 201);
    const Reply last = client.reply();
    CHECK(last.header("connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("a request may come byte by byte") {
    const TestServer server;
    RawClient client = server.client();
    const std::string request = post_ticket(good_ticket);
    for (const char c : request)
        client.send({&c, 1});
    CHECK(client.reply().status == 201);
}

TEST_CASE("a client that expects 100 gets it only when the body is welcome") {
    const TestServer server;
    RawClient client = server.client();
    std::string request = post_ticket(good_ticket, "Expect: 100-continue\r\n");
    const std::size_t head = request.find("\r\n\r\n") + 4;
    client.send(request.substr(0, head));
    CHECK(client.exactly(25) == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send(request.substr(head));
    CHECK(client.reply().status == 201);

    RawClient refused = server.client();
    request = post_ticket(good_ticket, "Expect: 100-continue\r\n", "text/plain");
    refused.send(request.substr(0, request.find("\r\n\r\n") + 4));
    CHECK(refused.reply().status == 415);
    CHECK(refused.is_closed());
}

TEST_CASE("HEAD has the header of GET and no body") {
    const TestServer server;
    RawClient client = server.client();
    client.send("HEAD /free HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const Reply reply = client.reply(true);
    CHECK(reply.status == 200);
    CHECK(reply.header("content-length") == "5");
    client.send("HEAD /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/free"));
    CHECK(client.reply(true).status == 404);
    CHECK(client.reply().body == "/free");
}

TEST_CASE("a 204 has neither body nor length") {
    const TestServer server;
    RawClient client = server.client();
    client.send("POST /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/free"));
    const Reply reply = client.reply();
    CHECK(reply.status == 204);
    CHECK(reply.header("content-length").empty());
    CHECK(client.reply().body == "/free");
}

TEST_CASE("an HTTP/1.0 connection ends with its answer") {
    const TestServer server;
    RawClient client = server.client();
    client.send("GET /free HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
    CHECK(client.reply().header("connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("path and query reach the handler decoded") {
    const TestServer server;
    CHECK(server.ask(get("/tickets/a%2Fb%20%E8%B7%AF")).body == "/tickets/a/b 路 number=a/b 路");
    const Reply reply =
        server.ask(get("/tickets?q=%E8%B7%AF+1&limit=5", "Authorization: Bearer unit\r\n"));
    CHECK(reply.body == "/tickets limit=5 q=路 1");
}

TEST_CASE(
    "a handler that throws is a bare 500 with the request id and the reason stays in the log") {
    const TestServer server;
    const Reply reply = server.ask(get("/fail"));
    CHECK(reply.status == 500);
    CHECK(reply.problem("code") == "internal");
    CHECK(reply.body.find("fire") == std::string::npos);
    const auto reports = server.seen->reports();
    REQUIRE(reports.size() == 1);
    CHECK(reports[0] ==
          "request " + reply.problem("request_id") + ": the disk of node 7 is on fire");
    CHECK(server.ask(get("/fail?quietly")).status == 500);
    CHECK(server.seen->exchanges(2)[0] == "GET fail 500 internal");
}

TEST_CASE("a response header that would be two is replaced by a 500") {
    const TestServer server;
    for (const char* which : {"crlf", "nul", "name", "own", "type"}) {
        CAPTURE(which);
        RawClient client = server.client();
        client.send(get(std::string{"/header?which="} + which) + get("/free"));
        const Reply reply = client.reply();
        CHECK(reply.status == 500);
        CHECK(reply.header("set-cookie").empty());
        CHECK(reply.header("x-injected").empty());
        CHECK(client.reply().body == "/free");
    }
    CHECK(server.ask(get("/header?which=good")).header("x-name") == "a b");
    CHECK(server.seen->reports().size() == 5);
}

TEST_CASE("an answer from another thread resumes the session") {
    const TestServer server;
    RawClient client = server.client();
    for (int i = 0; i < 50; ++i) {
        client.send(get("/thread"));
        REQUIRE(client.reply().body == "41");
    }
}

TEST_CASE("a callback that is thrown away ends its connection and no other") {
    const TestServer server;
    RawClient client = server.client();
    client.send(get("/dropped"));
    CHECK(client.is_closed());
    CHECK(server.ask(get("/free")).status == 200);
    CHECK(wait_for([&] { return server.listener->stats().connections == 0; }));
}

TEST_CASE("many connections on four threads get their own answers") {
    const TestServer server;
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            RawClient client = server.client();
            for (int i = 0; i < 100; ++i) {
                const std::string number = std::to_string(t * 1000 + i);
                client.send(get("/tickets/" + number));
                if (client.reply().body != "/tickets/" + number + " number=" + number) ++wrong;
                client.send(i % 2 == 0 ? post_ticket(good_ticket) : get("/thread"));
                if (client.reply().status / 100 != 2) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(wrong == 0);
    CHECK(server.seen->reports().empty());
}

TEST_CASE("the console is served from memory with its own policy") {
    namespace fs = std::filesystem;
    const fs::path dir =
        fs::temp_directory_path() / ("hotline-console-" + std::to_string(::getpid()));
    fs::create_directories(dir / "assets");
    const auto put = [&](const char* name, const std::string& text) {
        std::ofstream{dir / name} << text;
    };
    put("index.html", "<html>");
    put("assets/index-4f2a.js", "let a = 1;");
    put("assets/index-4f2a.js.gz", "zipped");
    put("favicon.ico", "icon");
    const auto console = StaticFiles::load(dir.string());
    fs::remove_all(dir);  // nothing is read from the disk any more
    const TestServer server{[&](ListenerSetup& setup) { setup.console = console; }};

    const Reply index = server.ask(get("/"));
    CHECK(index.body == "<html>");
    CHECK(index.header("content-type") == "text/html; charset=utf-8");
    CHECK(index.header("cache-control") == "no-cache");
    CHECK(index.header("content-security-policy") ==
          "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
          "data:; "
          "font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
          "form-action 'self'");
    CHECK(server.ask(get("/", "If-None-Match: " + index.header("etag") + "\r\n")).status == 304);
    CHECK(server.ask(get("/some/page/of/the/console?x=1")).body == "<html>");
    CHECK(server.ask(get("/../../etc/passwd")).body == "<html>");

    const Reply script = server.ask(get("/assets/index-4f2a.js"));
    CHECK(script.body == "let a = 1;");
    CHECK(script.header("cache-control") == "public, max-age=31536000, immutable");
    const Reply zipped = server.ask(get("/assets/index-4f2a.js", "Accept-Encoding: br, gzip\r\n"));
    CHECK(zipped.body == "zipped");
    CHECK(zipped.header("content-encoding") == "gzip");
    CHECK(zipped.header("etag") != script.header("etag"));
    CHECK(server.ask(get("/assets/index-4f2a.js", "Accept-Encoding: gzip;q=0\r\n")).body ==
          "let a = 1;");
    CHECK(server.ask(get("/assets/gone.js")).status == 404);
    CHECK(server.ask(get("/api/v1/nothing")).status == 404);
    CHECK(server.ask("POST /page HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 404);
    CHECK(server.ask(get("/free")).body == "/free");
}
