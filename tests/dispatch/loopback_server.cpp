#include "tests/dispatch/loopback_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

namespace hotline::dispatch::test {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using TlsStream = asio::ssl::stream<boost::beast::tcp_stream>;

namespace {

constexpr auto tuple_await = asio::as_tuple(asio::use_awaitable);

std::string text_of(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

void add_extension(X509* certificate, int id, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
    if (extension == nullptr) throw std::runtime_error("extension " + value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

}  // namespace

TestCertificate make_certificate(const std::string& alternative_names) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                  &EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), &X509_free);
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), key.get());
    const auto* name = reinterpret_cast<const unsigned char*>("hotline test");
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC, name, -1, -1,
                               0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    add_extension(made.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(made.get(), NID_subject_alt_name, alternative_names);
    if (X509_sign(made.get(), key.get(), EVP_sha256()) == 0) throw std::runtime_error("X509_sign");
    const std::unique_ptr<BIO, decltype(&BIO_free)> certificate(BIO_new(BIO_s_mem()), &BIO_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> secret(BIO_new(BIO_s_mem()), &BIO_free);
    PEM_write_bio_X509(certificate.get(), made.get());
    PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {text_of(certificate.get()), text_of(secret.get())};
}

struct LoopbackServer::Impl {
    explicit Impl(std::function<RawReply(const ReceivedRequest&)> given)
        : answer(std::move(given)),
          acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}

    void start() {
        asio::co_spawn(context, accept(this), [](const std::exception_ptr&) {});
        thread = std::thread([this] { context.run(); });
    }

    static asio::awaitable<void> accept(Impl* self);
    template <class Stream>
    static asio::awaitable<void> serve(Impl* self, std::shared_ptr<Stream> stream, int connection);
    static asio::awaitable<void> serve_tls(Impl* self, std::shared_ptr<TlsStream> stream,
                                           int connection);

    std::function<RawReply(const ReceivedRequest&)> answer;
    std::optional<asio::ssl::context> tls;
    std::atomic<int> connections{0};
    std::atomic<int> requests{0};
    asio::io_context context;
    tcp::acceptor acceptor;
    std::thread thread;
};

asio::awaitable<void> LoopbackServer::Impl::accept(Impl* self) {
    const auto report_nothing = [](const std::exception_ptr&) {};  // the client sees it
    for (;;) {
        auto [error, socket] = co_await self->acceptor.async_accept(tuple_await);
        if (error) co_return;
        const int connection = ++self->connections;
        if (self->tls) {
            auto stream = std::make_shared<TlsStream>(std::move(socket), *self->tls);
            asio::co_spawn(self->context, serve_tls(self, stream, connection), report_nothing);
        } else {
            auto stream = std::make_shared<boost::beast::tcp_stream>(std::move(socket));
            asio::co_spawn(self->context, serve(self, stream, connection), report_nothing);
        }
    }
}

asio::awaitable<void> LoopbackServer::Impl::serve_tls(Impl* self, std::shared_ptr<TlsStream> stream,
                                                      int connection) {
    const auto [error] =
        co_await stream->async_handshake(asio::ssl::stream_base::server, tuple_await);
    if (!error) co_await serve(self, stream, connection);
}

template <class Stream>
asio::awaitable<void> LoopbackServer::Impl::serve(Impl* self, std::shared_ptr<Stream> stream,
                                                  int connection) {
    boost::beast::flat_buffer buffer;
    for (;;) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(boost::none);
        const auto [read_error, read] =
            co_await http::async_read(*stream, buffer, parser, tuple_await);
        if (read_error) co_return;
        const auto& request = parser.get();
        ++self->requests;
        ReceivedRequest received;
        received.target = std::string(request.target());
        received.connection = connection;
        received.body = request.body();
        std::ostringstream head;
        head << request.base();
        received.head = head.str();
        const RawReply reply = self->answer(received);
        const auto [write_error, written] =
            co_await asio::async_write(*stream, asio::buffer(reply.bytes), tuple_await);
        if (write_error || reply.close) co_return;
        if (!reply.hang) continue;
        http::request<http::string_body> never;
        co_await http::async_read(*stream, buffer, never, tuple_await);
        co_return;
    }
}

LoopbackServer::LoopbackServer(std::function<RawReply(const ReceivedRequest&)> answer)
    : impl_(std::make_unique<Impl>(std::move(answer))) {
    impl_->start();
}

LoopbackServer::LoopbackServer(std::function<RawReply(const ReceivedRequest&)> answer,
                               const TestCertificate& certificate)
    : impl_(std::make_unique<Impl>(std::move(answer))) {
    auto& tls = impl_->tls.emplace(asio::ssl::context::tls_server);
    tls.use_certificate(asio::buffer(certificate.certificate_pem), asio::ssl::context::pem);
    tls.use_private_key(asio::buffer(certificate.key_pem), asio::ssl::context::pem);
    impl_->start();
}

LoopbackServer::~LoopbackServer() {
    impl_->context.stop();
    impl_->thread.join();
}

std::uint16_t LoopbackServer::port() const {
    return impl_->acceptor.local_endpoint().port();
}
int LoopbackServer::connections() const {
    return impl_->connections;
}
int LoopbackServer::requests() const {
    return impl_->requests;
}

std::string LoopbackServer::url(const std::string& path, const std::string& host) const {
    return (impl_->tls ? "https://" : "http://") + host + ":" + std::to_string(port()) + path;
}

}  // namespace hotline::dispatch::test
