#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "temporary_folder.hpp"
#include "web/event_hub.hpp"
#include "web/host.hpp"
#include "web/pages.hpp"
#include "web/templates.hpp"
#include "web/texts.hpp"

namespace ansvar::web::test {

/// Who the gate of the tests knows.
struct Pupil {
    std::string name;
};

/// Knows the cookie "ansvar=asa" on pages and the bearer token "asa" on the API.
class TestGate final : public Gate {
public:
    Admission admit(const Request& request, Access access) override;
};

/// A small site on a random port of 127.0.0.1 with a route for everything the tests try.
class ServedSite {
public:
    explicit ServedSite(HostSettings settings = {}, EventLimits events = {});
    ~ServedSite();

    std::uint16_t port() const { return host->port(); }
    std::vector<Served> served() const;

    /// Handlers of /wait stay until this is set.
    std::atomic<bool> may_go_on{false};
    std::atomic<int> waiting{0};

    EventHub hub;
    TemporaryFolder folder;
    std::unique_ptr<Texts> texts;
    std::unique_ptr<Assets> assets;
    std::unique_ptr<Templates> templates;
    std::unique_ptr<Pages> pages;
    std::unique_ptr<Problems> problems;
    RouteTable routes;
    TestGate gate;
    std::unique_ptr<Host> host;

private:
    void write_files() const;
    void add_routes();
    void add_faulty_routes();

    mutable std::mutex mutex_;
    std::vector<Served> served_;
};

/// Catalogue lines for every problem, for tests that need no better ones.
std::string problem_texts(std::string_view prefix);

}  // namespace ansvar::web::test
