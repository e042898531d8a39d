#pragma once

#include <nlohmann/json_fwd.hpp>

#include "matrix/edition.hpp"
#include "matrix/holders.hpp"
#include "matrix/search.hpp"
#include "tickets/waiting_times.hpp"
#include "web/moments.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/texts.hpp"

namespace ansvar::matrix {

struct Services;

/// GET /matrix?level=&role=&q=: the Blueprint itself.
web::Response show_matrix(const Services& services, const web::Request& request);

/// What the page says about areas, in the reader's language.
class MatrixView {
public:
    /// Whom the page is for. Nothing of it for a reader who is not signed in.
    struct OfReader {
        std::optional<routing::UnitNumber> unit = std::nullopt;  ///< its exceptions count
        const Holders* holders = nullptr;
        const Holders* municipal_holders = nullptr;  ///< as for somebody of no unit
    };

    /// Everything referred to must outlive the view.
    MatrixView(const Edition& edition, const web::Texts& texts, web::Language language, const web::Moments& moments,
               tickets::WaitingTimes& waiting_times, const OfReader& reader);

    /// The view of templates/pages/matrix/show.html.
    nlohmann::json page(const Filter& filter) const;

private:
    using Areas = std::vector<const routing::Area*>;

    nlohmann::json level_options(const Filter& filter) const;
    nlohmann::json role_options(const Filter& filter) const;
    nlohmann::json levels(const Areas& areas) const;
    nlohmann::json columns(const Areas& areas) const;
    nlohmann::json row(const routing::Area& area) const;
    void put_roles(nlohmann::json& view, const routing::Area& area) const;
    void put_holder(nlohmann::json& view, const routing::Area& area) const;
    void put_difference(nlohmann::json& view, const routing::Area& area) const;
    std::string words_of(const Holder& holder) const;
    void put_waiting(nlohmann::json& view, const routing::Area& area) const;

    bool has_queue(const routing::Area& area) const;
    const std::string& name(const routing::Role& role) const;
    const std::string& text(std::string_view key) const { return texts_.text(language_, key); }

    const Edition& edition_;
    const routing::Matrix& matrix_;  // as the reader's unit has it
    const web::Texts& texts_;
    web::Language language_;
    const web::Moments& moments_;
    tickets::WaitingTimes& waiting_times_;
    OfReader reader_;
};

}  // namespace ansvar::matrix
