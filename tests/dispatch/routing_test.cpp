// Routing: tables over a small city. The words of the city are made up for the test, but for the
// measurement at the end, which reads real requests when they are there.
#include "dispatch/routing/routing.hpp"

#include "dispatch/routing/word_index.hpp"
#include "tests/support/catch.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>

using namespace hotline;
using namespace hotline::dispatch;

namespace {

CatalogueItem line(std::string code, std::string name, std::string parent,
                   std::vector<std::string> keywords, UnitCode unit) {
    CatalogueItem item;
    item.code = std::move(code);
    item.name = std::move(name);
    item.parent = std::move(parent);
    item.keywords = std::move(keywords);
    item.unit = std::move(unit);
    return item;
}

City small_city() {
    City city;
    city.name = "A市";
    for (const char* code : {"water", "traffic", "a3-housing", "a7-housing", "urban", "noise"}) {
        city.units.push_back({code, std::string(code) + "局", UnitKind::department, "", ""});
    }
    city.districts = {{"A3", "A3区", {"潇楚南路", "含浦镇", "中心广场"}},
                      {"A7", "A7县", {"星沙", "潇楚", "中心广场"}},
                      {"A31", "A31区", {}}};
    city.catalogue = {
        line("urban", "城乡建设", "", {"建设"}, "urban"),
        line("urban.property", "物业管理", "urban", {"物业", "业委会", "物业费"}, ""),
        line("urban.road", "道路修缮", "urban", {"修路", "路面"}, ""),
        line("life", "民生", "", {}, ""),
        line("life.water", "供水", "life", {"停水", "自来水"}, "water"),
        line("life.noise", "噪音", "life", {"噪音", "扰民"}, "noise"),
        line("life.loud", "施工噪音", "life", {"施工"}, "noise"),
        line("life.bus", "公交", "life", {"公交", "BRT"}, "traffic"),
        line("life.nobody", "无主事项", "life", {"流浪猫"}, ""),
    };
    city.catalogue[1].by_district = {{"A3", "a3-housing"}, {"A7", "a7-housing"}};
    city.catalogue.push_back(line("life.praise", "表扬", "life", {"感谢"}, "traffic"));
    city.catalogue.back().kinds = {RequestKind::praise};
    return city;
}

struct Row {
    std::string name;
    std::string place;
    std::string title;
    std::string body;
    UnitCode unit;
    std::string district;
    std::string item;
};

Request request_of(const Row& row) {
    Request request;
    request.place = row.place;
    request.title = row.title;
    request.body = row.body;
    return request;
}

}  // namespace

TEST_CASE("routing finds district and unit from the words of a request") {
    const Router router(std::make_shared<City>(small_city()));
    const std::vector<Row> rows = {
        {"district name in the title", "", "A3区物业乱收费", "", "a3-housing", "A3",
         "urban.property"},
        {"place word in the body", "", "物业不作为", "含浦镇某小区", "a3-housing", "A3",
         "urban.property"},
        {"place before title", "星沙", "A3区物业", "", "a7-housing", "A7", "urban.property"},
        {"title before body", "", "A7县物业", "A3区的朋友说", "a7-housing", "A7", "urban.property"},
        {"longest word wins", "", "潇楚南路的物业", "", "a3-housing", "A3", "urban.property"},
        {"the short word alone", "", "潇楚一带的物业", "", "a7-housing", "A7", "urban.property"},
        {"two districts with equal strength", "", "A3区和A7县的物业", "", "urban", "",
         "urban.property"},
        {"one word of two districts", "", "中心广场物业", "", "urban", "", "urban.property"},
        {"ambiguous title is not settled by the body", "", "A3区和A7县的物业", "A3区", "urban", "",
         "urban.property"},
        {"A31 is not A3", "", "A31区物业", "", "urban", "A31", "urban.property"},
        {"full-width letters", "", "Ａ３区物业", "", "a3-housing", "A3", "urban.property"},
        {"ASCII keyword in either case", "", "关于brt的规划", "", "traffic", "", "life.bus"},
        {"the unit of the nearest ancestor", "", "A3区路面破损", "", "urban", "A3", "urban.road"},
        {"no district needed", "", "小区停水三天", "", "water", "", "life.water"},
        {"nothing matches", "", "您好", "请问", "", "", ""},
        {"a line without a unit anywhere", "", "流浪猫太多", "", "", "", "life.nobody"},
        {"title outweighs body", "", "停水了", "公交站", "water", "", "life.water"},
        {"equal scores for different units", "", "停水与噪音", "", "", "", ""},
        {"equal scores for one unit", "", "噪音与施工", "", "noise", "", "life.noise"},
        {"words of inner lines do not count", "", "建设", "", "", "", ""},
        {"a line for other kinds of request", "", "感谢", "", "", "", ""},
        {"a repeated word counts once", "", "停水", "公交公交公交公交公交公交公交", "water", "",
         "life.water"},
        {"a longer keyword is not also its part", "", "物业费和停水停水", "", "urban", "",
         "urban.property"},
    };
    for (const auto& row : rows) {
        INFO(row.name);
        const auto proposal = router.propose(request_of(row));
        INFO(proposal.explanation);
        CHECK(proposal.unit == row.unit);
        CHECK(proposal.district == row.district);
        CHECK(proposal.item == row.item);
        CHECK_FALSE(proposal.explanation.empty());
    }
}

TEST_CASE("what was chosen at intake is not overruled") {
    const auto city = small_city();
    Request request;
    request.title = "A3区停水";
    request.district = "A7";
    request.item = "urban.property";
    const auto proposal = propose(city, request);
    CHECK(proposal.unit == "a7-housing");
    CHECK(proposal.district == "A7");
    CHECK(proposal.item == "urban.property");

    request.district = "nowhere";
    request.item = "nothing";
    const auto found = propose(city, request);
    CHECK(found.unit == "water");
    CHECK(found.district == "A3");
    CHECK(found.item == "life.water");
}

TEST_CASE("a line for one kind of request matches that kind") {
    Request request;
    request.title = "感谢";
    request.kind = RequestKind::praise;
    CHECK(propose(small_city(), request).unit == "traffic");
}

TEST_CASE("the explanation names the words and where they stood") {
    Request request;
    request.title = "A3区物业乱收费";
    request.body = "业委会不管";
    const auto text = propose(small_city(), request).explanation;
    for (const char* part : {"标题中的“A3区”", "标题中的“物业”", "正文中的“业委会”", "物业管理",
                             "urban.property", "a3-housing局", "本区划"}) {
        INFO(text);
        CHECK(text.find(part) != std::string::npos);
    }
    request.title = "停水与噪音";
    request.body = "";
    const auto tied = propose(small_city(), request).explanation;
    INFO(tied);
    CHECK(tied.find("得分相同") != std::string::npos);
    CHECK(tied.find("供水") != std::string::npos);
    CHECK(tied.find("转派单员") != std::string::npos);
}

TEST_CASE("routing does not read the caller") {
    Request request;
    request.title = "停水";
    const auto before = propose(small_city(), request);
    request.caller = {
        CallerType::enterprise, "含浦镇的张三", "13800000000", "A3区物业", true, false};
    CHECK(propose(small_city(), request) == before);
}

TEST_CASE("a unit that the city does not have is never proposed") {
    auto city = small_city();
    city.catalogue[1].by_district["A3"] = "gone";
    Request request;
    request.title = "A3区物业";
    CHECK(propose(city, request).unit == "urban");
    city.catalogue[0].parent = "urban.property";  // a cycle must end
    city.catalogue[0].unit = "gone";
    request.item = "urban.property";
    CHECK(propose(city, request).unit.empty());
}

TEST_CASE("the word index gives the longest words and overlapping ones") {
    WordIndex index;
    index.add("噪音", 1);
    index.add("噪音扰民", 2);
    index.add("民生", 3);
    index.add("Bus", 4);
    index.add("bus", 5);
    index.add("", 6);
    index.build();
    const auto found = index.find(fold("噪音扰民生 ＢUS buses"));
    REQUIRE(found.size() == 3);
    CHECK(index.word(found[0].word) == "噪音扰民");
    CHECK(index.word(found[1].word) == "民生");
    CHECK(index.owners(found[2].word) == std::vector<std::int32_t>{4, 5});
    CHECK(index.length(found[0].word) == 4);
    CHECK(index.find("").empty());
    CHECK(index.find("\xE5\x99").empty());          // a character cut short
    CHECK(index.find("\xFF\xFE噪音").size() == 1);  // not UTF-8 before it
}

namespace {

// Words that a city writes down in an afternoon, for the measurement below.
City measured_city() {
    City city;
    city.units = {{"u1", "住建局", UnitKind::department, "", ""},
                  {"u2", "交通局", UnitKind::department, "", ""},
                  {"u3", "教育局", UnitKind::department, "", ""},
                  {"u4", "人社局", UnitKind::department, "", ""},
                  {"u5", "市场监管局", UnitKind::department, "", ""},
                  {"u6", "生态环境局", UnitKind::department, "", ""},
                  {"u7", "卫健委", UnitKind::department, "", ""},
                  {"u8", "公安局", UnitKind::department, "", ""},
                  {"u9", "自然资源局", UnitKind::department, "", ""}};
    for (const char* code : {"A1", "A2", "A3", "A4", "A5", "A6"}) {
        city.districts.push_back({code, std::string(code) + "区", {}});
    }
    city.catalogue = {
        line("property", "物业", "", {"物业", "业委会", "业主", "小区", "电梯", "停车", "车位"},
             "u1"),
        line("housing", "房产", "",
             {"房产证", "开发商", "交房", "楼盘", "购房", "公积金", "棚改", "拆迁", "安置"}, "u1"),
        line("transport", "交通", "",
             {"公交", "地铁", "道路", "修路", "路灯", "红绿灯", "高速", "出租车", "天桥"}, "u2"),
        line("school", "教育", "",
             {"学校", "幼儿园", "教师", "学生", "培训", "补课", "小学", "中学", "入学"}, "u3"),
        line("work", "劳动", "", {"工资", "社保", "养老", "退休", "拖欠", "补贴", "就业"}, "u4"),
        line("market", "市场", "",
             {"消费", "超市", "假冒", "欺诈", "食品", "传销", "虚假宣传", "价格"}, "u5"),
        line("environment", "环境", "",
             {"污染", "噪音", "扰民", "垃圾", "臭味", "油烟", "废水", "扬尘"}, "u6"),
        line("health", "卫生", "", {"医院", "医生", "医保", "疫苗", "药店", "生育"}, "u7"),
        line("police", "治安", "", {"派出所", "赌博", "户口", "诈骗", "身份证", "交警"}, "u8"),
        line("land", "土地", "", {"征收", "违建", "违章", "土地", "宅基地", "规划", "农田"}, "u9"),
    };
    return city;
}

}  // namespace

TEST_CASE("measured: how many of the published requests find a unit") {
    std::ifstream file(HOTLINE_SOURCE_DIR "/../shared/data/requests/replies.jsonl");
    if (!file) {
        std::cout << "routing: no ../shared/data/requests/replies.jsonl, measurement skipped\n";
        return;
    }
    const Router router(std::make_shared<City>(measured_city()));
    std::vector<Request> requests;
    for (std::string text; std::getline(file, text);) {
        const auto row = boost::json::parse(text).as_object();
        Request request;
        request.title = std::string(row.at("title").as_string());
        request.body = std::string(row.at("body").as_string());
        requests.push_back(std::move(request));
    }
    std::size_t with_unit = 0;
    std::size_t bytes = 0;
    const auto start = std::chrono::steady_clock::now();
    for (const auto& request : requests) {
        with_unit += router.propose(request).unit.empty() ? 0 : 1;
        bytes += request.title.size() + request.body.size();
    }
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    const auto count = static_cast<double>(requests.size());
    std::cout << "routing: " << with_unit << " of " << requests.size() << " find a unit, "
              << took.count() / count << " us each, " << bytes / requests.size() << " bytes each\n";
    REQUIRE(!requests.empty());
    CHECK(static_cast<double>(with_unit) > 0.6 * count);
}
