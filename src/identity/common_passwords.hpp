#pragma once

#include <array>
#include <string_view>

namespace ansvar::identity {

/// What people who guess passwords at a Swedish school try first, without accents: the words of the lists of leaked passwords, seasons,
/// months and days, what is about the school, football clubs, pets and given names. Passwords made of nothing but these, digits, signs and
/// runs along the keyboard are refused.
inline constexpr std::array<std::string_view, 384> common_passwords{
    "password", "passwort", "passw0rd", "losenord", "losen", "hemligt", "hemlig", "secret", "admin", "administrator", "administration",
    "root", "user", "guest", "gast", "login", "welcome", "valkommen", "valkomna", "letmein", "changeme", "change", "default", "temp",
    "temporary", "tillfallig", "test", "testing", "tester", "prova", "demo", "master", "super", "superman", "superuser", "system",
    "server", "backup", "qwerty", "qwertz", "azerty", "asdf", "zxcv", "qazwsx", "wsxedc", "asdfgh", "zxcvbn", "iloveyou", "jagalskardig",
    "alskardig", "alskling", "love", "alskar", "karlek", "sunshine", "solsken", "princess", "prinsessa", "dragon", "drake", "monkey",
    "apa", "football", "fotboll", "baseball", "hockey", "ishockey", "innebandy", "handboll", "soccer", "basketball", "batman",
    "spiderman", "pokemon", "starwars", "minecraft", "fortnite", "roblox", "freedom", "frihet", "whatever", "trustno", "shadow",
    "michael", "jordan", "jennifer", "charlie", "thomas", "robert", "daniel", "andrew", "joshua", "ashley", "jessica", "nicole",
    "matthew", "hunter", "killer", "pepper", "ginger", "summer", "winter", "spring", "autumn", "fall", "sommar", "vinter", "host",
    "hosten", "varen", "sommaren", "vintern", "hostlov", "sportlov", "pasklov", "jullov", "sommarlov", "semester", "januari", "februari",
    "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december", "january", "february", "march",
    "may", "june", "july", "august", "october", "mandag", "tisdag", "onsdag", "torsdag", "fredag", "lordag", "sondag", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "skola", "skolan", "school", "grundskola", "gymnasium",
    "gymnasiet", "forskola", "fritids", "larare", "lararen", "teacher", "elev", "elever", "rektor", "klass", "klassen", "mattelarare",
    "kommun", "kommunen", "kommunens", "helpdesk", "support", "itsupport", "ansvar", "vaktmastare", "skolsekreterare", "student",
    "students", "bibliotek", "larplattform", "skolplattform", "matte", "svenska", "engelska", "sverige", "svensk", "sweden", "stockholm",
    "goteborg", "malmo", "uppsala", "vasteras", "orebro", "linkoping", "helsingborg", "jonkoping", "norrkoping", "lund", "umea", "gavle",
    "boras", "hammarby", "djurgarden", "aik", "malmoff", "ifkgoteborg", "brynas", "frolunda", "farjestad", "leksand", "modo",
    "manchester", "liverpool", "arsenal", "chelsea", "barcelona", "realmadrid", "united", "hund", "hunden", "katt", "katten", "hast",
    "hasten", "bamse", "pelle", "molly", "bella", "ludde", "sigge", "simba", "kissen", "vovve", "fluffy", "anna", "maria", "eva", "karin",
    "sara", "kristina", "lena", "emma", "kerstin", "ingrid", "malin", "johanna", "hanna", "elin", "linnea", "sofia", "julia", "ida",
    "amanda", "matilda", "lars", "mikael", "anders", "johan", "erik", "per", "karl", "peter", "jan", "fredrik", "andreas", "stefan",
    "hans", "magnus", "oskar", "oscar", "alexander", "viktor", "emil", "gustav", "simon", "filip", "elias", "hugo", "oliver", "william",
    "liam", "lucas", "noah", "alice", "maja", "olivia", "astrid", "ella", "wilma", "ebba", "freja", "vera", "hello", "hejhej", "hejsan",
    "hejdu", "hej", "hallo", "godmorgon", "tjena", "morsning", "bajs", "fitta", "kuk", "knulla", "fuck", "fuckyou", "fucking", "shit",
    "satan", "fan", "javla", "skit", "blomma", "blommor", "banan", "apelsin", "choklad", "kaffe", "godis", "glass", "pizza", "cookie",
    "cheese", "chocolate", "flower", "orange", "banana", "apple", "samsung", "google", "facebook", "microsoft", "windows", "internet",
    "computer", "dator", "datorn", "mobil", "telefon", "iphone", "volvo", "saab", "ferrari", "porsche", "mercedes", "corvette", "mustang",
    "yamaha", "harley", "abba", "metallica", "slipknot", "guitar", "musik", "musiken", "gitarr", "piano", "spotify", "abc", "xyz", "aaa",
    "qqq", "access", "matrix", "hacker", "ninja", "samurai", "phoenix", "knight", "silver", "gold", "diamond", "diamant", "stjarna",
    "stjarnor", "angel", "angels", "angle", "lucky", "tiger", "lejon",
};

}  // namespace ansvar::identity
