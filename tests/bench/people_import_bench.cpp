// people_import_bench FOLDER COUNT: in a new database in that folder, how long an import of so many new people takes, and the same list with every room changed.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

#include "app/store.hpp"
#include "core/secret.hpp"
#include "db/database.hpp"
#include "identity/people_import.hpp"
#include "identity/people_sheet.hpp"
#include "identity/people_store.hpp"
#include "identity/role_store.hpp"
#include "identity/units.hpp"

using namespace ansvar;

namespace {

std::string list_of(int count, int room) {
    std::string list = "namn;e-post;titel;telefon;rum;chef;enhet;roller\n";
    for (int i = 0; i < count; ++i) {
        list += fmt::format("Person {};person.{}@skola.example;Lärare;076-{:06};{};person.{}@skola.example;Skolan;LÄR\n", i, i, i, i + room, i / 20);
    }
    // The first is nobody's: their own manager is a fault.
    return list.replace(list.find("person.0@skola.example;Skolan"), std::string_view{"person.0@skola.example"}.size(), "");
}

void measure(db::Database& database, const std::string& bytes, const char* what) {
    using namespace std::chrono;
    const auto now = SystemClock{}.now();
    const auto begin = steady_clock::now();
    const auto text = identity::decode_sheet(bytes).value();
    const auto plan = database.read([&](db::Session& session) { return identity::plan_import(session, text, now); });
    const auto planned = steady_clock::now();
    database.in_transaction([&](db::Transaction& tx) {
        identity::lock_everybody(tx);
        const auto again = identity::plan_import(tx, text, now);
        if (again.fingerprint() != plan.fingerprint() || !again.faults.empty()) {
            throw std::logic_error("the plan is not the same");
        }
        identity::carry_out(tx, again, {}, nullptr, identity::Actor::command(), now);
    });
    const auto done = steady_clock::now();
    const auto in_ms = [](auto time) { return duration_cast<milliseconds>(time).count(); };
    std::cout << fmt::format("{}: {} new, {} changed: preview {} ms, carried out {} ms\n", what, plan.added.size(), plan.changed.size(), in_ms(planned - begin), in_ms(done - planned));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "people_import_bench FOLDER COUNT\n";
        return 2;
    }
    start_cryptography();
    app::Config config;
    config.data = argv[1];
    app::Store store{config};
    const int count = std::atoi(argv[2]);
    db::Database database{store.settings().patient()};
    database.in_transaction([](db::Transaction& tx) {
        identity::add_unit(tx, "Skolan", {});
        identity::put_role(tx, {RoleCode{"LÄR"}, "Lärare", "Teacher", identity::RoleKind::Referral, std::nullopt, 1});
    });
    measure(database, list_of(count, 0), "all new");
    measure(database, list_of(count, 1), "all changed");
    measure(database, list_of(count, 1), "all the same");
    return 0;
}
