// Standard Webhooks 1.0.0 (standardwebhooks.com), symmetric scheme v1: HMAC-SHA256 of
// "id.timestamp.body" with a secret that is written "whsec_" + base64. Pure; any thread.
#pragma once

#include "ticketing/rules/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace hotline::dispatch {

// A receiver refuses a timestamp that is further away than this, in either direction.
inline constexpr std::int64_t webhook_tolerance_s = 300;

// "whsec_" + strict base64 of 24 to 64 bytes.
bool is_webhook_secret(std::string_view secret);

// The value of webhook-signature: "v1," + base64. Throws std::invalid_argument when the secret is
// none or the id holds a full stop (it would blur the signed content); the message holds no secret.
std::string sign_webhook(std::string_view secret, std::string_view id, std::int64_t timestamp_s,
                         std::string_view body);

enum class WebhookVerdict {
    genuine,
    bad_secret,
    bad_id,         // empty or with a full stop
    bad_timestamp,  // not a number of seconds
    too_old,
    too_new,
    bad_signature,  // none of the v1 signatures is right
};

// `timestamp` and `signature` as they came in the headers; `signature` may hold several, separated
// by spaces (rotation of secrets). Compares in constant time.
WebhookVerdict verify_webhook(std::string_view secret, std::string_view id,
                              std::string_view timestamp, std::string_view signature,
                              std::string_view body, Instant now);

}  // namespace hotline::dispatch
