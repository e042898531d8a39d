#include "app/serve.hpp"

#include <malloc.h>
#include <csignal>
#include <spdlog/spdlog.h>

#include "app/demo_school.hpp"
#include "app/service.hpp"
#include "app/store.hpp"

namespace ansvar::app {

int serve(const Config& config) {
    ::mallopt(M_ARENA_MAX, 2);  // as quick as an arena for each thread, and megabytes smaller (tests/bench/RESULTS.md)
    // Before any thread exists, so that all inherit it: the signals are waited for below and nowhere else.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    Store store{config};
    if (auto* server = store.embedded()) {
        server->keep_running();
    }
    if (config.demo) {
        make_demo_school(store.settings());
    }
    Service service{config, store};
    service.start();
    spdlog::info("ready at {} (port {})", config.listen, service.port());
    int signal = 0;
    sigwait(&signals, &signal);
    spdlog::info("stopping");
    service.stop();
    return 0;
}

}  // namespace ansvar::app
