// Waiting for answers without sleeping, and holding the writer still so that a group gathers.
#pragma once

#include "ticketing/record/writer.hpp"

#include <future>
#include <optional>
#include <utility>
#include <vector>

namespace hotline::test {

// Blocks the writer thread inside an answer until opened: what is submitted meanwhile is one group.
class Gate {
  public:
    void close(record::Writer& writer, record::WorkItem any_item) {
        std::promise<void> reached;
        std::future<void> at_gate = reached.get_future();
        writer.submit(std::move(any_item), [this, &reached](record::Outcome) {
            reached.set_value();
            opened_.get_future().wait();
        });
        at_gate.wait();
    }
    void open() { opened_.set_value(); }

  private:
    std::promise<void> opened_;
};

// Outcomes of several submissions, in the order they were submitted.
class Answers {
  public:
    record::OnOutcome next() {
        auto promise = std::make_shared<std::promise<record::Outcome>>();
        futures_.push_back(promise->get_future());
        return [promise](record::Outcome outcome) { promise->set_value(std::move(outcome)); };
    }
    std::vector<record::Outcome> wait() {
        std::vector<record::Outcome> outcomes;
        for (auto& future : futures_)
            outcomes.push_back(future.get());
        return outcomes;
    }

  private:
    std::vector<std::future<record::Outcome>> futures_;
};

}  // namespace hotline::test
