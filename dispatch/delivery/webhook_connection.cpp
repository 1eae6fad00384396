#include "dispatch/delivery/webhook_connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/version.hpp>

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace hotline::dispatch {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto tuple_await = asio::as_tuple(asio::use_awaitable);
constexpr std::uint32_t answer_header_max = 16u << 10;
constexpr std::size_t read_buffer_max = 32u << 10;
constexpr int interim_answers_max = 5;  // 100 Continue, 103 Early Hints
constexpr std::size_t chunk_bytes = 8u << 10;

using TlsStream = asio::ssl::stream<beast::tcp_stream>;
using AnswerParser = http::response_parser<http::buffer_body>;

beast::tcp_stream& tcp_of(beast::tcp_stream& stream) {
    return stream;
}
beast::tcp_stream& tcp_of(TlsStream& stream) {
    return stream.next_layer();
}

WebhookAnswer failure(TransportError error, const std::string& what, const error_code& ec) {
    WebhookAnswer answer;
    answer.error = ec == beast::error::timeout ? TransportError::timed_out : error;
    answer.detail = what + ": " + ec.message();
    return answer;
}

http::request<http::string_body> wire_request(const WebhookUrl& url, WebhookRequest request) {
    http::request<http::string_body> wire(http::verb::post, url.target, 11);
    wire.set(http::field::host, url.authority);
    wire.set(http::field::user_agent, "hotline-webhook");
    for (const auto& [name, value] : request.headers)
        wire.set(name, value);
    wire.body() = std::move(request.body);
    wire.prepare_payload();
    return wire;
}

template <class Stream>
class Connection final : public WebhookConnection {
  public:
    template <class... Args>
    explicit Connection(std::size_t answer_bytes_max, Args&&... args)
        : answer_bytes_max_(answer_bytes_max), stream_(std::forward<Args>(args)...) {}

    asio::awaitable<WebhookAnswer> open(WebhookUrl url, std::vector<tcp::endpoint> endpoints,
                                        SteadyTime deadline) override;
    asio::awaitable<WebhookExchange> exchange(WebhookUrl url, WebhookRequest request,
                                              SteadyTime deadline) override;
    void close() override { tcp_of(stream_).close(); }

  private:
    asio::awaitable<WebhookAnswer> handshake(WebhookUrl url, SteadyTime deadline);
    asio::awaitable<error_code> read_header(std::unique_ptr<AnswerParser>* parser,
                                            SteadyTime deadline);
    asio::awaitable<std::string> read_body(AnswerParser* parser, SteadyTime deadline);

    std::size_t answer_bytes_max_;
    beast::flat_buffer buffer_{read_buffer_max};
    Stream stream_;
};

template <class Stream>
asio::awaitable<WebhookAnswer> Connection<Stream>::open(WebhookUrl url,
                                                        std::vector<tcp::endpoint> endpoints,
                                                        SteadyTime deadline) {
    auto& tcp_stream = tcp_of(stream_);
    tcp_stream.expires_at(deadline);
    const auto [connect_error, endpoint] =
        co_await tcp_stream.async_connect(endpoints, tuple_await);
    if (connect_error) {
        co_return failure(TransportError::unreachable, "no connection", connect_error);
    }
    error_code ignored;  // a missing option only costs speed
    tcp_stream.socket().set_option(tcp::no_delay(true), ignored);
    co_return co_await handshake(std::move(url), deadline);
}

template <class Stream>
asio::awaitable<WebhookAnswer> Connection<Stream>::handshake(WebhookUrl url, SteadyTime deadline) {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
        // No server name for an address (RFC 6066, 3).
        if (!url.is_address) SSL_set_tlsext_host_name(stream_.native_handle(), url.host.c_str());
        stream_.set_verify_callback(asio::ssl::host_name_verification(url.host));
        tcp_of(stream_).expires_at(deadline);
        const auto [error] =
            co_await stream_.async_handshake(asio::ssl::stream_base::client, tuple_await);
        if (error) co_return failure(TransportError::unreachable, "no TLS", error);
    }
    co_return WebhookAnswer{};
}

// The final header, after interim ones. A parser reads one message, so each gets its own.
template <class Stream>
asio::awaitable<error_code> Connection<Stream>::read_header(std::unique_ptr<AnswerParser>* parser,
                                                            SteadyTime deadline) {
    for (int i = 0; i <= interim_answers_max; ++i) {
        *parser = std::make_unique<AnswerParser>();
        (*parser)->header_limit(answer_header_max);
        (*parser)->body_limit(boost::none);  // bounded by read_body
        tcp_of(stream_).expires_at(deadline);
        const auto [error, bytes] =
            co_await http::async_read_header(stream_, buffer_, **parser, tuple_await);
        if (error) co_return error;
        if ((*parser)->get().result_int() >= 200) co_return error_code{};
    }
    co_return error_code(http::error::unexpected_body);
}

// The first bytes of the body; what fails after the header does not change the answer.
template <class Stream>
asio::awaitable<std::string> Connection<Stream>::read_body(AnswerParser* parser,
                                                           SteadyTime deadline) {
    std::string text;
    std::array<char, chunk_bytes> chunk{};
    while (!parser->is_done() && text.size() < answer_bytes_max_) {
        auto& body = parser->get().body();
        body.data = chunk.data();
        body.size = std::min(chunk.size(), answer_bytes_max_ - text.size());
        const std::size_t room = body.size;
        tcp_of(stream_).expires_at(deadline);
        const auto [error, bytes] =
            co_await http::async_read(stream_, buffer_, *parser, tuple_await);
        text.append(chunk.data(), room - body.size);
        if (error && error != http::error::need_buffer) break;
    }
    co_return text;
}

template <class Stream>
asio::awaitable<WebhookExchange> Connection<Stream>::exchange(WebhookUrl url,
                                                              WebhookRequest request,
                                                              SteadyTime deadline) {
    WebhookExchange result;
    const auto wire = wire_request(url, std::move(request));
    tcp_of(stream_).expires_at(deadline);
    const auto [write_error, written] = co_await http::async_write(stream_, wire, tuple_await);
    if (write_error) {
        result.answer = failure(TransportError::broken, "the request broke off", write_error);
        result.connection_was_dead = write_error != beast::error::timeout;
        co_return result;
    }
    std::unique_ptr<AnswerParser> parser;
    const error_code read_error = co_await read_header(&parser, deadline);
    if (read_error) {
        result.answer = failure(TransportError::broken, "no answer", read_error);
        result.connection_was_dead =
            read_error != beast::error::timeout && !parser->got_some() && buffer_.size() == 0;
        co_return result;
    }
    const auto& header = parser->get();
    result.answer.status = static_cast<std::int32_t>(header.result_int());
    const auto retry_after = header.find(http::field::retry_after);
    if (retry_after != header.end()) {
        result.answer.retry_after = std::string(retry_after->value());
    }
    result.answer.body = co_await read_body(parser.get(), deadline);
    result.may_be_kept = parser->is_done() && parser->keep_alive() && buffer_.size() == 0;
    co_return result;
}

}  // namespace

std::unique_ptr<WebhookConnection> make_webhook_connection(asio::any_io_executor strand,
                                                           const WebhookUrl& url,
                                                           asio::ssl::context* tls,
                                                           std::size_t answer_bytes_max) {
    if (url.tls) {
        return std::make_unique<Connection<TlsStream>>(answer_bytes_max, std::move(strand), *tls);
    }
    return std::make_unique<Connection<beast::tcp_stream>>(answer_bytes_max, std::move(strand));
}

}  // namespace hotline::dispatch
