#include "routing/word_roots.hpp"

#include "routing/text.hpp"
#include "routing/vocabulary.hpp"

namespace ansvar::routing {
namespace {

constexpr std::size_t shortest_root = 3;        // bytes that an ending leaves
constexpr std::size_t shortest_part = 3;        // bytes of a part whose other half is known too
constexpr std::size_t shortest_lonely_part = 4;

/// "listan" → "lista", "datorn" → "dator", "rummet" → "rumm" → "rum", "nyckel" → "nyckl" as of "nycklar"; the same word when it has no such
/// ending.
std::string without_ending(const std::string& word) {
    const std::string_view text = word;
    const auto shorter_by = [&](std::size_t bytes) { return std::string(text.substr(0, text.size() - bytes)); };
    if (text.size() >= shortest_root + 2) {
        if (text.ends_with("et")) {
            return shorter_by(2);
        }
        if (text.ends_with("an") || text.ends_with("rn") || text.ends_with("ln")) {
            return shorter_by(1);
        }
        if (text.ends_with("el")) {
            return shorter_by(2) + 'l';
        }
    }
    return text.size() > shortest_root && (text.ends_with("mm") || text.ends_with("nn")) ? shorter_by(1) : word;
}

/// What the compounds of schools' requests are made of, folded.
constexpr std::string_view words =
    "administration adress aktivitet alarm amne anmalan anmalning anna anpassning ansokan ansvar anstallning antagning anteckning app arbete "
    "arbetslag arkiv arskurs attest avdelning avdrag avgift avtal balk band bank barn batteri bedomning begaran behandling "
    "behorighet belopp belysning besked beslut besok bestallning betalning betyg bevis bibliotek bidrag bil bild biljett blankett block "
    "bok bokning bord brand brev budget buss byggnad byte cafe chef chatt cykel data dator diagram disk dokument doman dorr "
    "dosa drift duk dusch ekonomi el elev enhet enkat entre faktura fax fel fest fil film filter fonster foralder forening "
    "formular forsakring forskola foto fraga frage franvaro fritid funktion fys galler gang gard gardin golv grupp gymnastik hall "
    "handledning handling hantering hiss hjalp hjalpmedel hogtalare horlur hus hylla idrott import incident information inkop "
    "inloggning inspelning installning intyg ipad journal kabel kaffe kalender kamera kanal karta kartlaggning katalog kategori kemi "
    "klass klassrum klocka kod kok konferens konto kontor kontroll kontrakt kopia kopiator kopiering koppling korg kort krona krav kurs "
    "kunskap kylskap lada ladda laddare lager lagenhet lampa lan larare larm lakare lan lank larplatta las lasning lasar lektion leverans "
    "leverantor licens linje lista litteratur ljud ljus lokal losenord lon lucka lunch lyft mail mal mall mapp material matta maskin mat "
    "matematik matte matris medarbetare meddelande mejl mikrofon mobel mobil modem modersmal modul monitor mote mottagning mus "
    "musik mobler namn narvaro nat natverk nummer nyckel nyhet omdome ombud omrade ordning panel papper parkering pass "
    "pedagog period personal plan planering plats platta plattform portal post pris problem profil program projekt "
    "projektor protokoll prov publicering radio ram rapport rast regel register registrering rektor rengoring reparation reserv resa "
    "resultat ritning risk rum rutin ruta rullgardin router saker sakerhet sal samling samtal schema server service sida "
    "signal skada skarm skap skola skrivare skrivbord skylt sladd slojd sjuk skotare sjukanmalan "
    "skyddsrond spel sprak spis statistik stad stadning stipendium stod stol stolar strom studie support svar switch system tak "
    "takt tavla teknik telefon termin test text tid tidning timme tjanst toalett torg trad tradlos trapp tryck tv tvatt underlag "
    "undervisning uppdatering uppgift utbildning utrustning utrymning utrymme utskick utskrift utveckling vagg vagn vakt val vandrar varme "
    "vask vatten ventilation verktyg verksamhet version verkstad video vikarie vecka vaxel webb wifi";

/// The word, its stem, the stem of what is left, …; the last is its root.
std::vector<std::string> forms_of(const std::string& folded) {
    std::vector<std::string> forms{folded};
    for (auto shorter = without_ending(stem_of(folded)); shorter.size() < forms.back().size() && shorter.size() >= shortest_root;
         shorter = without_ending(stem_of(forms.back()))) {
        forms.push_back(std::move(shorter));
    }
    return forms;
}

Vocabulary make_vocabulary() {
    Vocabulary known;
    for (const auto& token : tokens_of(words)) {
        for (const auto& form : forms_of(token.folded)) {
            known.add(form);
        }
    }
    known.finish();
    return known;
}

}  // namespace

std::string root_of(const std::string& folded) { return forms_of(folded).back(); }

std::vector<std::string> parts_of_compound(const std::string& folded) {
    static const auto known = make_vocabulary();
    std::vector<std::string> parts;
    for (const auto& form : forms_of(folded)) {  // "elevdator" has lost too much of its last part as a root
        if (known.find_exactly(form)) {
            return {};
        }
        const auto found = known.find_parts(form, shortest_part);
        if (found.size() == 2 || (found.size() == 1 && parts.empty() && known.stem(found.front().word).size() >= shortest_lonely_part)) {
            parts.clear();
            for (const auto& part : found) {
                parts.push_back(root_of(known.stem(part.word)));
            }
        }
        if (parts.size() == 2) {
            break;
        }
    }
    return parts;
}

}  // namespace ansvar::routing
