// One connection to a receiver of webhooks. Private to dispatch/delivery.
#pragma once

#include "dispatch/delivery/webhook_text.hpp"
#include "dispatch/delivery/webhook_transport.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace hotline::dispatch {

struct WebhookExchange {
    WebhookAnswer answer;
    bool may_be_kept = false;
    // Not a byte of an answer came and no time ran out: on a kept connection it means that the
    // receiver had closed it.
    bool connection_was_dead = false;
};

// Its strand only. Every wait ends at the deadline. The object outlives its coroutines.
class WebhookConnection {
  public:
    using SteadyTime = std::chrono::steady_clock::time_point;

    virtual ~WebhookConnection() = default;
    // Connects to the first endpoint that answers, and makes TLS; error none: it is open.
    virtual boost::asio::awaitable<WebhookAnswer> open(
        WebhookUrl url, std::vector<boost::asio::ip::tcp::endpoint> endpoints,
        SteadyTime deadline) = 0;
    virtual boost::asio::awaitable<WebhookExchange> exchange(WebhookUrl url, WebhookRequest request,
                                                             SteadyTime deadline) = 0;
    virtual void close() = 0;  // what waits on it ends
};

// `tls` outlives the connection.
std::unique_ptr<WebhookConnection> make_webhook_connection(boost::asio::any_io_executor strand,
                                                           const WebhookUrl& url,
                                                           boost::asio::ssl::context* tls,
                                                           std::size_t answer_bytes_max);

}  // namespace hotline::dispatch
