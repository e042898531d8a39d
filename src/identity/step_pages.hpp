#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "identity/entrance.hpp"
#include "identity/form_check.hpp"
#include "identity/routes.hpp"
#include "web/cookie.hpp"

namespace ansvar::identity {

/// Between the first factor and the session: a code from the app, a recovery code, or setting the app up.
class StepPages {
public:
    StepPages(const Services& services, std::shared_ptr<const Entrance> entrance);

    web::Response show(const web::Request& request) const;
    web::Response take(const web::Request& request) const;

private:
    /// What was typed.
    struct Typed {
        std::string code;
        std::string recovery_code;
        bool is_recovery() const { return !recovery_code.empty(); }
    };
    /// What it led to.
    struct Outcome {
        enum class Kind { NoStep, Wrong, TooManyWrong, Inside, SetUp } kind = Kind::NoStep;
        std::optional<Person> person = std::nullopt;
        std::string next = "/";
        std::optional<std::chrono::seconds> wait = std::nullopt;
    };
    struct Standing {
        SignInStep step;
        Person person;
        bool owns_one = false;
    };

    std::optional<Standing> find(const web::Request& request) const;
    Outcome attempt(db::Transaction& tx, const web::Request& request, const std::string& token, const Typed& typed, const std::string& session_token,
                    const std::vector<std::string>& new_codes, Timestamp now) const;
    Outcome refuse_code(db::Transaction& tx, const web::Request& request, const SignInStep& step, const Typed& typed, Timestamp now) const;
    web::Response page(const web::Request& request, int status, const Standing& standing, const FormCheck& check) const;
    web::Response start_over(std::string_view path) const;

    Services services_;
    std::shared_ptr<const Entrance> entrance_;
    web::CookieRule cookies_;
};

}  // namespace ansvar::identity
