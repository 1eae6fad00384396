#include "dispatch/delivery/webhook_text.hpp"

#include "tests/support/catch.hpp"

#include <vector>

using namespace hotline::dispatch;

TEST_CASE("a webhook URL is taken apart or refused") {
    struct Row {
        std::string url;
        bool tls;
        std::string host;
        int port;
        std::string authority;
        std::string target;
    };
    const std::vector<Row> good = {
        {"http://a.example", false, "a.example", 80, "a.example", "/"},
        {"https://a.example/hook?x=1&y=%20#part", true, "a.example", 443, "a.example",
         "/hook?x=1&y=%20"},
        {"http://a.example:8080/h", false, "a.example", 8080, "a.example:8080", "/h"},
        {"https://a.example:443/", true, "a.example", 443, "a.example", "/"},
        {"http://a.example:/", false, "a.example", 80, "a.example", "/"},
        {"http://10.1.2.3:9/x", false, "10.1.2.3", 9, "10.1.2.3:9", "/x"},
        {"http://[::1]:9/x", false, "::1", 9, "[::1]:9", "/x"},
        {"HTTP://A.example?q", false, "A.example", 80, "A.example", "/?q"},
    };
    for (const auto& row : good) {
        INFO(row.url);
        const auto url = parse_webhook_url(row.url);
        REQUIRE(url);
        CHECK(url->tls == row.tls);
        CHECK(url->host == row.host);
        CHECK(url->port == row.port);
        CHECK(url->authority == row.authority);
        CHECK(url->target == row.target);
    }
    const std::vector<std::string> bad = {"",
                                          "a.example/hook",
                                          "ftp://a.example/",
                                          "http://",
                                          "http:///hook",
                                          "http:a.example",
                                          "http://user@a.example/",
                                          "http://user:word@a.example/",
                                          "http://a.example/\r\nX: y",
                                          "http://a.example/a b",
                                          "http://a.example:0/",
                                          "http://a.example:65536/",
                                          "http://a.example:99999999999/",
                                          "http://a%0d.example/",
                                          "http://a.example\n",
                                          "http://[v1.x]/",
                                          "file:///etc/passwd",
                                          "http://a.example/热线",
                                          "http://a.example/" + std::string(3000, 'x'),
                                          "http://" + std::string(300, 'x') + "/"};
    for (const auto& url : bad) {
        INFO(url);
        CHECK_FALSE(parse_webhook_url(url));
    }
}

TEST_CASE("a header that could start another is refused") {
    CHECK(is_header_name("webhook-id"));
    for (const char* bad : {"", "a b", "a:", "a\r\n", "名"})
        CHECK_FALSE(is_header_name(bad));
    CHECK(is_header_value(""));
    CHECK(is_header_value("v1,abc= 热线"));
    for (const std::string bad : {"a\r\nX: y", "a\n", "a\tb", "a\x7F"}) {
        CHECK_FALSE(is_header_value(bad));
    }
    CHECK_FALSE(is_header_value(std::string("a\0b", 3)));
}

TEST_CASE("foreign text is made fit for the record") {
    struct Row {
        std::string text;
        std::size_t max;
        std::string expected;
    };
    const std::vector<Row> rows = {
        {"plain", 256, "plain"},
        {"plain", 3, "pla"},
        {"a\r\n\tb\x1B[31m\x7F", 256, "a   b [31m "},
        {"收到了", 256, "收到了"},
        {"收到了", 8, "收到"},
        {"a\xFF\xE6\x94", 256, "a???"},
        {"\xC0\xAF\xED\xA0\x80\xF4\x90\x80\x80", 256, "?????????"},
        {std::string("a\0b", 3), 256, "a b"},
        {"\xF0\x9F\x98\x80", 4, "\xF0\x9F\x98\x80"},
        {"\xF0\x9F\x98\x80", 3, ""},
        {"", 256, ""},
    };
    for (const auto& row : rows) {
        INFO(row.expected);
        CHECK(printable(row.text, row.max) == row.expected);
    }
}
