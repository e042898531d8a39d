#include "routing/router.hpp"

#include "routing/cases.hpp"
#include "routing/classifier.hpp"
#include "routing/emergency.hpp"
#include "routing/unicode.hpp"

#include <algorithm>
#include <utility>

namespace ansvar::routing {
namespace {

constexpr double sure_enough = 0.35;         // probability of the role below which people decide
constexpr double clear_disagreement = 0.75;  // probability of another row at which a chosen area gets a note
constexpr double second_problem = 0.25;      // probability of another role's row that may be a problem of its own

/// The queue a row's tickets go to. A person without a role has none: triage, unless the service knows the person.
std::string queue_of(const Area& area) {
    return area.lead().role.empty() ? std::string(triage_role) : area.lead().role;
}

void take_area(Decision& decision, const Area& area) {
    decision.row = area.row;
    decision.area = area.key;
    decision.role = queue_of(area);
    decision.holder = area.lead().holder;
    decision.others.assign(area.responsible.begin() + 1, area.responsible.end());
    decision.priority = area.default_priority;
    decision.confidential = area.confidential;
}

using AppliedByArea = std::map<std::string, AppliedException>;

/// Who leads there by an exception, if anybody does.
std::optional<AppliedException> exception_for(const std::optional<std::string>& area, const AppliedByArea& applied) {
    const auto found = area ? applied.find(*area) : applied.end();
    return found == applied.end() ? std::nullopt : std::optional{found->second};
}

void take_words_of(Decision& decision, const std::string& area) {
    for (const auto& candidate : decision.candidates) {
        if (candidate.area == area) {
            decision.words = candidate.words;
        }
    }
}

/// One request being decided: first what its text says, then by whom.
class Deciding {
public:
    Deciding(const Matrix& matrix, const Classifier& classifier, const std::string& text) : matrix_(matrix) {
        const auto tokens = tokens_of(text);
        ranking_ = classifier.classify(text, tokens);
        alarm_ = find_alarm(tokens);
        decision_.role = triage_role;
        decision_.matrix_version = matrix.version();
        decision_.model_version = classifier.version();
        for (const auto& ranked : ranking_.best) {
            const auto& area = matrix.areas()[ranked.area];
            decision_.candidates.push_back({area.row, area.key, queue_of(area), ranked.probability, ranked.words});
        }
    }

    Decision by_person(const Area& area) {
        take_area(decision_, area);
        take_words_of(decision_, area.key);
        decision_.reason = Reason::Chosen;
        decision_.confidence = 1;
        if (alarm_) {
            decision_.note = Note::SoundsLikeEmergency;
        } else if (!decision_.candidates.empty() && decision_.candidates.front().area != area.key &&
                   decision_.candidates.front().score >= clear_disagreement) {
            decision_.note = Note::TextDisagrees;
        }
        return std::move(decision_);
    }

    Decision by_text(bool is_area_unknown) {
        if (is_area_unknown) {
            decision_.note = Note::UnknownArea;
        }
        if (alarm_) {
            return by_alarm();
        }
        if (ranking_.best.empty()) {
            return std::move(decision_);
        }
        const auto& best = ranking_.best.front();
        decision_.confidence = std::min(1.0, best.role_probability);
        decision_.words = decision_.candidates.front().words;
        if (decision_.confidence >= sure_enough && decision_.confidence > ranking_.nowhere) {
            decision_.reason = Reason::Classified;
            take_area(decision_, matrix_.areas()[best.area]);
            decision_.second = find_second();
        }
        return std::move(decision_);
    }

private:
    Decision by_alarm() {
        decision_.reason = Reason::Emergency;
        decision_.priority = Priority::Urgent;
        decision_.confidence = 1;
        const auto& areas = matrix_.areas();
        const auto area = std::find_if(areas.begin(), areas.end(), [](const Area& each) { return each.emergency; });
        if (area != areas.end() && alarm_->danger == Danger::Fire) {
            take_area(decision_, *area);
        } else if (area != areas.end()) {
            decision_.role = queue_of(*area);
        }
        decision_.priority = Priority::Urgent;
        decision_.words = {alarm_->words};
        return std::move(decision_);
    }

    std::optional<std::string> find_second() const {
        for (const auto& candidate : decision_.candidates) {
            if (candidate.role != decision_.role && candidate.score >= second_problem) {
                return candidate.area;
            }
        }
        return std::nullopt;
    }

    const Matrix& matrix_;
    Ranking ranking_;
    std::optional<Alarm> alarm_;
    Decision decision_;
};

}  // namespace

Router::Router(Matrix matrix, Lexicon lexicon, std::shared_ptr<const LinearModel> model)
    : matrix_(std::make_shared<const Matrix>(std::move(matrix))),
      lexicon_(std::make_shared<const Lexicon>(std::move(lexicon))),
      classifier_(std::make_shared<const Classifier>(*matrix_, *lexicon_, std::move(model))) {}

Router Router::with(Exceptions exceptions) const {
    Router whole = *this;
    whole.exceptions_ = std::move(exceptions);
    whole.of_units_.clear();
    std::vector<std::pair<const std::map<std::string, UnitException>*, std::shared_ptr<const Router>>> made;  // a school's parts share its own
    for (const auto& [unit, areas] : whole.exceptions_.all()) {
        const auto& own = areas;
        const auto same = std::find_if(made.begin(), made.end(), [&](const auto& each) { return *each.first == own; });
        const auto router = same == made.end() ? std::make_shared<const Router>(of_unit(own)) : same->second;
        made.emplace_back(&own, router);
        whole.of_units_[unit] = router;
    }
    return whole;
}

Router Router::of_unit(const std::map<std::string, UnitException>& own) const {
    auto areas = matrix_->areas();
    Router unit = *this;
    unit.exceptions_ = {};
    unit.of_units_.clear();
    for (auto& area : areas) {
        const auto found = own.find(area.key);
        if (found != own.end() && changes(found->second, area, *matrix_)) {
            unit.applied_[area.key] = {found->second.id, found->second.unit, found->second.unit_name, area.lead().role};
            area = as_the_unit_has_it(std::move(area), found->second);
        }
    }
    unit.matrix_ = std::make_shared<const Matrix>(matrix_->version(), matrix_->roles(), std::move(areas));
    return unit;
}

const Router& Router::at(std::optional<UnitNumber> unit) const {
    const auto found = unit ? of_units_.find(*unit) : of_units_.end();
    return found == of_units_.end() ? *this : *found->second;
}

Decision Router::route(const Request& request) const {
    Deciding deciding(*matrix_, *classifier_, text_of(request));
    const bool has_picked = request.area && !trim(*request.area).empty();
    const auto* picked = has_picked ? matrix_->find(trim(*request.area)) : nullptr;
    auto decision = picked ? deciding.by_person(*picked) : deciding.by_text(has_picked);
    decision.exception = exception_for(decision.area, applied_);
    return decision;
}

std::optional<Decision> Router::correct(const Decision& before, std::string_view target) const {
    Decision after = before;
    if (const auto* area = matrix_->find(target)) {
        take_area(after, *area);
        after.words.clear();
        take_words_of(after, area->key);
    } else if (const auto* role = matrix_->find_role(target)) {
        after.row.reset();
        after.area.reset();
        after.holder.clear();
        after.others.clear();
        after.words.clear();
        after.role = role->code;
    } else {
        return std::nullopt;
    }
    after.priority = before.priority;
    after.confidential = before.confidential || after.confidential;
    after.reason = Reason::Corrected;
    after.confidence = 1;
    after.corrected_from = before.role;
    after.second.reset();
    after.exception = exception_for(after.area, applied_);
    after.matrix_version = matrix_->version();
    return after;
}

const std::string& Router::model_version() const {
    return classifier_->version();
}

}  // namespace ansvar::routing
