#include "server/api/calls.hpp"

#include "server/api/views.hpp"
#include "server/http/router.hpp"
#include "server/json/encode.hpp"
#include "ticketing/record/sha256.hpp"

#include <charconv>

namespace hotline::server {
namespace {

constexpr std::size_t idempotency_key_chars_max = 128;

bool visible_ascii(std::string_view text) {
    for (const char c : text) {
        if (c <= ' ' || c > '~') return false;
    }
    return !text.empty();
}

// If-Match: "7". Weak tags and lists are refused: a change is made on one known version.
Result<std::optional<std::int64_t>> if_version(const Request& request) {
    std::string_view text = request.header("if-match");
    if (text.empty() || text == "*") return std::optional<std::int64_t>{};
    std::int64_t version = 0;
    const bool quoted = text.size() > 2 && text.front() == '"' && text.back() == '"';
    if (quoted) text = text.substr(1, text.size() - 2);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
    if (!quoted || error != std::errc{} || end != text.data() + text.size()) {
        return Refusal{"invalid_if_match", "header/if-match", "expected one version such as \"7\""};
    }
    return std::optional<std::int64_t>{version};
}

Result<record::TicketWork> work_of(Submission submission) {
    record::TicketWork work;
    work.actor = submission.request.actor;
    work.ticket = submission.ticket;
    work.command = std::move(submission.command);
    const auto version = if_version(submission.request);
    if (!version.has_value()) return version.error();
    work.if_version = *version;
    const std::string_view key = submission.request.header("idempotency-key");
    if (!submission.request.headers.contains("idempotency-key")) return work;
    if (key.size() > idempotency_key_chars_max || !visible_ascii(key)) {
        return Refusal{"invalid_idempotency_key", "header/idempotency-key",
                       "expected 1 to 128 visible ASCII characters"};
    }
    work.idempotency_key = key;
    std::string hashed{method_name(submission.request.method)};
    hashed += '\n';
    hashed += submission.request.path;
    hashed += '\n';
    hashed += submission.request.body;
    work.request_hash = record::sha256_hex(hashed);
    return work;
}

Response receipt_response(const record::Committed& committed, bool opened) {
    api::Receipt receipt;
    receipt.number = committed.number;
    receipt.version = committed.version;
    receipt.stage = committed.stage;
    for (const LegId leg : committed.new_legs) {
        receipt.assignments.push_back(leg_text(committed.number, leg));
    }
    if (committed.petition) {
        receipt.petition = petition_text(committed.number, *committed.petition);
    }
    Response response = json_response(encode(receipt), opened ? 201 : 200);
    response.headers.emplace_back("ETag", etag_of(committed.version));
    if (opened) {
        response.headers.emplace_back("Location",
                                      "/api/v1/tickets/" + ticket_text(committed.number));
    }
    if (committed.repeated) response.headers.emplace_back("Idempotency-Replayed", "true");
    return response;
}

}  // namespace

Response json_response(std::string body, int status) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

std::string etag_of(std::int64_t version) {
    return '"' + std::to_string(version) + '"';
}

boost::asio::awaitable<Response> submit(const Services* services, Submission submission) {
    const std::string request_id = submission.request.request_id;
    const bool opens = !submission.ticket.has_value();
    auto work = work_of(std::move(submission));
    if (!work.has_value()) co_return refusal_response(work.error(), request_id);
    auto start = [writer = services->writer,
                  item = std::move(*work)](record::OnOutcome done) mutable {
        writer->submit(std::move(item), std::move(done));
    };
    const record::Outcome outcome = co_await await_callback<record::Outcome>(std::move(start));
    if (!outcome.has_value()) co_return refusal_response(outcome.error(), request_id);
    co_return receipt_response(*outcome, opens);
}

}  // namespace hotline::server
