// How a signed webhook leaves the house. An interface, so that the courier is tested without a
// network.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hotline::dispatch {

struct WebhookRequest {
    std::string url;  // http:// or https://
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

enum class TransportError {
    none,
    bad_request,  // the url or a header cannot be sent; nothing was
    unreachable,  // name, connection or TLS failed; nothing was sent
    timed_out,    // the whole budget passed
    broken,       // the connection ended or the answer is not HTTP; it may have been received
    stopped,      // stop() was called; says nothing about the receiver
};

// status != 0: the receiver answered with it, whatever came after the header.
struct WebhookAnswer {
    std::int32_t status = 0;
    TransportError error = TransportError::none;
    std::string detail;       // error text; for people, holds nothing of the request
    std::string body;         // first bytes of the answer, as they came
    std::string retry_after;  // header value as it came
};

class WebhookTransport {
  public:
    virtual ~WebhookTransport() = default;
    // On the strand the transport was made for. Does not throw for anything the network or the
    // receiver does. The transport outlives the coroutine.
    virtual boost::asio::awaitable<WebhookAnswer> post(WebhookRequest request) = 0;
    // Any thread: posts in flight end soon, with `stopped` unless they already have their answer.
    virtual void stop() = 0;
};

}  // namespace hotline::dispatch
