#pragma once

#include <string>
#include <vector>

#include "identity/api_tokens.hpp"
#include "identity/form_check.hpp"

namespace ansvar::identity {

/// The form for a new API token, as typed.
struct TokenForm {
    std::string name;
    std::string as = "";       ///< "me", or a service account's id
    std::vector<std::string> scopes;
    std::string days = "90";   ///< "30", "90", "365" or "none"

    static TokenForm from(const web::Form& form, FormCheck& check);
    /// What the token is to be; what is wrong is added to `check`. It acts as `by` themselves or as a service account: a token that acts
    /// as somebody else would read what its maker may not.
    TokenDraft read(db::Session& session, const Person& by, Timestamp now, FormCheck& check) const;
};

inline constexpr std::size_t token_name_limit = 100;
/// Requests a minute for a token that is made on a page.
inline constexpr unsigned rate_of_pages = 600;

}  // namespace ansvar::identity
