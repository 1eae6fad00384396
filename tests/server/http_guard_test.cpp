#include "server/http/guard.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace hotline::server;

namespace {

// "200" and the facts, or the status, code and field of the problem.
std::string judge(const std::string& raw, std::vector<std::string> hosts = {"hotline.test"}) {
    Head head;
    GuardFacts facts;
    const GuardRules rules{4096, &hosts};
    auto problem = parse_head(raw, 100, head);
    if (!problem) problem = guard(head, rules, facts);
    if (problem)
        return std::to_string(problem->status) + " " + problem->code + " " + problem->field;
    return "200 " + std::string{facts.path} + " " + std::to_string(facts.content_length) +
           (facts.keep_alive ? " keep" : " close");
}

std::string get(const std::string& fields, const std::string& target = "/a") {
    return "GET " + target + " HTTP/1.1\r\nHost: hotline.test\r\n" + fields + "\r\n";
}

std::string many_fields(int count) {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += "X-" + std::to_string(i) + ": 1\r\n";
    return out;
}

}  // namespace

TEST_CASE("sound headers pass the guard") {
    CHECK(judge(get("")) == "200 /a 0 keep");
    CHECK(judge(get("Connection: close\r\n")) == "200 /a 0 close");
    CHECK(judge("GET /a?b=c HTTP/1.1\r\nhOST: HOTLINE.test:8080\r\n\r\n") == "200 /a 0 keep");
    CHECK(judge("POST /a HTTP/1.1\r\nHost: hotline.test\r\nContent-Length: 12\r\n\r\n") ==
          "200 /a 12 keep");
    CHECK(judge("GET http://hotline.test/a HTTP/1.1\r\nHost: hotline.test\r\n\r\n") ==
          "200 /a 0 keep");
    CHECK(judge("GET /a HTTP/1.0\r\n\r\n") == "200 /a 0 close");
    CHECK(judge("GET /a HTTP/1.0\r\nConnection: keep-alive\r\nHost: hotline.test\r\n\r\n") ==
          "200 /a 0 close");
    CHECK(judge(get(many_fields(99))) == "200 /a 0 keep");
}

TEST_CASE("headers that two parsers could read differently are refused") {
    struct Row {
        std::string raw;
        std::string verdict;
    };
    const std::string post = "POST /a HTTP/1.1\r\nHost: hotline.test\r\n";
    const Row rows[] = {
        {post + "Transfer-Encoding: chunked\r\n\r\n",
         "411 length_required header/transfer-encoding"},
        {post + "Transfer-Encoding: identity\r\n\r\n",
         "411 length_required header/transfer-encoding"},
        {post + "Transfer-Encoding: xchunked\r\n\r\n",
         "411 length_required header/transfer-encoding"},
        {post + "transfer-encoding: chunked, identity\r\n\r\n",
         "411 length_required header/transfer-encoding"},
        {post + "Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\n",
         "400 malformed_request header/transfer-encoding"},
        {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
         "400 malformed_request "},
        {"POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
         "411 length_required header/transfer-encoding"},
        {post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
         "400 malformed_request header/content-length"},
        {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "400 malformed_request "},
        {post + "Content-Length: 5, 5\r\n\r\n", "400 malformed_request header/content-length"},
        {post + "Content-Length: +5\r\n\r\n", "400 malformed_request "},
        {post + "Content-Length: -5\r\n\r\n", "400 malformed_request "},
        {post + "Content-Length: 0x5\r\n\r\n", "400 malformed_request "},
        {post + "Content-Length:\r\n\r\n", "400 malformed_request "},
        {post + "Content-Length: 99999999999999999999999\r\n\r\n", "400 malformed_request "},
        {post + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\n",
         "415 unsupported_media_type header/content-encoding"},
        {"GET /a HTTP/1.1\r\n\r\n", "400 malformed_request header/host"},
        {"GET /a HTTP/1.1\r\nHost:\r\n\r\n", "400 malformed_request header/host"},
        {"GET /a HTTP/1.1\r\nHost: hotline.test\r\nHost: hotline.test\r\n\r\n",
         "400 malformed_request header/host"},
        {"GET /a HTTP/1.1\r\nHost: evil.test\r\n\r\n", "421 misdirected header/host"},
        {"GET /a HTTP/1.1\r\nHost: hotline.test.evil.test\r\n\r\n", "421 misdirected header/host"},
        {"GET /a HTTP/1.1\r\nHost: hotline.test@evil.test\r\n\r\n", "421 misdirected header/host"},
        {"GET http://evil.test/a HTTP/1.1\r\nHost: hotline.test\r\n\r\n",
         "400 malformed_request header/host"},
        {"GET http:///a HTTP/1.1\r\nHost: hotline.test\r\n\r\n", "400 bad_target "},
        {"GET /a HTTP/1.2\r\nHost: hotline.test\r\n\r\n", "505 http_version "},
        {"GET /a HTTP/2.0\r\nHost: hotline.test\r\n\r\n", "505 http_version "},
        {"GET /a HTTP/0.9\r\n\r\n", "505 http_version "},
        {"GET /a\r\n\r\n", "400 malformed_request "},
        {"PRI * HTTP/2.0\r\n\r\n", "505 http_version "},
        {"get /a HTTP/1.1\r\nHost: hotline.test\r\n\r\n", "400 malformed_request "},
        {"GET a HTTP/1.1\r\nHost: hotline.test\r\n\r\n", "400 bad_target "},
        {"OPTIONS * HTTP/1.1\r\nHost: hotline.test\r\n\r\n", "400 bad_target "},
        {"CONNECT a:80 HTTP/1.1\r\nHost: hotline.test\r\n\r\n", "400 bad_target "},
        {get("", "/" + std::string(4096, 'a')), "414 target_too_long "},
        {get("", "/\xC3\xA9"), "400 "},
        {get("", "/a\x7F"), "400 "},
        {get("", "/a#b"), "400 bad_target "},
        {get("", "/<script>"), "400 bad_target "},
        {get("X-Folded: a\r\n b\r\n"), "400 malformed_request "},
        {get("X-Folded: a\r\n\tb\r\n"), "400 malformed_request "},
        {get("X-Line: a\nX-Other: b\r\n"), "400 malformed_request "},
        {get("X-Line: a\rX-Other: b\r\n"), "400 malformed_request "},
        {get(std::string{"X-Nul: a\0b\r\n", 12}), "400 malformed_request "},
        {get("X-Name : a\r\n"), "400 malformed_request "},
        {get(": a\r\n"), "400 malformed_request "},
        {get("X-NoColon\r\n"), "400 malformed_request "},
        {get("Authorization: a\r\nAuthorization: b\r\n"),
         "400 repeated_header header/authorization"},
        {get("Content-Type: a\r\nContent-Type: b\r\n"), "400 repeated_header header/content-type"},
        {get("Idempotency-Key: a\r\nidempotency-key: b\r\n"),
         "400 repeated_header header/idempotency-key"},
        {get("Expect: something\r\n"), "417 expectation_failed header/expect"},
        {get(many_fields(100)), "431 header_too_large "},
        {"\r\n\r\n", "400 malformed_request "},
        {std::string{"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", 11}, "400 malformed_request "},
    };
    for (const Row& row : rows) {
        CAPTURE(row.raw.substr(0, 120));
        CHECK(judge(row.raw).substr(0, row.verdict.size()) == row.verdict);
    }
}

TEST_CASE("hosts are compared by name and port and never by their end") {
    const std::vector<std::string> some{"hotline.test", "10.0.0.1:8080", "[fd00::1]"};
    CHECK(is_allowed_host("hotline.test", some));
    CHECK(is_allowed_host("Hotline.Test:443", some));
    CHECK(is_allowed_host("10.0.0.1:8080", some));
    CHECK_FALSE(is_allowed_host("10.0.0.1:9090", some));
    CHECK_FALSE(is_allowed_host("10.0.0.1", some));
    CHECK(is_allowed_host("[fd00::1]:80", some));
    CHECK_FALSE(is_allowed_host("fd00::1", some));
    CHECK_FALSE(is_allowed_host("evil-hotline.test", some));
    CHECK_FALSE(is_allowed_host("hotline.test:80@evil.test", some));
    CHECK_FALSE(is_allowed_host("localhost", some));
    CHECK(is_allowed_host("localhost:8080", {}));
    CHECK(is_allowed_host("127.0.0.1", {}));
    CHECK(is_allowed_host("[::1]:1", {}));
    CHECK_FALSE(is_allowed_host("hotline.test", {}));
    CHECK(is_allowed_host("anything", {"*"}));
}
