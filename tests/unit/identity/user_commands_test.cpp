#include <catch2/catch.hpp>

#include "identity/user_commands.hpp"
#include "questions.hpp"

using namespace ansvar;
using namespace ansvar::identity;
using namespace ansvar::tests;

TEST_CASE("people are added, listed and disabled from the terminal", "[identity][commands]") {
    School school;
    const auto now = school.now();
    const auto add = [&](NewUser user) { return add_user(school.db(), user, now); };
    CHECK(add({.mail = "ADA@skola.example", .name = " Ada Admin ", .is_administrator = true}).value() == "added ada@skola.example");
    CHECK(add({.mail = "amir@skola.example", .name = "Amir Wallin", .roles = {"ITS", "VAKT"}, .is_manager = true}).has_value());
    CHECK(add({.mail = "amir@skola.example", .name = "Amir"}).error().what == "somebody with that mail address is known already");
    CHECK(add({.mail = "nix", .name = "Nix"}).error().what == "that is not a mail address");
    CHECK(add({.mail = "x@skola.example", .name = " "}).error().what == "a name is one line of 1 to 200 characters");
    CHECK(add({.mail = "x@skola.example", .name = "X", .roles = {"KOCK"}}).error().what == "there is no role of that code");
    CHECK(list_users_as_text(school.db(), false, now) == "ada@skola.example  Ada Admin  administrator\namir@skola.example  Amir Wallin  ITS VAKT manager\n");
    CHECK(list_users_as_text(school.db(), true, now).empty());

    Browser amir{school};
    amir.enter("amir@skola.example");
    const auto disable = [&](const char* address) { return disable_user(school.db(), address, nullptr, now); };
    CHECK(disable("Amir@skola.example").value() == "amir@skola.example has left");
    CHECK_FALSE(amir.is_signed_in());
    CHECK(disable("amir@skola.example").error().what == "that person has left already");
    CHECK(disable("ingen@skola.example").error().what == "nobody with that mail address is known");
    CHECK(disable("ada@skola.example").error().what == "that is the last administrator: make somebody else one first");
    CHECK(list_users_as_text(school.db(), true, now) == "amir@skola.example  Amir Wallin  -\n");
    CHECK(audited(school) == std::vector<std::string>{"person.added", "person.added", "person.left"});
    CHECK(row(school, "SELECT actor_kind FROM audit_log WHERE action = 'person.left'").text("actor_kind") == "command");
}
