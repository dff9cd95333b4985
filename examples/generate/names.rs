//! The words of the invented world: names of many languages, topics, places.

/// First names and surnames, a language a row.
pub const PEOPLE: &[(&str, &str)] = &[
    (
        "Søren Kirsten Jørgen Åse Mads Bodil Øystein Signe Bjørn Inger",
        "Sørensen Østergaard Kjær Mørk Nygård Bæk Lindholm Skov Ågård Thygesen",
    ),
    (
        "Åsa Göran Märta Örjan Linnéa Håkan Gösta Ebba Sixten Malin",
        "Åström Sjöberg Lindqvist Öhman Häggström Björkman Nyström Engdahl",
    ),
    (
        "Väinö Päivi Eero Aino Jyrki Tuulikki Pekka Sisko",
        "Mäkelä Hämäläinen Virtanen Järvi Koskela Räisänen Lehtonen",
    ),
    (
        "Þóra Guðmundur Sigríður Ásgeir Björk Hrafn",
        "Þorsteinsdóttir Guðmundsson Ásgeirsson Jónsdóttir Hallsson",
    ),
    (
        "Jürgen Käthe Günther Sabine Rüdiger Bärbel Götz Friederike Anke",
        "Müller Größmann Weiß Schäfer Köhler Jäger Bäcker Süß Krüger Vogt",
    ),
    (
        "Élodie François Benoît Chloé Gaëlle Théo Agnès Rémi Hélène",
        "Lefèvre Châtelain Dupré Garçon Bérenger Côté Févrie Moreau",
    ),
    (
        "José Begoña Íñigo Nuria Raúl Concepción Óscar Rocío",
        "Núñez Peña Ibáñez Muñoz García Yáñez Ordóñez Zubizarreta",
    ),
    (
        "João Conceição Luís Inês Gonçalo Fátima Estêvão",
        "Gonçalves Magalhães Simões Araújo Leitão Falcão",
    ),
    (
        "Łukasz Małgorzata Paweł Grażyna Wojciech Bożena Świętosław",
        "Wójcik Żółkiewska Dąbrowski Śliwińska Łukasik Gąsior Piątek",
    ),
    (
        "Jiří Šárka Ondřej Růžena Zdeněk Květa Řehoř",
        "Dvořák Šťastná Říha Křížek Němcová Hájek Žák",
    ),
    (
        "László Gyöngyi Ágnes Győző Bálint Zsófia",
        "Szőke Tóth Kovács Őry Várkonyi Szűcs",
    ),
    (
        "Ștefan Mădălina Ionuț Sânziana Răzvan",
        "Țurcanu Crețu Ștefănescu Pârvu Mureșan",
    ),
    (
        "İbrahim Çağla Ömer Gökçe Işıl",
        "Yıldız Öztürk Şahin Kılıç Ağaoğlu",
    ),
    ("Hương Minh Ánh Bảo Đức Thảo", "Nguyễn Trần Phạm Đặng Huỳnh"),
    (
        "Ελένη Γιώργος Δημήτρης Στέλλα Νίκος",
        "Παπαδόπουλος Κυριακίδου Αντωνίου Βασιλείου",
    ),
    (
        "Иван Цветана Георги Светлана Любомир Оксана",
        "Димитров Стоянова Петров Ковальчук Захариев",
    ),
    (
        "Siobhán Pádraig Niamh Éamon Gráinne Ciarán",
        "Ó’Brien Byrne MacCarthy Ní\u{a0}Dhomhnaill Fitzgerald",
    ),
    (
        "Jūratė Vytautas Eglė Žydrūnas Kęstutis",
        "Žemaitis Šimkutė Ąžuolas Vėlyvytė",
    ),
    (
        "Jānis Līga Ģirts Kārlis Dzintra",
        "Bērziņš Kalniņa Šķēle Ozols",
    ),
    ("Ülle Tõnu Kärt Õnne Siim", "Põld Jõgi Õunapuu Käärik Saar"),
    (
        "Niccolò Federica Giosuè Chiara Matteo Lucia",
        "D’Amore Cantù Forlì Bianchi De\u{a0}Santis",
    ),
    (
        "Sjoerd Daniëlle Thijs Marijke Zoë Wouter",
        "van\u{a0}der\u{a0}Meer De\u{a0}Vries Coördes Bakker",
    ),
    (
        "Mary Thomas Claire Edward Judith Rachel",
        "Smith Taylor Wright Hill Clarke Robinson",
    ),
    ("伟 秀英 健太 さくら 陽子", "王 李 田中 佐藤"),
    (
        "Zaynab Yūsuf Fāṭima Khālid Nūr",
        "al-Ḥasan Ibn\u{a0}Mūsā al-Fāsī Ṣāliḥ",
    ),
];

/// Initials between first name and surname.
pub const INITIALS: &str = "A. B. C. D. E. F. G. H. J. K. L. M. N. P. R. S. T. V. W.";

/// What meetings are about and their records speak of; the most frequent first.
pub const WORDS: &str = "the of on and for in with a to new joint common energy migration border \
    agreement review climate trade exchange asylum transport health data return rules partnership \
    funding research customs visa labour fisheries water security hydrogen mobility statistics \
    education housing rights forest digital justice cities food training resettlement disaster \
    integration island harbour railway tax market budget youth culture språk société größe política \
    voisinage Übergang análisis środowisko sikkerhed œuvre façade coördinatie évaluation żegluga \
    naïve Straße información préparation ogłoszenie förslag";

/// Sorts of meetings.
pub const KINDS: &[&str] = &[
    "bilateral",
    "round-table",
    "hearing",
    "committee",
    "workshop",
    "board",
    "consultation",
    "call",
];

/// Where people meet.
pub const PLACES: &[&str] = &[
    "Brussels",
    "København",
    "Strasbourg",
    "Zürich",
    "Málaga",
    "Kraków",
    "Göteborg",
    "Αθήνα",
    "Lisboa",
    "Genève",
    "București",
    "Tromsø",
    "İstanbul",
    "The Hague",
    "Reykjavík",
    "online",
];

/// What people are.
pub const ROLES: &[&str] = &[
    "chair",
    "member",
    "rapporteur",
    "guest",
    "adviser",
    "observer",
    "speaker",
    "Head of Unit",
    "Director",
    "Deputy Director General",
];

/// Names of organisations: where, what, and which sort.
pub const ORGANISATIONS: [&str; 3] = [
    "European Nordic Deutsche Fédération Confederación International Green Polska Česká Dansk Société",
    "Energy Steel Farmers Consumers Wind Shipping Média Forschung Climate Fødevarer Transport Santé",
    "Association Institute Foundation Verband Union Council Network Forum Førening Agency Group",
];

/// Who publishes sources.
pub const PUBLISHERS: &[&str] = &["Official Journal", "Le Bulletin", "Tidende", "Press Office"];
