#include "dispatch/delivery/standard_webhooks.hpp"

#include "tests/support/catch.hpp"

#include <iostream>
#include <random>

using namespace hotline;
using namespace hotline::dispatch;

namespace {

// The vector that the libraries of the specification are tested with.
const std::string vector_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string vector_id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const std::string vector_body = R"({"test": 2432232314})";
const std::string vector_signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr std::int64_t vector_s = 1614265330;

Instant second(std::int64_t s) {
    return Instant{std::chrono::seconds{s}};
}

}  // namespace

TEST_CASE("the published test vector of Standard Webhooks") {
    CHECK(sign_webhook(vector_secret, vector_id, vector_s, vector_body) == vector_signature);
    CHECK(verify_webhook(vector_secret, vector_id, std::to_string(vector_s), vector_signature,
                         vector_body, second(vector_s)) == WebhookVerdict::genuine);
}

TEST_CASE("a webhook is genuine only with the right secret and id and time and body") {
    struct Row {
        std::string name;
        std::string secret = vector_secret;
        std::string id = vector_id;
        std::string timestamp = std::to_string(vector_s);
        std::string signature = vector_signature;
        std::string body = vector_body;
        std::int64_t now_s = vector_s;
        WebhookVerdict expected = WebhookVerdict::genuine;
    };
    const std::string other = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    using enum WebhookVerdict;
    const std::vector<Row> rows = {
        {.name = "as sent"},
        {.name = "300 s later", .now_s = vector_s + 300},
        {.name = "301 s later", .now_s = vector_s + 301, .expected = too_old},
        {.name = "300 s ahead", .now_s = vector_s - 300},
        {.name = "301 s ahead", .now_s = vector_s - 301, .expected = too_new},
        {.name = "two signatures", .signature = other + " " + vector_signature},
        {.name = "two signatures turned", .signature = vector_signature + " " + other},
        {.name = "wrong signature", .signature = other, .expected = bad_signature},
        {.name = "empty", .signature = "", .expected = bad_signature},
        {.name = "prefix only", .signature = "v1,", .expected = bad_signature},
        {.name = "without prefix",
         .signature = vector_signature.substr(3),
         .expected = bad_signature},
        {.name = "other scheme",
         .signature = "v1a," + vector_signature.substr(3),
         .expected = bad_signature},
        {.name = "longer", .signature = vector_signature + "=", .expected = bad_signature},
        {.name = "other body", .body = vector_body + " ", .expected = bad_signature},
        {.name = "other id", .id = "msg_1", .expected = bad_signature},
        {.name = "id with a stop", .id = "msg.1", .expected = bad_id},
        {.name = "no id", .id = "", .expected = bad_id},
        {.name = "other time",
         .timestamp = std::to_string(vector_s + 1),
         .expected = bad_signature},
        {.name = "padded time",
         .timestamp = "0" + std::to_string(vector_s),
         .expected = bad_signature},
        {.name = "no number", .timestamp = "16142x", .expected = bad_timestamp},
        {.name = "empty time", .timestamp = "", .expected = bad_timestamp},
        {.name = "negative", .timestamp = "-5", .expected = bad_timestamp},
        {.name = "huge", .timestamp = "99999999999999999999", .expected = bad_timestamp},
        {.name = "other secret",
         .secret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
         .expected = bad_signature},
        {.name = "no secret", .secret = "", .expected = bad_secret},
    };
    for (const auto& row : rows) {
        INFO(row.name);
        CHECK(verify_webhook(row.secret, row.id, row.timestamp, row.signature, row.body,
                             second(row.now_s)) == row.expected);
    }
}

TEST_CASE("a webhook secret is whsec and base64 of 24 to 64 bytes") {
    const auto base64_of = [](std::size_t bytes) {  // zeros
        std::string text((bytes + 2) / 3 * 4, 'A');
        for (std::size_t i = 0; i < (3 - bytes % 3) % 3; ++i)
            text[text.size() - 1 - i] = '=';
        return "whsec_" + text;
    };
    CHECK(is_webhook_secret(vector_secret));
    CHECK_FALSE(is_webhook_secret(base64_of(23)));
    CHECK(is_webhook_secret(base64_of(24)));
    CHECK(is_webhook_secret(base64_of(25)));
    CHECK(is_webhook_secret(base64_of(64)));
    CHECK_FALSE(is_webhook_secret(base64_of(65)));
    for (const char* bad :
         {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
          "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa w", "whsec_MfKQ9r8GKYqr=wjUPD8ILPZIo2LaLaSw",
          "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
        INFO(bad);
        CHECK_FALSE(is_webhook_secret(bad));
    }
    CHECK_THROWS_AS(sign_webhook("whsec_x", "msg_1", 0, ""), std::invalid_argument);
    CHECK_THROWS_AS(sign_webhook(vector_secret, "msg.1", 0, ""), std::invalid_argument);
}

TEST_CASE("no mutated message is taken for genuine") {
    const auto seed = std::random_device{}();
    std::cout << "webhook mutations: seed " << seed << "\n";
    std::mt19937 random(seed);
    const std::string timestamp = std::to_string(vector_s);
    int refused = 0;
    for (int i = 0; i < 10'000; ++i) {
        std::string parts[] = {vector_id, timestamp, vector_signature, vector_body};
        auto& part = parts[random() % 4];
        const auto place = random() % part.size();
        const auto flip = static_cast<char>(1 + random() % 255);
        part[place] = static_cast<char>(part[place] ^ flip);
        const auto verdict =
            verify_webhook(vector_secret, parts[0], parts[1], parts[2], parts[3], second(vector_s));
        if (verdict != WebhookVerdict::genuine) ++refused;
    }
    CHECK(refused == 10'000);
}
