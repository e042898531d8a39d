#pragma once

#include <exception>
#include <functional>
#include <optional>

#include "web/errors.hpp"
#include "web/pages.hpp"

namespace ansvar::web {

/// Turns an exception this module does not know (a lost database) into an error; nothing when it does not know it either.
using Translator = std::function<std::optional<Error>(std::exception_ptr)>;

/// The one place where what went wrong becomes an answer: RFC 9457 problem+json for the API and for who asks for JSON, the page
/// templates/pages/error/error.html for people, in the reader's language. An exception's text goes to the log with the request id, only
/// there.
class Problems {
public:
    /// Throws std::runtime_error when a text `problem.<code>.title` or `.detail` of an error this module makes itself is missing.
    Problems(const Texts& texts, const Pages& pages);

    /// Before the host starts; asked in the order they were given.
    void translate_with(Translator translator) { translators_.push_back(std::move(translator)); }
    /// Where SignInNeeded leads people, with ?next=<path>. Default "/sign-in".
    void set_sign_in_path(std::string path) { sign_in_path_ = std::move(path); }

    /// Never throws. For worker threads: may render a page and call the layout filler.
    Response answer(const Request& request, std::exception_ptr what) const noexcept;
    /// Never throws, calls nothing that may block: for the I/O thread. A page without layout (templates/pages/error/bare.html) or
    /// problem+json.
    Response bare_answer(const Error& error, Language language, bool as_html, const std::string& request_id) const noexcept;

private:
    Error error_from(const Request& request, std::exception_ptr what) const;
    Response json_answer(const Error& error, Language language, const std::string& instance, const std::string& request_id) const;
    Response page_answer(const Error& error, const Request& request) const;

    const Texts& texts_;
    const Pages& pages_;
    std::vector<Translator> translators_;
    std::string sign_in_path_ = "/sign-in";
};

}  // namespace ansvar::web
