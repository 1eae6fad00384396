// WebhookTransport over Beast: http and https with a pool of kept connections per host.
#pragma once

#include "dispatch/delivery/webhook_transport.hpp"
#include "ticketing/rules/time.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace hotline::dispatch {

struct BeastTransportSetup {
    boost::asio::any_io_executor strand;  // posts run on it; its context outlives the transport
    Millis budget{15'000};                // of one post: name, connection, TLS, request and answer
    std::size_t answer_bytes_max = 64u << 10;  // of the body; more is not read
    std::size_t idle_per_host_max = 4;         // kept connections
    Millis idle_max{30'000};                   // a kept connection is used again until then
    std::string ca_file;  // PEM with more trusted authorities; empty: the system's alone
};

// TLS 1.2 or later, certificate and host name verified. Redirects are answers, not followed. Throws
// std::runtime_error when ca_file cannot be read.
std::unique_ptr<WebhookTransport> make_beast_transport(BeastTransportSetup setup);

}  // namespace hotline::dispatch
