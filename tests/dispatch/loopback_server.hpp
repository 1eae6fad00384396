// A receiver of webhooks on 127.0.0.1 that answers what a test tells it to, over http or https.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace hotline::dispatch::test {

struct ReceivedRequest {
    std::string target;
    std::string head;  // request line and headers as Beast prints them
    std::string body;
    int connection = 0;  // 1, 2, ... in the order of acceptance
};

struct RawReply {
    std::string bytes;
    bool close = false;  // after the bytes; else the connection waits for the next request
    bool hang = false;   // after the bytes: nothing more, until the client closes
};

// A self-signed certificate, its own authority.
struct TestCertificate {
    std::string certificate_pem;
    std::string key_pem;
};
// `alternative_names`: "DNS:localhost,IP:127.0.0.1".
TestCertificate make_certificate(const std::string& alternative_names);

class LoopbackServer {
  public:
    // `answer` runs on the server's thread.
    explicit LoopbackServer(std::function<RawReply(const ReceivedRequest&)> answer);
    LoopbackServer(std::function<RawReply(const ReceivedRequest&)> answer,
                   const TestCertificate& certificate);
    ~LoopbackServer();

    std::uint16_t port() const;
    int connections() const;  // accepted so far
    int requests() const;     // read so far
    std::string url(const std::string& path, const std::string& host = "127.0.0.1") const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::dispatch::test
