// The commands about people, their tokens and where they work.
#include <functional>
#include <memory>

#include "app/command_line.hpp"
#include "app/command_work.hpp"
#include "app/files.hpp"
#include "app/store.hpp"
#include "db/database.hpp"
#include "identity/api_tokens.hpp"
#include "identity/command_line.hpp"
#include "identity/people_store.hpp"
#include "identity/token_commands.hpp"
#include "identity/unit_commands.hpp"
#include "identity/user_commands.hpp"

namespace ansvar::app {

namespace {

struct Given {
    std::string name, as, scopes = "all", expires, mail, above;
    std::optional<unsigned> rate;
    identity::NewUser user;
    bool left = false;
};

/// Links that a command prints must lead to the running service.
std::string base_url(const Config& config) {
    if (!config.public_url.empty()) {
        return config.public_url;
    }
    const auto last = last_public_url(config.data);
    return last.empty() ? "http://" + config.listen : last;
}

/// In the demo school "admin" is its administrator.
std::string_view who_is(db::Database& database, const std::string& who) {
    const bool demo = who == "admin" && database.read([](db::Session& session) {
        return identity::find_person_by_email(session, MailAddress::parse("admin@skola.example").value(), SystemClock{}.now()).has_value();
    });
    return demo ? std::string_view{"admin@skola.example"} : std::string_view{who};
}

int user_link(const Config& config, const Given& given) {
    Store store{config};
    db::Database database{store.settings()};
    const auto settings = config.identity_settings(base_url(config));
    return print(identity::make_link(database, settings, who_is(database, given.mail), SystemClock{}.now()));
}

int user_add(const Config& config, const Given& given) {
    Store store{config};
    db::Database database{store.settings()};
    return print(identity::add_user(database, given.user, SystemClock{}.now()));
}

int user_list(const Config& config, const Given& given) {
    Store store{config};
    db::Database database{store.settings()};
    std::cout << identity::list_users_as_text(database, given.left, SystemClock{}.now());
    return 0;
}

int user_disable(const Config& config, const Given& given) {
    Store store{config};
    db::Database database{store.settings().patient()};
    CommandWork work{config, database};
    return print(identity::disable_user(database, given.mail, &work.open_work(), SystemClock{}.now()));
}

int user_reset_second_factor(const Config& config, const Given& given) {
    Store store{config};
    db::Database database{store.settings()};
    return print(identity::reset_second_factor_of(database, given.mail, SystemClock{}.now()));
}

int with_tokens(const Config& config, const std::function<Result<std::string, identity::NobodyThere>(db::Database&, Timestamp)>& work) {
    Store store{config};
    db::Database database{store.settings()};
    return print(work(database, SystemClock{}.now()));
}

using UnitAnswer = Result<std::string, identity::NobodyThere>;
using UnitWork = std::function<UnitAnswer(db::Database&)>;

int with_units(const Config& config, const UnitWork& work) {
    Store store{config};
    db::Database database{store.settings()};
    return print(work(database));
}

void add_user_commands(CommandLine& line) {
    auto& config = line.config();
    const auto given = std::make_shared<Given>();
    auto& user = line.group("user", "People");
    line.add(user, "link", "Print a sign-in link, good once for 15 minutes", [&config, given] { return user_link(config, *given); })
        ->add_option("MAIL", given->mail, "A known address, or admin")
        ->required();
    auto* user_new = line.add(user, "add", "Add somebody", [&config, given] { return user_add(config, *given); });
    user_new->add_option("MAIL", given->user.mail)->required();
    user_new->add_option("--name", given->user.name, "As others read it")->required();
    user_new->add_option("--role", given->user.roles, "A role's code; may be given more than once");
    user_new->add_flag("--administrator", given->user.is_administrator);
    user_new->add_flag("--manager", given->user.is_manager, "Sees the overview");
    line.add(user, "list", "Print people: mail, name, roles and rights", [&config, given] { return user_list(config, *given); })
        ->add_flag("--left", given->left, "Those who have left instead");
    line.add(user, "disable", "Somebody has left: ends sessions, tokens and roles, hands open tickets back", [&config, given] { return user_disable(config, *given); })
        ->add_option("MAIL", given->mail)
        ->required();
    line.add(user, "reset-second-factor", "Somebody has lost phone and recovery codes: ends sessions, lets them set up a new one",
            [&config, given] { return user_reset_second_factor(config, *given); })
        ->add_option("MAIL", given->mail)
        ->required();
}

void add_token_commands(CommandLine& line) {
    auto& config = line.config();
    const auto given = std::make_shared<Given>();
    auto& token = line.group("token", "API tokens");
    const auto token_command = [&](const std::string& name, const std::string& what, const std::function<Result<std::string, identity::NobodyThere>(db::Database&, Timestamp)>& work) {
        return line.add(token, name, what, [&config, work] { return with_tokens(config, work); });
    };
    auto* create = token_command("create", "Print a new bearer token", [given](db::Database& database, Timestamp now) {
        return identity::make_token(database, {.name = given->name, .as = who_is(database, given->as), .scopes = given->scopes, .expires = given->expires, .rate = given->rate}, now);
    });
    create->add_option("--name", given->name, "What it is for")->required();
    create->add_option("--as", given->as, "admin, the mail of whom it acts as, or service:NAME")->required();
    create->add_option("--scopes", given->scopes, "What it may be used for, between commas: " + identity::TokenScopes::all_words())->capture_default_str();
    create->add_option("--expires", given->expires, "Days (90d) or the last day (2027-08-31); never without it");
    create->add_option("--rate", given->rate, "Requests a minute; as many as it likes without it");
    token_command("list", "Print all tokens, newest first, without the tokens themselves", [](db::Database& database, Timestamp now) {
        return Result<std::string, identity::NobodyThere>{identity::list_tokens_as_text(database, now)};
    });
    token_command("revoke", "End a token now", [given](db::Database& database, Timestamp now) {
        return identity::revoke_token_named(database, given->name, now);
    })->add_option("ID", given->name, "Its number in the list")->required();
}

void add_unit_commands(CommandLine& line) {
    auto& config = line.config();
    const auto given = std::make_shared<Given>();
    auto& unit = line.group("unit", "Schools of the municipality, and parts of them");
    const auto unit_command = [&](const std::string& name, const std::string& what, const UnitWork& work) {
        return line.add(unit, name, what, [&config, work] { return with_units(config, work); });
    };
    unit_command("list", "Print them, with heads and how many work there", [](db::Database& database) -> UnitAnswer {
        return identity::list_units_as_text(database);
    });
    auto* unit_add = unit_command("add", "Add one", [given](db::Database& database) {
        return identity::add_unit_named(database, given->name, given->above);
    });
    unit_add->add_option("NAME", given->name)->required();
    unit_add->add_option("--under", given->above, "The unit above it");
    const auto of_person = [&](CLI::App* sub) {
        sub->add_option("NAME", given->name, "The unit")->required();
        return sub;
    };
    of_person(unit_command("head", "Say who is the head: whom its people have when their own manager is unknown", [given](db::Database& database) {
        return identity::set_head_of(database, given->name, given->mail, SystemClock{}.now());
    }))->add_option("MAIL", given->mail)->required();
    of_person(unit_command("place", "Say that somebody works there", [given](db::Database& database) {
        return identity::place_at(database, given->name, given->mail, SystemClock{}.now());
    }))->add_option("MAIL", given->mail)->required();
    auto* unit_holder = of_person(unit_command("holder", "Let somebody hold a role for its people", [given](db::Database& database) {
        return identity::set_holder_for(database, given->name, given->as, given->mail, SystemClock{}.now());
    }));
    unit_holder->add_option("ROLE", given->as)->required();
    unit_holder->add_option("MAIL", given->mail)->required();
}

}  // namespace

void add_people_commands(CommandLine& line) {
    add_user_commands(line);
    add_token_commands(line);
    add_unit_commands(line);
}

}  // namespace ansvar::app
