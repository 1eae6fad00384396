#include "server/json/decode.hpp"
#include "server/json/schema.hpp"
#include "tests/support/catch.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <random>
#include <string>
#include <vector>

using namespace hotline::server;

namespace {

enum class Channel { phone, web, void_ };
BOOST_DESCRIBE_ENUM(Channel, phone, web, void_)

struct Day {
    int number = 0;
};

struct Caller {
    Text<1, 20> phone;
    std::optional<Text<0, 5>> name;
};
BOOST_DESCRIBE_STRUCT(Caller, (), (phone, name))

struct Item {
    std::int32_t count = 0;
    std::uint8_t small = 0;
};
BOOST_DESCRIBE_STRUCT(Item, (), (count, small))

struct Body {
    Text<1, 5> title;
    Channel channel = Channel::phone;
    std::optional<Caller> caller;
    List<Item, 0, 2> items;
    Integer<1, 9> urgency{3};
    std::int64_t big = 0;
    std::uint64_t huge = 0;
    double weight = 0;
    bool on = false;
    std::string free;
    std::optional<Day> day;
    static constexpr auto defaulted =
        members("channel", "items", "urgency", "big", "huge", "weight", "on", "free");
};
BOOST_DESCRIBE_STRUCT(Body, (),
                      (title, channel, caller, items, urgency, big, huge, weight, on, free, day))

std::string first_problem(std::string_view text) {
    const auto decoded = decode<Body>(text);
    if (decoded) return "none";
    const Problems& problems = decoded.error();
    const FieldProblem& first = problems.items.at(0);
    return (problems.malformed ? "400 " : "422 ") + first.field + " " + first.code + ": " +
           first.detail;
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

namespace hotline::server {

template <>
struct JsonText<Day> {
    static constexpr std::string_view expected = "a day such as D7";
    static constexpr std::string_view format = "day";
    static bool parse(std::string_view text, Day& out) {
        if (text.size() != 2 || text[0] != 'D') return false;
        out.number = text[1] - '0';
        return true;
    }
    static std::string print(const Day& day) { return "D" + std::to_string(day.number); }
};

}  // namespace hotline::server

TEST_CASE("a complete body is decoded member by member") {
    const auto body =
        decode<Body>(R"( {"title":"路灯不亮了","channel":"void","caller":{"phone":"1","name":null},
        "items":[{"count":-5,"small":255},{"small":0,"count":2147483647}],"urgency":9,
        "big":-9223372036854775808,
        "huge":18446744073709551615,"weight":1.5e3,"on":true,"free":"a\u0041\n","day":"D7"} )");
    REQUIRE(body.has_value());
    CHECK(body->title.value == "路灯不亮了");
    CHECK(body->channel == Channel::void_);
    CHECK(body->caller->phone.value == "1");
    CHECK_FALSE(body->caller->name);
    CHECK(body->items.size() == 2);
    CHECK(body->items.items[0].count == -5);
    CHECK(body->items.items[1].count == 2147483647);
    CHECK(body->urgency.value == 9);
    CHECK(body->big == std::numeric_limits<std::int64_t>::min());
    CHECK(body->huge == std::numeric_limits<std::uint64_t>::max());
    CHECK(body->weight == 1500.0);
    CHECK(body->on);
    CHECK(body->free == "aA\n");
    CHECK(body->day->number == 7);
}

TEST_CASE("members with a default and optional members may be absent") {
    const auto body = decode<Body>(R"({"title":"a"})");
    REQUIRE(body.has_value());
    CHECK(body->urgency.value == 3);
    CHECK(body->channel == Channel::phone);
    CHECK_FALSE(body->caller);
}

TEST_CASE("a body of the wrong shape is refused with the place and the expectation") {
    struct Row {
        const char* text;
        const char* problem;
    };
    const Row rows[] = {
        {"{}", "422 /title required: required member is missing"},
        {"[]", "422  wrong_type: expected an object, got an array"},
        {"7", "422  wrong_type: expected an object, got an integer"},
        {R"({"title":""})", "422 /title too_short: expected 1 to 5 characters, got 0"},
        {R"({"title":"路灯不亮了吗"})", "422 /title too_long: expected 1 to 5 characters, got 6"},
        {R"({"title":5})", "422 /title wrong_type: expected a string, got an integer"},
        {R"({"title":null})", "422 /title wrong_type: expected a string, got null"},
        {R"({"title":"a","extra":1})", "422 /extra unknown_member: unknown member"},
        {R"({"title":"a","a/b~c":1})", "422 /a~1b~0c unknown_member: unknown member"},
        {R"({"title":"a","channel":"fax"})",
         "422 /channel unknown_value: expected one of phone, web, void"},
        {R"({"title":"a","channel":"void_"})",
         "422 /channel unknown_value: expected one of phone, web, void"},
        {R"({"title":"a","channel":0})",
         "422 /channel wrong_type: expected a string, got an integer"},
        {R"({"title":"a","caller":{}})", "422 /caller/phone required: required member is missing"},
        {R"({"title":"a","caller":{"phone":["1"]}})",
         "422 /caller/phone wrong_type: expected a string, got an array"},
        {R"({"title":"a","caller":{"phone":"1","role":"admin"}})",
         "422 /caller/role unknown_member: unknown member"},
        {R"({"title":"a","items":[{"count":1,"small":0},{"count":"1","small":0}]})",
         "422 /items/1/count wrong_type: expected an integer, got a string"},
        {R"({"title":"a","items":[{"count":1,"small":256}]})",
         "422 /items/0/small out_of_range: expected an integer from 0 to 255"},
        {R"({"title":"a","items":[{"count":1,"small":-1}]})",
         "422 /items/0/small out_of_range: expected an integer from 0 to 255"},
        {R"({"title":"a","items":[{"count":2147483648,"small":1}]})",
         "422 /items/0/count out_of_range: expected an integer from -2147483648 to 2147483647"},
        {R"({"title":"a","items":[{"count":1.0,"small":1}]})",
         "422 /items/0/count wrong_type: expected an integer, got a number"},
        {R"({"title":"a","items":[{},{},{}]})",
         "422 /items too_long: expected 0 to 2 items, got 3"},
        {R"({"title":"a","items":{}})", "422 /items wrong_type: expected an array, got an object"},
        {R"({"title":"a","urgency":0})",
         "422 /urgency out_of_range: expected an integer from 1 to 9"},
        {R"({"title":"a","urgency":10})",
         "422 /urgency out_of_range: expected an integer from 1 to 9"},
        {R"({"title":"a","big":9223372036854775808})",
         "422 /big out_of_range: expected an integer from -9223372036854775808 to "
         "9223372036854775807"},
        {R"({"title":"a","huge":-1})",
         "422 /huge out_of_range: expected an integer from 0 to 18446744073709551615"},
        {R"({"title":"a","weight":"1"})",
         "422 /weight wrong_type: expected a number, got a string"},
        {R"({"title":"a","on":1})", "422 /on wrong_type: expected true or false, got an integer"},
        {R"({"title":"a","on":null})", "422 /on wrong_type: expected true or false, got null"},
        {R"({"title":"a","day":"7"})", "422 /day invalid: expected a day such as D7"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(first_problem(row.text) == row.problem);
    }
}

TEST_CASE("text that is not strict JSON is refused as malformed with the place") {
    struct Row {
        std::string text;
        std::string problem;
    };
    const auto in_title = [](const std::string& bytes) { return "{\"title\":\"" + bytes + "\"}"; };
    const Row rows[] = {
        {"", "400  malformed_json: the body is empty"},
        {"   ", "400  malformed_json: incomplete JSON at byte 3"},
        {"{", "400  malformed_json: incomplete JSON at byte 1"},
        {R"({"title":)", "400 /title malformed_json: incomplete JSON at byte 9"},
        {R"({"title":"a"} x)", "400  malformed_json: more text after the JSON value at byte 14"},
        {R"({"title":"a"}{})", "400  malformed_json: more text after the JSON value at byte 13"},
        {R"({"title":"a",})", "400 /title malformed_json: not valid JSON at byte 13"},
        {R"({'title':"a"})", "400  malformed_json: not valid JSON at byte 1"},
        {R"({"title":"a" /* c */})", "400 /title malformed_json: not valid JSON at byte 13"},
        {R"({"title":NaN})", "400 /title malformed_json: not valid JSON at byte 9"},
        {R"({"weight":Infinity})", "400 /weight malformed_json: not valid JSON at byte 10"},
        {R"({"weight":-Infinity})", "400 /weight malformed_json: not valid JSON at byte 11"},
        {R"({"weight":1e999})", "400 /weight malformed_json: a number is too large"},
        {R"({"weight":01})", "400 /weight malformed_json: not valid JSON at byte 11"},
        {R"({"weight":+1})", "400 /weight malformed_json: not valid JSON at byte 10"},
        {R"({"title":"a","title":"b"})",
         "400 /title duplicate_member: the member is there more than once"},
        {R"({"caller":{"phone":"1","\u0070hone":"2"}})",
         "400 /caller/phone duplicate_member: the member is there more than once"},
        {R"({"items":[{"count":1},{"small":1,"small":2}]})",
         "400 /items/1/small duplicate_member: the member is there more than once"},
        {R"({"title":"a\u0000b"})",
         "400 /title malformed_json: a string holds the character U+0000"},
        {R"({"ti\u0000tle":"a"})", "400 /ti"},
        {in_title(std::string{"a\0b", 3}), "400 /title malformed_json: not valid JSON at byte 11"},
        {in_title("a\nb"), "400 /title malformed_json: not valid JSON at byte 11"},
        {in_title("\xC3\x28"), "400 /title malformed_json: not valid JSON at byte"},
        {in_title("\xC0\xAF"), "400 /title malformed_json: not valid JSON at byte"},
        {in_title("\xE0\x80\xAF"), "400 /title malformed_json: not valid JSON at byte"},
        {in_title("\xED\xA0\x80"), "400 /title malformed_json: not valid JSON at byte"},
        {in_title("\xF4\x90\x80\x80"), "400 /title malformed_json: not valid JSON at byte"},
        {in_title("\xE8\xB7"), "400 /title malformed_json: not valid JSON at byte"},
        {in_title("\xFF"), "400 /title malformed_json: not valid JSON at byte"},
        {in_title(R"(\ud800)"), "400 /title malformed_json: "},
        {in_title(R"(\ud800a)"), "400 /title malformed_json: "},
        {in_title(R"(\ud800\u0041)"), "400 /title malformed_json: a lone surrogate in a string"},
        {in_title(R"(\udc00)"), "400 /title malformed_json: a lone surrogate in a string"},
        {in_title(R"(\x41)"), "400 /title malformed_json: not valid JSON at byte"},
        {nested(17), "400 "},
        {nested(20000), "400 "},
        {"[" + std::string(20000, '1') + "]", "400 "},
        {"\xEF\xBB\xBF{}", "400  malformed_json: not valid JSON at byte 0"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text.substr(0, 100));
        CHECK(first_problem(row.text).substr(0, row.problem.size()) == row.problem);
    }
}

TEST_CASE("sixteen levels are taken and seventeen are not") {
    CHECK(first_problem(nested(16)) == "422  wrong_type: expected an object, got an array");
    CHECK(first_problem(nested(17)).find("nested deeper than 16 levels") != std::string::npos);
}

TEST_CASE("ten thousand values are taken and one more is not") {
    const auto zeros = [](std::size_t n) {
        std::string text = "[0";
        for (std::size_t i = 1; i < n; ++i)
            text += ",0";
        return text + "]";
    };
    CHECK(first_problem(zeros(9'999)) == "422  wrong_type: expected an object, got an array");
    CHECK(first_problem(zeros(10'000)).find("more than 10000 values") != std::string::npos);
    CHECK(first_problem(zeros(60'000)).find("more than 10000 values") != std::string::npos);
}

TEST_CASE("a repeated name is found among many") {
    std::string text = "{";
    for (int i = 0; i < 300; ++i)
        text += "\"k" + std::to_string(i) + "\":1,";
    CHECK(first_problem(text + "\"last\":1}").starts_with("422 /k0 unknown_member"));
    CHECK(first_problem(text + "\"k123\":1}") ==
          "400 /k123 duplicate_member: the member is there more than once");
}

TEST_CASE("all problems of a body are found up to twenty") {
    const auto decoded = decode<Body>(R"({"title":"","on":1,"extra":1,"caller":{"name":5}})");
    REQUIRE_FALSE(decoded.has_value());
    std::vector<std::string> fields;
    for (const FieldProblem& problem : decoded.error().items)
        fields.push_back(problem.field);
    CHECK(fields ==
          std::vector<std::string>{"/title", "/on", "/extra", "/caller/name", "/caller/phone"});

    std::string many = "{\"title\":\"a\"";
    for (int i = 0; i < 50; ++i)
        many += ",\"k" + std::to_string(i) + "\":1";
    const auto too_many = decode<Body>(many + "}");
    REQUIRE_FALSE(too_many.has_value());
    CHECK(too_many.error().items.size() == 20);
}

TEST_CASE("an answer never repeats more than the beginning of a made-up name") {
    const auto decoded = decode<Body>("{\"title\":\"a\",\"" + std::string(5000, 'x') + "\":1}");
    REQUIRE_FALSE(decoded.has_value());
    CHECK(decoded.error().items[0].field.size() == 101);
}

TEST_CASE("random damage to a body is decoded or refused but never harms") {
    const unsigned seed = std::random_device{}();
    CAPTURE(seed);
    std::mt19937 random{seed};
    const std::string sound = R"({"title":"路灯","caller":{"phone":"13800138000","name":"王"},)"
                              R"("items":[{"count":1,"small":2}],"day":"D3"})";
    REQUIRE(decode<Body>(sound).has_value());
    std::size_t refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = sound;
        for (int i = 0; i < 1 + static_cast<int>(random() % 4); ++i) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
                case 0:
                    text[at] = static_cast<char>(random() % 256);
                    break;
                case 1:
                    text.erase(at, random() % 5);
                    break;
                case 2:
                    text.insert(at, 1, "{}[]\",:\\0"[random() % 9]);
                    break;
                default:
                    text.resize(at + 1);
            }
            if (text.empty()) text = "x";
        }
        const auto decoded = decode<Body>(text);
        if (!decoded) {
            ++refused;
            REQUIRE_FALSE(decoded.error().items.empty());
        }
    }
    CHECK(refused > 10'000);
}

TEST_CASE("the schema of a type says what decode takes") {
    const boost::json::value expected = boost::json::parse(R"({
        "type":"object","additionalProperties":false,"required":["title"],"properties":{
        "title":{"type":"string","minLength":1,"maxLength":5},
        "channel":{"type":"string","enum":["phone","web","void"]},
        "caller":{"anyOf":[{"type":"object","properties":{
            "phone":{"type":"string","minLength":1,"maxLength":20},
            "name":{"anyOf":[{"type":"string","maxLength":5},{"type":"null"}]}},
            "required":["phone"],"additionalProperties":false},{"type":"null"}]},
        "items":{"type":"array","maxItems":2,"items":{"type":"object","properties":{
            "count":{"type":"integer","minimum":-2147483648,"maximum":2147483647},
            "small":{"type":"integer","minimum":0,"maximum":255}},
            "required":["count","small"],"additionalProperties":false}},
        "urgency":{"type":"integer","minimum":1,"maximum":9},
        "big":{"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807},
        "huge":{"type":"integer","minimum":0,"maximum":18446744073709551615},
        "weight":{"type":"number"},"on":{"type":"boolean"},"free":{"type":"string"},
        "day":{"anyOf":[{"type":"string","format":"day","description":"a day such as D7"},
                        {"type":"null"}]}}})");
    CHECK(schema<Body>() == expected);
}
