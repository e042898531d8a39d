// Figures for tests/bench/RESULTS.md: run by hand with `test_identity [.figures]`, in a release build for numbers worth noting.
#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <iostream>

#include "identity/sessions.hpp"
#include "identity/sign_in.hpp"
#include "unit/identity/school.hpp"

using namespace ansvar;
using namespace ansvar::tests;

namespace {

const db::Query insert_letter{
    "test/insert_letter",
    "INSERT INTO letters (kind, round_at, recipient_email, language, message_id, state, due_at, expires_at, created_at) "
    "VALUES ('sign_in', :now, :email, 'sv', :message_id, 'waiting', :now, :now, :now)"};

/// Writes the outbox row, as the real ones do.
struct WritingLetters final : identity::Letters {
    void sign_in(db::Transaction& tx, const MailAddress& to, web::Language, Timestamp now) override {
        tx.execute(insert_letter, {{"message_id", std::to_string(++count)}, {"email", to.text()}, {"now", now}});
    }
    void confirm(db::Transaction&, const MailAddress&, web::Language, std::uint64_t, Timestamp) override {}
    void committed() override {}
    int count = 0;
};

template <class Work>
double microseconds(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count();
}

double at(std::vector<double>& sorted, double share) {
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

TEST_CASE("how long asking for a letter takes, known and unknown", "[.figures]") {
    School school;
    school.settings.tries_per_client = 1'000'000;
    WritingLetters letters;
    std::vector<double> known;
    std::vector<double> unknown;
    for (int i = 0; i < 3000; ++i) {
        const auto address = fmt::format("person{}@{}", i, i % 2 == 0 ? "skola.example" : "annan.example");
        const identity::LinkRequest request{.email = mail(address), .client_address = "10.0.0.1"};
        const auto took =
            microseconds([&] { REQUIRE(identity::ask_for_link(school.db(), letters, school.settings, request, school.now())); });
        (i % 2 == 0 ? known : unknown).push_back(took);
    }
    std::cout << fmt::format("letter asked for, µs: known p50 {:.0f} p90 {:.0f}; unknown p50 {:.0f} p90 {:.0f}\n", at(known, 0.5),
                             at(known, 0.9), at(unknown, 0.5), at(unknown, 0.9));
}

TEST_CASE("how long admission takes", "[.figures]") {
    School school;
    const auto id = school.add({.email = mail("its@skola.example"), .name = "Amir Wallin"}, {"ITS", "VAKT"});
    school.db().in_transaction(
        [&](db::Transaction& tx) { identity::begin_session(tx, "token", school.person(id), {}, school.settings, school.now()); });
    std::vector<double> took;
    for (int i = 0; i < 5000; ++i) {
        const web::Request request{{.headers = {{"cookie", "ansvar=token"}}}};
        took.push_back(microseconds([&] { school.gate->admit(request, {web::Audience::Agent, web::Via::Page}); }));
    }
    std::cout << fmt::format("admission by session, µs: p50 {:.0f} p99 {:.0f}\n", at(took, 0.5), at(took, 0.99));
}
