#include "server/json/decode.hpp"
#include "server/json/encode.hpp"
#include "tests/support/catch.hpp"

#include <boost/json/parse.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <string>

using namespace hotline::server;

namespace {

enum class Mood { good, void_ };
BOOST_DESCRIBE_ENUM(Mood, good, void_)

struct Inner {
    std::optional<std::int32_t> number;
    std::vector<std::string> names;
    friend bool operator==(const Inner&, const Inner&) = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (number, names))

struct Outer {
    Text<0, 1000> text;
    Mood mood = Mood::good;
    std::vector<Inner> inner;
    std::uint64_t large = 0;
    bool on = false;
    double weight = 0;
    friend bool operator==(const Outer&, const Outer&) = default;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (text, mood, inner, large, on, weight))

std::string written(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

}  // namespace

TEST_CASE("commas stand between values and nowhere else") {
    std::string out;
    JsonWriter writer{out};
    writer.begin_object();
    writer.member("a", 1).member("b", "x").member("c", true).member("d", std::string{"y"});
    writer.key("e").begin_array().integer(-1).null().begin_object().end_object().end_array();
    writer.key("f").begin_array().end_array().member("g", 1.5).key("h").raw("[1,2]");
    writer.member("i", std::uint64_t{18446744073709551615u}).end_object();
    CHECK(out == R"({"a":1,"b":"x","c":true,"d":"y","e":[-1,null,{}],"f":[],"g":1.5,"h":[1,2],)"
                 R"("i":18446744073709551615})");
}

TEST_CASE("strings are escaped so that they read back the same") {
    CHECK(written("路灯 \"不\\亮\"\n\r\t\x01\x1f/") ==
          "\"路灯 \\\"不\\\\亮\\\"\\n\\r\\t\\u0001\\u001f/\"");
    CHECK(written(std::string{"a\0b", 3}) == "\"a\\u0000b\"");
    CHECK(written("\xF0\x9F\x98\x80\x7F") == "\"\xF0\x9F\x98\x80\x7F\"");
}

TEST_CASE("bytes that are not UTF-8 are replaced") {
    const std::string mark = "\xEF\xBF\xBD";
    CHECK(written("a\xFF"
                  "b") == "\"a" + mark + "b\"");
    CHECK(written("\xC0\xAF") == "\"" + mark + mark + "\"");
    CHECK(written("\xED\xA0\x80") == "\"" + mark + mark + mark + "\"");
    CHECK(written("\xE8\xB7") == "\"" + mark + mark + "\"");
    CHECK(written("\xF4\x90\x80\x80") == "\"" + mark + mark + mark + mark + "\"");
}

TEST_CASE("numbers that JSON has no word for are null") {
    std::string out;
    JsonWriter writer{out};
    writer.begin_array().number(NAN).number(INFINITY).number(-INFINITY).number(-0.25).end_array();
    CHECK(out == "[null,null,null,-0.25]");
}

TEST_CASE("any bytes become JSON that parses") {
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    for (int round = 0; round < 5'000; ++round) {
        std::string text(random() % 40, ' ');
        for (char& c : text)
            c = static_cast<char>(random() % 3 == 0 ? random() % 256 : "路灯\"\\a\n"[random() % 9]);
        boost::json::error_code ec;
        const auto value = boost::json::parse(written(text), ec);
        REQUIRE_FALSE(ec);
        if (is_utf8(text)) REQUIRE(std::string_view{value.get_string()} == text);
    }
}

TEST_CASE("what encode writes decode reads back") {
    Outer outer;
    outer.text.value = "路灯 \"1\"\n";
    outer.mood = Mood::void_;
    outer.inner = {{5, {"a", "b"}}, {std::nullopt, {}}};
    outer.large = std::numeric_limits<std::uint64_t>::max();
    outer.on = true;
    outer.weight = 0.1;
    const std::string text = encode(outer);
    CHECK(text.find("\"mood\":\"void\"") != std::string::npos);
    CHECK(text.find("null") == std::string::npos);
    const auto back = decode<Outer>(text);
    REQUIRE(back.has_value());
    CHECK(*back == outer);
}
