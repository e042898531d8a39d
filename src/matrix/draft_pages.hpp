#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "identity/form_check.hpp"
#include "matrix/change_words.hpp"
#include "matrix/draft_edits.hpp"
#include "matrix/publication.hpp"
#include "matrix/routes.hpp"
#include "matrix/row_form.hpp"
#include "web/moments.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace ansvar::matrix {

/// What every page of a draft needs.
class DraftDesk {
public:
    explicit DraftDesk(const Services& services) : services_{services} {}

    /// The draft the path names; NotFound when there is none.
    Candidate draft(const web::Request& request) const;
    static DraftId id_of(const web::Request& request) { return DraftId{request.path_number("draft")}; }
    static std::string address(DraftId id) { return "/matrix/drafts/" + id.text(); }
    static PersonId reader(const web::Request& request);

    ChangeWords words(const web::Request& request) const { return {services_.pages.texts(), request.language()}; }
    web::Moments moments(const web::Request& request) const { return {services_.pages.texts(), request.language(), services_.clock.now()}; }
    identity::FormCheck check(const web::Request& request) const { return {services_.pages.texts(), request.language()}; }
    /// "1.4.0, Anna Ek 12 nov" and what stands above every page of a draft.
    nlohmann::json head_view(const web::Request& request, const DraftHead& head) const;
    /// "VAKT, REK" with initials where the row names them.
    static std::string who_answers(const routing::Area& area);

    const Services& services() const { return services_; }

private:
    Services services_;
};

/// The list of drafts and versions, and a draft as a table that is edited in place.
class DraftPages {
public:
    explicit DraftPages(const Services& services) : desk_{services} {}

    web::Response list(const web::Request& request) const;
    web::Response withdraw(const web::Request& request) const;
    web::Response start(const web::Request& request) const;
    web::Response show(const web::Request& request) const;
    web::Response add(const web::Request& request) const;
    web::Response save(const web::Request& request) const;
    web::Response retire(const web::Request& request) const;
    web::Response take_back(const web::Request& request) const;
    web::Response split(const web::Request& request) const;
    web::Response discard(const web::Request& request) const;
    web::Response bring_up(const web::Request& request) const;
    web::Response retrain(const web::Request& request) const;
    web::Response drop_training(const web::Request& request) const;

private:
    web::Response list_page(const web::Request& request, int status, const std::string& name, const identity::FormCheck& check) const;
    web::Response saved(const web::Request& request, const RowForm& form, const Candidate& draft) const;
    web::Response table(const web::Request& request, int status, const Candidate& draft, const std::optional<RowForm>& form,
                        const identity::FormCheck& check, const std::vector<std::string>& differs) const;
    nlohmann::json retraining_view(const web::Request& request, const Candidate& draft) const;
    nlohmann::json row_view(const web::Request& request, const Candidate& draft, const routing::Area& area) const;
    web::Response after(const web::Request& request, DraftId id, const Result<std::string, EditRefusal>& done, const std::string& row) const;

    DraftDesk desk_;
};

/// What a draft or a version says otherwise than a version, and who changed what.
class DifferencePages {
public:
    explicit DifferencePages(const Services& services) : desk_{services} {}

    web::Response of_draft(const web::Request& request) const;
    web::Response of_version(const web::Request& request) const;
    web::Response history(const web::Request& request) const;

private:
    DraftDesk desk_;
};

/// A draft as files, down and up.
class DraftFilesPages {
public:
    explicit DraftFilesPages(const Services& services) : desk_{services} {}

    web::Response download(const web::Request& request) const;
    web::Response ask(const web::Request& request) const;
    web::Response preview(const web::Request& request) const;
    web::Response take(const web::Request& request) const;

private:
    web::Response page(const web::Request& request, int status, const Candidate& draft, const DraftFiles& files,
                       const identity::FormCheck& check) const;

    DraftDesk desk_;
};

/// From draft to version, and back.
class PublicationPages {
public:
    explicit PublicationPages(const Services& services) : desk_{services} {}

    web::Response ask(const web::Request& request) const;
    web::Response publish(const web::Request& request) const;
    web::Response approve(const web::Request& request) const;
    web::Response go_back(const web::Request& request) const;
    web::Response set_rule(const web::Request& request) const;

private:
    /// What is typed in the form, as it comes back.
    struct Typed {
        PublishWish wish;
        std::string from;
        std::string move = "stay";  ///< "stay", "chosen" or "all": open tickets
        std::set<TicketId> chosen = {};
    };
    web::Response page(const web::Request& request, int status, const Candidate& draft, const Typed& typed, const std::vector<PublishFault>& faults) const;
    nlohmann::json moves_view(const web::Request& request, const Misplaced& misplaced, const Typed& typed) const;
    static Typed typed_in(const web::Request& request);

    DraftDesk desk_;
};

/// One side of a comparison.
struct Side {
    std::string name;
    routing::Matrix matrix;
    routing::Lexicon lexicon;
    std::optional<ModelId> model{};  ///< nothing: the one that ships
};
Side side_of(const Candidate& draft);
/// NotFound when there is no such version.
Side side_of(db::Session& session, VersionId id);

/// What differs, a sentence each, also of how texts are read, with how many tickets the area had the last year. Confidential ones are not counted.
std::vector<std::string> sentences(db::Session& session, const Side& before, const Side& after, const ChangeWords& words, Timestamp now);

std::vector<web::Route> draft_routes(const Services& services);

}  // namespace ansvar::matrix
