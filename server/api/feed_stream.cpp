#include "server/api/feed_stream.hpp"

#include "server/api/calls.hpp"
#include "server/api/ticket_view.hpp"
#include "server/auth/visibility.hpp"
#include "server/json/encode.hpp"
#include "ticketing/record/event_json.hpp"
#include "ticketing/record/rfc3339.hpp"

#include <boost/asio/post.hpp>

#include <atomic>
#include <charconv>

namespace hotline::server {
namespace {

constexpr std::size_t page = 200;

std::optional<std::int64_t> parse_seq(const std::string& text) {
    std::int64_t seq = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seq);
    if (error != std::errc{} || end != text.data() + text.size() || seq < 0) return std::nullopt;
    return seq;
}

void append_item(std::string& out, const Services& services, const dispatch::CommittedEntry& item,
                 bool as_frame) {
    JsonWriter writer{out};
    writer.begin_object();
    if (as_frame) writer.member("type", "entry");
    writer.member("seq", item.entry.seq);
    writer.member("ticket", ticket_text(item.entry.ticket));
    writer.member("version", item.entry.version);
    writer.member("at", record::rfc3339(item.entry.at));
    writer.key("actor");
    encode(writer, item.entry.actor);
    writer.member("stage", enum_text(item.summary->stage));
    writer.key("events").begin_array();
    for (const Event& event : item.entry.events) {
        writer.begin_object().member("type", record::event_name(event)).end_object();
    }
    writer.end_array();
    writer.key("summary");
    encode(writer, summary_view(services, *item.summary));
    writer.end_object();
}

std::string note_frame(const char* type, std::int64_t last_seq) {
    std::string out;
    JsonWriter writer{out};
    writer.begin_object().member("type", type).member("last_seq", last_seq).end_object();
    return out;
}

// One console's cursor. Everything but the poke runs on the connection's own thread.
class FeedReader : public std::enable_shared_from_this<FeedReader> {
  public:
    FeedReader(const Services* services, std::shared_ptr<WsConnection> connection)
        : services_(services), connection_(std::move(connection)) {}

    void start() {
        const auto& query = connection_->request().query;
        const auto after = query.find("after");
        const auto asked = after == query.end() ? std::nullopt : parse_seq(after->second);
        // Subscribe before the cursor is set, so that no commit falls between the two.
        subscription_ = services_->feed->subscribe([weak = weak_from_this()] {
            if (const auto self = weak.lock()) self->poke();
        });
        cursor_ = asked.value_or(services_->feed->last_seq());
        connection_->on_close = [self = shared_from_this()] { self->end(); };
        send(note_frame("hello", services_->feed->last_seq()));
        pull();
    }

  private:
    // Writer thread. Many commits between two pulls cost one post.
    void poke() {
        if (poked_.exchange(true)) return;
        boost::asio::post(connection_->executor(), [self = shared_from_this()] {
            self->poked_.store(false);
            self->pull();
        });
    }

    void pull() {
        if (!connection_->is_open()) return;
        const dispatch::Feed::Page found = services_->feed->after(cursor_, page);
        if (found.fell_off) {
            cursor_ = found.last_seq;
            return send(note_frame("resync", found.last_seq));
        }
        const Actor& actor = connection_->request().actor;
        for (const dispatch::FeedItem& item : found.items) {
            cursor_ = item->entry.seq;
            if (!may_see(actor, item->units)) continue;
            std::string frame;
            append_item(frame, *services_, *item, true);
            send(std::move(frame));
        }
        if (found.items.size() == page) poke();
    }

    void send(std::string frame) {
        connection_->send(std::make_shared<const std::string>(std::move(frame)));
    }

    void end() {
        subscription_ = {};
        connection_->on_message = nullptr;
    }

    const Services* services_;
    std::shared_ptr<WsConnection> connection_;
    dispatch::Feed::Subscription subscription_;
    std::int64_t cursor_ = 0;
    std::atomic<bool> poked_{false};
};

boost::asio::awaitable<Response> poll(const Services* services, Request request) {
    const auto after = request.query.find("after");
    std::int64_t cursor = services->feed->last_seq();
    if (after != request.query.end()) {
        const auto seq = parse_seq(after->second);
        if (!seq) {
            const Refusal refusal{"invalid_query", "query/after", "expected a sequence number"};
            co_return refusal_response(refusal, request.request_id);
        }
        cursor = *seq;
    }
    const dispatch::Feed::Page found = services->feed->after(cursor, page);
    std::string body = R"({"items":[)";
    std::int64_t last = found.fell_off ? found.last_seq : cursor;
    for (const dispatch::FeedItem& item : found.items) {
        last = item->entry.seq;
        if (!may_see(request.actor, item->units)) continue;
        if (body.back() != '[') body += ',';
        append_item(body, *services, *item, false);
    }
    body += R"(],"last_seq":)" + std::to_string(last);
    body += found.fell_off ? R"(,"resync":true})" : R"(,"resync":false})";
    co_return json_response(std::move(body));
}

}  // namespace

WebSocketRoute feed_socket(const Services* services) {
    WebSocketRoute route;
    route.path = "/api/v1/events";
    route.query = {"after"};
    route.on_open = [services](std::shared_ptr<WsConnection> connection) {
        std::make_shared<FeedReader>(services, std::move(connection))->start();
    };
    route.heartbeat = std::make_shared<const std::string>(R"({"type":"ping"})");
    return route;
}

Route feed_route(const Services* services) {
    Route route;
    route.path = "/api/v1/events";
    route.id = "poll_events";
    route.summary = "What was committed after a cursor; the same path upgrades to a WebSocket";
    route.roles = {Role::agent,      Role::dispatcher, Role::visitor, Role::unit,
                   Role::supervisor, Role::leader,     Role::admin};
    route.query = {"after"};
    route.response_schema = "FeedPage";
    route.handler = [services](Request request) { return poll(services, std::move(request)); };
    return route;
}

}  // namespace hotline::server
