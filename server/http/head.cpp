#include "server/http/head.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <string>

namespace hotline::server {

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

// Collects views instead of a fields container: no allocation a field. Only the header is ever
// given to it; bodies are read by the session by their Content-Length, so Beast's chunk and trailer
// code (which aborts, or merges trailers into the header, in 1.81) is never reached.
class HeadParser final : public http::basic_parser<true> {
  public:
    HeadParser(Head& out, std::size_t fields_max) : out_(out), fields_max_(fields_max) {
        eager(false);
        body_limit(boost::none);
    }

    bool too_many() const { return out_.fields.size() > fields_max_; }

  private:
    using Text = beast::string_view;
    using Error = beast::error_code;

    void on_request_impl(http::verb, Text method, Text target, int version, Error& ec) override {
        ec = {};
        out_.method = view(method);
        out_.target = view(target);
        out_.version = version;
    }
    void on_field_impl(http::field, Text name, Text value, Error& ec) override {
        ec = {};
        out_.fields.push_back({view(name), view(value)});
        if (too_many()) ec = http::error::header_limit;
    }
    void on_header_impl(Error& ec) override { ec = {}; }
    void on_response_impl(int, Text, int, Error& ec) override { ec = {}; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error& ec) override { ec = {}; }
    std::size_t on_body_impl(Text, Error& ec) override {
        ec = {};
        return 0;
    }
    void on_chunk_header_impl(std::uint64_t, Text, Error& ec) override { ec = {}; }
    std::size_t on_chunk_body_impl(std::uint64_t, Text, Error& ec) override {
        ec = {};
        return 0;
    }
    void on_finish_impl(Error& ec) override { ec = {}; }

    Head& out_;
    std::size_t fields_max_;
};

// Beast unfolds folded lines and takes some control characters; both have been used to make two
// parsers disagree.
const char* wrong_lines(std::string_view raw) {
    std::size_t at = 0;
    while (at < raw.size()) {
        const std::size_t end = raw.find('\n', at);
        if (end == std::string_view::npos || end == at || raw[end - 1] != '\r') {
            return "a line does not end with CRLF";
        }
        for (const char c : raw.substr(at, end - 1 - at)) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte < 0x20 && byte != '\t') || byte == 0x7F)
                return "a control character in the header";
        }
        at = end + 1;
        if (at < raw.size() && (raw[at] == ' ' || raw[at] == '\t')) return "a folded header line";
    }
    return nullptr;
}

Problem problem_of_parser(const beast::error_code& ec) {
    if (ec == http::error::bad_version) {
        return make_problem("http_version", "only HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    if (ec == http::error::header_limit) {
        return make_problem("header_too_large", "the header has too many fields");
    }
    return make_problem("malformed_request", "the request header is not HTTP: " + ec.message());
}

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

std::optional<Problem> parse_head(std::string_view raw, std::size_t fields_max, Head& out) {
    out.fields.clear();
    if (const char* wrong = wrong_lines(raw)) return make_problem("malformed_request", wrong);

    HeadParser parser{out, fields_max};
    parser.header_limit(static_cast<std::uint32_t>(raw.size()) + 1);  // the session has its own
    beast::error_code ec;
    parser.put(boost::asio::buffer(raw.data(), raw.size()), ec);
    if (ec) return problem_of_parser(ec);
    out.keep_alive = parser.keep_alive();
    out.upgrade = parser.upgrade();
    return std::nullopt;
}

}  // namespace hotline::server
