#include "dispatch/delivery/standard_webhooks.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <vector>

namespace hotline::dispatch {

namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::string_view scheme_prefix = "v1,";
constexpr std::size_t secret_bytes_min = 24;
constexpr std::size_t secret_bytes_max = 64;
constexpr std::size_t digest_bytes = 32;

using Bytes = std::vector<unsigned char>;

// Strict: only the alphabet, padded to a multiple of four, padding at the end only.
std::optional<Bytes> decode_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && text[text.size() - 1 - padding] == '=')
        ++padding;
    const auto digits = text.substr(0, text.size() - padding);
    if (digits.find_first_not_of(alphabet) != std::string_view::npos) return std::nullopt;
    Bytes bytes(text.size() / 4 * 3);
    const int decoded =
        EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size()));
    if (decoded != static_cast<int>(bytes.size())) return std::nullopt;
    bytes.resize(bytes.size() - padding);
    return bytes;
}

std::optional<Bytes> key_of(std::string_view secret) {
    if (!secret.starts_with(secret_prefix)) return std::nullopt;
    auto key = decode_base64(secret.substr(secret_prefix.size()));
    if (!key || key->size() < secret_bytes_min || key->size() > secret_bytes_max) {
        return std::nullopt;
    }
    return key;
}

bool is_id(std::string_view id) {
    return !id.empty() && id.find('.') == std::string_view::npos;
}

std::string signature_of(const Bytes& key, std::string_view id, std::string_view timestamp,
                         std::string_view body) {
    std::string content;
    content.reserve(id.size() + timestamp.size() + body.size() + 2);
    content.append(id).append(".").append(timestamp).append(".").append(body);
    std::array<unsigned char, digest_bytes> digest{};
    unsigned int size = 0;
    const auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                            reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                            digest.data(), &size);
    if (made == nullptr || size != digest.size()) throw std::runtime_error("HMAC-SHA256 failed");
    std::array<unsigned char, 48> text{};  // 44 characters and a NUL
    const int written = EVP_EncodeBlock(text.data(), digest.data(), digest_bytes);
    return std::string(scheme_prefix) +
           std::string(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(written));
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool holds_signature(std::string_view signatures, std::string_view expected) {
    bool found = false;
    while (!signatures.empty()) {
        const auto end = signatures.find(' ');
        if (equal_in_constant_time(signatures.substr(0, end), expected)) found = true;
        if (end == std::string_view::npos) break;
        signatures.remove_prefix(end + 1);
    }
    return found;
}

}  // namespace

bool is_webhook_secret(std::string_view secret) {
    return key_of(secret).has_value();
}

std::string sign_webhook(std::string_view secret, std::string_view id, std::int64_t timestamp_s,
                         std::string_view body) {
    const auto key = key_of(secret);
    if (!key) {
        throw std::invalid_argument("a webhook secret is \"whsec_\" and base64 of 24 to 64 bytes");
    }
    if (!is_id(id)) throw std::invalid_argument("a webhook id is not empty and has no full stop");
    return signature_of(*key, id, std::to_string(timestamp_s), body);
}

WebhookVerdict verify_webhook(std::string_view secret, std::string_view id,
                              std::string_view timestamp, std::string_view signature,
                              std::string_view body, Instant now) {
    const auto key = key_of(secret);
    if (!key) return WebhookVerdict::bad_secret;
    if (!is_id(id)) return WebhookVerdict::bad_id;
    std::int64_t sent_s = 0;
    const char* const begin = timestamp.data();
    const char* const end = begin + timestamp.size();
    const auto parsed = std::from_chars(begin, end, sent_s);
    if (parsed.ec != std::errc{} || parsed.ptr != end || sent_s < 0) {
        return WebhookVerdict::bad_timestamp;
    }
    const std::int64_t now_s =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    if (sent_s < now_s - webhook_tolerance_s) return WebhookVerdict::too_old;
    if (sent_s > now_s + webhook_tolerance_s) return WebhookVerdict::too_new;
    const auto expected = signature_of(*key, id, timestamp, body);
    return holds_signature(signature, expected) ? WebhookVerdict::genuine
                                                : WebhookVerdict::bad_signature;
}

}  // namespace hotline::dispatch
