// Two lanes of the one door: people first, background work a little in every group.
#include "tests/record/gate.hpp"
#include "tests/record/world.hpp"

#include <mutex>
#include <thread>

using namespace hotline;
using namespace hotline::test;

namespace {

// Names of what was answered, in the order of the answers.
class Order {
  public:
    // Test thread only. A hook runs on the writer thread when the answer is given.
    OnOutcome next(const std::string& name, std::function<void()> hook = {}) {
        auto promise = std::make_shared<std::promise<void>>();
        waiting_.push_back(promise->get_future());
        return [this, name, promise, hook](const Outcome& outcome) {
            {
                const std::lock_guard lock{mutex_};
                answered_.push_back(outcome ? name : name + ":" + outcome.error().code);
            }
            if (hook) hook();
            promise->set_value();
        };
    }
    std::vector<std::string> wait() {
        for (auto& each : waiting_)
            each.wait();
        const std::lock_guard lock{mutex_};
        return answered_;
    }

  private:
    std::vector<std::future<void>> waiting_;
    std::mutex mutex_;
    std::vector<std::string> answered_;  // guarded by mutex_
};

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : " ") + name;
    return all;
}

WriterLimits small_groups() {
    WriterLimits limits;
    limits.group_max = 4;
    limits.background_group_max = 2;
    return limits;
}

struct Submitter {
    World& world;
    Order& order;

    void normal(const std::string& name) {
        world.writer().submit(world.work(world.opening(), {}, agent()), order.next(name));
    }
    void background(const std::string& name, std::function<void()> hook = {}) {
        world.writer().submit(world.work(world.opening(), {}, agent()), order.next(name, hook),
                              Lane::background);
    }
};

}  // namespace

TEST_CASE("a group takes waiting normal items first and then a few of the background") {
    World world{small_groups()};
    Order order;
    Submitter submit{world, order};
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    const std::uint64_t groups = world.writer().stats().groups;
    for (int i = 1; i <= 7; ++i)
        submit.background("b" + std::to_string(i));
    for (int i = 1; i <= 10; ++i)
        submit.normal("n" + std::to_string(i));
    CHECK(world.writer().stats().queue_depth == 10);
    CHECK(world.writer().stats().background_depth == 7);
    gate.open();
    // Groups: 4 + 2, 4 + 2, 2 + 2, 0 + 1.
    CHECK(joined(order.wait()) == "n1 n2 n3 n4 b1 b2 n5 n6 n7 n8 b3 b4 n9 n10 b5 b6 b7");
    CHECK(world.writer().stats().groups == groups + 4);
    CHECK(world.writer().stats().background_depth == 0);
}

TEST_CASE("a normal item waits for one part of the background at most") {
    World world{small_groups()};
    Order order;
    Submitter submit{world, order};
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    // The person calls in the middle of the background's first part.
    const TicketWork call = world.work(world.opening(), {}, agent());
    const OnOutcome answered = order.next("n1");
    submit.background("b1", [&] { world.writer().submit(call, answered); });
    for (int i = 2; i <= 9; ++i)
        submit.background("b" + std::to_string(i));
    gate.open();
    order.wait();
    CHECK(joined(order.wait()) == "b1 b2 n1 b3 b4 b5 b6 b7 b8 b9");
}

TEST_CASE("the background goes on while people never stop") {
    World world{small_groups()};
    Order order;
    Submitter submit{world, order};
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    for (int i = 1; i <= 6; ++i)
        submit.background("b" + std::to_string(i));
    for (int i = 1; i <= 40; ++i)
        submit.normal("n" + std::to_string(i));
    gate.open();
    const auto answered = order.wait();
    const auto last = std::find(answered.begin(), answered.end(), "b6");
    CHECK(last - answered.begin() == 17);  // the third group ends with it
}

TEST_CASE("each lane is bounded for itself") {
    WriterLimits limits;
    limits.queue_max = 3;
    limits.background_queue_max = 2;
    limits.queue_bytes_max = 40'000;
    World world{limits};
    Order order;
    Submitter submit{world, order};
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    for (int i = 1; i <= 3; ++i)
        submit.background("b" + std::to_string(i));
    for (int i = 1; i <= 4; ++i)
        submit.normal("n" + std::to_string(i));
    gate.open();
    CHECK(joined(order.wait()) == "b3:overloaded n4:overloaded n1 n2 n3 b1 b2");
}

TEST_CASE("the background's text does not take the room of people") {
    WriterLimits limits;
    limits.queue_bytes_max = 10'000;
    World world{limits};
    Order order;
    Submitter submit{world, order};
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    PublishWork large;
    large.text = std::string(12'000, 'x');
    world.writer().submit(large, order.next("large"), Lane::background);
    world.writer().submit(large, order.next("another"), Lane::background);
    submit.normal("n1");
    gate.open();
    CHECK(joined(order.wait()) == "another:overloaded n1 large");
}

TEST_CASE("stop commits both lanes and refuses what comes after") {
    World world{small_groups()};
    Order order;
    Submitter submit{world, order};
    Gate gate;
    gate.close(world.writer(), world.work(Withdraw{"x"}));
    for (int i = 1; i <= 5; ++i)
        submit.background("b" + std::to_string(i));
    submit.normal("n1");
    std::thread stopping{[&] { world.writer().stop(); }};
    gate.open();
    stopping.join();
    CHECK(joined(order.wait()) == "n1 b1 b2 b3 b4 b5");
    submit.background("late");
    CHECK(joined(order.wait()) == "n1 b1 b2 b3 b4 b5 late:stopping");
}
